"""Which cells have not sent the report of a month: named once their day is over and nobody is at it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.digest import Part
from domain.meetings import MeetingKind
from domain.periods import Period
from language.formatting import capital, format_date
from language.say.owed import report_name

BEFORE, LAST_TIME = "Tháng trước", "Kỳ trước"
MOST_NAMES = 30


def page(kind: MeetingKind, last: Period, parts: Sequence[Part]) -> str:
    return "\n".join(line for part in parts for line in _lines(kind, last, part))


def _lines(kind: MeetingKind, last: Period, part: Part) -> list[str]:
    name = report_name(kind, last)
    head = f"📊 {capital(name)}, {part.unit.short_name}:"
    lines = []
    for one in part.months:
        left = one.owed - one.sent
        told = f"{left} chi bộ chưa gửi" if left else "tất cả đã gửi"
        lines.append(f"{head} {one.sent}/{one.owed} chi bộ đã gửi, {told}.")
        if one.late:
            more = len(one.late) - MOST_NAMES
            rest = f" và {more} chi bộ khác" if more > 0 else ""
            lines.append(f"⚠ Đã qua hạn ({len(one.late)}): {', '.join(one.late[:MOST_NAMES])}{rest}.")
        if one.busy:
            lines.append(f"{one.busy} chi bộ đã qua hạn nhưng đang làm, đã xin lùi hạn hoặc nhờ hỗ trợ.")
        open_count = left - len(one.late) - one.busy
        if open_count and one.last_due_on is not None:
            until = format_date(one.last_due_on)
            lines.append(f"{open_count} chi bộ còn hạn đến {until}: tên được nêu khi đã qua hạn.")
    return lines or [f"{head} không chi bộ nào phải báo cáo."]


def unknown_unit(text: str) -> str:
    return f"Không thấy đơn vị “{text[:40]}” trong phạm vi của đồng chí. Ví dụ: ai chưa báo cáo tháng 10"
