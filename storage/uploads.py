"""Workbooks on their way in: the file's name and state, and its rows as read, until they are written or thrown away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.ids import OperationId, PersonId
from domain.imports import (
    KEPT_HOURS,
    STEPS,
    CheckedRow,
    FileRefused,
    SheetRow,
    Subject,
    Trouble,
    Upload,
    UploadState,
    Verdict,
)
from domain.planning import Due, Job
from domain.records import AddUpload, AnswerUpload, DropUpload
from storage import candidate_rows, digests
from storage.candidate_rows import COLUMNS
from storage.instants import to_ms

FIELDS = (
    "id, person_id, name, size, reference, channel, bot_id, state, subject, headings, mapping, found, trouble, stamp,"
    " round, operation_id"
)
GET = f"SELECT {FIELDS} FROM upload WHERE id = ?"
NEXT = f"""
SELECT {FIELDS} FROM upload WHERE state IN ('received', 'read', 'confirmed') ORDER BY id LIMIT 1
"""
OPEN = f"""
SELECT {FIELDS} FROM upload WHERE person_id = ? AND state IN ('asking', 'checked') ORDER BY id DESC LIMIT 1
"""
ADD = "INSERT INTO upload (id, person_id, name, size, reference, channel, bot_id, at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'received')"
ADD_ROW = "INSERT OR IGNORE INTO import_row (upload_id, number, cells, formulas) VALUES (?, ?, ?, ?)"
ADD_CHECKED = (
    "INSERT OR REPLACE INTO import_row (upload_id, number, cells, formulas, verdict, why, fields, record_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
ROWS = "SELECT number, cells, formulas FROM import_row WHERE upload_id = ? ORDER BY number"
REFUSED_ROWS = "SELECT number, cells, why FROM import_row WHERE upload_id = ? ORDER BY number"
VERDICTS = "SELECT number, verdict, fields, record_id FROM import_row WHERE upload_id = ? AND verdict IS NOT NULL"
TO_WRITE = """
SELECT number, verdict, fields, record_id FROM import_row
WHERE upload_id = ? AND verdict IN (SELECT value FROM json_each(?)) ORDER BY number
"""
STAGED = (
    f"INSERT INTO import_candidate (upload_id, number, {COLUMNS}, listed_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO import_step (upload_id, number, step, unit_id, happened_on, document, guide) VALUES (?, ?, ?, ?, ?, ?, ?)",
)
UNSTAGE = (
    "DELETE FROM import_candidate WHERE upload_id = ? AND number = ?",
    "DELETE FROM import_step WHERE upload_id = ? AND number = ?",
)
OVER = """
SELECT id FROM upload WHERE state IN ('written', 'refused', 'dropped') AND EXISTS (SELECT 1 FROM import_row WHERE upload_id = upload.id)
LIMIT 1
"""
ERASE = """
DELETE FROM import_row WHERE upload_id = ? AND number IN (SELECT number FROM import_row WHERE upload_id = ? ORDER BY number LIMIT ?)
"""
EMPTIED = "name = '', reference = '', headings = '[]', found = '{}'"
"""What is kept of a file that is over: who sent it, when, and what became of it."""
ROW_TEXTS = "SELECT upload_id, number, cells, fields, why FROM import_row"
GIVE_UP = f"""UPDATE upload SET state = 'dropped', {EMPTIED}, trouble = '["erased", []]'"""
IS_OVER = "SELECT 1 FROM upload WHERE id = ? AND state IN ('written', 'refused', 'dropped')"
LEAVE_ROW = (
    f"{GIVE_UP} WHERE id = :id AND state NOT IN ('written', 'refused', 'dropped')",
    "DELETE FROM import_row WHERE upload_id = :id AND number = :number",
)
LEAVE_UNREAD = f"{GIVE_UP} WHERE state = 'received'"
ERASED_SINCE = f"{GIVE_UP} WHERE id = ? AND EXISTS (SELECT 1 FROM erasure WHERE at > ?)"
GIVEN_UP = """
SELECT id, round, person_id FROM upload
WHERE state = 'dropped' AND trouble = '["erased", []]' AND person_id IS NOT NULL AND at >= ?
"""
OF_CANDIDATE = """
SELECT r.upload_id, r.number FROM import_row r JOIN upload u ON u.id = r.upload_id
WHERE u.subject = 'candidates' AND r.record_id = ?
"""
EXPIRE = f"""
UPDATE upload SET state = 'dropped', {EMPTIED} WHERE at < ? AND state NOT IN ('written', 'refused', 'dropped')
"""
LAYOUT = "SELECT mapping FROM import_layout WHERE layout = ?"
KEEP_LAYOUT = """
INSERT INTO import_layout (layout, subject, mapping) VALUES (?, ?, ?)
ON CONFLICT (layout) DO UPDATE SET mapping = excluded.mapping
"""


def of_row(row: Sequence[object]) -> Upload:
    found = json.loads(str(row[11]))
    trouble = json.loads(str(row[12])) if row[12] else None
    return Upload(
        int(str(row[0])),
        None if row[1] is None else PersonId(int(str(row[1]))),
        str(row[2]),
        int(str(row[3])),
        str(row[4]),
        str(row[5]),
        str(row[6]),
        UploadState(str(row[7])),
        None if row[8] is None else Subject(str(row[8])),
        tuple(json.loads(str(row[9]))),
        tuple(json.loads(str(row[10]))),
        found.get("counts", {}),
        tuple((number, why) for number, why in found.get("samples", [])),
        found.get("changed", {}),
        None if trouble is None else FileRefused(Trouble(trouble[0]), tuple(trouble[1])),
        str(row[13]),
        int(str(row[14])),
        None if row[15] is None else OperationId(int(str(row[15]))),
    )


def get(connection: sqlite3.Connection, upload_id: int) -> Upload | None:
    row = connection.execute(GET, (upload_id,)).fetchone()
    return None if row is None else of_row(row)


def open_of(connection: sqlite3.Connection, person_id: PersonId) -> Upload | None:
    """The newest file of that person which waits for an answer of theirs."""
    row = connection.execute(OPEN, (person_id,)).fetchone()
    return None if row is None else of_row(row)


def to_do(connection: sqlite3.Connection) -> Upload | None:
    """The oldest file that the program has to do something about."""
    row = connection.execute(NEXT).fetchone()
    return None if row is None else of_row(row)


def has_work(connection: sqlite3.Connection) -> bool:
    return (
        connection.execute("SELECT 1 FROM upload WHERE state IN ('received', 'read', 'confirmed') LIMIT 1").fetchone()
        is not None
    )


def add(connection: sqlite3.Connection, record: AddUpload) -> None:
    one = record.upload
    at = to_ms(record.at)
    connection.execute(ADD, (one.id, one.person_id, one.name, one.size, one.reference, one.channel, one.bot_id, at))
    if connection.execute(ERASED_SINCE, (one.id, at)).rowcount:
        tell_given_up(connection, record.at)


def answer(connection: sqlite3.Connection, record: AnswerUpload) -> None:
    """What the person said about subject or columns; the answers about a layout are remembered."""
    connection.execute(
        "UPDATE upload SET state = ?, subject = ?, mapping = ? WHERE id = ?",
        (record.state, record.subject, json.dumps(record.mapping, ensure_ascii=False), record.id),
    )
    if record.layout and record.subject:
        connection.execute(KEEP_LAYOUT, (record.layout, record.subject, json.dumps(record.mapping, ensure_ascii=False)))


def drop(connection: sqlite3.Connection, record: DropUpload) -> None:
    connection.execute(f"UPDATE upload SET state = 'dropped', {EMPTIED} WHERE id = ?", (record.id,))


def check_again(connection: sqlite3.Connection, upload_id: int) -> None:
    """What was confirmed is not written: its rows are read anew against what stands, and shown again."""
    connection.execute(
        "UPDATE upload SET state = 'read' WHERE id = ? AND state IN ('checked', 'confirmed')", (upload_id,)
    )


def layout(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    row = connection.execute(LAYOUT, (name,)).fetchone()
    return () if row is None else tuple(json.loads(row[0]))


def refuse(connection: sqlite3.Connection, upload_id: int, trouble: FileRefused) -> None:
    packed = json.dumps([trouble.trouble, trouble.names], ensure_ascii=False)
    connection.execute(
        f"UPDATE upload SET state = 'refused', trouble = ?, {EMPTIED}, round = round + 1"
        " WHERE id = ? AND state IN ('received', 'read', 'confirmed')",
        (packed, upload_id),
    )


def keep_rows(connection: sqlite3.Connection, upload_id: int, rows: Iterable[SheetRow]) -> None:
    """Rows as read, in one small transaction of the caller; a second time changes nothing. None of a file that is over."""
    if _is_over(connection, upload_id):
        return
    connection.executemany(ADD_ROW, [(upload_id, row.number, *_packed(row)) for row in rows])


def _packed(row: SheetRow) -> tuple[str, str]:
    return json.dumps(row.cells, ensure_ascii=False), json.dumps(row.formulas)


def rows(connection: sqlite3.Connection, upload_id: int) -> list[SheetRow]:
    return [
        SheetRow(number, tuple(json.loads(cells)), tuple(json.loads(formulas)))
        for number, cells, formulas in connection.execute(ROWS, (upload_id,))
    ]


def rows_with_faults(connection: sqlite3.Connection, upload_id: int) -> list[tuple[int, list[str], str]]:
    return [(number, json.loads(cells), why) for number, cells, why in connection.execute(REFUSED_ROWS, (upload_id,))]


def _is_over(connection: sqlite3.Connection, upload_id: int) -> bool:
    """Whether it ended while its rows were still on their way: somebody in it may have been erased."""
    return connection.execute(IS_OVER, (upload_id,)).fetchone() is not None


def keep_checked(
    connection: sqlite3.Connection, upload_id: int, checked: Sequence[CheckedRow], subject: Subject | None
) -> None:
    """Rows with their verdicts, in place of those that stood; none of a file that is over. Of a new candidate also the rows that will be,

    here where nobody waits for it.
    """
    if _is_over(connection, upload_id):
        return
    connection.executemany(
        ADD_CHECKED,
        [
            (
                *(upload_id, one.row.number, *_packed(one.row), one.verdict, one.why),
                *(json.dumps(one.fields, ensure_ascii=False), one.record_id),
            )
            for one in checked
        ],
    )
    if subject is Subject.CANDIDATES:
        _stage(connection, upload_id, checked)


def _stage(connection: sqlite3.Connection, upload_id: int, checked: Sequence[CheckedRow]) -> None:
    for statement in UNSTAGE:
        connection.executemany(statement, [(upload_id, one.row.number) for one in checked])
    new = [(one.row.number, one.fields) for one in checked if one.verdict is Verdict.ADD]
    candidates, steps = STAGED
    connection.executemany(candidates, [(upload_id, number, *candidate_rows.own(fields)) for number, fields in new])
    told = [(upload_id, number, *step) for number, fields in new for step in candidate_rows.steps(fields, STEPS)]
    connection.executemany(steps, told)


def verdicts(connection: sqlite3.Connection, upload_id: int) -> dict[int, tuple[str, Mapping[str, str], int | None]]:
    """What was shown in the preview, by row."""
    found = connection.execute(VERDICTS, (upload_id,))
    return {number: (verdict, json.loads(fields), record) for number, verdict, fields, record in found}


def to_write(
    connection: sqlite3.Connection, upload_id: int, wanted: Sequence[Verdict]
) -> list[tuple[int, Verdict, dict[str, str], int | None]]:
    found = connection.execute(TO_WRITE, (upload_id, json.dumps(wanted))).fetchall()
    fields = json.loads(f"[{','.join([row[2] for row in found])}]")  # at once: three times as fast as one by one
    verdicts_of = {str(one): one for one in Verdict}
    return [(row[0], verdicts_of[row[1]], told, row[3]) for row, told in zip(found, fields, strict=True)]


def settle(connection: sqlite3.Connection, one: Upload) -> None:
    """What became of a file once it was read or checked; its reference is of no more use."""
    found = {"counts": dict(one.counts), "samples": list(one.samples), "changed": dict(one.changed)}
    connection.execute(
        "UPDATE upload SET state = ?, subject = ?, headings = ?, mapping = ?, found = ?, stamp = ?, reference = '',"
        " round = round + 1 WHERE id = ? AND state IN ('received', 'read', 'confirmed')",
        (
            *(one.state, one.subject, json.dumps(one.headings, ensure_ascii=False), json.dumps(one.mapping)),
            *(json.dumps(found, ensure_ascii=False), one.stamp, one.id),
        ),
    )


def written(connection: sqlite3.Connection, upload_id: int, operation_id: OperationId | None) -> None:
    connection.execute(
        f"UPDATE upload SET state = 'written', operation_id = ?, {EMPTIED} WHERE id = ?", (operation_id, upload_id)
    )


def begin(connection: sqlite3.Connection, one: Upload, now: datetime) -> Upload:
    """The operator's file, which was checked before it had a number."""
    row = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM upload").fetchone()
    numbered = replace(one, id=int(row[0]))
    add(connection, AddUpload(numbered, now))
    settle(connection, numbered)
    return numbered


def leave_candidate(connection: sqlite3.Connection, candidate_id: int) -> None:
    """No row of a workbook is about this candidate any more."""
    for upload_id, number in connection.execute(OF_CANDIDATE, (candidate_id,)).fetchall():
        leave_row(connection, upload_id, number)


def leave_row(connection: sqlite3.Connection, upload_id: int, number: int) -> None:
    """The row goes; a file that still waits is dropped, as what it counted is not what it would write."""
    for statement in LEAVE_ROW:
        connection.execute(statement, {"id": upload_id, "number": number})


def leave_unread(connection: sqlite3.Connection) -> None:
    """Files that nobody has looked into yet may hold whoever is erased: no name is kept to look for later, so they go."""
    connection.execute(LEAVE_UNREAD)


def tell_given_up(connection: sqlite3.Connection, now: datetime) -> None:
    """Whoever sent a file that was dropped for an erasure hears it, once."""
    found = connection.execute(GIVEN_UP, (to_ms(now - timedelta(hours=KEPT_HOURS)),)).fetchall()
    due = [Due(Job.IMPORT_READ, f"{number}:{at_round}", PersonId(who)) for number, at_round, who in found]
    digests.set_off(connection, due, now)


def erase(connection: sqlite3.Connection, upload_id: int) -> None:
    connection.execute("DELETE FROM import_row WHERE upload_id = ?", (upload_id,))


def expire(connection: sqlite3.Connection, now: datetime) -> None:
    """Files that nobody has written for a day are thrown away."""
    connection.execute(EXPIRE, (to_ms(now - timedelta(hours=KEPT_HOURS)),))


def erase_some(connection: sqlite3.Connection, most: int) -> bool:
    """Some rows of files that are over; whether there were any. Few at a time: people's turns come between."""
    row = connection.execute(OVER).fetchone()
    if row is None:
        return False
    connection.execute(ERASE, (row[0], row[0], most))
    return True
