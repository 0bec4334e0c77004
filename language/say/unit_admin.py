"""Sentences about changing units (/donvi): questions, the preview in numbers, refusals, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.meetings import HeadCount
from domain.periods import Period
from domain.unit_changes import Effect
from domain.units import UnitKind
from language.formatting import format_date, format_month
from language.numbers import format_count

TITLE = "Đơn vị"
OPS: Mapping[str, str] = {
    "add": "Thêm đơn vị",
    "rename": "Đổi tên",
    "move": "Chuyển cấp trên",
    "merge": "Sáp nhập",
    "close": "Giải thể",
    "alias": "Thêm tên gọi khác",
    "unalias": "Bỏ tên gọi khác",
    "golive": "Ngày bắt đầu báo cáo",
    "due": "Hạn báo cáo",
    "count": "Số đảng viên",
    "exempt": "Miễn báo cáo một tháng",
    "postpone": "Lùi hạn một tháng",
    "owed": "Bỏ miễn, bỏ lùi hạn",
    "ask": "Giao báo cáo định kỳ",
    "unask": "Thôi báo cáo định kỳ",
}
KINDS: Mapping[UnitKind, str] = {
    UnitKind.COMMITTEE: "Đảng bộ, đảng ủy",
    UnitKind.CELL: "Chi bộ",
    UnitKind.UNION: "Công đoàn cơ sở",
    UnitKind.ENTERPRISE: "Doanh nghiệp",
}
ALIAS_EXAMPLE, REASON_EXAMPLE = "giấy Konya", "cả công ty nghỉ Tết"
CLOSE_ALL = "Giải thể cả"
MOVE_POSTS, END_POSTS = "Chuyển sang đơn vị nhận", "Kết thúc"
SHARE, SHORT_EXAMPLE, NAME_EXAMPLE = "Vẫn dùng chung", "Chi bộ Sao Mai", "Chi bộ Công ty TNHH Sao Mai"


def ask_op() -> str:
    return "Cần thay đổi gì?"


def ask_unit(op: str) -> str:
    return f"{OPS[op]}: đơn vị nào? Nhắn tên, ví dụ: Konya"


def ask_parent(op: str) -> str:
    return "Đơn vị mới trực thuộc đơn vị nào?" if op == "add" else "Chuyển về trực thuộc đơn vị nào?"


def ask_into(unit: str) -> str:
    return f"{unit} sáp nhập vào đơn vị nào?"


def ask_kind() -> str:
    return "Đơn vị mới là loại nào?"


def ask_name(op: str) -> str:
    what = "Tên đầy đủ của đơn vị mới" if op == "add" else "Tên đầy đủ mới"
    return f"{what}? Ví dụ: {NAME_EXAMPLE}"


def day_for_a_name(text: str) -> str:
    return f"“{text}” là ngày; câu này hỏi tên, còn ngày thì hỏi ngay sau đây."


def ask_short() -> str:
    return "Tên gọi ngắn, dùng trong mọi tin? Ví dụ: Chi bộ Sao Mai"


def ask_alias(op: str) -> str:
    return "Tên gọi nào cũng là đơn vị này? Ví dụ: giấy Konya" if op == "alias" else "Bỏ tên gọi nào?"


def ask_shared(alias: str, others: Sequence[str]) -> str:
    return f"“{alias}” đang là tên gọi của {', '.join(others)}. Dùng chung thì mỗi lần nhắn, Trợ lý phải hỏi lại là đơn vị nào."


def ask_day(op: str) -> str:
    if op == "golive":
        return "Báo cáo tính từ ngày nào? Các tháng trước đó không bị coi là nợ. Ví dụ: 01/01/2027"
    return "Từ ngày nào? Được chọn ngày đã qua hoặc sắp tới, ví dụ: 01/12/2026"


def ask_posts() -> str:
    return "Các chức danh ở đơn vị cũ thì sao?"


def ask_below(unit: str, names: Sequence[str]) -> str:
    told = f"{unit} còn {len(names)} đơn vị trực thuộc: {', '.join(names)}. Giải thể cả cùng ngày?"
    return f"{told} Muốn giữ đơn vị nào thì “để sau”, rồi như: đơn vị chuyển {names[-1]} sang Đảng ủy"


def row_below(names: Sequence[str]) -> str:
    return f"Giải thể cả: {', '.join(names)}"


def ask_due() -> str:
    return "Báo cáo chậm nhất ngày mấy của tháng sau? Ví dụ: 10"


def ask_count(before: HeadCount | None) -> str:
    now = "" if before is None else f" Đang ghi: {count(before)}."
    return f"Số đảng viên?{now} Ví dụ: 18 chính thức, 2 dự bị, 1 tạm, 1 miễn"


def ask_period(op: str) -> str:
    return {"exempt": "Miễn báo cáo tháng nào?", "postpone": "Lùi hạn báo cáo tháng nào?"}.get(op, "Tháng nào?")


def ask_until(usual: date | None) -> str:
    now = "" if usual is None else f" (đang là {format_date(usual)})"
    return f"Lùi đến hết ngày nào{now}? Ví dụ: 20/12/2026"


def ask_reason() -> str:
    return "Lý do, một dòng? Ví dụ: cả công ty nghỉ Tết"


def count(one: HeadCount, beside: HeadCount | None = None) -> str:
    """What is none is left out, but where it was some `beside`."""
    old = one if beside is None else beside
    parts = [(one.full, old.full, "chính thức"), (one.probationary, old.probationary, "dự bị")]
    parts += [(one.temporary, old.temporary, "sinh hoạt tạm"), (one.away, old.away, "đi nơi khác")]
    parts += [(one.exempt, old.exempt, "được miễn")]
    return ", ".join(f"{number} {name}" for number, was, name in parts if number or was) or "0"


def heading(op: str) -> str:
    return f"📝 {OPS[op]}. Xem lại trước khi ghi:"


def row_unit(name: str) -> str:
    return f"Đơn vị: {name}"


def row_kind(kind: UnitKind) -> str:
    return f"Loại: {KINDS[kind].lower()}"


def row_name(name: str) -> str:
    return f"Tên: {name}"


def row_short(name: str) -> str:
    return f"Tên ngắn: {name}"


def row_parent(name: str) -> str:
    return f"Trực thuộc: {name}"


def row_into(name: str) -> str:
    return f"Nhập vào: {name}"


def row_alias(name: str) -> str:
    return f"Tên gọi: {name}"


def row_shared() -> str:
    return "Tên gọi dùng chung với đơn vị khác"


def row_day(day: date) -> str:
    return f"Từ ngày {format_date(day)}"


def row_posts(moves: bool) -> str:
    return f"Chức danh: {(MOVE_POSTS if moves else END_POSTS).lower()}"


def row_due(day: int, old: int | None) -> str:
    before = "" if old in (None, day) else f"{old} → "
    return f"Chậm nhất ngày {before}{day} của tháng sau"


def row_count(one: HeadCount, old: HeadCount | None) -> str:
    if old is None or old == one:
        return f"Số đảng viên: {count(one)}"
    return f"Số đảng viên: {count(old)} → {count(one, beside=old)}"


def no_such_day(day: int) -> str:
    return f"Không có ngày {day}: hạn báo cáo là một ngày từ 1 đến 31."


def row_period(period: Period) -> str:
    return f"Báo cáo sinh hoạt {format_month(period)}"


def row_until(day: date) -> str:
    return f"Chậm nhất ngày {format_date(day)}"


def row_reason(reason: str) -> str:
    return f"Lý do: {reason}"


def submit(op: str) -> str:
    return f"Ghi: {OPS[op].lower()}"


def _many(number: int, what: str) -> str:
    return f"{format_count(number)} {what}"


def preview(op: str, one: Effect, today: date, day: date | None) -> list[str]:
    """What the change touches, in numbers; nothing for a change that touches only itself."""
    when = _when(day, today)
    if op in ("rename", "move"):
        counts = [(one.cell_count, "chi bộ"), (one.post_count, "chức danh"), (one.owed_count, "báo cáo đang nợ")]
        counts += [(one.followed_count, "quần chúng đang theo dõi")]
        below = [_many(number, what) for number, what in counts if number]
        kept = "giữ nguyên, " + ("chỉ đổi tên hiển thị." if op == "rename" else "tính về cấp trên mới.")
        return [*([f"⚠ Ảnh hưởng: {', '.join(below)} {kept}"] if below else []), when]
    if op == "merge":
        lines = [
            f"⚠ Chuyển sang: {_many(one.followed_count, 'quần chúng đang theo dõi')}, {_many(one.child_count, 'đơn vị trực thuộc')}"
        ]
        lines[0] += f", {_many(one.alias_count + 1, 'tên gọi')}."
        lines += (
            [f"{_many(one.twin_count, 'người')} có ở cả hai nơi: đánh dấu để Văn phòng đối chiếu."]
            if one.twin_count
            else []
        )
        lines += [f"Chức danh đang giữ ở đơn vị cũ: {one.post_count}."]
        lines += [f"{_many(one.owed_count, 'báo cáo đang nợ')} của đơn vị cũ không nhắc nữa."] if one.owed_count else []
        return [*lines, when]
    if op == "close":
        left = [f"{_many(one.post_count, 'chức danh')} hết hiệu lực"]
        left += [f"{_many(one.owed_count, 'báo cáo đang nợ')} không nhắc nữa"] if one.owed_count else []
        lines = [f"⚠ Khi giải thể: {'; '.join(left)}."]
        if one.followed_count:
            followed = _many(one.followed_count, "quần chúng đang theo dõi")
            lines.append(f"⚠ Còn {followed} sẽ không có đơn vị: nên chọn “sáp nhập” để chuyển họ đi.")
        return [*lines, when]
    return [when] if op == "add" else []


def _when(day: date | None, today: date) -> str:
    if day is None or day == today:
        return "Có hiệu lực ngay; số liệu các ngày trước vẫn theo tên và cấp trên cũ."
    if day < today:
        return f"Ngày đã qua: số liệu từ {format_date(day)} đến nay sẽ tính lại theo thay đổi này."
    return f"Đến ngày {format_date(day)} mới có hiệu lực."


def done(what: str) -> str:
    return f"✅ Đã ghi: {what}."


def label(op: str, name: str, period: Period | None = None) -> str:
    if period is None:
        return f"{OPS[op].lower()}, {name}"
    doing = {"exempt": "miễn báo cáo", "postpone": "lùi hạn báo cáo"}.get(op, "bỏ miễn, bỏ lùi hạn báo cáo")
    return f"{doing} {format_month(period)}, {name}"


def not_found() -> str:
    return "Không tìm thấy đơn vị này trong phạm vi của đồng chí. Nhắn “đơn vị” để xem cây đơn vị."


def unit_unknown(text: str) -> str:
    return f"Không tìm thấy “{text[:40]}” trong phạm vi của đồng chí. Nhắn “đơn vị” để xem cây đơn vị, hoặc như: đơn vị Konya"


def several(names: Sequence[str]) -> str:
    return f"Có {len(names)} đơn vị gần với tên này. Chọn một:"
