"""The weekly digest: what a week changed, who got theirs, and how people want it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from domain.admission import AdmissionStep
from domain.digest import System
from domain.ids import AccountId, PersonId, UnitId
from domain.people import Address, Subscription
from domain.planning import Due, Job, Outcome, Tally
from domain.records import NoteDigest, SetDigest
from domain.weeks import Week
from storage import inbox
from storage.agenda import CLOCK
from storage.inbox import NewRow
from storage.instants import to_day, to_ms

STEPS = """
SELECT step, unit_id, count(*) FROM candidate_event WHERE recorded_at >= ? AND recorded_at < ? AND is_live = 1 AND is_import = 0
GROUP BY step, unit_id
"""
REPORTS = """
SELECT unit_id, count(*) FROM meeting WHERE first_sent_at >= ? AND first_sent_at < ? AND state = 'live' AND is_import = 0
GROUP BY unit_id
"""
FOLLOWED = """
SELECT count(*) FROM candidate c WHERE c.unit_id IN (SELECT value FROM json_each(?)) AND c.is_undone = 0 AND c.is_stopped = 0
AND c.intake = 'received'
AND NOT EXISTS (SELECT 1 FROM candidate_event e WHERE e.candidate_id = c.id AND e.is_live = 1 AND e.step = 'ceremony')
"""
ENTRIES = """
SELECT unit_id, introduced_unit_id, count(*) FROM candidate INDEXED BY candidate_waiting
WHERE is_undone = 0 AND intake IN ('waiting', 'not_now') AND intake = 'waiting' AND is_stopped = 0 GROUP BY unit_id, introduced_unit_id
"""
OUTCOME = "SELECT outcome FROM digest WHERE week = ? AND person_id = ?"
NOTE = "INSERT INTO digest (person_id, week, outcome, at) VALUES (?, ?, ?, ?)"
SUBSCRIPTION = "SELECT paused_until, skips_empty, account_id FROM subscription WHERE person_id = ?"
SET = """
INSERT INTO subscription (person_id, paused_until, skips_empty) VALUES (?, ?, ?)
ON CONFLICT (person_id) DO UPDATE SET paused_until = excluded.paused_until, skips_empty = excluded.skips_empty
"""
OUTCOMES = "SELECT outcome, count(*) FROM digest WHERE week = ? AND outcome <> 'sent' GROUP BY outcome"
STATES = """
SELECT CASE WHEN o.failure LIKE 'recipient_gone%' THEN 'blocked'
 WHEN o.failure = 'too_late' THEN 'late' ELSE coalesce(o.state, 'failed') END, count(*)
FROM digest d LEFT JOIN outbox o ON o.once_key = coalesce(
 (SELECT m.once_key FROM outbox m WHERE m.once_key = 'digest:' || d.week || ':' || d.person_id || ':elsewhere'),
 'digest:' || d.week || ':' || d.person_id)
WHERE d.week = ? AND d.outcome = 'sent' GROUP BY 1
"""
SYSTEM = """
WITH within AS (SELECT o.id, o.person_id FROM post o WHERE o.unit_id IN (SELECT value FROM json_each(:units)))
SELECT
 (SELECT count(*) FROM (SELECT min(a.linked_at) AS first FROM account a WHERE a.person_id IN (SELECT person_id FROM within)
  GROUP BY a.person_id) WHERE first >= :since AND first < :until),
 (SELECT count(*) FROM code c WHERE c.used_at IS NULL AND c.cancelled_at IS NULL AND c.expires_at >= :until
  AND c.post_id IN (SELECT id FROM within)),
 (SELECT count(*) FROM inbox WHERE state = 'dead' AND done_at >= :since AND done_at < :until)
"""
COMPOSED = """
SELECT (SELECT group_concat(o.title || ', ' || v.short_name, '; ') FROM post o
  JOIN unit_version v ON v.unit_id = o.unit_id AND v.valid_to IS NULL
  WHERE o.person_id = ? AND o.since <= ? AND (o.until IS NULL OR o.until > ?)), text
FROM outbox WHERE once_key = ?
"""
LINKED = """
SELECT p.id FROM person p WHERE EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.linked_at < ?)
AND NOT EXISTS (SELECT 1 FROM digest d WHERE d.week = ? AND d.person_id = p.id) ORDER BY p.id
"""


def steps(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> Mapping[AdmissionStep, Mapping[UnitId, int]]:
    """Steps recorded from `since` until before `until`, counted by step and unit."""
    found: dict[AdmissionStep, dict[UnitId, int]] = {}
    for step, unit, count in connection.execute(STEPS, (to_ms(since), to_ms(until))).fetchall():
        found.setdefault(AdmissionStep(step), {})[UnitId(unit)] = count
    return found


def reports(connection: sqlite3.Connection, since: datetime, until: datetime) -> Mapping[UnitId, int]:
    """Meeting reports first sent in that stretch, by unit."""
    rows = connection.execute(REPORTS, (to_ms(since), to_ms(until))).fetchall()
    return {UnitId(unit): count for unit, count in rows}


def followed(connection: sqlite3.Connection, units: Iterable[UnitId]) -> int:
    """How many candidates these units follow who are not admitted yet."""
    return int(connection.execute(FOLLOWED, (json.dumps(sorted(units)),)).fetchone()[0])


def entries(connection: sqlite3.Connection) -> Mapping[tuple[UnitId, UnitId], int]:
    """Introductions that no cell has answered, by (the cell that is to answer, who introduced)."""
    return {(UnitId(cell), UnitId(by)): count for cell, by, count in connection.execute(ENTRIES).fetchall()}


def outcome(connection: sqlite3.Connection, week: Week, person_id: PersonId) -> Outcome | None:
    row = connection.execute(OUTCOME, (str(week), person_id)).fetchone()
    return None if row is None else Outcome(row[0])


def note(connection: sqlite3.Connection, record: NoteDigest) -> None:
    """Raises sqlite3.IntegrityError for a second digest of that person and week."""
    connection.execute(NOTE, (record.person_id, str(record.week), record.outcome, to_ms(record.at)))


def subscription(connection: sqlite3.Connection, person_id: PersonId) -> Subscription:
    row = connection.execute(SUBSCRIPTION, (person_id,)).fetchone()
    if row is None:
        return Subscription()
    return Subscription(to_day(row[0]), bool(row[1]), None if row[2] is None else AccountId(row[2]))


def subscribe(connection: sqlite3.Connection, record: SetDigest) -> None:
    until = None if record.paused_until is None else record.paused_until.isoformat()
    connection.execute(SET, (record.person_id, until, record.skips_empty))


def tally(connection: sqlite3.Connection, week: Week, since: datetime) -> Tally:
    """What became of the digests of a week. `missing` are people linked before `since` (UTC) who have none."""
    outcomes = {Outcome(name): count for name, count in connection.execute(OUTCOMES, (str(week),)).fetchall()}
    states = dict(connection.execute(STATES, (str(week),)).fetchall())
    missing = [PersonId(row[0]) for row in connection.execute(LINKED, (to_ms(since), str(week))).fetchall()]
    return Tally(outcomes, states, tuple(missing))


def system(connection: sqlite3.Connection, since: datetime, until: datetime, units: Iterable[UnitId]) -> System:
    """A second account of somebody who has one is nobody new."""
    bound = {"since": to_ms(since), "until": to_ms(until), "units": json.dumps(sorted(units))}
    return System(*connection.execute(SYSTEM, bound).fetchone())


def composed(connection: sqlite3.Connection, week: Week, person_id: PersonId, today: date) -> tuple[str, str] | None:
    """The person's posts of today and the text of their digest; None when none was composed."""
    day = today.isoformat()
    row = connection.execute(COMPOSED, (person_id, day, day, f"digest:{week}:{person_id}")).fetchone()
    return None if row is None else (row[0] or "", row[1])


def set_off(connection: sqlite3.Connection, due: Iterable[Due], now: datetime, mark: str = "") -> int:
    """Puts occurrences in the inbox, each once for its job and key; returns how many were new. `mark` sets one off another time."""
    return inbox.add(connection, [_occurrence(one, now, mark) for one in due])


def _occurrence(one: Due, now: datetime, mark: str) -> NewRow:
    """What concerns a person waits in a line of its own: the failure of one holds up nobody else."""
    address = Address(CLOCK, "", one.job if one.person_id is None else f"p{one.person_id}")
    name = f"{one.job}:{one.key}"
    return NewRow(address, f"{name}{mark}", 0, "occurrence", name, now, now, is_planned=True)


def set_off_again(connection: sqlite3.Connection, week: Week, person_ids: Iterable[PersonId], now: datetime) -> int:
    """The digest of that week for these people, whatever became of an earlier try; who has it gets no second one."""
    due = [Due(Job.DIGEST, f"{week}:{person}", person) for person in person_ids]
    return set_off(connection, due, now, f":{to_ms(now)}")
