"""The tree of units on one day: committees, cells, unions and enterprises (design.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.ids import UnitId
from domain.meetings import due_on
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
    `report_due_day` is the day of the following month until which a monthly report is on time, inclusive.
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

    @property
    def is_live_from(self) -> date:
        """Before this day nothing is owed, reminded of or told."""
        return self.go_live_on or self.founded_on

    @property
    def owes_reports(self) -> bool:
        """Whether it is of the kind that reports its meetings."""
        return self.kind is UnitKind.CELL

    def owes(self, period: Period) -> bool:
        """Whether the monthly report of that month is owed: not before the month of going live, and not when it is exempt."""
        is_exempt = any(one.period == period and one.until is None for one in self.waivers)
        return self.kind is UnitKind.CELL and period >= Period.of(self.is_live_from) and not is_exempt

    def due_on(self, period: Period) -> date:
        """The last day, inclusive, on which the report of that month is on time: later than the rule when it was postponed."""
        usual = due_on(period, self.report_due_day)
        later = [one.until for one in self.waivers if one.period == period and one.until is not None]
        return max([usual, *later])


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
