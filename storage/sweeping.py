"""Finding a person in every text of the database, however their name was typed, and taking it out (storage.erasure)."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import product
from typing import NamedTuple

from domain.periods import BirthDate
from domain.privacy import Subject, SubjectKind
from storage import uploads

D_WITH_STROKE = chr(0x111)
BREAK = "\\n"
NOBODY_BORN = "1900-01"
"""The birth month of every record that was erased: it can be read, and says nothing."""
OWN_TABLES = frozenset(
    {"person", "erasure", "holiday", "import_candidate", "import_row", "import_step", "meta", "schema_version"}
)
"""Values stand here by the record's number: somebody of the same name keeps theirs. Of a workbook whole rows go, before."""
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


BORN_WITH = frozenset(
    name
    for table in ("candidate", "candidate_event", "post", "target", "unit", "unit_version")
    for name in NEVER_PERSONAL[table]
)
"""What a row kept for an undo holds of somebody else, or of a unit: it is put back as it was (storage.before)."""
KEPT = """
SELECT json_extract(state, '$.name'), json_extract(state, '$.birth') FROM row_before
WHERE name = 'candidate' AND row_key = ? AND state IS NOT NULL
"""
"""What a candidate was called before a correction."""
END_EMPTY = """
UPDATE outbox SET state = 'failed', failure = 'erased'
WHERE state = 'waiting' AND text = '' AND attachment IS NULL AND action IN ('send', 'edit')
"""
"""What waited to be sent and held the name is not sent any more."""


class Traces(NamedTuple):
    """What has to be found nowhere: names folded, dates and numbers as people write them.

    `passing`, folded, is only looked for in texts that are kept for days: others may have the same job.
    """

    names: frozenset[str]
    others: frozenset[str]
    passing: frozenset[str] = frozenset()


def traces_of(connection: sqlite3.Connection, subject: Subject) -> Traces:
    names, others, passing = set[str](), set[str](), set[str]()
    if subject.kind is SubjectKind.CANDIDATE:
        known = connection.execute(KEPT, (f"[{subject.id}]",)).fetchall()
        row = connection.execute("SELECT name, birth, job FROM candidate WHERE id = ?", (subject.id,)).fetchone()
        for name, birth in [*known, *([row[:2]] if row else [])]:
            names.add(plain(name))
            others |= _dates(birth)
        passing |= {plain(row[2])} if row and row[2] else set()
    else:
        row = connection.execute("SELECT name, phone FROM person WHERE id = ?", (subject.id,)).fetchone()
        if row is not None:
            names.add(plain(row[0]))
            others |= {row[1], f"+84{row[1][1:]}", f"{row[1][:4]} {row[1][4:7]} {row[1][7:]}"} if row[1] else set()
    return Traces(frozenset(one for one in names if one), frozenset(others), frozenset(passing - {""}))


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
            for d, m in product(("d", "02d"), repeat=2)
        ),
    }


def plain(text: str) -> str:
    """Words in lower case without marks, single spaces between: so that a name is found however it was typed."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in bare.replace(D_WITH_STROKE, "d")).split())


def sweep(connection: sqlite3.Connection, traces: Traces) -> None:
    """Every text in every table that may hold a name."""
    if not traces.names and not traces.others:
        return
    _leave_workbooks(connection, traces)
    for table, columns in texts(connection):
        for column, is_needed in columns:
            _sweep_column(connection, table, column, traces, is_needed=is_needed)
    connection.execute(END_EMPTY)


def _leave_workbooks(connection: sqlite3.Connection, traces: Traces) -> None:
    """A row of a workbook that holds the name goes, and the file with it when it still waits: it would be written from these rows."""
    for upload_id, number, *found in connection.execute(uploads.ROW_TEXTS).fetchall():
        if any(_has_words(text, traces.names) for text in found):
            uploads.leave_row(connection, upload_id, number)


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
        rest = _without(text, traces, (table, column))
        if rest != text:
            value = _empty(table, column, is_needed=is_needed) if (table, column) in WHOLE else rest
            where = " AND state <> 'waiting'" if (table, column) == ("inbox", "body") else ""
            connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?{where}', (value, text))


def _empty(table: str, column: str, *, is_needed: bool) -> str | None:
    if (table, column) == ("outbox", "buttons"):
        return "[]"
    return "" if is_needed else None


def _without(text: str, traces: Traces, place: tuple[str, str]) -> str:
    """The text without what was found in it; "" for one that goes as a whole. Drafts lose every form that holds the name."""
    if place in WHOLE:
        is_found = _holds(text, traces) or _has_words(text, traces.passing)
        return "" if is_found else text
    if not _holds(text, traces):
        return text
    if text.startswith("[{"):
        kept = [one for one in json.loads(text) if not _holds(json.dumps(one, ensure_ascii=False), traces)]
        return json.dumps(kept, ensure_ascii=False)
    if place == ("row_before", "state"):
        row = {key: one if key in BORN_WITH else _within(one, traces) for key, one in json.loads(text).items()}
        return json.dumps(row, ensure_ascii=False)
    if (text[:1], text[-1:]) in (("[", "]"), ("{", "}")):
        with suppress(ValueError):
            return json.dumps(_within(json.loads(text), traces), ensure_ascii=False)
    return _cut(text, traces)


def _within(value: object, traces: Traces) -> object:
    """However deep a text stands in a list or a record."""
    if isinstance(value, str):
        return _cut(value, traces) if _holds(value, traces) else value
    if isinstance(value, list):
        return [_within(one, traces) for one in value]
    return {key: _within(one, traces) for key, one in value.items()} if isinstance(value, dict) else value


def _holds(text: str, traces: Traces) -> bool:
    """Whether the whole name stands there as words of their own: "Lê An" is not in "Lê Anh"."""
    return _has_words(text, traces.names) or any(other in text for other in traces.others)


def _has_words(text: str, wanted: frozenset[str]) -> bool:
    """In JSON the end of a line is two characters, of which the second one would stick to the word after it."""
    bare = f" {plain(text.replace(BREAK, ' '))} " if wanted else ""
    return any(f" {one} " in bare for one in wanted)


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
