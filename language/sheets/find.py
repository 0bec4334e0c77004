"""Which row of a sheet names its columns, which subject it is, and what in it must never be stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from domain.imports import FileRefused, Sheet, SheetRow, Subject, Trouble
from language.say.imports import place
from language.screen import screen
from language.sheets.columns import ERROR_TITLE, IGNORED, forbidden, heading, matched
from language.sheets.subjects import LAYOUTS
from language.text import fold

Headings = frozenset[str]
"""Folded words that name a column of any subject."""


@lru_cache(maxsize=1)
def all_headings() -> Headings:
    return frozenset(
        heading(word)
        for layout in LAYOUTS.values()
        for column in layout.columns
        for word in (column.title, column.name, *column.synonyms)
    )


def best_heading(rows: Sequence[Sequence[str]], headings: Headings) -> tuple[int, int]:
    """(the row's index, how many of its cells name a column); the first such row among equals, the fullest row when none does.

    A row of texts that nobody knows counts as one: its columns are asked for.
    """
    scores = [sum(heading(cell) in headings for cell in row) for row in rows]
    best = max(scores, default=0)
    if best:
        return scores.index(best), 2 * best
    filled = [sum(any(c.isalpha() for c in cell) for cell in row) for row in rows]
    widest = max(filled, default=0)
    return (filled.index(widest), 1) if widest >= 2 else (0, 0)


def guessed(sheet: Sheet, allowed: Collection[Subject]) -> tuple[Subject, tuple[str, ...]] | None:
    """The subject whose columns the sheet has most of, and its mapping; None when nothing of it is known."""
    found: list[tuple[int, int, Subject, tuple[str, ...]]] = []
    for nth, subject in enumerate(Subject):
        if subject in allowed:
            layout = LAYOUTS[subject]
            mapping = matched(sheet.headings, layout)
            names = {name for name in mapping if name not in ("", IGNORED)}
            required = sum(column.name in names for column in layout.columns if column.is_required)
            lacking = sum(column.is_required for column in layout.columns) - required
            named = 10 * (fold(sheet.title) == fold(layout.title))
            if names:
                found.append((len(names) + required - 2 * lacking + named, -nth, subject, mapping))
    return None if not found else max(found, key=lambda one: one[:2])[2:]


def has_required(subject: Subject, mapping: Sequence[str]) -> bool:
    """Whether every column that a new record needs is there."""
    return all(column.name in mapping for column in LAYOUTS[subject].columns if column.is_required)


def layout_name(subject: Subject, headings: Sequence[str]) -> str:
    """By which the answers about a file's columns are remembered: the same for the file that comes back with its faults."""
    return f"{subject}:{'|'.join(heading(one) for one in _own(headings))}"[:2_000]


def remembered(told: Sequence[str], headings: Sequence[str]) -> tuple[str, ...] | None:
    """The mapping that was answered for such a file, for these headings; None where it does not fit them."""
    own = _own(headings)
    is_fitting = len(told) >= len(own) > 0
    return (*told[: len(own)], *(IGNORED for _ in headings[len(own) :])) if is_fitting else None


def _own(headings: Sequence[str]) -> Sequence[str]:
    """Without the column that we added."""
    return headings[:-1] if headings and heading(headings[-1]) == heading(ERROR_TITLE) else headings


def never_stored(sheet: Sheet) -> FileRefused | None:
    """Why nothing of this sheet may be kept: a forbidden column, or a cell that the door would refuse in a message."""
    columns = forbidden(sheet.headings)
    if columns:
        return FileRefused(Trouble.FORBIDDEN, columns)
    found = list(_sensitive(sheet.headings, sheet.rows))
    return FileRefused(Trouble.SENSITIVE, tuple(found[:5])) if found else None


def _sensitive(headings: Sequence[str], rows: Iterable[SheetRow]) -> Iterable[str]:
    """Whole rows first: nearly all of them hold nothing of the kind."""
    for row in rows:
        if screen("\n".join(row.cells)) is None:
            continue
        for at, text in enumerate(row.cells):
            if screen(text) is not None:
                yield place(headings[at] if at < len(headings) else "", row.number)
