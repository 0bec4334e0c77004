"""Sentences about posts: who holds which, giving one, ending one, handing one over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.people import Role
from language.formatting import format_date
from language.reading import Misread
from language.say.small import ROLES
from language.say.words import Voice

TITLE = "Phân quyền"
GRANT, GRANT_MORE, GRANT_HERE = "Giao chức danh", "Giao thêm chức danh", "Giao chức danh ở đây"
ACCOUNT = "Tài khoản, mã mời"
SUBMIT = {"grant": "Giao chức danh", "end": "Ghi thôi chức danh", "handover": "Bàn giao"}
NAME_EXAMPLE = "Nguyễn Văn An"
VERBS = {
    "ban giao": "handover",
    "giao lai": "handover",
    "giao them": "grant",
    "giao": "grant",
    "them": "grant",
    "phan cong": "grant",
    "bo nhiem": "grant",
    "mien nhiem": "end",
    "thoi giu": "end",
    "thoi": "end",
    "ket thuc": "end",
}
"""How a line begins, folded, and what it asks for; the longer words first."""
DOES: dict[Role, str] = {
    Role.SECRETARY: "báo cáo sinh hoạt, giới thiệu và xem quần chúng của",
    Role.UNION: "giới thiệu và xem người của",
    Role.COLLABORATOR: "xem tiến độ và quần chúng của",
    Role.OFFICE: "xem tiến độ, quần chúng và đối chiếu trong",
    Role.LEADER: "xem tiến độ và quần chúng trong",
    Role.ADMIN: "cấp mã, phân quyền và gửi bản tin trong",
}


BUSY = "một chức danh khác"
"""What a draft is about, where another change is begun."""


def doing(do: str, post: str) -> str:
    return {"end": f"ghi thôi {post}", "handover": f"bàn giao {post}"}.get(do, "giao chức danh")


def ask_find() -> str:
    return "Xem chức danh của ai, hay của đơn vị nào? (ví dụ: Nguyen Van An, hoặc cb Konya)"


def not_found(text: str) -> Misread:
    return Misread(f"Chưa thấy người hay đơn vị nào là “{text[:40]}” trong phạm vi của đồng chí.", "cb Konya")


def how_to() -> str:
    return "Một dòng cũng được: “phanquyen giao pho bi thu cb konya cho Nguyen Van An”, “phanquyen thoi …”, “phanquyen ban giao …”."


def of_unit(unit: str) -> str:
    return f"{unit}:"


def several(count: int) -> str:
    return f"Có {count} người. Chọn một người:"


def none_in(unit: str) -> str:
    return f"{unit}: chưa có ai. Người mới thì nhắn “cấp mã”."


def row(name: str, title: str, since: date | None, until: date | None) -> str:
    return f"• {name}: {held(title, since, until)}"


def held(title: str, since: date | None, until: date | None) -> str:
    """`since` None: it waits for its holder to join."""
    begins = "chờ người được mời vào" if since is None else f"từ {format_date(since)}"
    return f"{title}, {begins}" + (f", thôi từ {format_date(until)}" if until is not None else "")


def end_label(post: str) -> str:
    return f"Thôi: {post}"


def handover_label(post: str) -> str:
    return f"Bàn giao: {post}"


def ask_who(is_handover: bool) -> str:
    if is_handover:
        return f"Bàn giao cho ai? Nhắn họ và tên; người chưa có trong danh sách thì Trợ lý cấp mã mời (ví dụ: {NAME_EXAMPLE})"
    return f"Giao cho ai? Nhắn họ và tên người đã có trong danh sách (ví dụ: {NAME_EXAMPLE})"


def unknown_person(name: str) -> Misread:
    return Misread(
        f"Chưa có {name} trong danh sách đang giữ chức danh; người mới, người đã thôi thì nhắn “cấp mã” rồi chức danh, đơn vị, họ tên.",
        NAME_EXAMPLE,
    )


def several_named(count: int) -> Misread:
    return Misread(f"Có {count} người hợp với tên ấy; nhắn thêm đơn vị.", f"{NAME_EXAMPLE}, Konya")


def same_holder(name: str) -> Misread:
    return Misread(f"{name} đang giữ chính chức danh này.", NAME_EXAMPLE)


def is_locked(name: str) -> Misread:
    return Misread(f"Tài khoản của {name} đang khóa; mở khóa trước, trong “ai đã vào”.", NAME_EXAMPLE)


def ask_title() -> str:
    return "Chức danh là gì? (ví dụ: Phó Bí thư)"


def ask_unit() -> str:
    return "Ở đơn vị nào? (ví dụ: Konya)"


def ask_day() -> str:
    return "Bắt đầu từ ngày nào? (ví dụ: 1/12)"


def ask_end(post: str, name: str) -> str:
    return f"{name} thôi {post} từ ngày nào? (ví dụ: 1/12)"


def day_too_early(first: date) -> Misread:
    return Misread(f"Ngày đó trước ngày bắt đầu giữ chức danh ({format_date(first)}).", format_date(first))


def day_too_far() -> Misread:
    return Misread("Ngày quá xa: trong vòng một năm trước hoặc sau hôm nay.", "1/12")


def row_who(name: str, is_new: bool) -> str:
    return f"Người nhận: {name} (người mới, cấp mã mời)" if is_new else f"Người nhận: {name}"


def row_day(day: date, is_end: bool) -> str:
    return f"{'Thôi từ ngày' if is_end else 'Từ ngày'}: {format_date(day)}"


def heading(do: str, title: str, unit: str, name: str) -> str:
    if do == "end":
        return f"📝 {title}, {unit}: thôi giao cho {name}."
    if do == "handover":
        return f"📝 Bàn giao {title}, {unit}, từ {name}:"
    return "📝 Giao chức danh. Xem lại giúp:"


def effect_grant(name: str, role: Role, unit: str, day: date) -> str:
    return f"Sau khi ghi: từ ngày {format_date(day)}, {name} được {DOES[role]} {unit}."


def effect_end(name: str, role: Role, unit: str, day: date) -> str:
    return f"Sau khi ghi: từ ngày {format_date(day)}, {name} thôi {DOES[role]} {unit}."


def still_holds(name: str, posts: Sequence[str]) -> str:
    if not posts:
        return f"{name} không còn chức danh nào khác, nên không dùng được Trợ lý từ ngày đó."
    return f"{name} còn giữ: {'; '.join(posts)}."


def nobody_left(role: Role, unit: str) -> str:
    return f"⚠ {unit} không còn ai có vai trò “{ROLES[role]}”."


def effect_handover(old: str, new: str, is_new: bool) -> str:
    if is_new:
        return f"Sau khi ghi: {old} thôi ngay hôm nay; {new} bắt đầu khi nhập mã mời."
    return f"Sau khi ghi: {old} thôi và {new} bắt đầu ngay hôm nay."


def moves(followed: int, waiting: int, owed: int, drafts: int) -> str:
    counts = [
        (followed, "quần chúng đang theo dõi"),
        (waiting, "người chờ tiếp nhận"),
        (owed, "báo cáo chưa nộp"),
        (drafts, "bản nháp"),
    ]
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"Đi theo chức danh: {told}." if told else "Đi theo chức danh: chưa có việc nào đang dở."


def drafts_stay(drafts: int) -> str:
    return f"{drafts} bản nháp đang làm dở không đi theo chức danh."


def already_held(name: str) -> str:
    return f"{name} đã giữ vai trò ấy ở đơn vị này."


def last_admin(name: str) -> str:
    return (
        f"{name} là quản trị cuối cùng của Trợ lý còn dùng được, nên chưa thôi, khóa hay bàn giao cho người chưa vào được. "
        "Giao quản trị cho một người nữa trước: “phanquyen giao quan tri dang uy cho Nguyen Van An”."
    )


def gone() -> str:
    return "Chức danh này đã thôi, hoặc không còn trong phạm vi. Nhắn “phân quyền” để xem lại."


def granted(name: str, post: str, day: date) -> str:
    return f"✅ Đã giao {post} cho {name}, từ ngày {format_date(day)}."


def ended(name: str, post: str, day: date) -> str:
    return f"✅ Đã ghi: {name} thôi {post} từ ngày {format_date(day)}."


def handed(old: str, new: str, post: str, drafts: int = 0) -> str:
    stay = f" Thu hồi thì {drafts} bản nháp quay lại {old}, trừ bản mà {new} đã làm tiếp." if drafts else ""
    return f"✅ Đã bàn giao {post}: {old} → {new}, từ hôm nay. Cả hai đã được báo.{stay}"


def handed_new(old: str, new: str, post: str, code: str) -> str:
    return (
        f"✅ {old} đã thôi {post} từ hôm nay; {new} bắt đầu khi nhập mã.\n{code.removeprefix('✅ ')}\n"
        f"Thu hồi trong 10 phút, khi chưa ai nhập mã: mã hết hiệu lực, {old} giữ lại chức danh."
    )


def granted_notice(post: str, day: date, voice: Voice) -> str:
    return f"{voice.You} được giao {post}, từ ngày {format_date(day)}. Nhắn “menu” để xem các việc."


def ended_notice(post: str, day: date, voice: Voice) -> str:
    return f"{voice.You} thôi {post} từ ngày {format_date(day)}. Cảm ơn {voice.you}."


def no_longer(post: str, day: date, voice: Voice) -> str:
    """To whoever presses an old button of a post that they handed over."""
    return f"{voice.You} đã bàn giao {post} ngày {format_date(day)}."


def handed_over(post: str, day: date, voice: Voice) -> str:
    return f"{voice.You} đã bàn giao {post} ngày {format_date(day)}. Nhầm thì hỏi Văn phòng Đảng ủy."


def handed_notice(post: str, to: str, day: date, drafts: int, voice: Voice) -> str:
    closed = f" {drafts} bản nháp của đơn vị này đã chuyển đi." if drafts else ""
    return f"{voice.You} đã bàn giao {post} cho {to} ngày {format_date(day)}.{closed} Cảm ơn {voice.you}."


def received_notice(post: str, of: str, moved: str, drafts: int, voice: Voice) -> str:
    resume = " Bản nháp làm dở đang chờ:" if drafts else " Nhắn “menu” để xem các việc."
    return f"{voice.You} nhận bàn giao {post} từ {of}, từ hôm nay. {moved}{resume}"


AS_BEFORE = "Các chức danh trở lại như trước."


def taken_back(by: str, post: str) -> str:
    """To whoever heard of the change; the label names the post, and whose it was."""
    return f"{by} đã thu hồi việc vừa báo ({post}): các chức danh trở lại như trước."


def draft_back(form: str, of: str) -> str:
    return f"Bản nháp “{form}” đã quay lại {of}."


def draft_stays(form: str, to: str) -> str:
    return f"Bản nháp “{form}” không quay lại: {to} đã làm tiếp, hoặc người cũ đã bắt đầu một bản khác."


def changed_notice(by: str, text: str) -> str:
    """To the other administrators."""
    return f"{by}: {text.removeprefix('✅ ')}"
