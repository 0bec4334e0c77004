"""Puts a whole zone into an empty database, table by table, in one transaction."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time

from domain.admission import StepEvent
from domain.zone import Zone, ZoneCandidate
from storage import candidates, meetings, targets
from storage.instants import iso, to_ms

HAS_UNITS = "SELECT 1 FROM unit LIMIT 1"
UNIT = """
INSERT INTO unit (id, kind, founded_on, closed_on, go_live_on, report_due_day, is_in_enterprise, is_founding_counted,
 is_proposed_by_union_cell) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
VERSION = """
INSERT INTO unit_version (unit_id, name, short_name, parent_id, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?)
"""
ALIAS = "INSERT INTO unit_alias (unit_id, folded) VALUES (?, ?)"
HEAD_COUNT = """
INSERT INTO head_count (unit_id, as_of, full_count, probationary_count, temporary_count, away_count, exempt_count)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
PERSON = "INSERT INTO person (id, name, is_party_member, message_hour) VALUES (?, ?, ?, ?)"
POST = "INSERT INTO post (id, person_id, role, unit_id, title, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)"
ACCOUNT = """
INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)
"""
EVENT = """
INSERT INTO candidate_event (candidate_id, step, unit_id, happened_on, document, recorded_by, recorded_at, guide)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
CONSENT = "INSERT INTO consent (person_id, candidate_id, wording, given_on, at, how) VALUES (?, ?, ?, ?, ?, 'loaded')"


def load(connection: sqlite3.Connection, zone: Zone) -> None:
    """Inserts everything in the transaction that is open; the caller commits.

    Raises ValueError when the database has units already, or when a candidate or a step has no day to be recorded at;
    sqlite3.IntegrityError when the zone contradicts itself.
    """
    if connection.execute(HAS_UNITS).fetchone() is not None:
        raise ValueError("the database has units already: a zone is loaded only into an empty one")
    _load_units(connection, zone)
    _load_people(connection, zone)
    _load_candidates(connection, zone)
    connection.executemany(meetings.INSERT, [meetings.row_of(one) for one in zone.meetings])
    connection.executemany(meetings.TAKE_RECEIPT, sorted(_last_receipts(zone).items()))
    for target in zone.targets:
        targets.add_target(connection, target)
    for stretch in zone.coverage:
        targets.add_coverage(connection, stretch)


def _load_units(connection: sqlite3.Connection, zone: Zone) -> None:
    units = [
        (
            *(one.id, one.kind, one.founded_on.isoformat(), iso(one.closed_on), iso(one.go_live_on)),
            *(one.report_due_day, one.is_in_enterprise, one.is_founding_counted, one.is_proposed_by_union_cell),
        )
        for one in zone.units
    ]
    versions = [
        (unit.id, one.name, one.short_name, one.parent_id, one.starts_on.isoformat(), iso(one.ends_on))
        for unit in zone.units
        for one in unit.versions
    ]
    counted = [(one, one.head_count) for one in zone.head_counts]
    counts = [
        (
            *(one.unit_id, one.as_of.isoformat()),
            *(count.full, count.probationary, count.temporary, count.away, count.exempt),
        )
        for one, count in counted
    ]
    connection.executemany(UNIT, units)
    connection.executemany(VERSION, versions)
    connection.executemany(ALIAS, [(unit.id, alias) for unit in zone.units for alias in unit.aliases])
    connection.executemany(HEAD_COUNT, counts)


def _load_people(connection: sqlite3.Connection, zone: Zone) -> None:
    people = [(one.id, one.name, one.is_party_member, one.message_hour) for one in zone.people]
    posts = [
        (one.id, one.person_id, one.role, one.unit_id, one.title, one.since.isoformat(), iso(one.until))
        for one in zone.posts
    ]
    accounts = [
        (
            *(one.address.channel, one.address.bot_id, one.address.chat_id, one.person_id),
            *(to_ms(one.linked_at), to_ms(one.linked_at)),
        )
        for one in zone.accounts
    ]
    connection.executemany(PERSON, people)
    connection.executemany(POST, posts)
    connection.executemany(ACCOUNT, accounts)


def _load_candidates(connection: sqlite3.Connection, zone: Zone) -> None:
    consents = [
        (one.person_id, one.candidate_id, one.wording, one.given_on.isoformat(), _ms_of(one.given_on))
        for one in zone.consents
    ]
    connection.executemany(candidates.INSERT, map(_candidate_row, zone.candidates))
    connection.executemany(EVENT, map(_event_row, zone.events))
    connection.executemany(CONSENT, consents)


def _candidate_row(one: ZoneCandidate) -> tuple[object, ...]:
    added_on = one.candidate.added_on
    if added_on is None:
        raise ValueError(f"candidate {one.candidate.id} has no day on which it was added")
    return (*candidates.row_of(one.candidate), one.folded, one.sort_key, _ms_of(added_on), None, None)


def _event_row(one: StepEvent) -> tuple[object, ...]:
    if one.recorded_at is None and one.happened_on is None:
        raise ValueError(
            f"step {one.step} of candidate {one.candidate_id} has neither its day nor when it was recorded"
        )
    recorded_at = to_ms(one.recorded_at) if one.recorded_at is not None else _ms_of(one.happened_on or date.min)
    return (
        one.candidate_id,
        one.step,
        one.unit_id,
        iso(one.happened_on),
        one.document,
        one.recorded_by,
        recorded_at,
        one.guide,
    )


def _ms_of(day: date) -> int:
    """The first instant of the day in UTC: what is loaded knows days only."""
    return to_ms(datetime.combine(day, time.min, tzinfo=UTC))


def _last_receipts(zone: Zone) -> dict[str, int]:
    """The highest number that each prefix has used, so that later receipts go on after it."""
    last: dict[str, int] = {}
    for one in zone.meetings:
        prefix, number = one.receipt.rsplit("-", 1)
        last[prefix] = max(last.get(prefix, 0), int(number))
    return last
