"""The tree of units level by level, and the card of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.ids import UnitId
from domain.meetings import HeadCount
from domain.units import Unit, UnitKind
from domain.zone import UnitVersion
from language.formatting import format_date, format_month
from language.say import unit_admin

UP, CARD, UP_TO_TREE = "Lên một cấp", "Chi tiết đơn vị này", "Xem cây đơn vị"
SIGNS = {
    UnitKind.COMMITTEE: "đảng bộ",
    UnitKind.CELL: "chi bộ",
    UnitKind.UNION: "công đoàn",
    UnitKind.ENTERPRISE: "doanh nghiệp",
}


def line(unit: Unit, cells: int, children: int) -> str:
    if unit.kind is UnitKind.COMMITTEE:
        return f"• {unit.short_name}: {cells} chi bộ"
    below = f", {children} đơn vị trực thuộc" if children else ""
    sign = "" if unit.short_name.lower().startswith(SIGNS[unit.kind]) else f" ({SIGNS[unit.kind]})"
    return f"• {unit.short_name}{sign}{below}"


def level(unit: Unit | None, on: date, today: date, lines: Sequence[str], cells: int, count: int) -> str:
    day = "" if on == today else f", ngày {format_date(on)}"
    name = "Đơn vị của đồng chí" if unit is None else unit.short_name
    counted = "" if unit is None or unit.kind is not UnitKind.COMMITTEE else f"; cả cây {cells} chi bộ"
    head = f"{name}{day}: {count} đơn vị trực thuộc{counted}"
    if not lines and on != today and unit is None:
        return f"Ngày {format_date(on)} chưa có đơn vị nào. Nhắn ngày khác, ví dụ: đơn vị 31/12/2024"
    return "\n".join([head, *lines])


def history(versions: Sequence[UnitVersion], names: Mapping[UnitId, str]) -> list[str]:
    """Only when there is more than one line to tell."""
    if len(versions) < 2:
        return []
    found = []
    for one in versions:
        parent = names.get(one.parent_id) if one.parent_id is not None else None
        under = f", thuộc {parent}" if parent else ""
        found.append(f"• Từ {format_date(one.starts_on)}: {one.name}{under}")
    return ["Qua các thời kỳ:", *found]


def card(
    unit: Unit,
    day: date,
    today: date,
    parent: str,
    past: Sequence[str],
    counts: tuple[int, int, int],
    members: HeadCount | None,
    aliases: Sequence[str],
    asked: Sequence[str] = (),
) -> str:
    cells, posts, followed = counts
    when = "" if day == today else f" (ngày {format_date(day)})"
    lines = [
        f"{unit.name}{when}",
        f"Tên ngắn: {unit.short_name}; {SIGNS[unit.kind]}; thành lập {format_date(unit.founded_on)}",
    ]
    if unit.closed_on is not None:
        lines.append(f"⚠ Không còn từ ngày {format_date(unit.closed_on)}")
    below = f"{cells} chi bộ, " if unit.kind is UnitKind.COMMITTEE else ""
    if parent:
        lines.append(f"Trực thuộc: {parent}")
    if day == today:
        lines.append(f"Hiện có: {below}{posts} chức danh, {followed} quần chúng đang theo dõi")
    elif below:
        lines.append(f"Có {cells} chi bộ")
    if unit.owes_reports:
        live = "từ khi thành lập" if unit.go_live_on is None else f"từ {format_date(unit.go_live_on)}"
        lines.append(f"Báo cáo sinh hoạt: {live}; chậm nhất ngày {unit.report_due_day} tháng sau")
        lines += [_waiver(unit, nth) for nth in range(len(unit.waivers))]
        lines.append(f"Số đảng viên: {'chưa ghi' if members is None else unit_admin.count(members)}")
    lines += asked
    lines.append(f"Tên gọi khác: {', '.join(aliases)}" if aliases else "Chưa có tên gọi khác")
    return "\n".join([*lines, *past])


def _waiver(unit: Unit, nth: int) -> str:
    one = unit.waivers[nth]
    what = "miễn" if one.until is None else f"lùi đến hết {format_date(one.until)}"
    return f"• {format_month(one.period)}: {what}, {one.reason}"
