"""What waits for a person, and what the office hears when somebody asks for time or help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.digest import Part
from domain.periods import Period
from language.formatting import format_month
from language.say.digest import due_lines
from language.say.words import Voice

RECEIVE = "Xem danh sách chờ"


def lines(parts: Sequence[Part], today: date, voice: Voice) -> list[str]:
    """One line a thing that waits; with several units each line says which."""
    found = []
    for part in parts:
        of = f"{part.unit.short_name}: " if len(parts) > 1 else ""
        found += [f"{of}{line}" for line in due_lines(part, today, voice)]
    return found


def page(found: Sequence[str], drafts: int, voice: Voice) -> str:
    held = f"📝 {drafts} bản nháp chưa gửi." if drafts else ""
    told = [*found, held] if held else list(found)
    return "\n".join([f"Việc của {voice.you}:", *told]) if told else f"{voice.You} không có việc nào đến hạn."


def passed_on(period: Period) -> str:
    return f"✅ Đã chuyển tới Văn phòng về báo cáo {format_month(period)}. Báo cáo gửi lúc nào cũng được nhận."


def no_office(authority: str) -> str:
    whom = f" Xin hỏi: {authority}." if authority else ""
    return f"Chưa có ai của Văn phòng dùng Trợ lý, nên chưa chuyển được.{whom}"


def not_yours(voice: Voice) -> str:
    return f"Báo cáo này không thuộc đơn vị của {voice.you} nữa. Nhắn “việc” để xem việc đang chờ."


def asks_postponement(name: str, unit: str, period: Period) -> str:
    return f"{unit} xin lùi hạn báo cáo sinh hoạt {format_month(period)} (đồng chí {name})."


def asks_help(name: str, unit: str, period: Period) -> str:
    return f"{unit} nhờ hỗ trợ làm báo cáo sinh hoạt {format_month(period)} (đồng chí {name})."
