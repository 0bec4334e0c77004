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


def only_receipts(use: Use) -> str:
    """Instead of what can be read elsewhere."""
    year, month = int(use.month[:4]), int(use.month[5:])
    first = f"01/{month % 12 + 1:02d}" + (f"/{year + 1}" if month == 12 else "")
    return (
        "Tin nhắn Zalo tháng này của bot sắp hết. Vẫn làm được: báo cáo, giới thiệu, “tài khoản”. "
        f"Danh sách, tiến độ: xem trên Telegram, hoặc ở đây từ ngày {first}."
    )


def line(use: Use) -> str:
    """For the operator."""
    return f"{use.channel} {use.bot_id}: {use.messages}/{use.quota.per_month} messages in {use.month}, {use.users}/{use.quota.users} people"
