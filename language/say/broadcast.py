"""Sentences about messages of the office to many: the preview, what people get, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.broadcasts import Audience, Broadcast, Cost, Ended, Sending, Where
from domain.people import Role
from language.formatting import format_clock, format_date
from language.numbers import format_count
from language.reading import Misread
from language.say.accounts import channel
from language.say.words import Voice

TITLE = "Gửi thông báo"
EVERYBODY = "Tất cả"
ROLES: dict[Role, str] = {
    Role.SECRETARY: "Bí thư, phó bí thư, chi ủy viên",
    Role.UNION: "Cán bộ công đoàn",
    Role.LEADER: "Lãnh đạo",
    Role.OFFICE: "Văn phòng",
    Role.COLLABORATOR: "Cộng tác viên",
    Role.ADMIN: "Quản trị",
}
PROGRESS, AGAIN, STOP, RECALL = "Xem tiến độ gửi", "Cập nhật", "Dừng gửi", "Thu hồi"
RECALL_THIS = "Thu hồi thông báo"
PROGRESS_WORDS = ("tiến độ gửi", "xem tiến độ")
END_WORDS = ("dừng gửi", "ngừng gửi", "dừng gửi thông báo")
STOP_WORDS = ("dừng", "dừng lại", *END_WORDS)


def ask_roles() -> str:
    return "Gửi thông báo cho ai? (ví dụ: bí thư các chi bộ, công đoàn KCN Nomura)"


def ask_units() -> str:
    return "Trong phạm vi nào? Nhắn tên một hoặc vài đơn vị, gồm cả cấp dưới (ví dụ: Konya, Maple)"


def type_units() -> Misread:
    return Misread("Chưa rõ đơn vị nào.", "Konya, Maple")


def whole(short_name: str) -> str:
    return f"Toàn {short_name}"


def ask_text(voice: Voice) -> str:
    return (
        f"{voice.You} nhắn nội dung, nguyên văn như người nhận sẽ đọc. Không ghi tên quần chúng, số căn cước, nội dung mật "
        "(ví dụ: 14h thứ Sáu 13/11 giao ban bí thư tại phòng họp A)"
    )


def too_long(length: int, most: int) -> Misread:
    return Misread(
        f"Nội dung dài {format_count(length)} ký tự, nhiều nhất {format_count(most)}; rút gọn giúp, tài liệu thì gửi đường văn thư.",
        "14h thứ Sáu 13/11 giao ban bí thư tại phòng họp A",
    )


def too_short() -> Misread:
    return Misread("Nội dung quá ngắn để gửi cho nhiều người.", "14h thứ Sáu 13/11 giao ban bí thư tại phòng họp A")


def roles(named: Sequence[Role]) -> str:
    return "; ".join(ROLES[role].lower() for role in named) or "tất cả mọi người"


def row_roles(named: Sequence[Role]) -> str:
    return f"Gửi cho: {roles(named)}"


def row_units(names: Sequence[str]) -> str:
    return f"Phạm vi: {', '.join(names)}, gồm cả cấp dưới"


def row_text(text: str) -> str:
    return f"Nội dung: {format_count(len(text))} ký tự"


def heading() -> str:
    return "📝 Xem lại trước khi gửi thông báo:"


def submit_label(count: int) -> str:
    return f"Gửi cho {format_count(count)} người"


def nobody() -> str:
    return "Không có ai nhận được: chưa người nào trong phạm vi này tham gia Trợ lý. Chọn phạm vi khác."


def nobody_of_these() -> str:
    return "Không có ai nhận được: chưa người nào giữ vai trò này tham gia Trợ lý. Chọn người nhận khác."


def counted(audience: Audience) -> str:
    """How many, by which messenger, and who is left out."""
    by = ", ".join(f"{channel(name)} {format_count(count)}" for name, count in audience.by_channel())
    text = f"Gửi được cho {format_count(audience.count(Where.OPEN))}/{format_count(len(audience.people))} người"
    text += f" ({by})" if by else ""
    rest = [
        (audience.count(Where.NOT_JOINED), "chưa vào"),
        (audience.count(Where.GONE), "đã chặn Trợ lý"),
        (audience.count(Where.USED_UP), "chỉ có Zalo mà tháng này bot hết lượt tin"),
    ]
    left = ", ".join(f"{format_count(count)} {why}" for count, why in rest if count)
    return f"{text}; {left}." if left else f"{text}."


def cost(one: Cost) -> str:
    use = one.use
    return (
        f"{channel(use.channel)}: tốn {format_count(one.messages)} tin; bot đã dùng {format_count(use.messages)}/"
        f"{format_count(use.quota.per_month)} tin của tháng {use.month[5:]}/{use.month[:4]}."
    )


def waits(at: datetime) -> str:
    """`at`: the local moment at which it leaves."""
    return f"⏰ Từ 21 giờ đến 6 giờ 30 và ngày nghỉ lễ Trợ lý không gửi; thông báo đi lúc {_moment(at)}."


def _moment(at: datetime) -> str:
    return f"{format_clock(at)} ngày {format_date(at.date())}"


def looks(text: str) -> str:
    return f"⚠ Xem lại: trong thông báo không ghi tên quần chúng.\nNgười nhận sẽ thấy:\n{text}"


def message(name: str, post: str, text: str) -> str:
    """As people get it: who sends it first; nothing to answer."""
    return f"Thông báo của {name} ({post}):\n{text}\n(Tin gửi chung, không cần trả lời.)"


def sending_to(count: int, at: datetime | None) -> str:
    """`at`: the local moment at which it leaves; None: now."""
    if at is not None:
        return f"✅ Thông báo đã xếp cho {format_count(count)} người, đi lúc {_moment(at)}. Trước lúc đó còn thu hồi được cả."
    return f"✅ Đang gửi thông báo cho {format_count(count)} người. Gửi xong Trợ lý sẽ báo kết quả."


def progress(one: Broadcast, now: Sending, clock: str, at: datetime | None) -> str:
    """`clock`: the local time at which it was looked at. `at`: when what waits will leave; None: now."""
    lines = [f"Thông báo gửi {clock}: đã gửi {format_count(now.sent)}/{format_count(one.total)} người."]
    waiting = "" if at is None else f", đi lúc {_moment(at)}"
    lines += [f"• {format_count(now.waiting)} tin đang chờ{waiting}"] if now.waiting else []
    lines += _troubles(now)
    lines += [f"• {format_count(now.taken_back)} tin đã dừng"] if one.ended is Ended.STOPPED else []
    lines += ["Đã dừng."] if one.ended is Ended.STOPPED else []
    lines += ["Đã thu hồi cả, không ai nhận được."] if one.ended is Ended.WITHDRAWN else []
    return "\n".join(lines)


def _troubles(now: Sending) -> list[str]:
    lines = [f"• {format_count(now.uncertain)} tin chưa rõ có tới không (không gửi lại)"] if now.uncertain else []
    lines += [f"• {format_count(now.gone)} người đã chặn Trợ lý"] if now.gone else []
    other = now.failed - now.gone
    return lines + ([f"• {format_count(other)} tin không tới"] if other else [])


def result(one: Broadcast, now: Sending, clock: str) -> str:
    """To the author, once, when nothing waits any more."""
    mark = "✅" if now.sent else "⚠"
    stopped = f", dừng {format_count(now.taken_back)}" if now.taken_back else ""
    lines = [
        f"{mark} Thông báo gửi {clock} đã xong: {format_count(now.sent)}/{format_count(one.total)} người nhận{stopped}."
    ]
    lines += _troubles(now)
    lines += [f"• {format_count(one.left_out)} người không gửi được (chưa vào hoặc đã chặn)"] if one.left_out else []
    return "\n".join(lines)


def sent_at(local: datetime) -> str:
    return f"lúc {_moment(local)}"


def stopped(now: Sending, total: int) -> str:
    done = f"Đã gửi {format_count(now.left)}/{format_count(total)}"
    return (
        f"✅ Đã dừng. {done}; {format_count(now.waiting)} tin còn lại không gửi nữa. Tin đã tới thì không lấy lại được."
    )


def recalled(count: int) -> str:
    return f"✅ Đã thu hồi thông báo; chưa tin nào rời đi, {format_count(count)} người sẽ không nhận."


def too_late(now: Sending, total: int) -> str:
    rest = f" Còn {format_count(now.waiting)} tin chưa đi: dừng lại?" if now.waiting else ""
    return f"Đã gửi {format_count(now.left)}/{format_count(total)}, nên không thu hồi được nữa.{rest}"


def nothing_waits() -> str:
    return "Không còn tin nào chờ gửi."


def gone() -> str:
    return "Không tìm thấy thông báo này trong phạm vi của tài khoản."


def is_it_this() -> str:
    return "Việc vừa làm là gửi thông báo. Thu hồi thông báo đó?"
