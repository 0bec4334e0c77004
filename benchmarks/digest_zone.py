"""A zone of 5,000 linked people over a few hundred cells, with 2,000 steps recorded in each of three weeks."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import progress
from domain.admission import AdmissionStep
from domain.people import Role
from domain.units import UnitKind
from storage.connection import connect
from storage.instants import to_ms

CHANNEL, BOT_ID = "bench", "1"
FIRST_PERSON = 100_001
CANDIDATES = 10_000
RECORDED_A_WEEK, WEEKS = 2_000, 9
MONDAY = datetime(2026, 11, 9, 0, 30, tzinfo=UTC)
"""07:30 in Viet Nam, when the first of the digests go out. The weeks before it are 2026-W45, and so on."""
LINKED = datetime(2026, 10, 1, tzinfo=UTC)
KINDS = {
    Role.SECRETARY: (UnitKind.CELL, 70),
    Role.UNION: (UnitKind.UNION, 15),
    Role.COLLABORATOR: (UnitKind.CELL, 5),
    Role.LEADER: (UnitKind.COMMITTEE, 8),
    Role.OFFICE: (UnitKind.COMMITTEE, 2),
}
"""Of a hundred people so many have that role, in a unit of that kind; the officers of the office in the topmost."""
SECOND_POST_EVERY = 20
IDS = "SELECT id FROM candidate_event ORDER BY id"
RECORDED = "UPDATE candidate_event SET recorded_at = ? WHERE id = ?"
PERSON = "INSERT INTO person (id, name, is_party_member, message_hour) VALUES (?, ?, 1, '07:30')"
POST = "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, ?, ?, '', '2026-01-01')"
ACCOUNT = "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)"


def fill(path: Path, people: int) -> None:
    """Makes the database. The chat of a person is named like the person."""
    progress.fill(path, CANDIDATES, list(AdmissionStep))
    connection = connect(path)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM account")
    connection.execute("UPDATE candidate_event SET recorded_at = ?", (to_ms(LINKED),))
    events = [row[0] for row in connection.execute(IDS).fetchall()]
    recorded = random.Random(2).sample(events, RECORDED_A_WEEK * WEEKS)
    moments = (to_ms(MONDAY + timedelta(weeks=nth % WEEKS, days=-4)) for nth in range(len(recorded)))
    connection.executemany(RECORDED, zip(moments, recorded, strict=True))
    who = range(FIRST_PERSON, FIRST_PERSON + people)
    connection.executemany(PERSON, ((one, f"Person {one}") for one in who))
    connection.executemany(POST, _posts(connection, who))
    at_ms = to_ms(LINKED)
    connection.executemany(ACCOUNT, ((CHANNEL, BOT_ID, str(one), one, at_ms, at_ms) for one in who))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _posts(connection: sqlite3.Connection, who: range) -> Iterator[tuple[int, str, int]]:
    """(person, role, unit): units at random, some people twice."""
    chance = random.Random(1)
    units: dict[str, list[int]] = {}
    for ident, kind in connection.execute("SELECT id, kind FROM unit ORDER BY id").fetchall():
        units.setdefault(kind, []).append(ident)
    roles, weights = list(KINDS), [weight for _, weight in KINDS.values()]
    for one in who:
        for role in chance.choices(roles, weights, k=2 if one % SECOND_POST_EVERY == 0 else 1):
            of_kind = units[KINDS[role][0]]
            yield one, role, of_kind[0] if role is Role.OFFICE else chance.choice(of_kind)
