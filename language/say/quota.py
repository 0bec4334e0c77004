"""What is said of the limits of a messenger."""

from __future__ import annotations

from domain.quota import Use
from language.numbers import format_count


def _counted(use: Use) -> str:
    return f"{format_count(use.messages)}/{format_count(use.quota.per_month)} tin tháng {use.month[5:]}/{use.month[:4]}"


def tight(name: str, use: Use) -> str:
    return (
        f"⚠ {name} (Zalo) đã dùng {_counted(use)}, cả nhận và gửi. Từ giờ bản tin trên bot này chỉ còn một dòng. "
        "Ai có Telegram thì vào “tài khoản”, chọn nhận bản tin ở đó."
    )


def last(name: str, use: Use) -> str:
    return (
        f"⚠ {name} (Zalo) đã dùng {_counted(use)}, sắp hết. Phần còn lại chỉ dành cho phiếu nhận; "
        "bản tin và nhắc hạn chuyển sang tài khoản khác của mỗi người, nếu có."
    )


def crowded(name: str, use: Use) -> str:
    more = "Người mới nhắn vào đây có thể không được trả lời" if use.users >= use.quota.users else "Sắp đủ người"
    return f"⚠ {name} (Zalo) có {use.users}/{use.quota.users} người. {more}; cần thêm bot, hoặc mời qua bot khác."


def only_receipts() -> str:
    """Instead of what is no receipt."""
    return (
        "Tháng này tin nhắn Zalo của bot sắp hết, chỉ còn dành cho phiếu nhận. Báo cáo và giới thiệu vẫn gửi được; "
        "xem danh sách, tiến độ thì dùng Telegram hoặc hỏi Văn phòng."
    )


def line(use: Use) -> str:
    """For the operator."""
    return f"{use.channel} {use.bot_id}: {use.messages}/{use.quota.per_month} messages in {use.month}, {use.users}/{use.quota.users} people"
