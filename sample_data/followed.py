"""Whom the cells follow today: the people of candidates.toml, and invented ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from domain.admission import AdmissionStep, Candidate, Intake
from domain.periods import BirthDate, Period
from sample_data.mixing import mix
from sample_data.naming import invented
from sample_data.rows import CandidateRow, Candidates, Names
from sample_data.story import UNNUMBERED, Story, candidate_of
from sample_data.tree import Cell, Tree

FOLLOWED_FROM = 2_000
"""The index of the first name that is used here."""
LONG_AGO_DAYS = 250
GUIDES_FROM = 4_000
"""The index of the name of each cell's guide, plus the cell's number."""
ASSIGNED_DAYS, TAUGHT_DAYS = 12, 90
"""After somebody was added."""

Step = tuple[AdmissionStep, date, str | None]


def named(tree: Tree, rows: Candidates, today: date) -> Iterator[Story]:
    """The people of candidates.toml in the order of the file."""
    for row in rows.candidate:
        one = _named(row, tree.cell(row.unit), today)
        added_on = one.consent_on
        prepared = _guided_and_taught(added_on, TAUGHT_DAYS, row.guide, row.certificate) if row.guide else ()
        listed = (AdmissionStep.IDENTIFIED, added_on, None)
        yield Story(one, () if row.is_waiting else (listed, *(step for step in prepared if step[1] < today)))


def _named(row: CandidateRow, cell: Cell, today: date) -> Candidate:
    added_on = _added_on(row, today)
    by_union = cell.union_id if row.by_union else None
    return Candidate(
        id=UNNUMBERED,
        name=row.name,
        birth=_birth(row, today),
        unit_id=cell.id,
        introduced_unit_id=by_union or cell.id,
        firm=cell.workplace,
        intake=Intake.WAITING if row.is_waiting else Intake.RECEIVED,
        consent_on=added_on,
        introduced_by="union" if row.by_union else "party",
        sex=row.sex,
        job=row.job,
        is_manager=None if row.is_waiting else row.is_manager,
        education=row.education,
        is_union_member=True,
        is_union_officer=None if row.is_waiting else False,
        is_youth_union_member=None if row.is_waiting else _birth(row, today).year >= 1995,
        achievements=row.achievements,
        added_on=added_on,
    )


def _added_on(row: CandidateRow, today: date) -> date:
    """The day of this year once it is past, else of last year: never today, never later."""
    if row.added is None:
        return today - timedelta(days=row.added_days_ago or 1)
    this_year = date.fromisoformat(f"{today.year}-{row.added}")
    return this_year if this_year < today else date.fromisoformat(f"{today.year - 1}-{row.added}")


def _birth(row: CandidateRow, today: date) -> BirthDate:
    if row.full_years_in is None:
        return BirthDate.parse(row.birth or "")
    years, months = row.full_years_in
    born = Period.of(today).shift(months - 12 * years)
    return BirthDate(born.year, born.month, 15)


def others(tree: Tree, today: date, names: Names) -> Iterator[Story]:
    """As many invented people as each cell's row says; the last one of every third cell is further on than the list."""
    index = FOLLOWED_FROM
    for cell in tree.cells:
        for nth in range(1, cell.row.followed + 1):
            days_ago = 15 + mix(index, 19) % 270
            further: tuple[Step, ...] = ()
            if nth == cell.row.followed:
                further = _further(cell, today)
                days_ago = LONG_AGO_DAYS if further else days_ago
            added_on = today - timedelta(days=days_ago)
            one = candidate_of(invented(index, names), cell, added_on, is_by_union=mix(index, 23) % 2 == 0)
            prepared = _prepared(cell, index, added_on, today, names)
            yield Story(one, ((AdmissionStep.IDENTIFIED, added_on, None), *prepared, *further))
            index += 1


def _prepared(cell: Cell, index: int, added_on: date, today: date, names: Names) -> tuple[Step, ...]:
    """Of those who were added long enough ago every other one was taught, and has a member of the cell who helps."""
    days = TAUGHT_DAYS - mix(index, 29) % 20
    if index % 2 or added_on + timedelta(days=days) >= today - timedelta(days=30):
        return ()
    guide = invented(GUIDES_FROM + cell.id, names).name
    return _guided_and_taught(added_on, days, guide, f"{100 + mix(index, 31) % 300}/GCN")


def _guided_and_taught(added_on: date, days: int, guide: str, certificate: str) -> tuple[Step, ...]:
    return (
        (AdmissionStep.GUIDE_ASSIGNED, added_on + timedelta(days=ASSIGNED_DAYS), guide),
        (AdmissionStep.AWARENESS_CLASS, added_on + timedelta(days=days), certificate),
    )


def _further(cell: Cell, today: date) -> tuple[Step, ...]:
    """Nothing, the cell's resolution, or also the decision: by the cell's number."""
    if cell.id % 3:
        return ()
    is_decided = cell.id % 6 == 0
    resolved = (AdmissionStep.CELL_RESOLUTION, today - timedelta(days=60 if is_decided else 20), "09-NQ/CB")
    decided = (AdmissionStep.DECISION, today - timedelta(days=8), f"{200 + cell.id}-QĐ/ĐU")
    return (resolved, decided) if is_decided else (resolved,)
