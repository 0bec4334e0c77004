"""Words that many sentences share: how people are addressed, and the labels of the buttons that are always there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.people import Person


@dataclass(frozen=True, slots=True)
class Voice:
    """`you` inside a sentence, `You` at its beginning; what a candidate is called to this reader."""

    you: str
    You: str
    candidate: str


PARTY = Voice("đồng chí", "Đồng chí", "quần chúng ưu tú")
OUTSIDE = Voice("anh/chị", "Anh/chị", "đoàn viên công đoàn ưu tú")


def voice_of(person: Person | None) -> Voice:
    """Members are "đồng chí"; users outside the Party "anh/chị". A stranger is addressed like a member."""
    return OUTSIDE if person is not None and not person.is_party_member else PARTY


def in_voice(text: str, voice: Voice) -> str:
    """To somebody outside the Party a candidate is a union member; to a cadre "quần chúng"."""
    if voice is not OUTSIDE:
        return text
    return text.replace("quần chúng ưu tú", voice.candidate).replace("quần chúng", "đoàn viên")


BACK = "Quay lại"
SKIP = "Bỏ qua"
LATER = "Để sau"
DISCARD = "Xóa nháp"
CONTINUE = "Làm tiếp"
RESTART = "Làm lại từ đầu"
EDIT = "Sửa"
MENU = "Menu"
UNDO = "Thu hồi"
MORE = "Xem thêm"
FROM_THE_START = "Về đầu danh sách"
YES = "Có"
NO = "Không"
OTHER_NUMBER = "Số khác"
SECRET_UNSURE = "Tin có mã 8 chữ số (không giữ lại); chưa thấy mã thì cấp mã khác."
TOLD_AGAIN = "Tin trước của Trợ lý có thể chưa tới đồng chí:"
SEND_MY_CONTACT = "Gửi số điện thoại của tôi"
TODAY = "Hôm nay"
TOMORROW = "Ngày mai"
YESTERDAY = "Hôm qua"


def ways_out(labels: Sequence[str]) -> str:
    """Under the lettered answers of a question."""
    return f"Hoặc nhắn: {', '.join(label.lower() for label in labels)}."


def in_words(labels: Sequence[str]) -> str:
    """The choices of a message that came while a question is open: that one keeps the letters."""
    return f"Để trả lời, xin nhắn: {' hoặc '.join(f'“{label}”' for label in labels)}."
