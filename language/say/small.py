"""Sentences of the small flows: settings, undo, look-up, invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain.admission import Candidate, StepEvent
from domain.people import Role
from language.formatting import format_birth, format_clock, format_date
from language.reading import Misread
from language.say import candidate as about
from language.say.words import Voice

ROLES: dict[Role, str] = {
    Role.SECRETARY: "Bí thư, phó bí thư, chi ủy viên",
    Role.UNION: "Cán bộ công đoàn",
    Role.COLLABORATOR: "Cộng tác viên",
    Role.OFFICE: "Văn phòng",
    Role.LEADER: "Lãnh đạo",
    Role.ADMIN: "Quản trị",
}
INVITE_TITLE = "Cấp mã mời"
LOOKUP_TITLE = "Tra cứu"
CANCEL_CODE = "Thu hồi mã"
SAME_PERSON = "Đúng, cùng một người"
OTHER_PERSON = "Người khác"
MAKE_CODE = "Cấp mã"


ACCOUNTS = "Tài khoản Zalo, Telegram"


def settings(voice: Voice, posts: Sequence[str], hour: str | None, is_paused: bool, until: date | None) -> str:
    """`hour` None: the person chose none; `until` is the last day of a pause, None: until they say so."""
    clock = "giờ chung của cơ quan" if hour is None else f"{int(hour[:2])} giờ {hour[3:]}"
    held = "\n".join(f"• {post}" for post in posts)
    end = f" đến hết ngày {format_date(until)}" if until is not None else ""
    state = f"Bản tin hằng tuần đang tạm dừng{end}." if is_paused else f"Bản tin hằng tuần gửi vào {clock}."
    return f"Vai trò của {voice.you}:\n{held}\n{state} Đổi giờ:"


def hour_set(label: str, voice: Voice) -> str:
    return f"✅ {voice.You} sẽ nhận bản tin hằng tuần vào {label}. Nhắn “menu” để xem các việc."


def undone(label: str, has_receipt: bool) -> str:
    return f"✅ Đã thu hồi: {label}." + (" Số tiếp nhận không dùng lại." if has_receipt else "")


def undo_nothing(*, may_invite: bool = False) -> str:
    if not may_invite:
        return "Không có việc nào của tài khoản này trong 10 phút qua để thu hồi."
    return (
        "Không có việc nào trong 10 phút qua rút lại được bằng “thu hồi”. "
        "Mã mời thì nhắn “ai chưa vào”, chọn người, rồi “Thu hồi mã”."
    )


def undo_too_late(at: datetime, has_receipt: bool) -> str:
    how = "cần đổi thì chọn “Sửa báo cáo này” hoặc báo cáo lại tháng đó" if has_receipt else "cần đổi thì hỏi Văn phòng"
    return f"Việc này ghi lúc {format_clock(at)}, đã quá 10 phút nên không thu hồi được; {how}."


def undo_built_upon() -> str:
    return "Đã có việc khác ghi tiếp dựa trên việc này, nên không thu hồi được; thu hồi việc sau trước, hoặc ghi một thay đổi mới."


def undo_no_right() -> str:
    return "Đồng chí không còn giữ chức danh để ghi việc này, nên không thu hồi được; cần đổi thì hỏi Văn phòng."


def undo_already() -> str:
    return "Việc này đã được thu hồi rồi."


def ask_lookup(voice: Voice) -> str:
    return f"{voice.You} tìm ai? Một phần của tên là đủ (ví dụ: thao)"


def lookup_short() -> Misread:
    return Misread("Cần ít nhất hai chữ cái của tên.", "thao")


def found_none(text: str) -> str:
    return f"Không thấy ai tên “{text}” trong phạm vi của tài khoản. Thử một phần khác của tên."


def found(text: str, count: int, has_more: bool) -> str:
    return f"“{text}”: {'có hơn ' if has_more else ''}{count} người. Chọn một người:"


def option(candidate: Candidate) -> str:
    return f"{candidate.name}, {format_birth(candidate.birth)}"


def card(
    candidate: Candidate, unit_name: str, union_name: str | None, steps: Sequence[StepEvent], validity: str = ""
) -> str:
    """Only fields of the allow-list; what was not told is left out."""
    lines = [f"{candidate.name}, sinh {format_birth(candidate.birth)}", f"{unit_name} · {candidate.firm}"]
    lines += [about.row_sex(candidate.sex)] if candidate.sex else []
    lines += [about.row_job(candidate.job)] if candidate.job else []
    lines += [about.row_education(candidate.education)] if candidate.education else []
    lines += [about.row_manager(candidate.is_manager)] if candidate.is_manager is not None else []
    lines += [f"{union_name} giới thiệu"] if union_name else []
    if candidate.introduced_by and not union_name:
        lines += [about.row_introducer(candidate.introduced_by)]
    lines += [f"Đồng ý cho lưu thông tin: {format_date(candidate.consent_on)}"]
    lines += [f"Trạng thái: {about.INTAKES[candidate.intake]}"]
    lines += [f"• {about.row_step(event)}" for event in steps]
    lines += [f"  {validity}"] if validity else []
    lines += ["⚠ Đang chờ Văn phòng đối chiếu"] if candidate.needs_matching else []
    return "\n".join(lines)


def not_found() -> str:
    return "Không tìm thấy trong phạm vi của tài khoản."


def ask_invite_unit() -> str:
    return "Cấp mã cho đơn vị nào? Nhắn tên đơn vị (ví dụ: Konya)"


def ask_role(unit_name: str) -> str:
    return f"Vai trò gì ở {unit_name}?"


TITLE_EXAMPLE = "Phó Bí thư"


def ask_title() -> str:
    return f"Chức danh ghi trong mã? (ví dụ: {TITLE_EXAMPLE})"


def ask_invitee() -> str:
    return "Họ và tên người được mời?"


def ask_party_member() -> str:
    return "Người này có là đảng viên không? (để Trợ lý xưng hô cho đúng)"


def ask_same_person(name: str, posts: Sequence[str]) -> str:
    return f"Đã có {name} ({'; '.join(posts) or 'chưa có vai trò'}). Có phải cùng một người không?"


def row_unit(name: str) -> str:
    return f"Đơn vị: {name}"


def row_role(role: Role) -> str:
    return f"Vai trò: {ROLES[role]}"


def row_title(title: str) -> str:
    return f"Chức danh: {title}"


def row_invitee(name: str) -> str:
    return f"Người được mời: {name}"


def row_party(is_member: bool) -> str:
    return "Là đảng viên" if is_member else "Ngoài Đảng"


def row_same(is_same: bool) -> str:
    return "Thêm vai trò cho người đã có" if is_same else "Người mới"


def invite_heading() -> str:
    return "📝 Cấp mã mời. Xem lại giúp:"


def code_made(digits: str, name: str, title: str, expires: date, links: str = "", bot: str = "") -> str:
    """`links` is the beginning of a link that opens a chat with the code, `bot` a line on how to find a bot; empty where there is none."""
    link = f"Mở trên Telegram: {links}{digits}\n" if links else ""
    link += f"{bot}\n" if bot else ""
    return (
        f"✅ Mã mời của {name} ({title}): {digits[:4]} {digits[4:]}\n{link}"
        f"Dùng một lần, hết hạn sau ngày {format_date(expires)}. Gửi riêng cho đúng người, không gửi vào nhóm."
    )


def open_on_zalo(name: str) -> str:
    return f"Trên Zalo: tìm “{name}”, nhắn 8 chữ số trên."


def no_room_on_zalo() -> str:
    return "Các bot Zalo đã đủ người; dùng Telegram, hoặc thêm bot."


def code_cancelled(name: str) -> str:
    return f"✅ Đã thu hồi mã mời của {name}."


def code_gone() -> str:
    return "Mã này đã dùng hoặc đã thu hồi."
