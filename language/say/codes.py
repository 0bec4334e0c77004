"""Sentences about invitations in bulk, who has joined, and locking somebody out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from language.formatting import format_date
from language.reading import Misread
from language.say.words import Voice

BULK = "Nhiều người: dán danh sách"
JOINED = "Ai đã vào?"
LIST_EXAMPLE = "Bí thư; Konya; Nguyễn Văn An"
DROP_LINE, AS_NEW, AS_SAME = "Bỏ dòng này", "Người khác, trùng tên", "Người đã có"
CODE_FIRST = "Cấp mã cho người này"
CODE_AGAIN, REVOKE, LOCK, UNLOCK = "Cấp lại mã", "Thu hồi mã", "Khóa tài khoản", "Mở khóa"
LOCK_NOW, NOT_NOW, TAKE_OFF, TAKE_OFF_NOW = "Khóa ngay", "Không khóa", "Gỡ tài khoản cũ", "Gỡ ngay"
NOT_OFF = "Không gỡ"
CODE_NOW, NO_CODE = "Cấp mã mới", "Không cấp"
POSTS = "Chức danh của người này"
EVERYBODY, MISSING = "Tất cả", "Chỉ người chưa vào"
SHEET = "phieu-ma-moi.docx"


BULK_WORDS = ("danh sach", "nhieu nguoi", "nhieu ma", "theo danh sach", "hang loat", "ds")
"""Folded: what asks for a list rather than for one person."""


def ask_list(most: int) -> str:
    return (
        f"Dán danh sách, mỗi dòng một người, nhiều nhất {most} dòng: chức danh; đơn vị; họ tên. Ví dụ:\n"
        "Bí thư; Konya; Nguyễn Văn An\npho bi thu cb maple: Le Thi Binh\n"
        "Người ngoài Đảng thì thêm “ngoài Đảng” ở cuối dòng."
    )


def list_short() -> Misread:
    return Misread("Chưa thấy dòng nào để đọc.", LIST_EXAMPLE)


def list_long(count: int, most: int) -> Misread:
    return Misread(
        f"Danh sách có {count} dòng; mỗi lần nhiều nhất {most} dòng, nhắn thành nhiều lần giúp.", LIST_EXAMPLE
    )


def bulk_heading(voice: Voice) -> str:
    return f"Trợ lý hiểu như sau, {voice.you} xem lại giúp:"


def bulk_row(title: str, unit: str, name: str, notes: Sequence[str]) -> str:
    return f"{name}: {title}, {unit}" + (f" ({'; '.join(notes)})" if notes else "")


NO_MARKS = "tên chưa có dấu"
OUTSIDE, KNOWN, NAMESAKE = "ngoài Đảng", "đã có tên, thêm chức danh", "người mới, trùng tên"


def bulk_unread(line: str, why: str) -> str:
    is_unread = why in (NO_UNIT, NO_ROLE, NO_NAME)
    return f"⚠ {'Chưa hiểu ' if is_unread else ''}“{line}”: {why}"


NO_UNIT, NO_ROLE, NO_NAME = "chưa thấy đơn vị", "chưa thấy chức danh hợp với đơn vị", "chưa thấy họ và tên"
TWICE, HELD, INVITED = (
    "trùng một dòng ở trên",
    "người này đã giữ chức danh ấy",
    "người này đã có mã còn hạn cho chức danh ấy",
)


def known_post(title: str, unit: str, is_held: bool) -> str:
    return f"{title}, {unit}" if is_held else f"đã có mã còn hạn: {title}, {unit}"


def taken(unit: str, title: str, name: str, is_held: bool) -> str:
    return f"⚠ {unit} đang có {title} {name}." if is_held else f"⚠ {unit}: {title} đã có mã còn hạn, cấp cho {name}."


def of_line(number: int, note: str) -> str:
    return f"⚠ Dòng {number}: {note.removeprefix('⚠ ')}"


def no_need(name: str, why: str) -> str:
    """Why nobody is invited to what they have, and what to do where a code is wanted all the same."""
    return f"Chưa cấp mã cho {name}: {why}. Cần mã mới (đổi máy, mất mã) thì nhắn “gửi lại mã cho {name}”."


def bulk_note(lines: Sequence[int]) -> str:
    listed = ", ".join(str(one) for one in lines)
    ways = f"Sửa thì nhắn “sửa {lines[0]}”, bỏ thì nhắn “bỏ dòng {lines[0]}”"
    return f"⚠ Dòng {listed} chưa cấp mã được. {ways}; để vậy thì các dòng khác vẫn được cấp."


def bulk_effect(count: int) -> str:
    return f"Sau khi cấp: {count} mã, mỗi mã dùng một lần, và một tệp Word để in phiếu. Ai nhập mã thì Trợ lý báo."


def make_codes(count: int) -> str:
    return f"Cấp {count} mã" if count else "Chưa cấp được"


def ask_line(number: int, line: str) -> str:
    return f"Dòng {number} đang là “{line}”. Nhắn lại cả dòng: chức danh; đơn vị; họ tên (ví dụ: {LIST_EXAMPLE})"


def no_code_yet() -> str:
    return "Chưa dòng nào cấp mã được; sửa các dòng có dấu ⚠ trước."


def no_line_left() -> str:
    return "Danh sách không còn dòng nào; dán lại danh sách, hoặc nhắn “xóa nháp”."


def bulk_made(lines: Sequence[str], left: Sequence[str], expires: date, bot: str) -> str:
    told = "\n".join(lines)
    after = "\nChưa cấp:\n" + "\n".join(left) if left else ""
    where = f"{bot}\n" if bot else ""
    return (
        f"✅ Đã cấp {len(lines)} mã, dùng đến hết ngày {format_date(expires)}:\n{told}{after}\n{where}"
        "Tệp kèm theo là phiếu để in, mỗi người một phiếu. Đưa riêng từng người, không gửi vào nhóm."
    )


def revoke_list(count: int) -> str:
    return f"Thu hồi {count} mã này"


def list_revoked(count: int, used: int) -> str:
    left = f" {used} mã đã dùng hoặc đã thu hồi trước đó thì giữ nguyên." if used else ""
    return f"✅ Đã thu hồi {count} mã mời của danh sách.{left}"


def code_line(number: int, name: str, title: str, unit: str, digits: str) -> str:
    return f"{number}. {name} ({title}, {unit}): {digits[:4]} {digits[4:]}"


def slip_texts(expires: date, link: str, bot: str) -> dict[str, str]:
    """What stands on every slip, beside whom it is for."""
    telegram = (
        "Telegram: quét mã QR, hoặc mở Trợ lý rồi nhắn 8 chữ số." if link else "Telegram: mở Trợ lý rồi nhắn 8 chữ số."
    )
    return {
        "heading": "MÃ MỜI DÙNG TRỢ LÝ CỦA ĐẢNG ỦY",
        "telegram": telegram,
        "zalo": f"Zalo: tìm “{bot}”, rồi nhắn 8 chữ số." if bot else "Zalo: mở bot của Đảng ủy, rồi nhắn 8 chữ số.",
        "expires": f"Dùng một lần, đến hết ngày {format_date(expires)}. Không đưa mã cho người khác.",
        "cut": "✂" + " –" * 44,
    }


STATES = {
    "locked": "đang khóa",
    "gone": "không gửi tới được (đã chặn hoặc xóa Trợ lý)",
    "confirm": "đã nhập mã, chờ xác nhận đúng người",
    "none": "chưa vào, chưa có mã",
    "not_me": "người nhận báo “không phải tôi”",
    "later": "chưa đến ngày bắt đầu",
}


def joined_on(day: date) -> str:
    return f"đã vào {format_date(day)}"


def open_until(day: date) -> str:
    return f"chưa vào, mã dùng đến hết {format_date(day)}"


def expired_on(day: date) -> str:
    return f"chưa vào, mã hết hạn {format_date(day)}"


def joined_heading(counts: Sequence[tuple[str, int]], unit: str = "") -> str:
    told = "; ".join(f"{count} {what}" for what, count in counts if count)
    where = f"{unit}, tính theo chức danh" if unit else "Tính theo chức danh trong phạm vi"
    return f"{where}: {told or 'chưa mời ai'}."


COUNTED = {
    "in": "đã vào",
    "open": "chưa vào, mã còn hạn",
    "out": "chưa vào, chưa có mã hoặc mã hết hạn",
    "gone": "không gửi tới được",
    "locked": "đang khóa",
}


NONE_SUCH = {"l": "Không có ai đang bị khóa.", "g": "Không có ai chặn hay xóa Trợ lý."}


def unknown_person(name: str) -> str:
    return f"Không thấy ai tên “{name}” trong phạm vi. Nhắn “ai đã vào” để xem danh sách rồi chọn người."


def person_row(name: str, title: str, state: str) -> str:
    return f"• {name} ({title}): {state}"


def nobody() -> str:
    return "Chưa mời ai trong phạm vi này. Mời thì nhắn “cấp mã”."


def card(name: str, posts: Sequence[str], notes: Sequence[str]) -> str:
    return "\n".join([name, *(f"• {post}" for post in posts), *notes])


def card_locked() -> str:
    return "⚠ Tài khoản đang khóa: mọi tin từ người này chỉ được trả lời là đang bị khóa."


def not_whole() -> str:
    return (
        "Người này còn chức danh ngoài phạm vi của đồng chí, nên cấp lại mã, khóa hay mở là việc của quản trị cấp trên."
    )


def lock_preview(name: str, accounts: int, codes: int) -> str:
    kept = f" {codes} mã chưa dùng bị hủy." if codes else ""
    return (
        f"Sau khi khóa, {name} không dùng được Trợ lý nữa, ngay lập tức, trên cả {accounts} tài khoản; Trợ lý không gửi gì tới đó."
        f"{kept} Chức danh và số liệu giữ nguyên; mở khóa lúc nào cũng được."
    )


def locked(name: str) -> str:
    return (
        f"✅ Đã khóa tài khoản của {name}.\n• Tìm lại được máy: chọn “{UNLOCK}”.\n"
        f"• Mất hẳn máy: chọn “{TAKE_OFF}”, rồi cấp mã để vào bằng máy mới."
    )


def locked_notice(by: str, name: str) -> str:
    return f"{by} đã khóa tài khoản của {name}."


def unlocked(name: str) -> str:
    return f"✅ Đã mở khóa cho {name}. Bản nháp và chức danh còn nguyên."


def unlocked_notice(by: str, name: str) -> str:
    return f"{by} đã mở khóa tài khoản của {name}."


def off_preview(name: str) -> str:
    return f"Sau khi gỡ, các tài khoản cũ của {name} không còn vào được, kể cả khi mở khóa. {name} vào lại bằng mã mới."


def again_preview(name: str, post: str, has_code: bool, is_account: bool) -> str:
    """What a new code would do; a person who is in already gets one for one more account."""
    old = " Khi có mã mới, mã cũ không dùng được nữa." if has_code else ""
    what = "nối thêm một tài khoản" if is_account else "vào Trợ lý"
    return f"Cấp mã mới để {name} ({post}) {what}?{old}"


def off_done(name: str) -> str:
    return f"✅ Đã gỡ các tài khoản cũ của {name} và mở khóa. Cấp mã mới để vào lại."


def off_notice(by: str, name: str) -> str:
    return f"{by} đã gỡ các tài khoản cũ của {name}."


def nothing_to_do() -> str:
    return "Việc này đã được xử lý trước đó, hoặc không còn trong phạm vi. Nhắn “ai đã vào” để xem lại."


def again_wide(name: str) -> str:
    return f"{name} có vai trò gồm nhiều đơn vị: cấp mã bằng “cấp mã”, để người mời xác nhận đúng người."
