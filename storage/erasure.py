"""Erasure: every value of a candidate or a user goes, wherever it stands; that it happened stays (docs/adr/0026-erasure.md).

The ledger says who was erased and when, without a value. It is kept in a file beside the backups, too: whoever restores a backup
replays it, and what was erased stays erased.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from domain.privacy import Subject, SubjectKind
from domain.records import EraseAuditValues, EraseSubject
from storage import uploads
from storage.instants import from_ms, to_ms
from storage.posts import lasting_admins
from storage.sweeping import NOBODY_BORN, sweep, traces_of

LEDGER = "erasures.jsonl"
"""The ledger's file in the folder of the backups."""
ERASE_CANDIDATE = f"""
UPDATE candidate SET name = '', folded = '', sort_key = '', birth = '{NOBODY_BORN}', firm = '', introduced_by = NULL, sex = NULL,
 job = NULL, is_manager = NULL, education = NULL, is_union_member = NULL, is_union_officer = NULL, is_youth_union_member = NULL,
 achievements = '[]', is_stopped = 1, is_erased = 1 WHERE id = :id
"""
NO_WORDS = "detail = NULL, document = NULL, shared_with = NULL, extended_why = NULL, closed_why = NULL"
"""What the office and the person wrote about a request."""
OF_CANDIDATE = (
    "UPDATE candidate_event SET document = NULL, guide = NULL WHERE candidate_id = :id",
    "DELETE FROM row_before WHERE name = 'candidate' AND row_key = '[' || :id || ']'",
    "DELETE FROM row_before WHERE name = 'candidate_event' AND json_extract(state, '$.candidate_id') = :id",
    "DELETE FROM own_code WHERE candidate_id = :id",
    f"UPDATE privacy_request SET {NO_WORDS} WHERE candidate_id = :id",
    "UPDATE row_before SET state = '{}' WHERE name = 'privacy_request' AND json_extract(state, '$.candidate_id') = :id",
    "DELETE FROM audit_value WHERE audit_id IN (SELECT id FROM audit WHERE subject = 'candidate' AND subject_id = :id)",
    "UPDATE operation SET label = '' WHERE id IN"
    " (SELECT operation_id FROM operation_subject WHERE kind = 'candidate' AND subject_id = :id)",
)
ERASE_PERSON = """
UPDATE person SET name = '', phone = NULL, message_hour = '07:30', is_party_member = 0, is_erased = 1 WHERE id = :id
"""
OF_PERSON = (
    "UPDATE post SET until = :day WHERE person_id = :id AND (until IS NULL OR until > :day)",
    "UPDATE code SET cancelled_at = :at, cancelled_why = 'erased' WHERE person_id = :id AND used_at IS NULL AND cancelled_at IS NULL",
    "DELETE FROM subscription WHERE person_id = :id",
    "DELETE FROM conversation WHERE owner = 'p' || :id OR owner IN (SELECT 'a' || id FROM account WHERE person_id = :id)",
    f"UPDATE privacy_request SET {NO_WORDS} WHERE person_id = :id",
    "UPDATE row_before SET state = '{}' WHERE name = 'privacy_request' AND json_extract(state, '$.person_id') = :id",
    "DELETE FROM audit_value WHERE audit_id IN (SELECT id FROM audit WHERE subject = 'person' AND subject_id = :id)",
)
OF_CHAT = (
    "UPDATE inbox SET body = NULL WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state <> 'waiting'",
    "UPDATE outbox SET text = '', buttons = '[]', attachment = NULL, state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END"
    " WHERE channel = ? AND bot_id = ? AND chat_id = ?",
)
VISITS = """
SELECT a.id, a.channel, a.bot_id, a.chat_id FROM account a JOIN own_code c ON c.used_by_account = a.id
WHERE c.candidate_id = ? AND a.person_id IS NULL
"""
TURNS_TO_NOBODY = (
    "UPDATE inbox SET chat_id = :nobody WHERE channel = :channel AND bot_id = :bot AND chat_id = :chat",
    "UPDATE outbox SET chat_id = :nobody WHERE channel = :channel AND bot_id = :bot AND chat_id = :chat",
    "UPDATE account SET chat_id = :nobody, person_id = NULL, linked_at = NULL, menu = NULL, is_gone = 1 WHERE id = :id",
)


class Entry(NamedTuple):
    """One line of the ledger. `at` is UTC."""

    kind: SubjectKind
    id: int
    at: datetime


def erase(connection: sqlite3.Connection, record: EraseSubject) -> None:
    """Inside the open transaction. Erasing again changes nothing; a record that does not exist is only noted.

    Raises sqlite3.IntegrityError for the last administrator, unless what was erased before is erased from a restored backup.
    """
    subject = record.subject
    is_last = subject.kind is SubjectKind.PERSON and set(lasting_admins(connection).values()) == {subject.id}
    if is_last and record.reason != "restore":
        raise sqlite3.IntegrityError("the last administrator stays")
    traces = traces_of(connection, subject)
    bound = {"id": subject.id, "at": to_ms(record.at), "day": record.at.date().isoformat()}
    if subject.kind is SubjectKind.CANDIDATE:
        _empty_visits(connection, subject.id)
        uploads.leave_candidate(connection, subject.id)
        for statement in (ERASE_CANDIDATE, *OF_CANDIDATE):
            connection.execute(statement, bound)
    else:
        _leave_chats(connection, subject.id)
        for statement in (ERASE_PERSON, *OF_PERSON):
            connection.execute(statement, bound)
    sweep(connection, traces)
    uploads.leave_unread(connection)
    uploads.tell_given_up(connection, record.at)
    connection.execute(
        "INSERT INTO erasure (kind, subject_id, at, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (subject.kind, subject.id, bound["at"], record.reason),
    )


def erase_audit_values(connection: sqlite3.Connection, record: EraseAuditValues) -> None:
    connection.execute(
        "DELETE FROM audit_value WHERE audit_id IN (SELECT id FROM audit WHERE at < ?)", (to_ms(record.before),)
    )


def _empty_visits(connection: sqlite3.Connection, candidate_id: int) -> None:
    """What the candidate wrote and read by a code of their own, in chats that are nobody's else."""
    for ident, *where in connection.execute(VISITS, (candidate_id,)).fetchall():
        for statement in OF_CHAT:
            connection.execute(statement, where)
        connection.execute("DELETE FROM conversation WHERE owner = 'a' || ?", (ident,))


def _leave_chats(connection: sqlite3.Connection, person_id: int) -> None:
    """Nobody is behind these chats any more: their texts go, and the messenger's number of the chat with them."""
    rows = connection.execute(
        "SELECT id, channel, bot_id, chat_id FROM account WHERE person_id = ?", (person_id,)
    ).fetchall()
    for ident, *where in rows:
        for statement in OF_CHAT:
            connection.execute(statement, where)
        bound = dict(zip(("channel", "bot", "chat"), where, strict=True))
        for statement in TURNS_TO_NOBODY:
            connection.execute(statement, {**bound, "id": ident, "nobody": f"erased:{ident}"})


def count(connection: sqlite3.Connection) -> int:
    """How many entries the ledger has: whoever keeps its file sees by it that there is one more."""
    return int(connection.execute("SELECT count(*) FROM erasure").fetchone()[0])


def ledger(connection: sqlite3.Connection) -> list[Entry]:
    rows = connection.execute("SELECT kind, subject_id, at FROM erasure ORDER BY at, kind, subject_id").fetchall()
    return [Entry(SubjectKind(kind), ident, from_ms(at)) for kind, ident, at in rows]


def write_ledger(connection: sqlite3.Connection, path: Path) -> None:
    """The file holds what it held and what the database knows, each line once: kind, id, at. Whole or not at all, for the owner only."""
    known = {(one.kind, one.id, one.at) for one in [*read_ledger(path), *ledger(connection)]}
    partial = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    lines = [
        json.dumps({"kind": kind, "id": ident, "at": to_ms(at)})
        for kind, ident, at in sorted(known, key=lambda one: (one[2], one[0], one[1]))
    ]
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_ledger(path: Path) -> list[Entry]:
    """Oldest first; nothing when there is no file. Raises ValueError for a line that this program never wrote."""
    if not path.exists():
        return []
    found = [json.loads(line) for line in path.read_text("ascii").splitlines() if line]
    return [Entry(SubjectKind(one["kind"]), int(one["id"]), from_ms(int(one["at"]))) for one in found]


def replay(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Erases again, in the open transaction, what a restored database still holds; returns how many it held.

    A candidate who was added after that moment has got the number of one that this database never knew: they stay.
    """
    return sum(_replay_one(connection, one) for one in entries)


def _replay_one(connection: sqlite3.Connection, entry: Entry) -> bool:
    if entry.kind is SubjectKind.CANDIDATE:
        row = connection.execute("SELECT is_erased, added_at FROM candidate WHERE id = ?", (entry.id,)).fetchone()
        if row is None or row[1] > to_ms(entry.at):
            return False
    else:
        row = connection.execute("SELECT is_erased FROM person WHERE id = ?", (entry.id,)).fetchone()
        if row is None:
            # The number is used up: nobody who joins later may get it, or the next restore would erase them.
            connection.execute("INSERT INTO person (id, name, is_erased) VALUES (?, '', 1)", (entry.id,))
            row = (1,)
    erase(connection, EraseSubject(Subject(entry.kind, entry.id), entry.at, "restore"))
    return not row[0]
