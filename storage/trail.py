"""The audit trail as the office reads it: newest first, by person, record, day or unit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from domain.ids import PersonId, UnitId
from domain.people import Person
from domain.trail import Entry, Record
from storage.instants import from_ms, to_ms

MOST_ROWS, MOST_LINES = 500, 100
"""Rows that a list of so many lines reads at most: entries of one turn about many records are one line. A longer list reads on."""
FIELDS = """
SELECT a.id, a.at, coalesce(a.turn_id, -a.id), coalesce(p.name, ''), a.action, a.subject, a.subject_id, a.unit_id, a.fields,
 CASE a.subject WHEN 'meeting' THEN (SELECT receipt FROM meeting m WHERE m.id = a.subject_id)
  WHEN 'person' THEN (SELECT name FROM person s WHERE s.id = a.subject_id)
  WHEN 'operation' THEN (SELECT flow FROM operation o WHERE o.id = a.subject_id) ELSE '' END
FROM audit a LEFT JOIN person p ON p.id = a.person_id
"""
WITHIN = """
AND (:before = 0 OR a.id < :before) AND (:since IS NULL OR a.at >= :since AND a.at < :until)
AND (:named IS NULL OR a.unit_id IN (SELECT value FROM json_each(:named)))
AND (:seen IS NULL OR a.unit_id IN (SELECT value FROM json_each(:seen)) OR a.unit_id IS NULL AND a.person_id IN (
 SELECT o.person_id FROM post o WHERE o.unit_id IN (SELECT value FROM json_each(:seen))
  AND o.since <= date(a.at / 1000, 'unixepoch', :shift)
  AND (o.until IS NULL OR o.until > date(a.at / 1000, 'unixepoch', :shift))))
ORDER BY a.id DESC LIMIT :most
"""
EVERYTHING = f"{FIELDS} WHERE 1 = 1 {WITHIN}"
OF_PERSON = f"{FIELDS} WHERE (a.person_id = :person OR a.subject = 'person' AND a.subject_id = :person) {WITHIN}"
OF_RECORD = f"{FIELDS} WHERE a.subject = :subject AND a.subject_id = :number {WITHIN}"
NUMBERED = "SELECT id, unit_id FROM meeting WHERE receipt = ?"
USERS = """
SELECT DISTINCT p.id, p.name, p.is_party_member, p.message_hour FROM person p
WHERE :seen IS NULL OR p.id IN (SELECT o.person_id FROM post o WHERE o.unit_id IN (SELECT value FROM json_each(:seen))) ORDER BY p.id
"""


class Part(NamedTuple):
    """From `since` to before `until`; `named` the units that were asked for, `seen` those within reach. None: all of them.

    `shift` is what local time is ahead of UTC.
    """

    person: PersonId | None = None
    record: tuple[str, int] | None = None
    since: datetime | None = None
    until: datetime | None = None
    named: Iterable[UnitId] | None = None
    seen: Iterable[UnitId] | None = None
    before: int = 0
    shift: timedelta = timedelta(0)


Row = tuple[int, int, int, str, str, str, int, int | None, str, str | None]


def entries(connection: sqlite3.Connection, part: Part, most: int) -> Sequence[Entry]:
    subject, number = part.record or (None, None)
    bound = {
        "person": part.person,
        "subject": subject,
        "number": number,
        "since": None if part.since is None else to_ms(part.since),
        "until": None if part.until is None else to_ms(part.until),
        "named": _packed(part.named),
        "seen": _packed(part.seen),
        "before": part.before,
        "shift": f"{part.shift.total_seconds():+.0f} seconds",
        "most": MOST_ROWS if most <= MOST_LINES else -1,
    }
    query = OF_PERSON if part.person is not None else OF_RECORD if part.record is not None else EVERYTHING
    with closing(connection.cursor()) as cursor:
        return [_entry(rows) for rows in islice(_grouped(cursor.execute(query, bound)), most)]


def _packed(units: Iterable[UnitId] | None) -> str | None:
    return None if units is None else json.dumps(sorted(units))


def _grouped(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """What one turn did to several records of a kind stands together."""
    group: list[Row] = []
    for row in rows:
        if group and (row[2], row[4], row[5]) != (group[0][2], group[0][4], group[0][5]):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _entry(rows: list[Row]) -> Entry:
    ident, at, _, who, action, subject, number, unit, fields, label = rows[-1]
    is_one_place = all(row[7] == unit for row in rows)
    unit_id = UnitId(unit) if unit is not None and is_one_place else None
    named = tuple(fields.split(",")) if fields else ()
    return Entry(ident, from_ms(at), who, action, Record(subject, number, label or ""), len(rows), unit_id, named)


def record_numbered(connection: sqlite3.Connection, receipt: str) -> tuple[int, UnitId] | None:
    row = connection.execute(NUMBERED, (receipt,)).fetchone()
    return None if row is None else (row[0], UnitId(row[1]))


def users(connection: sqlite3.Connection, seen: Iterable[UnitId] | None) -> Sequence[Person]:
    """Everybody who holds or held a post in these units; all when None."""
    rows = connection.execute(USERS, {"seen": _packed(seen)}).fetchall()
    return [Person(PersonId(ident), name, bool(member), hour) for ident, name, member, hour in rows]
