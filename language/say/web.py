"""What the practice page's server says when it refuses a request. The page's own words are in the page."""

from __future__ import annotations


def open_printed_address() -> str:
    return (
        "Trang thực tập này chỉ mở bằng địa chỉ in trong cửa sổ lệnh. Mời mở lại đúng địa chỉ đó (cả phần sau dấu “?”)."
    )


def not_stored() -> str:
    return "Tin chưa được lưu, Trợ lý chưa nhận. Mời gửi lại."


def unknown_persona() -> str:
    return "Không có người này trong danh sách đóng vai. Mời chọn lại người."


def too_long() -> str:
    return "Tin dài quá, Trợ lý chưa nhận. Mời chia thành nhiều tin ngắn hơn."


def unreadable() -> str:
    return "Trang gửi nội dung mà Trợ lý không đọc được. Mời tải lại trang rồi gửi lại."


def file_too_large(most_bytes: int) -> str:
    return f"Tệp lớn hơn {most_bytes // 1024 // 1024} MB, Trợ lý chưa nhận. Mời tách thành nhiều tệp nhỏ hơn."


def file_empty() -> str:
    return "Tệp không có nội dung, Trợ lý chưa nhận."


def file_gone() -> str:
    return "Tệp này Trợ lý không còn giữ (chỉ giữ trong một giờ). Mời chọn và gửi lại tệp."


def no_file() -> str:
    return "Tin này không kèm tệp, hoặc tệp đã hết hạn lưu."
