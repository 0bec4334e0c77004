"""Sentences about the cell's vote on a candidate: always with the arithmetic, never a verdict on a person."""

from __future__ import annotations

from datetime import date

from domain.admission import Vote
from language.formatting import format_date
from language.reading import Misread

TITLE = "Kết quả xét quần chúng"
SUBMIT = "Ghi kết quả"


def ask_votes(name: str, eligible: int) -> str:
    needed = Vote(0, eligible).needed
    return (
        f"{name}: bao nhiêu phiếu đồng ý trên tổng số {eligible} đảng viên chính thức? "
        f"Cần {needed} (2/3 của {eligible}, làm tròn lên; tính cả người vắng). Ví dụ: {needed}/{eligible}"
    )


def too_many(votes: int, eligible: int) -> Misread:
    return Misread(
        f"{votes} phiếu nhiều hơn {eligible} đảng viên chính thức.", f"{Vote(0, eligible).needed}/{eligible}"
    )


def ask_eligible(typed: int, known: int) -> str:
    return (
        f"Tin ghi tổng số {typed}, còn báo cáo có {known} đảng viên chính thức được tính (kể cả người vắng). "
        f"Tính trên số nào?"
    )


def eligible_option(count: int) -> str:
    return f"Tính trên {count}"


def row_votes(vote: Vote) -> str:
    needed = f"cần {vote.needed} = 2/3 của {vote.eligible}, làm tròn lên"
    return f"Đồng ý {vote.votes_for}/{vote.eligible} ({needed}): {'đạt' if vote.is_passed else 'chưa đạt 2/3'}"


def heading(name: str, held_on: date) -> str:
    return f"📝 Kết quả xét {name}, buổi họp ngày {format_date(held_on)}:"


def receipt(name: str, vote: Vote) -> str:
    needed = f"cần {vote.needed} = 2/3 của {vote.eligible}, làm tròn lên"
    if vote.is_passed:
        return f"✅ Đã ghi: chi bộ đề nghị kết nạp {name}, {vote.votes_for}/{vote.eligible} phiếu ({needed})."
    return f"✅ Đã ghi: {name} được {vote.votes_for}/{vote.eligible} phiếu ({needed}), chưa đạt; chi bộ có thể xét lại sau."


def which_next(left: int, is_long: bool) -> str:
    """`is_long`: not everybody is shown."""
    question = f"Còn {left} quần chúng đã xét. Xét ai?"
    return f"{question} Chọn, hoặc nhắn một phần của tên." if is_long else question


def which(held_on: date) -> str:
    return f"Buổi họp ngày {format_date(held_on)} đã xét ai?"


def nobody_left() -> str:
    return "Chi bộ không còn quần chúng nào chờ xét ở buổi họp này."


def meeting_gone() -> str:
    return "Báo cáo của buổi họp này đã được thu hồi hoặc đã có bản sửa, nên chưa ghi được kết quả xét."


def not_followed() -> str:
    return "Quần chúng này không còn trong danh sách chờ chi bộ xét."


def unclear_votes() -> Misread:
    return Misread("Chưa rõ số phiếu đồng ý.", "15/18")
