"""One workbook, from its bytes or from its staged rows, to a verdict on each row. Runs in a thread of its own and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.ids import UnitId
from domain.imports import (
    CheckedRow,
    FileRefused,
    Sheet,
    SheetRow,
    Subject,
    Trouble,
    Upload,
    UploadState,
    Verdict,
    reach_for,
    subjects_of,
)
from handlers.imports.check import check, is_example
from language.sheets.columns import IGNORED
from language.sheets.find import all_headings, guessed, has_required, layout_name, never_stored, remembered
from language.sheets.subjects import LAYOUTS
from reports.workbooks import read_workbook
from storage import known, people, units, uploads
from storage.connection import Database, connect_to_read

MOST_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of which something has to be asked first: its rows as read."""

    upload: Upload
    rows: Sequence[SheetRow]


@dataclass(frozen=True, slots=True)
class Checked:
    """`is_as_before`: every row has the verdict that the last preview counted."""

    upload: Upload
    rows: Sequence[CheckedRow]
    is_as_before: bool = False


def read_file(content: bytes, database: Path, upload: Upload, today: date) -> Staged | Checked | FileRefused:
    """Nothing that must not be stored leaves this function."""
    sheet = read_workbook(content, all_headings())
    if isinstance(sheet, FileRefused):
        return sheet
    refused = never_stored(sheet)
    if refused is not None:
        return refused
    db = connect_to_read(database)
    try:
        return _read(db, sheet, upload, today)
    finally:
        db.close()


def _read(db: Database, sheet: Sheet, upload: Upload, today: date) -> Staged | Checked | FileRefused:
    allowed = _subjects(db, upload, today)
    meant = guessed(sheet, tuple(Subject))
    if meant is not None and meant[0] not in allowed and has_required(*meant):
        return FileRefused(Trouble.NOT_ALLOWED)
    subject, mapping = understood(db, sheet, allowed)
    upload = replace(upload, headings=sheet.headings, subject=subject, mapping=mapping)
    if subject is None or "" in mapping:
        return Staged(replace(upload, state=UploadState.ASKING), sheet.rows)
    return _checked(db, upload, sheet.rows, today)


def understood(db: Database, sheet: Sheet, allowed: Collection[Subject]) -> tuple[Subject | None, tuple[str, ...]]:
    """The subject and the field of each column: as it was answered for such a file before, else by its headings."""
    for subject in allowed:
        told = remembered(uploads.layout(db, layout_name(subject, sheet.headings)), sheet.headings)
        if told is not None:
            return subject, told
    found = guessed(sheet, allowed)
    if found is None:
        return None, tuple("" for _ in sheet.headings)
    subject, mapping = found
    used = {at for row in sheet.rows for at, cell in enumerate(row.cells) if cell}
    are_free = any(one.name not in mapping for one in LAYOUTS[subject].columns)
    return subject, tuple(
        IGNORED if name == "" and (at not in used or not are_free) else name for at, name in enumerate(mapping)
    )


def check_staged(database: Path, upload: Upload, today: date) -> Checked | FileRefused:
    """Rows that are staged already, once what they are is known, or because what they were held against has changed."""
    db = connect_to_read(database)
    try:
        rows = uploads.rows(db, upload.id)
        before = uploads.verdicts(db, upload.id)
        found = _checked(db, upload, rows, today)
        if isinstance(found, FileRefused):
            return found
        now = {one.row.number: (str(one.verdict), dict(one.fields), one.record_id) for one in found.rows}
        return replace(found, is_as_before=now == before)
    finally:
        db.close()


def _subjects(db: Database, upload: Upload, today: date) -> tuple[Subject, ...]:
    """What the sender may bring in today; everything for the operator at the command line."""
    if upload.person_id is None:
        return tuple(Subject)
    return subjects_of(people.posts_of(db, upload.person_id, today), units.tree(db, today))


def within(db: Database, subject: Subject, upload: Upload, today: date) -> frozenset[UnitId]:
    """Where the sender may write; everywhere for the operator."""
    tree = units.tree(db, today)
    if upload.person_id is None:
        return frozenset(tree.units)
    return reach_for(subject, people.posts_of(db, upload.person_id, today), tree)


def _checked(db: Database, upload: Upload, rows: Sequence[SheetRow], today: date) -> Checked | FileRefused:
    subject = upload.subject
    reach = frozenset() if subject is None else within(db, subject, upload, today)
    if subject is None or not reach:
        return FileRefused(Trouble.NOT_ALLOWED)
    layout = LAYOUTS[subject]
    stands = known.at_once(db, subject, reach, today)
    kept = [row for row in rows if not is_example(layout, upload.mapping, row)]
    if not kept:
        return FileRefused(Trouble.EMPTY)
    checked = check(layout, upload.mapping, kept, stands)
    counts = Counter(str(one.verdict) for one in checked)
    changed = Counter(name for one in checked if one.verdict is Verdict.CHANGE for name in one.changed)
    refused = [(one.row.number, one.why) for one in checked if one.verdict is Verdict.REFUSE]
    after = replace(
        upload,
        state=UploadState.CHECKED,
        counts=dict(counts),
        samples=tuple(refused[:MOST_SAMPLES]),
        changed=dict(changed.most_common(5)),
        stamp=stands.stamp,
    )
    is_news = any(one.verdict is not Verdict.SAME for one in checked)
    return Checked(after, checked if is_news else ())
