"""Progress with every denominator: numerator/denominator, percentage, date, issuer, and "suy ra" where it was worked back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.targets import Coverage, Indicator, Target, TargetKind
from language.formatting import format_date, format_day_month
from language.numbers import format_count, percent
from language.say.words import Voice, in_voice

NAMES: dict[Indicator, str] = {
    Indicator.ADMITTED: "Kết nạp đảng viên",
    Indicator.ADMITTED_IN_FIRMS: "Kết nạp trong doanh nghiệp",
    Indicator.FOUNDED: "Thành lập tổ chức đảng",
    Indicator.FOUNDED_BY_UNION_CELL: "Chi bộ công đoàn đề nghị thành lập",
    Indicator.INTRODUCED: "Giới thiệu quần chúng ưu tú",
    Indicator.MEETINGS_ON_TIME: "Báo cáo sinh hoạt đúng hạn",
}
COUNTED: dict[Indicator, str] = {
    Indicator.ADMITTED: "đảng viên mới",
    Indicator.ADMITTED_IN_FIRMS: "đảng viên mới trong doanh nghiệp",
    Indicator.FOUNDED: "tổ chức đảng",
    Indicator.FOUNDED_BY_UNION_CELL: "tổ chức đảng do chi bộ công đoàn đề nghị",
    Indicator.INTRODUCED: "quần chúng ưu tú",
    Indicator.MEETINGS_ON_TIME: "báo cáo đúng hạn",
}
DONE: dict[Indicator, str] = {
    Indicator.ADMITTED: "kết nạp {} đảng viên",
    Indicator.ADMITTED_IN_FIRMS: "kết nạp {} đảng viên trong doanh nghiệp",
    Indicator.FOUNDED: "thành lập {} tổ chức đảng",
    Indicator.FOUNDED_BY_UNION_CELL: "thành lập {} tổ chức đảng do chi bộ công đoàn đề nghị",
    Indicator.INTRODUCED: "giới thiệu {} quần chúng ưu tú",
    Indicator.MEETINGS_ON_TIME: "có {} báo cáo đúng hạn",
}
RECORDS_OF: dict[Indicator, str] = {
    Indicator.ADMITTED: "lễ kết nạp",
    Indicator.ADMITTED_IN_FIRMS: "lễ kết nạp",
    Indicator.FOUNDED: "lần thành lập",
    Indicator.FOUNDED_BY_UNION_CELL: "lần thành lập",
    Indicator.INTRODUCED: "lần đưa vào danh sách",
    Indicator.MEETINGS_ON_TIME: "báo cáo",
}
BY_UNIT, PARAGRAPH, RECORDS, OTHER, PREVIOUS = "Theo đơn vị", "Đoạn báo cáo", "Bản ghi", "Chỉ tiêu khác", "Năm trước"
BACK_TO = "Quay lại"
INFERRED = "suy ra từ tỷ lệ đã công bố"
INFERRED_NUMBER = f"số liệu {INFERRED}"


def name_of(indicator: Indicator, voice: Voice) -> str:
    return in_voice(NAMES[indicator], voice)


def bar(numerator: int, denominator: int) -> str:
    """Ten marks; full when the target is reached."""
    filled = 10 if denominator == 0 else min(10, (10 * numerator * 2 + denominator) // (2 * denominator))
    return "▓" * filled + "░" * (10 - filled)


def ratio(numerator: int, denominator: int) -> str:
    return f"{format_count(numerator)}/{format_count(denominator)} ({percent(numerator, denominator)})"


def heading(indicator: Indicator, voice: Voice, unit_name: str, as_of: date, number: int, of: int) -> str:
    shown = ratio(number, of) if of else format_count(number)
    return f"📊 {name_of(indicator, voice)}, {unit_name}, tính đến {format_date(as_of)}: {shown}"


def nothing_owed(indicator: Indicator, voice: Voice, unit_name: str, as_of: date) -> str:
    return f"📊 {name_of(indicator, voice)}, {unit_name}, tính đến {format_date(as_of)}: chưa có báo cáo nào đến hạn"


def target_line(target: Target, number: int) -> str:
    """One target set: what it is, the arithmetic, how far, and where the number comes from."""
    name = target.issuer if target.term is None else f"{target.issuer} ({target.term})"
    about = "khoảng " if target.is_approximate else ""
    if target.least != target.most:
        low, high = ratio(number, target.least), ratio(number, target.most)
        shown = f"{number} trên {target.least}–{target.most}: mức thấp {low}, mức cao {high}"
        return _with_source(f"• {name}: {shown}", target, _left(number, target.least, target.kind))
    shown = f"{format_count(number)}/{about}{format_count(target.least)} ({percent(number, target.least)})"
    mark = f"{bar(number, target.least)} " if target.kind is TargetKind.TARGET else ""
    return _with_source(f"• {name}: {shown}", target, mark + _left(number, target.least, target.kind))


def _left(number: int, goal: int, kind: TargetKind) -> str:
    if kind is TargetKind.COMPARISON:
        return ""
    if number > goal:
        return "vượt chỉ tiêu"
    return "đạt chỉ tiêu" if number == goal else f"còn {format_count(goal - number)}"


def _with_source(line: str, target: Target, left: str) -> str:
    parts = [part for part in (left, target.document) if part]
    parts += [f"mẫu số {INFERRED}"] if target.is_inferred else []
    parts += [f"đã công bố: {target.published}"] if target.published else []
    return f"{line}\n   {'; '.join(parts)}" if parts else line


def previous_line(year: int, number: int, of: int, coverage: Coverage | None) -> str:
    shown = ratio(number, of) if of else format_count(number)
    mark = f" ({INFERRED})" if coverage is not None and coverage.is_inferred else ""
    return f"• Năm {year}: {shown}{mark}"


def previous_unknown(year: int) -> str:
    return f"• Năm {year}: chưa có số liệu"


def unknown(indicator: Indicator, voice: Voice, unit_name: str, year: int) -> str:
    return f"📊 {name_of(indicator, voice)}, {unit_name}: chưa có số liệu năm {year} trong Trợ lý"


def plain_target(target: Target) -> str:
    goal = str(target.least) if target.least == target.most else f"{target.least}–{target.most}"
    return f"• {target.issuer}: {goal}; {target.document}"


def no_target() -> str:
    return "• Trợ lý chưa có chỉ tiêu nào của đơn vị này."


def source_line(coverage: Coverage) -> str:
    mark = f"; {INFERRED}" if coverage.is_inferred and "suy ra" not in coverage.source else ""
    return f"Số liệu: {coverage.source}{mark}"


def unit_line(name: str, number: int, of: int, goal: int | None) -> str:
    if of:
        return f"• {name}: {ratio(number, of)}"
    return (
        f"• {name}: {format_count(number)}"
        if goal is None
        else f"• {name}: {ratio(number, goal)}\n   {bar(number, goal)}"
    )


def by_unit(
    indicator: Indicator, voice: Voice, unit_name: str, as_of: date, lines: Sequence[str], total: str, left: int
) -> str:
    head = f"📊 {name_of(indicator, voice)} theo đơn vị, {unit_name}, tính đến {format_date(as_of)}"
    rest = [f"… và {left} đơn vị khác"] if left else []
    return "\n".join([head, *lines, *rest, f"Cộng cả {unit_name}: {total}"])


def more_units(left: int) -> str:
    return f"Xem thêm ({left})"


def itself(name: str) -> str:
    return f"Trực tiếp ở {name}"


def paragraph(
    indicator: Indicator,
    voice: Voice,
    unit_name: str,
    as_of: date,
    counts: tuple[int, int, int],
    ends: Sequence[str],
    before: str,
) -> str:
    """A paragraph to paste into a report. `counts`: in the month, since the beginning of the year, and of how many (0: no share).

    `ends`: what stands behind the numbers, each a clause of its own; `before`: the year before, empty when unknown.
    """
    in_month, number, of = counts
    if of:
        counted = in_voice(COUNTED[indicator], voice)
        shown = f"Tính đến ngày {format_date(as_of)}, {unit_name} có {number}/{of} {counted} ({percent(number, of)})"
    else:
        form = in_voice(DONE[indicator], voice)
        done = form.format(format_count(in_month)) if in_month else f"chưa {form.format('thêm')}"
        shown = (
            f"Trong tháng {as_of.month}/{as_of.year}, {unit_name} {done}; "
            f"lũy kế từ đầu năm đến ngày {format_date(as_of)} là {format_count(number)}"
        )
    return ", ".join([shown, *ends]) + before + "."


def in_paragraph(target: Target, number: int) -> str:
    """How far, as an office writes it: "đạt 79,2% chỉ tiêu Thành ủy giao (95/120)"."""
    name = _as_written(target)
    if target.least != target.most:
        low, high = percent(number, target.least), percent(number, target.most)
        return f"đạt {low} mức thấp ({number}/{target.least}) và {high} mức cao ({number}/{target.most}) của {name}"
    verb = "bằng" if target.kind is TargetKind.COMPARISON else "đạt"
    mark = ", mẫu số suy ra" if target.is_inferred else ""
    about = "khoảng " if target.is_approximate else ""
    return f"{verb} {percent(number, target.least)} {name} ({number}/{about}{target.least}{mark})"


def _as_written(target: Target) -> str:
    """The name of the target inside a sentence."""
    name = target.issuer if target.term is None else f"{target.issuer} {target.term}"
    if target.kind is TargetKind.COMPARISON:
        return f"của {name}" if name[0].isdigit() else name[0].lower() + name[1:]
    return name[0].lower() + name[1:] if name.startswith("Kế hoạch") else f"chỉ tiêu {name}"


def previous_in_paragraph(year: int, number: int, coverage: Coverage | None) -> str:
    mark = " (suy ra)" if coverage is not None and coverage.is_inferred else ""
    return f"; năm {year}: {format_count(number)}{mark}"


def records(
    indicator: Indicator, voice: Voice, unit_name: str, months: Sequence[tuple[str, int, str, str]], total: int
) -> str:
    """(month, how many, first record, last record) per month: the records that the number was counted from."""
    lines = [
        f"• {month}: {count} ({first if first == last else f'{first} … {last}'})"
        for month, count, first, last in months
    ]
    counted = f"đếm từ {format_count(total)} {RECORDS_OF[indicator]}"
    return "\n".join([f"{name_of(indicator, voice)}, {unit_name}: {counted}", *lines])


def record(name: str, day: date | None, unit_name: str) -> str:
    """What a cadre can find it by: the receipt of a report, else the day and, where there is one to tell, the unit."""
    table, _, ident = name.partition(" ")
    if table == "figure":
        return ", ".join(filter(None, (f"số cả năm: {ident}, nhập bổ sung", unit_name)))
    if table == "meeting" or day is None:
        return ident
    return ", ".join(filter(None, (format_day_month(day), unit_name)))


def overview(unit_name: str, as_of: date, lines: Sequence[str], voice: Voice) -> str:
    head = f"📊 {unit_name}, tính đến {format_date(as_of)}"
    return "\n".join([head, *lines, f"{voice.You} xem kỹ chỉ tiêu nào?"])


def overview_line(indicator: Indicator, voice: Voice, number: int, of: int, goal: int | None) -> str:
    if of or indicator is Indicator.MEETINGS_ON_TIME:
        return (
            f"• {name_of(indicator, voice)}: {ratio(number, of)}"
            if of
            else f"• {name_of(indicator, voice)}: chưa đến hạn"
        )
    shown = format_count(number) if goal is None else ratio(number, goal)
    return f"• {name_of(indicator, voice)}: {shown}"


def overview_unknown(indicator: Indicator, voice: Voice) -> str:
    return f"• {name_of(indicator, voice)}: chưa có số liệu"


def which_unit(voice: Voice) -> str:
    return f"{voice.You} xem tiến độ của đơn vị nào?"


def unknown_unit(text: str, names: Sequence[str]) -> str:
    known = f" Xem được: {', '.join(names)}." if names else ""
    return f"Không thấy đơn vị “{text[:40]}” trong phạm vi của tài khoản.{known}"


def in_the_future(year: int) -> str:
    return f"Chưa có số liệu năm {year}. Ví dụ: tien do ket nap 2023"
