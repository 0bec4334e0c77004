"""Erasure: every value of a candidate or a user goes, wherever it stands; that it happened stays (docs/adr/0025-erasure.md).

The ledger says who was erased and when, without a value. It is kept in a file beside the backups, too: whoever restores a backup
replays it, and what was erased stays erased.
"""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from domain.periods import BirthDate
from domain.privacy import Subject, SubjectKind
from domain.records import EraseAuditValues, EraseSubject
from storage.instants import from_ms, to_ms

NOBODY_BORN = "1900-01"
"""The birth month of every record that was erased: it can be read, and says nothing."""
ERASE_CANDIDATE = f"""
UPDATE candidate SET name = '', folded = '', sort_key = '', birth = '{NOBODY_BORN}', firm = '', introduced_by = NULL, sex = NULL,
 job = NULL, is_manager = NULL, education = NULL, is_union_member = NULL, is_union_officer = NULL, is_youth_union_member = NULL,
 achievements = '[]', is_stopped = 1, is_erased = 1 WHERE id = :id
"""
OF_CANDIDATE = (
    "UPDATE candidate_event SET document = NULL WHERE candidate_id = :id",
    "DELETE FROM candidate_before WHERE candidate_id = :id",
    "DELETE FROM own_code WHERE candidate_id = :id",
    "UPDATE privacy_request SET detail = NULL WHERE candidate_id = :id",
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
    "UPDATE privacy_request SET detail = NULL WHERE person_id = :id",
    "DELETE FROM audit_value WHERE audit_id IN (SELECT id FROM audit WHERE subject = 'person' AND subject_id = :id)",
)
OF_CHAT = (
    "UPDATE inbox SET body = NULL WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state <> 'waiting'",
    "UPDATE outbox SET text = '', buttons = '[]', attachment = NULL, state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END"
    " WHERE channel = ? AND bot_id = ? AND chat_id = ?",
)
TURNS_TO_NOBODY = (
    "UPDATE inbox SET chat_id = :nobody WHERE channel = :channel AND bot_id = :bot AND chat_id = :chat",
    "UPDATE outbox SET chat_id = :nobody WHERE channel = :channel AND bot_id = :bot AND chat_id = :chat",
    "UPDATE account SET chat_id = :nobody, person_id = NULL, linked_at = NULL, menu = NULL, is_gone = 1 WHERE id = :id",
)
OWN_TABLES = frozenset({"person", "erasure", "holiday", "meta", "schema_version"})
"""Values stand here by the record's number: somebody of the same name keeps theirs."""
NEVER_PERSONAL = {
    "candidate": {
        *("name", "folded", "sort_key", "birth", "firm", "intake", "consent_on", "sex", "education", "achievements"),
        "added_on",
    },
    "account": {"channel", "bot_id", "chat_id"},
    "audit": {"action", "subject", "fields"},
    "candidate_event": {"step", "happened_on"},
    "code": {"digest", "bot_id"},
    "consent": {"given_on", "how", "version", "wording"},
    "digest": {"week", "outcome"},
    "head_count": {"as_of"},
    "inbox": {"channel", "bot_id", "chat_id", "external_id", "kind", "state", "command"},
    "meeting": {"period", "kind", "held_on", "starts", "ends", "state", "receipt"},
    "outbox": {"channel", "bot_id", "chat_id", "action", "state", "message_id", "once_key", "failure"},
    "own_code": {"digest"},
    "post": {"role", "since", "until"},
    "target": {"indicator", "starts_on", "ends_on", "kind"},
    "unit": {"kind", "founded_on", "closed_on", "go_live_on"},
    "unit_version": {"valid_from", "valid_to", "name", "short_name"},
}
"""Columns that no text of a person reaches. Every other text, also of tables that are added later, is searched for the name."""
WHOLE = {
    ("inbox", "body"),
    ("outbox", "text"),
    ("outbox", "buttons"),
    ("outbox", "attachment"),
    ("conversation", "shown"),
}
"""Texts that are kept for days only: one that holds the name goes as a whole."""


END_EMPTY = """
UPDATE outbox SET state = 'failed', failure = 'erased'
WHERE state = 'waiting' AND text = '' AND attachment IS NULL AND action IN ('send', 'edit')
"""
"""What waited to be sent and held the name is not sent any more."""


class Entry(NamedTuple):
    """One line of the ledger. `at` is UTC."""

    kind: SubjectKind
    id: int
    at: datetime


def erase(connection: sqlite3.Connection, record: EraseSubject) -> None:
    """Inside the open transaction. Erasing again changes nothing; a record that does not exist is only noted."""
    subject = record.subject
    traces = _traces(connection, subject)
    bound = {"id": subject.id, "at": to_ms(record.at), "day": record.at.date().isoformat()}
    if subject.kind is SubjectKind.CANDIDATE:
        for statement in (ERASE_CANDIDATE, *OF_CANDIDATE):
            connection.execute(statement, bound)
    else:
        _leave_chats(connection, subject.id)
        for statement in (ERASE_PERSON, *OF_PERSON):
            connection.execute(statement, bound)
    _sweep(connection, traces)
    connection.execute(
        "INSERT INTO erasure (kind, subject_id, at, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (subject.kind, subject.id, bound["at"], record.reason),
    )


def erase_audit_values(connection: sqlite3.Connection, record: EraseAuditValues) -> None:
    connection.execute(
        "DELETE FROM audit_value WHERE audit_id IN (SELECT id FROM audit WHERE at < ?)", (to_ms(record.before),)
    )


class Traces(NamedTuple):
    """What has to be found nowhere: names folded, dates and numbers as people write them."""

    names: frozenset[str]
    others: frozenset[str]


def _traces(connection: sqlite3.Connection, subject: Subject) -> Traces:
    names, others = set[str](), set[str]()
    if subject.kind is SubjectKind.CANDIDATE:
        states = connection.execute(
            "SELECT state FROM candidate_before WHERE candidate_id = ?", (subject.id,)
        ).fetchall()
        known = [(json.loads(state)[1], json.loads(state)[2]) for (state,) in states]
        row = connection.execute("SELECT name, birth FROM candidate WHERE id = ?", (subject.id,)).fetchone()
        for name, birth in [*known, *([row] if row else [])]:
            names.add(plain(name))
            others |= _dates(birth)
    else:
        row = connection.execute("SELECT name, phone FROM person WHERE id = ?", (subject.id,)).fetchone()
        if row is not None:
            names.add(plain(row[0]))
            others |= {row[1], f"+84{row[1][1:]}", f"{row[1][:4]} {row[1][4:7]} {row[1][7:]}"} if row[1] else set()
    return Traces(frozenset(one for one in names if one), frozenset(others))


def _dates(birth: str) -> set[str]:
    """The full birth date in the ways in which it is written; a month alone is nobody's."""
    one = BirthDate.parse(birth)
    if one.day is None or birth == NOBODY_BORN:
        return set()
    return {
        birth,
        *(
            f"{one.day:{d}}{mark}{one.month:{m}}{mark}{one.year}"
            for mark in "/-. "
            for d, m in (("d", "d"), ("02d", "02d"))
        ),
    }


def plain(text: str) -> str:
    """Words in lower case without marks, single spaces between: so that a name is found however it was typed."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in bare.replace("\u0111", "d")).split())


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


def _sweep(connection: sqlite3.Connection, traces: Traces) -> None:
    """Every text in every table that may hold a name."""
    if not traces.names and not traces.others:
        return
    for table, columns in texts(connection):
        for column, is_needed in columns:
            _sweep_column(connection, table, column, traces, is_needed=is_needed)
    connection.execute(END_EMPTY)


def texts(connection: sqlite3.Connection) -> Iterable[tuple[str, Sequence[tuple[str, bool]]]]:
    """The tables with their columns of text that are searched, each with whether it must not be null."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for (table,) in tables:
        if table not in OWN_TABLES:
            known = NEVER_PERSONAL.get(table, set())
            found = connection.execute(
                "SELECT name, \"notnull\" OR pk FROM pragma_table_info(?) WHERE type = 'TEXT'", (table,)
            )
            yield table, [(name, bool(is_needed)) for name, is_needed in found.fetchall() if name not in known]


def _sweep_column(connection: sqlite3.Connection, table: str, column: str, traces: Traces, *, is_needed: bool) -> None:
    rows = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'').fetchall()
    for (text,) in rows:
        rest = _without(text, traces, is_whole=(table, column) in WHOLE)
        if rest != text:
            value = _empty(table, column, is_needed=is_needed) if (table, column) in WHOLE else rest
            where = " AND state <> 'waiting'" if (table, column) == ("inbox", "body") else ""
            connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?{where}', (value, text))


def _empty(table: str, column: str, *, is_needed: bool) -> str | None:
    if (table, column) == ("outbox", "buttons"):
        return "[]"
    return "" if is_needed else None


def _without(text: str, traces: Traces, *, is_whole: bool) -> str:
    """The text without what was found in it; "" for one that goes as a whole. Drafts lose every form that holds the name."""
    if not _holds(text, traces):
        return text
    if is_whole:
        return ""
    if text.startswith("[{"):
        kept = [one for one in json.loads(text) if not _holds(json.dumps(one, ensure_ascii=False), traces)]
        return json.dumps(kept, ensure_ascii=False)
    if text.startswith("[") and text.endswith("]"):
        return _of_before(json.loads(text), traces)
    if text.startswith("{"):
        row = {key: _cut(one, traces) if isinstance(one, str) else one for key, one in json.loads(text).items()}
        return json.dumps(row, ensure_ascii=False)
    return _cut(text, traces)


def _of_before(state: list[object], traces: Traces) -> str:
    """Another candidate's state, whose own name stands second and, folded, last: a namesake keeps theirs."""
    kept = [
        _cut(one, traces) if isinstance(one, str) and 2 < at < len(state) - 2 else one for at, one in enumerate(state)
    ]
    return json.dumps(kept, ensure_ascii=False)


def _holds(text: str, traces: Traces) -> bool:
    """Whether the whole name stands there as words of their own: "Lê An" is not in "Lê Anh"."""
    bare = f" {plain(text)} "
    return any(f" {name} " in bare for name in traces.names) or any(other in text for other in traces.others)


def _cut(text: str, traces: Traces) -> str:
    """The words around the name stay, if it can be cut out of them; else nothing stays."""
    for other in traces.others:
        text = text.replace(other, "")
    words = text.split(" ")
    for name in traces.names:
        size = len(name.split())
        at = 0
        while at + size <= len(words):
            if f" {name} " in f" {plain(' '.join(words[at : at + size]))} ":
                words[at : at + size] = [""]
            else:
                at += 1
    rest = " ".join(words)
    return "" if _holds(rest, traces) else rest


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
