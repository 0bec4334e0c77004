"""Which reports besides the monthly one a unit and all below it owe: the steps of the form, its checks and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import RULES, Obligation, Span, is_asked_for, span_from
from domain.periods import Period
from domain.talk import Awaits, Values
from domain.unit_changes import OWING
from domain.units import Unit, UnitKind, UnitTree
from handlers.form import Got, Option, Problem, Step
from handlers.units.choices import is_needed
from handlers.units.facts import Facts, unit_of
from language.choices import none_of_these
from language.owed_line import kind_said, span_said
from language.reading import Misread
from language.say import unit_reports as say
from language.say.owed import span_name
from language.text import fold

OFFERED = 3
"""Spans that can be chosen by a button: the one that has not ended yet, and the next ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many cells owe the first report before and after the change; the days of those that do afterwards, None when none does.

    `later`: how many are asked for it anew and owe only the next ones, as they began to report in the middle of its time.
    """

    before: int
    after: int
    first_due_on: date | None
    last_due_on: date | None
    later: int


def kind_of(values: Values) -> MeetingKind | None:
    said = values.get("report")
    return MeetingKind(said) if isinstance(said, str) else None


def span_of(values: Values) -> Span | None:
    """The first span for which it holds."""
    kind, since = kind_of(values), values.get("since")
    return span_from(kind, Period.parse(since)) if kind is not None and isinstance(since, str) else None


def _read_report(text: str, _values: Values, _facts: Facts) -> Got:
    kind, _ = kind_said(fold(text))
    return none_of_these(text, say.kind_label(MeetingKind.THEMATIC, "")) if kind is None else {"report": str(kind)}


def _report_options(_values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(say.kind_of_report(kind, facts.here.today), str(kind))] for kind in RULES]


def _pick_report(value: str, _values: Values, _facts: Facts) -> Got:
    return {"report": value} if value in set(RULES) else Misread(say.ask_report(), say.EXAMPLE)


def _read_since(text: str, values: Values, facts: Facts) -> Got:
    kind = kind_of(values) or MeetingKind.THEMATIC
    span, _ = span_said(fold(text), kind, facts.here.today, is_ahead=True)
    return (
        Misread(say.ask_since("ask"), say.since_example(facts.here.today))
        if span is None
        else {"since": str(span.first)}
    )


def _offered(values: Values, facts: Facts) -> Iterator[Span]:
    kind, month = kind_of(values), Period.of(facts.here.today)
    for _ in range(OFFERED):
        span = None if kind is None else span_from(kind, month)
        if span is not None:
            yield span
            month = span.last.shift(1)


def _since_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(span_name(span), str(span.first))] for span in _offered(values, facts)]


def _row_report(values: Values, facts: Facts) -> str | None:
    kind = kind_of(values)
    return None if kind is None else say.row_report(kind, facts.here.today)


def _row_since(values: Values, _facts: Facts) -> str | None:
    span = span_of(values)
    return None if span is None else say.row_since(str(values.get("op")), span)


STEPS: tuple[Step[Facts], ...] = (
    Step(
        "report",
        lambda _v, _f: say.ask_report(),
        _read_report,
        _row_report,
        _report_options,
        _pick_report,
        Awaits.CHOICE,
        is_needed=lambda values, _f: is_needed("report", values),
        clears=("since",),
    ),
    Step(
        "since",
        lambda values, _f: say.ask_since(str(values.get("op"))),
        _read_since,
        _row_since,
        _since_options,
        awaits=Awaits.NUMBER,
        is_needed=lambda values, _f: is_needed("since", values),
    ),
)


def check(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, kind, span = unit_of(values, "unit", facts), kind_of(values), span_of(values)
    if unit is None:
        return
    if unit.kind not in OWING:
        yield Problem("unit", say.no_cells(unit.short_name))
    if kind is None or span is None:
        return
    if span.last < Period.of(facts.here.today):
        yield Problem("since", say.is_over(span))
    is_owed = is_asked_for(unit.obligations, kind, span)
    if is_owed is (values.get("op") == "ask"):
        yield Problem("report", say.already(unit.short_name, kind, span, is_owed=is_owed))


def asked(values: Values, facts: Facts) -> Asked | None:
    """What the change would do; None while something of it is missing."""
    unit, kind, span = unit_of(values, "unit", facts), kind_of(values), span_of(values)
    if unit is None or kind is None or span is None:
        return None
    tree = _after(values, unit, facts)
    before = _owing(facts.here.tree, unit, kind, span)
    after = _owing(tree, unit, kind, span)
    days = [cell.due_on(span.last, kind) for cell in after]
    later = (
        _asked_for(tree, unit, kind, span) - _asked_for(facts.here.tree, unit, kind, span) - {one.id for one in after}
    )
    return Asked(len(before), len(after), min(days, default=None), max(days, default=None), len(later))


def first_owed(values: Values, unit: Unit, facts: Facts) -> Span | None:
    """Of one cell the first report that it will owe; None when it owes none within two years."""
    kind, span = kind_of(values), span_of(values)
    cell = _after(values, unit, facts).units[unit.id]
    last = None if span is None else span.last.shift(24)
    while kind is not None and span is not None and last is not None and span.last < last:
        if cell.owes(span.last, kind):
            return span
        span = span_from(kind, span.last.shift(1))
    return None


def _after(values: Values, unit: Unit, facts: Facts) -> UnitTree:
    """The tree as the change leaves it."""
    kind, span = kind_of(values), span_of(values)
    if kind is None or span is None:
        return facts.here.tree
    return _with(facts.here.tree, unit, Obligation(kind, span.first, values.get("op") == "ask", unit.id))


def _asked_for(tree: UnitTree, unit: Unit, kind: MeetingKind, span: Span) -> set[UnitId]:
    cells = tree.of_kind(UnitKind.CELL, unit.id)
    return {cell.id for cell in cells if is_asked_for(cell.obligations, kind, span)}


def _owing(tree: UnitTree, unit: Unit, kind: MeetingKind, span: Span) -> list[Unit]:
    return [cell for cell in tree.of_kind(UnitKind.CELL, unit.id) if cell.owes(span.last, kind)]


def _with(tree: UnitTree, unit: Unit, setting: Obligation) -> UnitTree:
    """The tree as it would be: every unit with its own settings alone, from which the tree inherits anew."""
    units = []
    for one in tree.units.values():
        own = [
            old
            for old in one.obligations
            if old.by == one.id and not (one.id == unit.id and old.kind is setting.kind and old.since >= setting.since)
        ]
        added = [setting] if one.id == unit.id else []
        units.append(replace(one, obligations=tuple(sorted([*own, *added], key=lambda each: each.since))))
    return UnitTree.of(tree.on, units)


def preview(values: Values, facts: Facts) -> list[str]:
    kind, span, found = kind_of(values), span_of(values), asked(values, facts)
    if kind is None or span is None or found is None:
        return []
    days = (found.first_due_on, found.last_due_on)
    return [
        *say.preview(kind, span, (found.before, found.after, found.later), days),
        say.source_of(kind, facts.here.today),
    ]
