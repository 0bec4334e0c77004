"""What a change of the reports that a unit owes does to the cells below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import Obligation, Span, is_asked_for, span_from
from domain.periods import Period
from domain.talk import Values
from domain.units import Unit, UnitKind, UnitTree
from handlers.units.facts import Facts, unit_of


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
