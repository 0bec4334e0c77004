"""What the reports that a cell owes are called: by their kind and the time that each is about."""

from __future__ import annotations

from collections.abc import Mapping

from domain.meetings import MeetingKind
from domain.obligations import Span, rule_of, span_ending
from domain.periods import Period
from language.formatting import capital, format_month

NAMES: Mapping[MeetingKind, str] = {
    MeetingKind.REGULAR: "báo cáo sinh hoạt",
    MeetingKind.THEMATIC: "báo cáo sinh hoạt chuyên đề",
    MeetingKind.HALF_YEAR_REVIEW: "báo cáo sơ kết",
    MeetingKind.YEAR_END_REVIEW: "báo cáo kiểm điểm cuối năm",
}
QUARTERS = ("I", "II", "III", "IV")
QUARTER, HALF_YEAR, YEAR = 3, 6, 12


def report_name(kind: MeetingKind, last: Period) -> str:
    """ "báo cáo sinh hoạt tháng 10/2026", "báo cáo sinh hoạt chuyên đề quý III/2026", "báo cáo kiểm điểm cuối năm 2026"."""
    span = span_ending(kind, last) or Span(last, last)
    told = span_name(span)
    return f"{NAMES[kind]} {told.removeprefix('năm ') if kind is MeetingKind.YEAR_END_REVIEW else told}"


def short_name(kind: MeetingKind, last: Period) -> str:
    """The same as a label: "Chuyên đề quý III/2026", "Kiểm điểm cuối năm 2026"."""
    told = report_name(kind, last).removeprefix("báo cáo ").removeprefix("sinh hoạt ")
    return capital(told)


def span_name(span: Span) -> str:
    """ "tháng 10/2026", "quý IV/2026", "6 tháng đầu năm 2026", "năm 2026", or from which month to which."""
    last, months = span.last, (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    if months == 1:
        return format_month(last)
    if last.month % months:
        return f"từ {format_month(span.first)} đến {format_month(last)}"
    if months == QUARTER:
        return f"quý {QUARTERS[last.month // QUARTER - 1]}/{last.year}"
    if months == HALF_YEAR:
        return f"6 tháng {'đầu' if last.month == HALF_YEAR else 'cuối'} năm {last.year}"
    return f"năm {last.year}" if months == YEAR else f"từ {format_month(span.first)} đến {format_month(last)}"


def how_often(kind: MeetingKind, month: Period) -> str:
    """ "mỗi quý", "mỗi năm một lần": as the rule of that month says; "" for a kind without one."""
    rule = rule_of(kind, month)
    if rule is None:
        return ""
    if len(rule.ends_in) == 1:
        return "mỗi năm một lần"
    return "mỗi quý" if rule.number == QUARTER else f"mỗi {rule.number} tháng"


def source(kind: MeetingKind, month: Period) -> str:
    """The document behind it, with the warning that nobody has compared it yet; "" for a kind without a rule."""
    rule = rule_of(kind, month)
    if rule is None:
        return ""
    return f"Căn cứ: {rule.document}{'' if rule.confirmed_by else ' (cần kiểm tra văn bản gốc)'}."
