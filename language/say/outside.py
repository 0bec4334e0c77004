"""What is said about data that left the assistant, requests that came from outside it, and consent that is given again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.on_behalf import Way
from domain.privacy import Came, Clock, Request, RequestKind, SubjectKind
from language.formatting import format_date
from language.say.privacy import KINDS, days

SHARE, INFORMED, AGAIN, YES_AGAIN = "Đã chia sẻ cho bên khác", "Đã báo, xong", "Đồng ý lại", "Tôi đồng ý lại"
INFORMED_WORDS = ("đã báo xong", "đã báo", "đã báo rồi", "báo rồi", "báo xong", "rồi")
AGAIN_WORDS = ("người đó đồng ý lại", "đã đồng ý lại", "cho đồng ý lại")
ANSWERED, CAME, INTRODUCE_NEW = "Đã trả lời ngày …", "Ghi yêu cầu nhận ngoài Trợ lý", "Giới thiệu quần chúng"
OPERATOR = "người vận hành máy chủ"
WAYS: Mapping[Way, str] = {
    Way.PAPER: "bằng giấy",
    Way.PHONE: "qua điện thoại",
    Way.IN_PERSON: "trực tiếp tại nơi tiếp",
    Way.MESSAGE: "qua tin nhắn, thư điện tử",
}
KIND_LABELS = {
    RequestKind.CORRECT: "Sửa thông tin",
    RequestKind.WITHDRAW: "Rút lại đồng ý",
    RequestKind.ERASE: "Xóa dữ liệu",
}
REASONS = {
    "check": "cần đối chiếu thêm với đơn vị",
    "others": "phải báo các bên đã nhận dữ liệu",
    "many": "nhiều yêu cầu cùng lúc",
}
WHOM_EXAMPLE, DOCUMENT_EXAMPLE, REASON_EXAMPLE = "Ban Tổ chức Thành ủy", "12-CV/CB", REASONS["check"]
SUBMITS = {
    "extend": "Gia hạn",
    "share": "Ghi đã chia sẻ",
    "answered": "Ghi đã trả lời",
    "came": "Ghi yêu cầu",
    "again": "Ghi đồng ý lại",
}


def heading(do: str, name: str, number: int) -> str:
    return {
        "extend": f"📝 Gia hạn yêu cầu số {number}. Người yêu cầu đọc lý do này:",
        "share": f"📝 Ghi dữ liệu của {name} đã chia sẻ cho bên khác (yêu cầu số {number}):",
        "answered": f"📝 Ghi đã trả lời yêu cầu số {number} ngoài Trợ lý:",
        "came": f"📝 Ghi yêu cầu về dữ liệu của {name}:",
        "again": f"📝 Ghi {name} đồng ý lại:",
    }[do]


def ask_whom(name: str) -> str:
    return f"Đã gửi dữ liệu của {name} cho cơ quan, tổ chức nào? Chỉ ghi tên nơi nhận (ví dụ: {WHOM_EXAMPLE})"


def row_whom(text: str) -> str:
    return f"Nơi nhận: {text}"


def no_number() -> str:
    return "Chỉ ghi tên cơ quan, tổ chức; không ghi số điện thoại hay số giấy tờ."


def only_withdrawals() -> str:
    return "Chỉ yêu cầu rút lại đồng ý mới tính hạn theo việc đã chia sẻ cho bên khác."


def note_shared(whom: str, clock: Clock) -> str:
    return f"Ghi xong: hạn xong là {format_date(clock.due_on)}, và Văn phòng báo {whom} cùng ngừng dùng."


def note_extended(clock: Clock) -> str:
    return f"Hạn mới: {format_date(clock.due_on)}. Chỉ gia hạn được một lần."


def share_label(number: int) -> str:
    return f"ghi đã chia sẻ cho bên khác, yêu cầu số {number}"


def shared(number: int, whom: str, clock: Clock) -> str:
    return (
        f"✅ Đã ghi dữ liệu đã chia sẻ cho {whom}: yêu cầu số {number} xong chậm nhất {format_date(clock.due_on)}. "
        f"Báo {whom} cùng ngừng dùng."
    )


def taken_out(found: Sequence[str]) -> str:
    return (
        f"⚠ Có tệp xuất ra mang tên người này: {', '.join(found)}. Tệp đã gửi cho nơi khác thì bấm “{SHARE}”, "
        "hạn được tính lại."
    )


def informed_first(whom: str) -> str:
    return f"Dữ liệu đã chia sẻ cho {whom}. Đã báo nơi đó cùng ngừng dùng chưa? Báo rồi mới bấm xong."


def ask_reason() -> str:
    return f"Vì sao cần gia hạn? Người yêu cầu sẽ đọc câu này (ví dụ: {REASON_EXAMPLE})"


def row_reason(text: str) -> str:
    return f"Lý do: {text}"


def ask_kind(name: str) -> str:
    return f"{name} yêu cầu gì?"


def row_kind(kind: RequestKind) -> str:
    return f"Yêu cầu: {KINDS[kind]}"


def ask_received() -> str:
    return "Văn phòng nhận ngày nào? Hạn tính từ ngày đó (ví dụ: 3/11)"


def row_received(on: date) -> str:
    return f"Ngày nhận: {format_date(on)}"


def in_the_future() -> str:
    return "Ngày này chưa tới."


def too_early(first: date) -> str:
    return f"Hạn chỉ tính cho yêu cầu nhận từ ngày {format_date(first)}."


def ask_way() -> str:
    return "Yêu cầu đến bằng cách nào?"


def row_way(way: Way) -> str:
    return f"Cách nhận: {WAYS[way]}"


def ask_document() -> str:
    return f"Số văn bản? Không có thì bỏ qua (ví dụ: {DOCUMENT_EXAMPLE})"


def row_document(text: str) -> str:
    return f"Số văn bản: {text}"


def ask_answered() -> str:
    return "Đã trả lời người yêu cầu ngày nào? (ví dụ: 5/11)"


def row_answered(on: date) -> str:
    return f"Ngày trả lời: {format_date(on)}"


def before_it_came(on: date) -> str:
    return f"Yêu cầu nhận ngày {format_date(on)}; không trả lời trước ngày đó được."


def answered_on(number: int, on: date) -> str:
    return f"✅ Đã ghi: yêu cầu số {number} đã trả lời ngày {format_date(on)}."


def how_it_came(came: Came, asker: str) -> str:
    number = f", số {came.document}" if came.document else ""
    by = f"; {asker} ghi" if asker else ""
    return f"nhận ngày {format_date(came.on)} {WAYS[came.way]}{number}{by}"


def entered(one: Request) -> str:
    """The receipt of a request that came from outside: whoever sent it has to be told outside, too."""
    came = "" if one.came is None else f", {how_it_came(one.came, '')}"
    is_candidate = one.subject.kind is SubjectKind.CANDIDATE
    stop = " Đã dừng xử lý ngay." if is_candidate and one.kind is RequestKind.WITHDRAW else ""
    tell = f" Trả lời người đó ngoài Trợ lý, rồi bấm “{ANSWERED}”." if is_candidate else ""
    return f"✅ Đã ghi yêu cầu số {one.id} ({KINDS[one.kind]}){came}: {days(one)}.{stop}{tell}"


def note_days(clock: Clock) -> str:
    answer, due = format_date(clock.answer_on), format_date(clock.due_on)
    return f"Tính từ ngày nhận: trả lời chậm nhất {answer}, xong chậm nhất {due}."


def note_stops(name: str) -> str:
    return f"Ghi xong thì dừng xử lý ngay: chỉ Văn phòng còn thấy {name}. Không thu hồi được."


def entered_notice(one: Request) -> str:
    came = "" if one.came is None else f", {how_it_came(one.came, '')}"
    return f"Văn phòng đã ghi yêu cầu số {one.id} ({KINDS[one.kind]}){came}: {days(one)}. Không đúng thì báo Văn phòng ngay."


def ask_whose() -> str:
    return "Yêu cầu của ai? Nhắn: ghi yêu cầu của <họ và tên>"


def a_user(name: str) -> str:
    return f"{name}, người dùng Trợ lý"


def ask_day(name: str, wording: str) -> str:
    return f"{name} đồng ý lại ngày nào? Nội dung đồng ý: “{wording}”"


def row_day(on: date) -> str:
    return f"Đồng ý lại: {format_date(on)}"


def before_withdrawal(on: date) -> str:
    return f"Đã rút lại đồng ý ngày {format_date(on)}; đồng ý lại không thể trước ngày đó."


def note_again(name: str) -> str:
    return f"Ghi xong: {name} hiện lại trong tra cứu, danh sách như trước. Dòng đồng ý và rút lại cũ vẫn giữ."


def confirm_again(wording: str) -> str:
    return f"Đọc và cho biết có đồng ý lại không:\n“{wording}”"


def never_withdrew() -> str:
    return "Sự đồng ý vẫn còn hiệu lực, không cần ghi lại."


def nobody_to_agree() -> str:
    return (
        "Không thấy ai tên đó đã rút lại đồng ý trong phạm vi của tài khoản. Cần đủ họ và tên; trùng tên thì nhờ Văn phòng. "
        "Dữ liệu đã xóa hẳn thì không lấy lại được: người đó đồng ý lại thì giới thiệu mới."
    )


def agreed_on(on: date) -> str:
    return f"đã đồng ý lại ngày {format_date(on)}"


def agreed_again(name: str | None, kind: SubjectKind, on: date, closed: Request | None, erasing: int | None) -> str:
    who = f" của {name}" if name else ""
    goes_on = " Mọi việc tiếp tục như trước." if kind is SubjectKind.CANDIDATE else ""
    over = "" if closed is None else f" Yêu cầu số {closed.id} ({KINDS[closed.kind]}) đã đóng."
    left = "" if erasing is None else f" Yêu cầu xóa số {erasing} vẫn đang mở."
    return f"✅ Đã ghi đồng ý lại{who}, ngày {format_date(on)}.{goes_on}{over}{left}"


def closed_notice(one: Request, on: date) -> str:
    return f"Yêu cầu số {one.id} ({KINDS[one.kind]}) đã đóng: người đó {agreed_on(on)}."
