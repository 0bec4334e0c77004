"""What is said about a person's own data: what is stored, who looked, requests and their days, erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.admission import Candidate, StepEvent
from domain.people import Role
from domain.privacy import Consent, Request, RequestKind, SubjectKind, Via
from language.formatting import format_birth, format_date
from language.numbers import format_count
from language.phones import format_phone
from language.prepared_line import CLASS_EXAMPLE, GUIDE_EXAMPLE
from language.say import candidate as about
from language.say.accounts import channel
from language.say.small import ROLES
from language.say.words import Voice

TITLE = "Dữ liệu cá nhân"
FILE, SEEN, WITHDRAW, ERASE, FIX = "Tải về", "Ai đã xem", "Rút lại đồng ý", "Xin xóa", "Sửa thông tin"
ASK_FIX, PHONE, HOUR, CODE, OF_CARD = (
    "Xin sửa",
    "Đổi số điện thoại",
    "Đổi giờ nhận tin",
    "Cấp mã tự xem",
    "Dữ liệu cá nhân",
)
YES_WITHDRAW, YES_ERASE, NO = "Đúng, rút lại đồng ý", "Đúng, xin xóa", "Không, quay lại"
YES_WORDS = ("có", "đúng rồi", "đúng vậy", "xác nhận", "đồng ý", "yes")
"""Never a bare "đúng": folded it is "dừng", too."""
NO_WORDS = ("không", "ko", "thôi", "hủy", "quay lại", "không phải")
WITHDRAWN_WORDING = "Rút lại sự đồng ý đã cho."
KINDS = {RequestKind.CORRECT: "sửa", RequestKind.WITHDRAW: "rút lại đồng ý", RequestKind.ERASE: "xóa"}
WAYS = {
    Via.SELF: "tự xác nhận trong Trợ lý",
    Via.CADRE: "cán bộ ghi lại",
    Via.CODE: "tự báo bằng mã riêng",
    Via.LOADED: "có sẵn khi nhập dữ liệu ban đầu",
}
LOOKS = {
    "looked": "xem phiếu",
    "listed": "thấy tên trong danh sách",
    "introduced": "giới thiệu",
    "answered": "trả lời giới thiệu",
    "moved": "chuyển chi bộ",
    "completed": "bổ sung thông tin",
    "considered": "ghi kết quả biểu quyết",
    "corrected": "sửa thông tin",
    "viewed_data": "xem dữ liệu cá nhân",
    "exported_data": "tải dữ liệu về",
    "made_own_code": "cấp mã tự xem",
    "used_own_code": "mở bằng mã riêng",
    "exported": "xuất ra tệp, bản in có tên",
    "withdrew_consent": "ghi rút lại đồng ý",
    "agreed_again": "ghi đồng ý lại",
    "shared_request": "ghi đã chia sẻ cho bên khác",
    "granted": "giao chức danh",
    "ended": "cho thôi chức danh",
    "handed_over": "bàn giao chức danh",
    "locked": "khóa tài khoản",
    "unlocked": "mở khóa tài khoản",
    "taken_off": "gỡ tài khoản",
    "unlinked": "gỡ tài khoản",
    "invited": "cấp mã mời",
    "joined": "tham gia",
    "linked": "nối tài khoản",
    "set": "đổi cài đặt",
}
FIELDS = {
    "name": "Họ tên",
    "birth": "Ngày sinh",
    "firm": "Công ty",
    "sex": "Giới tính",
    "job": "Công việc",
    "manager": "Chức vụ quản lý",
    "education": "Học vấn",
    "union": "Công đoàn",
    "youth": "Đoàn Thanh niên",
    "achievements": "Thành tích",
    "introducer": "Người giới thiệu",
    "class": "Lớp nhận thức",
    "guide": "Đảng viên giúp đỡ",
}


def consent_line(one: Consent) -> str:
    what = "Rút lại đồng ý" if one.is_withdrawal else "Đồng ý"
    return f"• {what} ngày {format_date(one.on)} ({WAYS[one.how]}, nội dung bản {one.version}): “{one.wording}”"


def consents(found: Sequence[Consent]) -> list[str]:
    return ["Sự đồng ý:", *map(consent_line, found)] if found else ["Sự đồng ý: chưa ghi."]


def own_page(
    name: str,
    posts: Sequence[str],
    accounts: Sequence[str],
    phone: str | None,
    hour: str | None,
    raw: tuple[int, int],
    guided: int,
    voice: Voice,
) -> list[str]:
    """`raw`: how many messages are kept with their text, and after how many days it goes. `guided`: see `domain.ports_privacy`."""
    return [
        f"Trợ lý đang lưu về {voice.you}:",
        f"• Họ tên: {name}",
        *(f"• Vai trò: {post}" for post in posts),
        *(f"• Tài khoản: {channel(one)}" for one in accounts),
        f"• Số điện thoại: {format_phone(phone) if phone else 'chưa có'}",
        f"• Giờ nhận tin: {hour or 'theo giờ chung'}",
        f"• Tin đã nhắn còn giữ nội dung: {format_count(raw[0])}; mỗi tin tự xóa nội dung sau {raw[1]} ngày",
        *([f"• Họ tên ghi là đảng viên giúp đỡ của {format_count(guided)} quần chúng"] if guided else []),
        "• Nhật ký các việc đã làm qua Trợ lý (việc gì, lúc nào)",
    ]


def candidate_lines(one: Candidate, unit: str, steps: Sequence[StepEvent]) -> list[str]:
    """Every field of the allow-list that is stored; what is not stored is said to be not stored."""
    flags = about.row_union("officer" if one.is_union_officer else "member" if one.is_union_member else "none")
    return [
        f"• Họ tên: {one.name}",
        f"• Sinh: {format_birth(one.birth)}",
        f"• Đơn vị theo dõi: {unit}",
        f"• Công ty: {one.firm}",
        f"• {about.row_sex(one.sex)}" if one.sex else "• Giới tính: chưa ghi",
        f"• {about.row_job(one.job)}",
        f"• {about.row_manager(one.is_manager)}",
        f"• {about.row_education(one.education)}",
        f"• {flags}" if one.is_union_member is not None else "• Công đoàn: chưa ghi",
        f"• {about.row_youth(one.is_youth_union_member)}"
        if one.is_youth_union_member is not None
        else "• Đoàn Thanh niên: chưa ghi",
        f"• {about.row_achievements(list(one.achievements))}",
        f"• {about.row_introducer(one.introduced_by)}" if one.introduced_by else "• Giới thiệu: chưa ghi",
        f"• Trạng thái: {about.INTAKES[one.intake]}",
        *(f"• {about.row_step(event)}" for event in steps),
    ]


def heading(name: str | None) -> str:
    return "Trợ lý đang lưu về anh/chị:" if name is None else f"Trợ lý đang lưu về {name}:"


def stopped() -> str:
    return "⚠ Đã rút lại đồng ý: dừng xử lý, chỉ Văn phòng còn thấy."


def open_request(one: Request) -> str:
    return f"⏰ Yêu cầu số {one.id} ({KINDS[one.kind]}): {days(one)}."


def days(one: Request) -> str:
    term = "hạn" if one.clock.is_confirmed else "hạn tham khảo"
    done = f"xong chậm nhất {format_date(one.clock.due_on)}"
    answered = "" if one.is_answered else f"trả lời chậm nhất {format_date(one.clock.answer_on)}, "
    longer = ", đã gia hạn" if one.is_extended else ""
    why = f": {one.extended_why}" if one.is_extended and one.extended_why else ""
    return f"{answered}{done} ({term}{longer}{why})"


def file_name(subject: SubjectKind, number: int) -> str:
    return f"du-lieu-{'quan-chung' if subject is SubjectKind.CANDIDATE else 'nguoi-dung'}-{number}.txt"


def file_text(lines: Sequence[str], on: date) -> str:
    return "\n".join([f"Dữ liệu cá nhân trong Trợ lý, xuất ngày {format_date(on)}", "", *lines, ""])


def file_made() -> str:
    return "✅ Đã xuất dữ liệu đang lưu ra tệp. Tệp có thông tin cá nhân, xin giữ cẩn thận."


def looks_page(found: Sequence[str], has_more: bool) -> str:
    if not found:
        return "Chưa ai xem hay sửa."
    more = "\n(Chỉ hiện những lần gần nhất.)" if has_more else ""
    return "Đã xem hoặc sửa, gần nhất trước:\n" + "\n".join(f"• {one}" for one in found) + more


def look(at: str, action: str, who: str) -> str:
    return f"{at}: {who}, {LOOKS.get(action, 'xử lý yêu cầu')}"


def looker(role: Role | None, unit: str, name: str) -> str:
    """By post; the office reads the name, too."""
    post = "người không còn vai trò" if role is None else f"{ROLES[role]}{f' · {unit}' if unit else ''}"
    return f"{name} ({post})" if name else post


def himself(way: Via, voice: Voice) -> str:
    if way is Via.CADRE:
        return "chính người này"
    return voice.you if way is Via.SELF else "anh/chị"


def confirm_withdraw(name: str | None, way: Via) -> str:
    if way is Via.SELF:
        return (
            "Rút lại đồng ý thì Văn phòng sẽ cho dừng vai trò và gỡ các tài khoản. Báo cáo đã gửi vẫn được tính. "
            "Không thu hồi được. Có đúng là rút lại không?"
        )
    who = f"{name} đã báo rút lại đồng ý" if name else "Anh/chị rút lại đồng ý"
    return (
        f"{who}? Ghi xong thì dừng xử lý ngay: không ai còn thấy trong danh sách, trừ Văn phòng để giải quyết. "
        "Số liệu đã tổng hợp vẫn giữ. Không thu hồi được."
    )


def confirm_erase(name: str | None, is_office: bool = False) -> str:
    whose, begin = f" của {name}" if name else "", "Ghi" if is_office else "Gửi Văn phòng"
    return (
        f"{begin} yêu cầu xóa dữ liệu{whose}? Khi xóa, mọi thông tin riêng mất hẳn; chỉ còn số đếm không tên. "
        "Xóa rồi không lấy lại được."
    )


def asked(one: Request, is_office: bool = False) -> str:
    if is_office:
        return (
            f"✅ Đã ghi yêu cầu số {one.id} ({KINDS[one.kind]}): {days(one)}. Chưa xóa hay sửa gì: mở ra để giải quyết."
        )
    return f"✅ Đã gửi Văn phòng yêu cầu số {one.id} ({KINDS[one.kind]}): {days(one)}. Có kết quả, Trợ lý báo ngay."


def withdrawn(one: Request) -> str:
    stop = "đã dừng xử lý ngay. " if one.subject.kind is SubjectKind.CANDIDATE else ""
    return f"✅ Đã ghi rút lại đồng ý; {stop}Văn phòng nhận yêu cầu số {one.id}: {days(one)}."


def asked_before(one: Request) -> str:
    return f"Yêu cầu số {one.id} ({KINDS[one.kind]}) đang được giải quyết: {days(one)}."


def withdrawn_before() -> str:
    return "Đã ghi rút lại đồng ý trước đó rồi."


def office_notice(one: Request) -> str:
    return f"⏰ Yêu cầu mới về dữ liệu cá nhân, số {one.id} ({KINDS[one.kind]}): {days(one)}."


def not_there() -> str:
    return "Không tìm thấy trong phạm vi của tài khoản."


def may_not() -> str:
    return "Việc này do chi bộ, công đoàn đã giới thiệu hoặc Văn phòng làm; nhờ họ ghi giúp."


def code_made(digits: str, days_valid: int) -> str:
    return (
        f"Mã tự xem: {digits[:4]} {digits[4:]}\nĐưa tận tay người được giới thiệu. Người đó mở Trợ lý, nhắn 8 chữ số này là xem được "
        f"dữ liệu của mình, ai đã xem, và xin sửa, rút lại đồng ý hoặc xóa. Dùng một lần, trong {days_valid} ngày."
    )


def bad_code() -> str:
    return "Mã này không dùng được. Xem lại 8 chữ số, hoặc xin cán bộ cấp mã mới."


SEE_OWN, SEE_OWN_WORDS = "Xem dữ liệu của tôi", ("xem", "dữ liệu của tôi")


def welcome() -> str:
    return (
        "Chào anh/chị. Đây là trợ lý tự động của Đảng ủy. Mã này cho anh/chị xem Trợ lý đang lưu gì về mình, trong 30 phút; "
        "không phải để nhập thêm việc gì. Xem nơi không có người khác bên cạnh."
    )


def visit_over() -> str:
    return "Đã hết 30 phút xem bằng mã. Cần xem lại thì xin cán bộ cấp mã mới."


def ask_what() -> str:
    return "Cần sửa gì? Nhắn một câu (ví dụ: ngày sinh đúng là 12/03/1998)"


WHAT_EXAMPLE = "ngày sinh đúng là 12/03/1998"


def row_what(text: str) -> str:
    return f"Cần sửa: {text}"


def ask_phone() -> str:
    return "Số điện thoại mới? (ví dụ: 0912 345 678)"


def bad_phone() -> str:
    return "Đây chưa phải số điện thoại Việt Nam."


def row_phone(phone: str) -> str:
    return f"Số điện thoại: {format_phone(phone)}"


def ask_field() -> str:
    return "Sửa mục nào?"


def row_field(name: str) -> str:
    return f"Mục sửa: {FIELDS[name].lower()}"


def ask_name() -> str:
    return "Họ và tên đúng?"


def ask_birth() -> str:
    return "Ngày sinh đúng? (ví dụ: 12/3/1998)"


def ask_class() -> str:
    return f"Ngày trên giấy chứng nhận lớp nhận thức, kèm số nếu có? (ví dụ: {CLASS_EXAMPLE}; chưa rõ ngày thì nhắn “đã có”)"


def ask_guide() -> str:
    return f"Họ tên đảng viên chính thức được phân công giúp đỡ, kèm ngày nếu rõ? (ví dụ: {GUIDE_EXAMPLE})"


def now_stands(row: str) -> str:
    return f"Đang ghi: {row}"


def form_heading(do: str, name: str) -> str:
    if do == "decline":
        return "📝 Không thực hiện yêu cầu này. Người yêu cầu được báo lý do:"
    return f"📝 Sửa thông tin của {name}. Xem lại giúp:" if do == "tofix" else "📝 Xem lại giúp:"


def submit_label(do: str) -> str:
    return {"tosay": "Gửi yêu cầu", "tophone": "Lưu số điện thoại", "decline": "Không thực hiện"}.get(do, "Ghi sửa đổi")


def fixed(field: str, name: str) -> str:
    return f"✅ Đã {_did(field)} {FIELDS[field].lower()} của {name}."


def fix_label(field: str, name: str) -> str:
    return f"{_did(field)} {FIELDS[field].lower()} của {name}"


def _did(field: str) -> str:
    """A step is recorded, a field corrected."""
    return "ghi" if field in ("class", "guide") else "sửa"


def same_person() -> str:
    return "Chi bộ này đã có người cùng họ tên, cùng ngày sinh; chưa sửa gì. Nhờ Văn phòng đối chiếu."


def phone_set(phone: str) -> str:
    return f"✅ Đã lưu số {format_phone(phone)}."


def name_set(name: str) -> str:
    return f"✅ Đã sửa họ tên thành {name}."


def working_on(name: str) -> str:
    return f"Sửa thông tin của {name}" if name else "Làm việc mới"


def many(name: str) -> str:
    return f"Có nhiều người tên “{name}”. Chọn một người:"
