"""Sentences about the reports that a unit owes besides the monthly one (/donvi)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import Obligation, Span, span_from
from domain.periods import Period
from language.formatting import capital, format_date
from language.say.owed import how_often, report_name, source, span_name

KINDS: Mapping[MeetingKind, str] = {
    MeetingKind.THEMATIC: "Sinh hoạt chuyên đề",
    MeetingKind.HALF_YEAR_REVIEW: "Sơ kết 6 tháng đầu năm",
    MeetingKind.YEAR_END_REVIEW: "Kiểm điểm cuối năm",
}
EXAMPLE = "chuyên đề"


def ask_report() -> str:
    return "Báo cáo nào, ngoài báo cáo sinh hoạt hằng tháng?"


def kind_label(kind: MeetingKind, often: str) -> str:
    return f"{KINDS[kind]}, {often}" if often else KINDS[kind]


def kind_of_report(kind: MeetingKind, today: date) -> str:
    """ "Sinh hoạt chuyên đề, mỗi quý"."""
    return kind_label(kind, how_often(kind, Period.of(today)))


def ask_since(op: str) -> str:
    return "Thôi nộp từ kỳ nào?" if op == "unask" else "Phải nộp từ kỳ nào?"


def since_example(today: date) -> str:
    return f"quý 1/{today.year + 1}"


def row_report(kind: MeetingKind, today: date) -> str:
    return f"Báo cáo: {kind_of_report(kind, today)}"


def row_since(op: str, span: Span) -> str:
    return f"{'Thôi từ kỳ' if op == 'unask' else 'Kỳ đầu'}: {span_name(span)}"


def is_over(span: Span) -> str:
    return f"{capital(span_name(span))} đã qua; chọn kỳ đang tới, để không chi bộ nào thành nợ báo cáo cũ."


def no_cells(unit: str) -> str:
    return (
        f"{unit} không báo cáo sinh hoạt; chọn một chi bộ, hoặc đảng bộ để giao cho mọi chi bộ trực thuộc, ví dụ: Konya"
    )


def already(unit: str, kind: MeetingKind, span: Span, *, is_owed: bool) -> str:
    told = "đã phải nộp" if is_owed else "không phải nộp"
    return f"{unit} {told} {report_name(kind, span.last)} rồi."


def preview(
    kind: MeetingKind, span: Span, counts: tuple[int, int, int], days: tuple[date | None, date | None]
) -> list[str]:
    """How many cells owe the first report before and after and how many only the next ones, and until when."""
    before, after, later = counts
    name, (first, last) = report_name(kind, span.last), days
    began = [f"⚠ {later} chi bộ bắt đầu báo cáo khi {span_name(span)} đã mở nên nộp từ kỳ sau."] if later else []
    if before == after and later:
        return began
    if before == after:
        return [f"⚠ Không chi bộ nào thay đổi: {after} chi bộ phải nộp {name}."]
    if after < before:
        left = f"; còn {after} chi bộ phải nộp" if after else ""
        return [f"⚠ {before - after} chi bộ thôi nộp {name} và các kỳ sau{left}."]
    until = "" if first is None else f", hạn {format_date(first)}"
    if first is not None and last is not None and last != first:
        until = f", hạn từ {format_date(first)} đến {format_date(last)} theo hạn của từng chi bộ"
    told = f"⚠ {after - before} chi bộ phải nộp thêm; kỳ đầu là {name}{until}."
    return [told, *began, "Trợ lý nhắc từng chi bộ ba ngày trước hạn; muốn báo ngay thì nhắn “thông báo”."]


def source_of(kind: MeetingKind, today: date) -> str:
    return source(kind, Period.of(today))


def label(op: str, kind: MeetingKind, span: Span, unit: str) -> str:
    doing = "giao" if op == "ask" else "thôi giao"
    return f"{doing} {report_name(kind, span.last)} và các kỳ sau, {unit}"


def told(unit: str, kind: MeetingKind, span: Span, due_on: date | None) -> str:
    """To the cell itself. `due_on` None: it owes that report no longer."""
    name = report_name(kind, span.last)
    if due_on is None:
        return f"{unit} không phải nộp {name} và các kỳ sau nữa."
    return f"⏰ {unit} có thêm {name}, chậm nhất ngày {format_date(due_on)}; các kỳ sau cũng vậy."


def settings(unit_id: UnitId, found: Sequence[Obligation], names: Mapping[UnitId, str]) -> list[str]:
    """A line for each setting that holds for the unit, with the unit above for which it was made."""
    lines = [f"• {told}{f', theo {above}' if above else ''}" for told, _, above in rows(unit_id, found, names)]
    return ["Còn phải báo cáo:", *lines] if lines else []


def rows(unit_id: UnitId, found: Sequence[Obligation], names: Mapping[UnitId, str]) -> Iterator[tuple[str, date, str]]:
    """What each setting says, the first day of which it says it, and the unit above for which it was made; "" for its own."""
    for one in found:
        span = span_from(one.kind, one.since)
        if span is not None and one.end is None:
            told = f"{kind_label(one.kind, how_often(one.kind, span.last))}, từ {span_name(span)}"
            told = told if one.is_owed else f"{KINDS[one.kind]}: thôi từ {span_name(span)}"
            yield told, span.first.first_on, names.get(one.by, "") if one.by != unit_id else ""
