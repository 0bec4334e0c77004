"""What is asked for, and the counts that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.targets import Indicator
from domain.units import Unit, UnitKind, UnitTree

INDICATORS = tuple(Indicator)


FOR_COMMITTEES = frozenset({Indicator.ADMITTED_IN_FIRMS, Indicator.FOUNDED, Indicator.FOUNDED_BY_UNION_CELL})
"""Indicators that say nothing about a single cell."""
IN_OVERVIEW = frozenset({Indicator.ADMITTED, Indicator.INTRODUCED, Indicator.FOUNDED, Indicator.MEETINGS_ON_TIME})


def indicators_for(unit: Unit, tree: UnitTree) -> tuple[Indicator, ...]:
    """What can be asked about this unit: a union only introduces, a cell founds nothing."""
    if unit.kind is UnitKind.UNION:
        return (Indicator.INTRODUCED,)
    return tuple(one for one in INDICATORS if one not in FOR_COMMITTEES or has_units_below(tree, unit.id))


def has_units_below(tree: UnitTree, unit_id: UnitId) -> bool:
    """Whether committees or cells stand directly below: a union or firm does not count."""
    return any(child.kind in (UnitKind.COMMITTEE, UnitKind.CELL) for child in tree.children_of(unit_id))


@dataclass(frozen=True, slots=True)
class View:
    """What is asked for. It fits in a button: "0-1-2023" or "0-1-2023-0731"."""

    indicator: Indicator
    unit_id: UnitId
    year: int
    until: date | None = None

    def pack(self) -> str:
        tail = "" if self.until is None else f"-{self.until:%m%d}"
        return f"{INDICATORS.index(self.indicator)}-{self.unit_id}-{self.year}{tail}"

    @classmethod
    def unpack(cls, text: str) -> View | None:
        """None for what no button of ours holds."""
        parts = text.split("-")
        if not 3 <= len(parts) <= 4 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            return None
        index, unit, year = (int(part) for part in parts[:3])
        if index >= len(INDICATORS) or not 1990 <= year <= 2200:
            return None
        try:
            until = date(year, int(parts[3][:2]), int(parts[3][2:])) if len(parts) == 4 else None
        except ValueError:
            return None
        return cls(INDICATORS[index], UnitId(unit), year, until)


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and for a share what it is a share of (else 0)."""

    number: int
    of: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Row:
    """One child of the unit, or the unit itself, with its own target when there is exactly one kind of it."""

    unit: Unit
    is_itself: bool
    count: Count
    goal: int | None
