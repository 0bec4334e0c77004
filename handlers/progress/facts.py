"""Gathering the numbers of one view: SQL counts per unit, the tree rolls them up (design.md §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from domain.ids import UnitId
from domain.meetings import due_on
from domain.periods import Period
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Command, Press, Start
from domain.targets import Coverage, Indicator, Target, TargetKind
from domain.units import Unit, UnitKind, UnitTree, Waiver
from handlers.progress.records import Counted, counted
from handlers.progress.view import IN_OVERVIEW, Count, Row, View, indicators_for
from language.progress_line import read_question
from language.unit_names import bare, find_units

WITH_ROWS, WITH_RECORDS = ("kids", "more", "excel"), ("records", "excelrec")


@dataclass(frozen=True, slots=True)
class Facts:
    """`view` None: the unit has to be asked (`units` to choose from) or is unknown (`unknown`).

    In the `overview` a count is None where the records of that year say nothing.
    """

    here: Here
    units: Sequence[Unit]
    unknown: str
    view: View | None
    unit: Unit | None
    as_of: date
    count: Count
    previous: Count
    coverage: Coverage | None
    previous_coverage: Coverage | None
    targets: Sequence[Target]
    rows: Sequence[Row]
    overview: Sequence[tuple[Indicator, Count | None, int | None]]
    records: Sequence[Counted]
    in_month: int = 0
    is_known: bool = True
    is_previous_known: bool = True


def is_known(tree: UnitTree, year: int, coverage: Coverage | None) -> bool:
    """Whether the count of that year means anything: the records are complete, or the cells had gone live by then."""
    live = [unit.go_live_on.year for unit in tree.units.values() if unit.go_live_on is not None]
    return coverage is not None or not live or year >= min(live)


def tops(here: Here, reach: frozenset[UnitId]) -> list[Unit]:
    """The highest units within reach: where a question without a unit points."""
    units = [here.tree.units[unit] for unit in sorted(reach)]
    return [unit for unit in units if unit.parent_id not in reach]


def ask_of(command: Command, read: Read, reach: frozenset[UnitId]) -> tuple[View | None, bool, str]:
    """The view, whether an indicator was named, and the text of a unit that was not found."""
    here = read.here
    if isinstance(command, Press):
        view = View.unpack(command.value)
        is_named = command.step not in ("all", "excelall")
        return (view if view is not None and view.unit_id in reach else None), is_named, ""
    question = read_question(command.rest if isinstance(command, Start) else "", here.today)
    choices = tops(here, reach)
    unknown = ""
    if bare(question.unit_text):
        found = find_units(question.unit_text, [here.tree.units[unit] for unit in sorted(reach)], read.aliases())
        choices, unknown = list(found), "" if found else question.unit_text
    year = question.year or here.today.year
    default = indicators_for(choices[0], here.tree)[0] if len(choices) == 1 else Indicator.ADMITTED
    indicator = question.indicator or default
    view = View(indicator, choices[0].id, year, question.until) if len(choices) == 1 else None
    return view, question.indicator is not None, unknown


def gather(command: Command, read: Read) -> Facts:
    here, reach = read.here, read.reach(Action.SEE_PROGRESS)
    view, is_named, unknown = ask_of(command, read, reach)
    unit = None if view is None else here.tree.get(view.unit_id)
    if view is None or unit is None or view.year > here.today.year:
        units, none = tops(here, reach), Count(0)
        return Facts(here, units, unknown, view, None, here.today, none, none, None, None, (), (), (), ())
    coverage, as_of = _covered(read, view, here.today)
    before = View(view.indicator, view.unit_id, view.year - 1)
    before_coverage, before_as_of = _covered(read, before, here.today)
    return Facts(
        here,
        tops(here, reach),
        "",
        view,
        read.tree(as_of).get(unit.id) or unit,
        as_of,
        total(read, view.indicator, unit.id, view.year, as_of),
        total(read, view.indicator, unit.id, view.year - 1, before_as_of),
        coverage,
        before_coverage,
        read.targets(view.indicator, unit.id, as_of),
        _rows(read, view, as_of) if isinstance(command, Press) and command.step in WITH_ROWS else (),
        () if is_named else _overview(read, view, unit, as_of),
        counted(read, view, as_of) if isinstance(command, Press) and command.step in WITH_RECORDS else (),
        _in_month(read, view, as_of) if isinstance(command, Press) and command.step == "text" else 0,
        is_known(here.tree, view.year, coverage),
        is_known(here.tree, view.year - 1, before_coverage),
    )


def _covered(read: Read, view: View, today: date) -> tuple[Coverage | None, date]:
    """Until when the records reach, at most until the end of the year, what was asked for, and today."""
    last = min(view.until or date(view.year, 12, 31), date(view.year, 12, 31), today)
    coverage = read.coverage(view.indicator, view.unit_id, last)
    if coverage is None or coverage.ends_on.year != view.year:
        return None, last
    return coverage, min(last, coverage.ends_on)


def per_unit(read: Read, indicator: Indicator, year: int, as_of: date, tree: UnitTree) -> Mapping[UnitId, Count]:
    """Counts in each unit. A unit that no longer stands in the tree counts in none; meetings are held against what was owed."""
    found = {unit: Count(*pair) for unit, pair in read.counts(indicator, date(year, 1, 1), as_of).items()}
    if indicator is not Indicator.MEETINGS_ON_TIME:
        return found
    late_entries = {unit: count.of for unit, count in found.items()}
    owed = {
        cell.id: owed_months(cell, year, as_of) - late_entries.get(cell.id, 0) for cell in tree.of_kind(UnitKind.CELL)
    }
    return {cell: Count(min(found.get(cell, Count(0)).number, owe), owe) for cell, owe in owed.items() if owe > 0}


def owed_months(cell: Unit, year: int, as_of: date) -> int:
    """How many monthly reports of that year are due by that day: none before the go-live month, none that is exempt."""
    return _owed(Period.of(cell.is_live_from), cell.report_due_day, cell.waivers, year, as_of)


@lru_cache(maxsize=1_024)
def _owed(live: Period, due_day: int, waivers: tuple[Waiver, ...], year: int, as_of: date) -> int:
    """The same for most cells of a zone."""
    later = {one.period: one.until for one in waivers}
    months = [Period(year, month) for month in range(1, 13)]
    due = {month: later.get(month, due_on(month, due_day)) for month in months if live <= month}
    return sum(day is not None and day < as_of for day in due.values())


def total(read: Read, indicator: Indicator, unit_id: UnitId, year: int, as_of: date) -> Count:
    tree = read.tree(as_of)
    counts = per_unit(read, indicator, year, as_of, tree)
    return sum((counts[unit] for unit in tree.subtree(unit_id) if unit in counts), Count(0))


def _in_month(read: Read, view: View, as_of: date) -> int:
    counts = read.counts(view.indicator, as_of.replace(day=1), as_of)
    return sum(counts[unit][0] for unit in read.tree(as_of).subtree(view.unit_id) if unit in counts)


def _rows(read: Read, view: View, as_of: date) -> list[Row]:
    tree = read.tree(as_of)
    counts = per_unit(read, view.indicator, view.year, as_of, tree)
    rows = []
    for child in tree.children_of(view.unit_id):
        count = sum((counts[unit] for unit in tree.subtree(child.id) if unit in counts), Count(0))
        if child.kind in (UnitKind.COMMITTEE, UnitKind.CELL):
            rows.append(Row(child, False, count, _goal(read.targets(view.indicator, child.id, as_of))))
    own, unit = counts.get(view.unit_id), tree.get(view.unit_id)
    return [Row(unit, True, own, None), *rows] if own is not None and unit is not None else rows


def _goal(targets: Sequence[Target]) -> int | None:
    return next((one.least for one in targets if one.kind is TargetKind.TARGET), None)


def _overview(read: Read, view: View, unit: Unit, as_of: date) -> list[tuple[Indicator, Count | None, int | None]]:
    return [
        (one, _known_total(read, replace(view, indicator=one), as_of), _goal(read.targets(one, unit.id, as_of)))
        for one in indicators_for(unit, read.here.tree)
        if one in IN_OVERVIEW
    ]


def _known_total(read: Read, view: View, as_of: date) -> Count | None:
    coverage, _ = _covered(read, view, read.here.today)
    if not is_known(read.here.tree, view.year, coverage):
        return None
    return total(read, view.indicator, view.unit_id, view.year, as_of)
