"""What was acknowledged and can be taken back; and the audit of every write and look."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from domain.decision import Audit, Operation
from domain.ids import AccountId, OperationId, PersonId, TurnId, UnitId
from domain.records import AddOperation, UndoOperation
from domain.talk import FlowName
from storage import before
from storage.instants import to_ms

GET = "SELECT id, flow, person_id, unit_id, at, undone_at, label FROM operation WHERE id = ?"
LAST = "SELECT id FROM operation WHERE person_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
BUILT_UPON = """
SELECT 1 FROM operation_subject mine
JOIN operation_subject other ON other.kind = mine.kind AND other.subject_id = mine.subject_id AND other.operation_id > mine.operation_id
JOIN operation o ON o.id = other.operation_id AND o.undone_at IS NULL
WHERE mine.operation_id = :id
UNION ALL
SELECT 1 FROM operation_subject mine JOIN candidate c ON mine.kind = 'candidate' AND c.id = mine.subject_id
WHERE mine.operation_id = :id AND c.is_stopped = 1
UNION ALL
SELECT 1 FROM operation_subject mine JOIN post p ON mine.kind = 'post' AND p.id = mine.subject_id AND p.since = '9999-01-01'
JOIN code k ON k.post_id = p.id AND k.used_at IS NOT NULL
WHERE mine.operation_id = :id
LIMIT 1
"""
REVERSE_EVENTS = """
INSERT INTO candidate_event (candidate_id, step, unit_id, happened_on, document, recorded_by, recorded_at, operation_id, reverses, is_live)
SELECT candidate_id, step, unit_id, happened_on, document, :by, :at, operation_id, id, 0 FROM candidate_event
WHERE operation_id = :operation AND is_live = 1
"""
TAKE_BACK = (
    "UPDATE candidate_event SET is_live = 0 WHERE operation_id = :operation",
    "UPDATE candidate SET is_undone = 1 WHERE operation_id = :operation",
    "UPDATE vote SET is_undone = 1 WHERE operation_id = :operation",
    "UPDATE head_count SET is_undone = 1 WHERE operation_id = :operation",
    "UPDATE meeting SET state = 'undone' WHERE operation_id = :operation AND state = 'live'",
    "UPDATE vote SET meeting_id = (SELECT m.replaces FROM meeting m WHERE m.id = vote.meeting_id)"
    " WHERE meeting_id IN (SELECT id FROM meeting WHERE operation_id = :operation AND replaces IS NOT NULL)",
    "UPDATE code SET cancelled_at = :at, cancelled_why = 'by_maker' WHERE used_at IS NULL AND cancelled_at IS NULL AND post_id IN"
    " (SELECT p.id FROM operation_subject s JOIN post p ON s.kind = 'post' AND p.id = s.subject_id AND p.since = '9999-01-01'"
    "  WHERE s.operation_id = :operation)",
    "UPDATE meeting SET state = 'live' WHERE id IN (SELECT replaces FROM meeting WHERE operation_id = :operation)",
)
ADD_AUDIT = """
INSERT INTO audit (at, turn_id, person_id, account_id, action, subject, subject_id, unit_id, fields)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""


def operation(connection: sqlite3.Connection, operation_id: OperationId) -> Operation | None:
    row = connection.execute(GET, (operation_id,)).fetchone()
    if row is None:
        return None
    ident, flow, person, unit, at, undone_at, label = row
    is_built_upon = connection.execute(BUILT_UPON, {"id": ident}).fetchone() is not None
    is_built_upon = is_built_upon or before.is_rested_upon(connection, operation_id)
    is_built_upon = is_built_upon or before.is_overtaken(connection, operation_id)
    unit_id = None if unit is None else UnitId(unit)
    return Operation(
        OperationId(ident), FlowName(flow), PersonId(person), unit_id, at, undone_at is not None, is_built_upon, label
    )


def last_operation(connection: sqlite3.Connection, person_id: PersonId) -> Operation | None:
    """The newest operation of this person that still stands."""
    row = connection.execute(LAST, (person_id,)).fetchone()
    return None if row is None else operation(connection, OperationId(row[0]))


def add(connection: sqlite3.Connection, record: AddOperation) -> None:
    connection.execute(
        "INSERT INTO operation (id, flow, person_id, unit_id, at, label) VALUES (?, ?, ?, ?, ?, ?)",
        (record.id, record.flow, record.person_id, record.unit_id, to_ms(record.at), record.label),
    )
    for kind, subject_id in record.subjects:
        connection.execute("INSERT INTO operation_subject VALUES (?, ?, ?)", (record.id, kind, subject_id))


def undo(connection: sqlite3.Connection, record: UndoOperation) -> None:
    """Appends reversing events and takes back what the operation wrote. Raises sqlite3.IntegrityError when it was taken back before."""
    at = to_ms(record.at)
    changed = connection.execute(
        "UPDATE operation SET undone_at = ?, undone_by = ? WHERE id = ? AND undone_at IS NULL",
        (at, record.by, record.id),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("operation was taken back already")
    bound = {"operation": record.id, "by": record.by, "at": at}
    connection.execute(REVERSE_EVENTS, bound)
    for statement in TAKE_BACK:
        connection.execute(statement, bound)
    before.put_back(connection, record.id)


def add_audit(
    connection: sqlite3.Connection,
    entry: Audit,
    turn_id: TurnId | None,
    person_id: PersonId | None,
    account_id: AccountId | None,
    now: datetime,
) -> None:
    """Field names and ids in the entry, personal values only in the side table."""
    row = connection.execute(
        ADD_AUDIT,
        (
            *(to_ms(now), turn_id, person_id, account_id, entry.action, entry.subject, entry.subject_id, entry.unit_id),
            ",".join(entry.fields),
        ),
    ).fetchone()
    for field, value in entry.values:
        connection.execute("INSERT INTO audit_value (audit_id, field, value) VALUES (?, ?, ?)", (row[0], field, value))
