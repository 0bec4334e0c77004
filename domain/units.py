"""The tree of units on one day: committees, cells, unions and enterprises (design.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from domain.ids import UnitId
from domain.meetings import MeetingKind, due_on
from domain.obligations import Obligation, inherited, is_asked_for, span_ending
from domain.periods import Period


class UnitKind(StrEnum):
    COMMITTEE = "committee"
    CELL = "cell"
    UNION = "union"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Waiver:
    """The report of a month that is not owed (`until` None), or is on time until a later day, inclusive; with the reason."""

    period: Period
    until: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stood on the day that the tree was asked for.

    `founded_on` and `closed_on` are local dates, the last one exclusive. Periods before the month of `go_live_on` are never owed.
    `report_due_day` is the day of the month after a report's last month until which it is on time, inclusive. `obligations` are what
    the office asks for besides the monthly report, oldest first; in a tree they hold those of the units above, too. `moves`: of a unit
    that stood below others before, each unit above with the day from which on, oldest first.
    """

    id: UnitId
    kind: UnitKind
    name: str
    short_name: str
    parent_id: UnitId | None
    founded_on: date
    closed_on: date | None = None
    go_live_on: date | None = None
    report_due_day: int = 10
    is_in_enterprise: bool = False
    waivers: tuple[Waiver, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    moves: tuple[tuple[date, UnitId | None], ...] = ()

    @property
    def is_live_from(self) -> date:
        """Before this day nothing is owed, reminded of or told."""
        return self.go_live_on or self.founded_on

    @property
    def owes_reports(self) -> bool:
        """Whether it is of the kind that reports its meetings."""
        return self.kind is UnitKind.CELL

    def owes(self, last: Period, kind: MeetingKind = MeetingKind.REGULAR) -> bool:
        """Whether the report of that kind whose span ends in that month is owed: the monthly one always, others where they are asked for;

        not of a span that began before the month of going live, and not of a month that is exempt.
        """
        if self.kind is not UnitKind.CELL or (kind is not MeetingKind.REGULAR and not self.obligations):
            return False
        span = span_ending(kind, last)
        if span is None or span.first < Period.of(self.is_live_from):
            return False
        if kind is not MeetingKind.REGULAR:
            return is_asked_for(self.obligations, kind, span)
        return not any(one.period == last and one.until is None for one in self.waivers)

    def due_on(self, last: Period, kind: MeetingKind = MeetingKind.REGULAR) -> date:
        """The last day, inclusive, on which the report whose span ends in that month is on time: later when a month was postponed."""
        usual = due_on(last, self.report_due_day)
        later = [one.until for one in self.waivers if one.period == last and one.until is not None]
        return max([usual, *later]) if kind is MeetingKind.REGULAR else usual


@dataclass(frozen=True, slots=True)
class UnitTree:
    """All units that exist on `on`. Asking for a unit that does not exist on that day gives None or nothing."""

    on: date
    units: dict[UnitId, Unit]
    children: dict[UnitId, tuple[UnitId, ...]] = field(default_factory=dict)
    _below: dict[tuple[UnitId, frozenset[UnitKind] | None], frozenset[UnitId]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Subtrees that were asked for: every turn asks for the same few."""

    @classmethod
    def of(cls, on: date, units: Iterable[Unit]) -> UnitTree:
        by_id = {unit.id: unit for unit in sorted(units, key=lambda unit: unit.id)}
        by_id = _with_inherited(by_id) if any(unit.obligations for unit in by_id.values()) else by_id
        children: dict[UnitId, list[UnitId]] = {}
        for unit in by_id.values():
            if unit.parent_id is not None:
                children.setdefault(unit.parent_id, []).append(unit.id)
        return cls(on, by_id, {parent: tuple(sorted(ids)) for parent, ids in children.items()})

    @property
    def root(self) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.parent_id is None), None)

    def get(self, unit_id: UnitId | None) -> Unit | None:
        return None if unit_id is None else self.units.get(unit_id)

    def children_of(self, unit_id: UnitId) -> tuple[Unit, ...]:
        return tuple(self.units[child] for child in self.children.get(unit_id, ()))

    def subtree(self, unit_id: UnitId, kinds: frozenset[UnitKind] | None = None) -> frozenset[UnitId]:
        """The unit itself and all below it, only those of these kinds when they are given; empty when it does not exist on this day."""
        known = self._below.get((unit_id, kinds))
        if known is None and unit_id in self.units:
            found = self._walk(unit_id)
            known = frozenset(unit for unit in found if kinds is None or self.units[unit].kind in kinds)
            self._below[unit_id, kinds] = known
        return frozenset() if known is None else known

    def _walk(self, unit_id: UnitId) -> frozenset[UnitId]:
        found: set[UnitId] = set()
        waiting = [unit_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)

    def cell_of(self, unit_id: UnitId) -> Unit | None:
        """The cell that the unit is or belongs to (a union or firm belongs to the cell above it)."""
        unit = self.get(unit_id)
        while unit is not None and unit.kind is not UnitKind.CELL:
            unit = self.get(unit.parent_id)
        return unit

    def of_kind(self, kind: UnitKind, under: UnitId | None = None) -> tuple[Unit, ...]:
        """Units of one kind in the order of their ids, only those under the given unit when it is given."""
        if under is None:
            return tuple(unit for unit in self.units.values() if unit.kind is kind)
        return tuple([self.units[unit] for unit in sorted(self.subtree(under, frozenset({kind})))])


def _with_inherited(units: dict[UnitId, Unit]) -> dict[UnitId, Unit]:
    """Every unit with what is asked of those above it, of each for the time below it; a parent that does not exist on that day asks

    for nothing. What a former parent asks is read as the tree stands now: two units may have been above each other in turn.
    """
    found: dict[tuple[UnitId, bool], tuple[Obligation, ...]] = {}

    def asked(parent: UnitId | None, is_now: bool) -> tuple[Obligation, ...]:
        unit = units.get(parent) if parent is not None else None
        if unit is None:
            return ()
        if (unit.id, is_now) not in found:
            stays = [(unit.parent_id, None, None)] if is_now else _stays(unit)
            above = [
                one.while_below(first, end)
                for parent, first, end in stays
                for one in asked(parent, is_now or end is not None)
            ]
            found[unit.id, is_now] = inherited(unit.obligations, above)
        return found[unit.id, is_now]

    return {ident: replace(unit, obligations=asked(ident, False)) for ident, unit in units.items()}


def _stays(unit: Unit) -> Iterator[tuple[UnitId | None, Period | None, Period | None]]:
    """Below which unit it stood, from which month's end on and before which; None: from the beginning, until now."""
    months = [None, *(Period.of(day) for day, _ in unit.moves[1:]), None]
    parents = [parent for _, parent in unit.moves] or [unit.parent_id]
    yield from zip(parents, months[:-1], months[1:], strict=True)
