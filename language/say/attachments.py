"""What stands for a picture or a file where the messenger takes none."""

from __future__ import annotations


def picture_link(link: str) -> str:
    return f"Xem hình (trong 24 giờ): {link}"


def file_link(name: str, link: str) -> str:
    return f"Tải tệp {name} (trong 24 giờ): {link}"


def file_not_kept(name: str) -> str:
    """For one that is erased once it was sent: there is nothing left to fetch."""
    return f"Tệp {name} không gửi được ở đây và không giữ lại; cần tệp thì làm việc này trên Telegram."


def file_elsewhere(name: str) -> str:
    return f"Tệp {name}: lấy trên Telegram hoặc trang web; Zalo không nhận tệp từ bot."
