"""Which reports a cell owes besides the one of each month: what the office asks for, of which units, from when on (design.md §5).

Every cell owes the report of each month. How often the others are due is data (`domain/rules/reports.toml`); who owes them is what the
office has set in /donvi: for a unit and all below it, until something else is set there or nearer to the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.ids import UnitId
from domain.legal import Rule, rule_book
from domain.meetings import MeetingKind
from domain.periods import Period

RULES: Mapping[MeetingKind, str] = {
    MeetingKind.THEMATIC: "report_thematic",
    MeetingKind.HALF_YEAR_REVIEW: "report_half_year_review",
    MeetingKind.YEAR_END_REVIEW: "report_year_end_review",
}
"""The reports that are owed only where the office asks for them, each with the key of its rule."""
OWED_KINDS = (MeetingKind.REGULAR, *RULES)
REVIEWS = frozenset({MeetingKind.HALF_YEAR_REVIEW, MeetingKind.YEAR_END_REVIEW})
"""What looks back on a whole span: one report each, whatever the month of the meeting."""
REVIEWED_WITHIN = 3
"""So many months after its span a review still looks back on it, and not ahead to the next one."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Spans that begin in the month `since` or later are owed, or no longer owed, by the unit `by` and all below it.

    For a unit that moved: only spans that end in the months from `first` on and before `end`, while it stood below `by`. None: no bound.
    """

    kind: MeetingKind
    since: Period
    is_owed: bool
    by: UnitId
    first: Period | None = None
    end: Period | None = None

    def concerns(self, span: Span) -> bool:
        is_there = (self.first is None or self.first <= span.last) and (self.end is None or span.last < self.end)
        return is_there and self.since <= span.first

    def while_below(self, first: Period | None, end: Period | None) -> Obligation:
        """The same for a unit that stood there in these months only."""
        firsts = [one for one in (self.first, first) if one is not None]
        ends = [one for one in (self.end, end) if one is not None]
        return replace(self, first=max(firsts, default=None), end=min(ends, default=None))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The months that one report is about, both inclusive."""

    first: Period
    last: Period


def rule_of(kind: MeetingKind, month: Period) -> Rule | None:
    """The rule on how often that report is due, as it stood at the month's end; None for the monthly one, and where there was none."""
    try:
        return rule_book().at(RULES.get(kind, ""), month.last_on)
    except KeyError:
        return None


def span_ending(kind: MeetingKind, month: Period) -> Span | None:
    """The span of that kind that ends in that month: of the monthly report the month itself; None when none ends then."""
    if kind is MeetingKind.REGULAR:
        return Span(month, month)
    rule = rule_of(kind, month)
    if rule is None or month.month not in rule.ends_in:
        return None
    return Span(month.shift(1 - rule.number), month)


def span_from(kind: MeetingKind, month: Period) -> Span | None:
    """The first span of that kind that ends in that month or later; None for a kind that is never owed."""
    later = (span_ending(kind, month.shift(ahead)) for ahead in range(12))
    return next((span for span in later if span is not None), None)


def span_reported(kind: MeetingKind, month: Period) -> Span | None:
    """What a report of that kind and month answers for; None for a kind that is never owed.

    A review soon after the end of a span looks back on it, any other is about the span to come to its end.
    """
    back = REVIEWED_WITHIN if kind in REVIEWS else 0
    return span_from(kind, month.shift(-back))


def inherited(own: Sequence[Obligation], above: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """What holds for a unit, oldest first: its own settings, and before the first of them of each kind those of the unit above."""
    first = {kind: min((one.since for one in own if one.kind is kind), default=None) for kind in RULES}
    kept = [one for one in above if (since := first[one.kind]) is None or one.since < since]
    return tuple(sorted([*kept, *own], key=lambda one: one.since))


def is_asked_for(settings: Iterable[Obligation], kind: MeetingKind, span: Span) -> bool:
    """Whether the last setting that concerns the span asks for it. `settings` oldest first."""
    told = [one.is_owed for one in settings if one.kind is kind and one.concerns(span)]
    return bool(told) and told[-1]
