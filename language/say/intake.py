"""Sentences about entries that a union introduced and that wait for the cell."""

from __future__ import annotations

from domain.admission import Candidate, Intake
from language.formatting import format_birth, format_date
from language.reading import Misread

TITLE = "Tiếp nhận quần chúng"
RECEIVE = "Tiếp nhận"
MOVE = "Chuyển chi bộ khác"
NOT_NOW = "Chưa xét"
COMPLETE = "Bổ sung thông tin"
SUBMIT_COMPLETE = "Lưu thông tin bổ sung"
SUBMIT_MOVE = "Chuyển"


def none_waiting() -> str:
    return "Không có ai đang chờ tiếp nhận."


def waiting(count: int, put_off: int, how: str) -> str:
    """`put_off`: those of whom the cell said "not now". `how`: how to choose one of them."""
    later = f"Chưa xét: {put_off} người."
    if not count:
        return f"{none_waiting()} {later} {how}"
    return " ".join([f"Đang chờ chi bộ trả lời: {count} người.", *([later] if put_off else []), how])


def still_waiting(count: int) -> str:
    return f"Còn {count} người chờ"


def in_list(candidate: Candidate) -> str:
    return f"{candidate.name} (chưa xét)" if candidate.intake is Intake.NOT_NOW else candidate.name


def entry(candidate: Candidate, union_name: str) -> str:
    added = "" if candidate.added_on is None else f", ngày {format_date(candidate.added_on)}"
    job = f" · {candidate.job}" if candidate.job else ""
    return (
        f"{candidate.name}, sinh {format_birth(candidate.birth)}\n{candidate.firm}{job}\n"
        f"{union_name} giới thiệu{added}; đã đồng ý cho lưu thông tin ngày {format_date(candidate.consent_on)}."
    )


def gone() -> str:
    return "Trường hợp này đã được trả lời hoặc không còn trong danh sách."


def received(name: str, unit_name: str) -> str:
    return f"✅ {unit_name} đã tiếp nhận {name}. Bổ sung thông tin còn thiếu luôn không?"


def not_now(name: str) -> str:
    return f"✅ Đã ghi: chi bộ chưa xét {name}. Khi cần thì nhắn “chờ tiếp nhận”."


def ask_cell(name: str) -> str:
    return f"Chuyển {name} sang chi bộ nào? Nhắn tên chi bộ (ví dụ: Maple)"


def same_cell() -> Misread:
    return Misread("Đó là chi bộ hiện nay.", "Maple")


def row_cell(unit_name: str) -> str:
    return f"Chuyển tới: {unit_name}"


def heading_move(name: str) -> str:
    return f"📝 Chuyển {name}:"


def heading_complete(name: str) -> str:
    return f"📝 Thông tin bổ sung của {name}:"


def moved(name: str, unit_name: str) -> str:
    return f"✅ Đã chuyển {name} sang {unit_name}; chi bộ đó sẽ trả lời."


def completed(name: str) -> str:
    return f"✅ Đã lưu thông tin bổ sung của {name}."


def answered_notice(name: str, unit_name: str, answer: str) -> str:
    return f"{unit_name} trả lời về {name}: {answer}."


ANSWER_RECEIVED = "đã tiếp nhận"
ANSWER_NOT_NOW = "chưa xét"


def answer_moved(unit_name: str) -> str:
    return f"chuyển sang {unit_name}"


def cell_notice(name: str, unit_name: str) -> str:
    return f"{unit_name} chuyển {name} sang chi bộ của đồng chí. Đồng chí xem và trả lời giúp:"
