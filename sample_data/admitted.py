"""Who was admitted: the years with published figures, and the sample year up to the end of last month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.admission import AdmissionStep
from sample_data.mixing import mix, spread
from sample_data.naming import invented
from sample_data.rows import Candidates, Names, PastRow
from sample_data.story import Story, candidate_of
from sample_data.tree import Cell, Tree

OFFICE = "coquan"
THIS_YEAR_FROM = 1_000
"""The index of the first name of the sample year; those of the past are below it."""
_DAYS_IN_YEAR = 365


def past(tree: Tree, rows: Candidates, names: Names) -> Iterator[Story]:
    """The published years, oldest first: so many ceremonies, so many of them in the office's cell, the others in firms."""
    index = 0
    for stretch in rows.past:
        for nth, ceremony_on in enumerate(_days(stretch), start=1):
            cell = _cell_for(nth, stretch, ceremony_on, tree)
            yield _story(index, nth, cell, ceremony_on, names)
            index += 1


def _days(stretch: PastRow) -> Iterator[date]:
    days = (stretch.ends_on - stretch.starts_on).days + 1
    for day in spread(stretch.admitted, days, stretch.starts_on.year):
        yield stretch.starts_on + timedelta(days=day)


def _cell_for(nth: int, stretch: PastRow, ceremony_on: date, tree: Tree) -> Cell:
    """A cell that existed when the candidate was put on its list."""
    is_office = nth * stretch.in_office // stretch.admitted > (nth - 1) * stretch.in_office // stretch.admitted
    if is_office:
        return tree.cell(OFFICE)
    identified_on = _steps_before(ceremony_on, nth)[0]
    there = [cell for cell in tree.cells if cell.row.firm and cell.row.founded_on <= identified_on]
    return there[mix(nth, ceremony_on.toordinal()) % len(there)]


def this_year(tree: Tree, today: date, names: Names) -> Iterator[Story]:
    """The ceremonies of the sample year that were over when this month began, oldest first."""
    planned = sorted(
        (day, cell.id, cell) for cell in tree.cells for day in _planned(cell, today.year) if day < today.replace(day=1)
    )
    for nth, (day, _, cell) in enumerate(planned, start=1):
        yield _story(THIS_YEAR_FROM + nth, nth, cell, day, names)


def _planned(cell: Cell, year: int) -> list[date]:
    if cell.row.ceremonies:
        return [date.fromisoformat(f"{year}-{day}") for day in cell.row.ceremonies]
    return [date(year, 1, 1) + timedelta(days=day) for day in spread(cell.row.admitted, _DAYS_IN_YEAR, cell.id)]


def _steps_before(ceremony_on: date, seed: int) -> tuple[date, date, date]:
    """Put on the list, resolved by the cell, decided: each within its time before the next (domain.md §2.2)."""
    decided_on = ceremony_on - timedelta(days=12 + mix(seed, 2) % 14)
    resolved_on = decided_on - timedelta(days=35 + mix(seed, 3) % 25)
    return resolved_on - timedelta(days=190 + mix(seed, 5) % 60), resolved_on, decided_on


def _story(index: int, nth: int, cell: Cell, ceremony_on: date, names: Names) -> Story:
    identified_on, resolved_on, decided_on = _steps_before(ceremony_on, nth)
    who = invented(index, names)
    if cell.row.key == OFFICE:
        who = type(who)(who.name, who.sex, who.birth, names.office_job)
    steps = (
        (AdmissionStep.IDENTIFIED, identified_on, None),
        (AdmissionStep.CELL_RESOLUTION, resolved_on, f"{1 + nth % 12:02d}-NQ/CB"),
        (AdmissionStep.DECISION, decided_on, f"{nth}-QĐ/ĐU"),
        (AdmissionStep.CEREMONY, ceremony_on, None),
    )
    return Story(candidate_of(who, cell, identified_on, is_by_union=mix(index, 17) % 4 == 0), steps)
