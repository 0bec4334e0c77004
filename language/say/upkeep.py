"""What the administrators hear of the program itself, and what restoring says on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language.formatting import format_date
from language.numbers import format_count

CHANNELS = {"telegram": "Telegram", "zalo_bot": "Zalo"}


def needs_a_human(day: date, points: Sequence[str]) -> str:
    head = f"⚠ Trợ lý cần người vận hành xem, ngày {format_date(day)}:"
    tail = "Chạy các lệnh trên máy chủ. Cách xử lý từng việc: docs/van-hanh.md."
    return "\n".join([head, *(f"• {point}" for point in points), tail])


def halted(name: str) -> str:
    return f"Kênh {CHANNELS.get(name, name)} đã dừng gửi vì token không được nhận. Lệnh: chibot doctor --online"


def disk_low(free_bytes: int) -> str:
    return f"Đĩa chỉ còn {format_count(free_bytes // 2**20)} MB. Lệnh: chibot doctor"


def no_backup() -> str:
    return "Chưa có bản sao lưu nào. Lệnh: chibot doctor"


def backup_old(days: int) -> str:
    return f"Bản sao lưu mới nhất đã {days} ngày. Lệnh: chibot doctor"


def backup_failed() -> str:
    return "Lần sao lưu gần nhất không xong. Lệnh: chibot doctor"


def schema() -> str:
    return "Cơ sở dữ liệu và chương trình không cùng phiên bản. Lệnh: chibot doctor"


def dead(count: int) -> str:
    return (
        f"{format_count(count)} lượt nhắn không xử lý được sau 3 lần thử. Lệnh: chibot doctor, rồi chibot show turn ID"
    )


def uncertain(count: int) -> str:
    return f"{format_count(count)} tin không rõ đã tới chưa; Trợ lý không gửi lại. Lệnh: chibot doctor"


def unconfirmed(days: Sequence[date]) -> str:
    shown = ", ".join(format_date(day) for day in days[:3]) + (" …" if len(days) > 3 else "")
    return f"Ngày nghỉ sắp tới chưa xác nhận: {shown}. Lệnh: chibot holidays"


def too_many() -> str:
    """To somebody without a code who writes without end; then nothing more in this hour."""
    return (
        "Anh/chị đã gửi quá nhiều tin khi chưa có mã mời, nên Trợ lý tạm không đọc tiếp. "
        "Sau một giờ, anh/chị gửi mã gồm 8 chữ số, ví dụ: 48210937."
    )


def wrong_key(key_id: str) -> str:
    return f"bản sao lưu này mã hóa bằng khóa {key_id}; đặt đúng khóa đó vào CHIBOT_BACKUP_KEY rồi chạy lại"


def no_key(key_id: str) -> str:
    return f"bản sao lưu này đã mã hóa (khóa {key_id}); đặt CHIBOT_BACKUP_KEY rồi chạy lại"


def not_sound(why: str) -> str:
    return f"bản sao lưu không dùng được, cơ sở dữ liệu giữ nguyên: {why}"


def restored(name: str, at: str, aside: str | None) -> str:
    kept = f"\nCơ sở dữ liệu trước đó được giữ ở {aside}" if aside else ""
    return f"Đã khôi phục từ {name}, bản lúc {at}.{kept}\nViệc nhập sau lúc đó phải nhập lại. Khởi động: chibot run"


def drilled(name: str, rows: int, tables: int) -> str:
    return f"Diễn tập khôi phục đạt: {name}, {tables} bảng, {rows} dòng."


def drill_failed(name: str, why: str) -> str:
    return f"diễn tập khôi phục không đạt: {name}: {why}"


def nothing_to_drill(folder: str) -> str:
    return f"chưa có bản sao lưu nào trong {folder}"


def name_a_file() -> str:
    return "chibot restore cần một FILE, hoặc --drill"
