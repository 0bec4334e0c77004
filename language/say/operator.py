"""Lines that the command line prints for operators and for those who try the practice page."""

from __future__ import annotations

SILENCE = "(im lặng)"
"""Stands in a transcript where nothing was answered."""


def address(url: str) -> str:
    return f"Trợ lý bản thực tập đang chạy. Mở trang này trong trình duyệt trên máy này:\n  {url}\nDừng: Ctrl+C"


def in_use(pid: str) -> str:
    return f"chibot đang chạy (pid {pid}) trên cơ sở dữ liệu này; dừng bản đó trước"


def first_code(name: str, digits: str, days: int) -> str:
    code = f"Mã mời của quản trị {name}: {digits[:4]} {digits[4:]} (dùng một lần, hết hạn sau {days} ngày)"
    return f"{code}\nTrong khung chat với bot, gõ: /start {digits}"


def unknown_person(key: str, known: str) -> str:
    return f"không có người mẫu “{key}”; có: {known}"


def loaded() -> str:
    return "Đã nạp khu mẫu vào cơ sở dữ liệu thực tập."


def no_channel() -> str:
    return (
        "chưa nối kênh nào: đặt CHIBOT_TELEGRAM_TOKEN hoặc CHIBOT_ZALO_BOT_TOKENS, hoặc dùng `chibot run --practice` "
        "để chạy thử trên máy này"
    )


def misconfigured(channel: str, code: str) -> str:
    """Why a messenger ended the program, and which setting to look at."""
    match channel, code:
        case "telegram", "token_refused":
            return "Telegram không nhận CHIBOT_TELEGRAM_TOKEN: lấy lại mã của bot ở @BotFather"
        case "telegram", "webhook_refused":
            return "Telegram không nhận CHIBOT_TELEGRAM_WEBHOOK_URL: cần địa chỉ https mở được từ Internet"
        case "zalo_bot", "token_refused":
            return "Zalo không nhận CHIBOT_ZALO_BOT_TOKENS: lấy lại token trong Zalo Bot Manager"
        case "zalo_bot", "webhook_left":
            return (
                "bot Zalo đang gửi tin tới một webhook khác nên không nhận ở đây được: gỡ webhook đó, "
                "hoặc đặt CHIBOT_ZALO_TAKE_OVER_WEBHOOK=true"
            )
        case "zalo_bot", "same_bot_twice":
            return "CHIBOT_ZALO_BOT_TOKENS có hai token của cùng một bot"
        case _:
            return f"kênh {channel} không chạy được với cài đặt hiện nay ({code})"


def now_on_real_phones() -> str:
    return "CHIBOT_NOW chỉ để thực tập và kiểm thử: bỏ đi khi bot nói chuyện với máy chủ thật của Telegram hay Zalo"


ROOT_NAME = "Đảng bộ"
ADMIN_TITLE = "Quản trị"
ABOUT = "Trợ lý chi bộ: giới thiệu quần chúng, báo cáo sinh hoạt, tiến độ chỉ tiêu."


def old_schema() -> str:
    return "cơ sở dữ liệu của bản cũ: chạy `chibot migrate` trước (có sao lưu)"


def empty() -> str:
    return 'cơ sở dữ liệu còn trống: chạy `chibot init --admin "Họ tên"` trước'


def did_you_mean(name: str, near: str) -> str:
    return f"{name} is not a setting; ý là {near}?"


def cannot_listen(why: str) -> str:
    return f"không mở được tệp hoặc cổng cần dùng: {why} (trang thực tập: CHIBOT_WEB_PORT; webhook, /healthz: CHIBOT_HTTP_PORT)"
