"""Which report is meant, of those that are not monthly, and for which time: "chuyên đề quý 4", "kiểm điểm cuối năm 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from domain.meetings import MeetingKind
from domain.obligations import Span, span_ending, span_from
from domain.periods import Period

_KINDS = (
    (MeetingKind.THEMATIC, r"(?:sinh hoat |hop )?chuyen de"),
    (MeetingKind.HALF_YEAR_REVIEW, r"so ket(?= |\Z)(?: (?:6|sau) thang(?: dau nam)?)?"),
    (MeetingKind.YEAR_END_REVIEW, r"(?:hop )?(?:kiem diem(?: cuoi nam)?|tong ket(?: cuoi)? nam)"),
)
KIND = rf"(?:{'|'.join(words for _, words in _KINDS)})"
"""What names one of them, in folded text."""
_SAID = tuple((kind, re.compile(rf"\b{words}\b", re.ASCII)) for kind, words in _KINDS)
_YEAR = r"(?:(?: ?/ ?| nam | )((?:19|20)\d{2}))?"
_WHEN = r"(?:cua |trong |(?:bat dau )?(?:ke )?tu )?"
_QUARTER = re.compile(rf"\b{_WHEN}(?:quy|q) ?([1-4]|iv|i{{1,3}})\b{_YEAR}", re.ASCII)
_HALF = re.compile(rf"\b{_WHEN}(?:6|sau) thang dau(?: nam)?\b{_YEAR}", re.ASCII)
_MONTH = re.compile(rf"\b{_WHEN}(?:thang|t) ?(1[0-2]|[1-9])\b{_YEAR}", re.ASCII)
_WHOLE_YEAR = re.compile(rf"\b{_WHEN}(?:nam )?((?:19|20)\d{{2}})\b", re.ASCII)
_THIS_YEAR, _THIS_QUARTER = re.compile(r"\bnam nay\b"), re.compile(r"\b(?:quy|q) nay\b")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def kind_said(folded: str) -> tuple[MeetingKind | None, str]:
    """And the text without it."""
    for kind, words in _SAID:
        found = words.search(folded)
        if found is not None:
            return kind, _without(folded, found)
    return None, folded


def span_said(folded: str, kind: MeetingKind, today: date, *, is_ahead: bool) -> tuple[Span | None, str]:
    """The time that one report of that kind is about, and the text without it. Without a year the nearest such time: one that has

    not ended yet when `is_ahead`, else one that has begun. (None, the text) when none is named.
    """
    dated = folded if kind is MeetingKind.THEMATIC else _THIS_YEAR.sub(f"nam {today.year}", folded)
    dated = _THIS_QUARTER.sub(f"quy {(today.month + 2) // 3}/{today.year}", dated)
    for pattern in (_QUARTER, _HALF, _MONTH, _WHOLE_YEAR):
        found = pattern.search(dated)
        if found is not None:
            span = next(_meant(pattern, found, kind, today, is_ahead=is_ahead), None)
            return span, _without(dated, found) if span is not None else folded
    return None, folded


def last_over(kind: MeetingKind, today: date) -> Span | None:
    """The last span of that kind that is over; None when there was none within a year."""
    this = Period.of(today)
    return next((span for back in range(1, 13) if (span := span_ending(kind, this.shift(-back))) is not None), None)


def running_span(kind: MeetingKind, today: date) -> Span | None:
    """The span of that kind that has begun and is not over; None between two of them."""
    this = Period.of(today)
    ahead = (span for more in range(12) if (span := span_ending(kind, this.shift(more))) is not None)
    return next((span for span in ahead if span.first <= this), None)


def _meant(
    pattern: re.Pattern[str], found: re.Match[str], kind: MeetingKind, today: date, *, is_ahead: bool
) -> Iterator[Span]:
    year = found.group(pattern.groups)
    month = _month(pattern, found)
    this = Period.of(today)
    years = [int(year)] if year else [this.year, this.year + 1] if is_ahead else [this.year, this.year - 1]
    for one in years:
        span = span_from(kind, Period(one, month))
        if span is not None and (year or (span.last >= this if is_ahead else span.first <= this)):
            yield span


def _month(pattern: re.Pattern[str], found: re.Match[str]) -> int:
    """The month in which the time begins that is named: of a month itself."""
    if pattern is _QUARTER:
        return 3 * (_NUMBERS.get(found[1]) or int(found[1])) - 2
    return int(found[1]) if pattern is _MONTH else 1


def _without(folded: str, found: re.Match[str]) -> str:
    return " ".join(f"{folded[: found.start()]} {folded[found.end() :]}".split())
