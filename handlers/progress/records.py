"""The records behind a number: month by month on the screen, one by one in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.periods import Period
from domain.ports import Read
from domain.units import Unit
from handlers.progress.view import View
from language.say import progress as say


@dataclass(frozen=True, slots=True)
class Counted:
    """One record by its name in the database ("meeting 2611-0001"). `unit` None: the unit that was asked about."""

    name: str
    day: date | None
    unit: Unit | None


def counted(read: Read, view: View, as_of: date) -> list[Counted]:
    """Oldest first."""
    tree = read.tree(as_of)
    found = read.counted(view.indicator, date(view.year, 1, 1), as_of, tree.subtree(view.unit_id))
    return [Counted(name, day, None if unit == view.unit_id else tree.get(unit)) for name, day, unit in found]


def by_month(records: Iterable[Counted], as_of: date) -> Sequence[tuple[Period, int, str, str]]:
    """(month, how many, the first, the last) of each month."""
    found: dict[Period, list[str]] = {}
    for one in records:
        told = say.record(one.name, one.day, "" if one.unit is None else one.unit.short_name)
        found.setdefault(Period.of(one.day or as_of), []).append(told)
    return [(month, len(told), told[0], told[-1]) for month, told in sorted(found.items())]
