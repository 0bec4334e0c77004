"""Loading puts in everything or nothing, once, and leaves the program free to go on from there."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.admission import AdmissionStep, StepEvent
from domain.ids import UnitId
from domain.zone import Zone
from storage import candidates, loading, meetings
from tests.sample.loaded import empty, loaded

TABLES = {
    "unit": "units",
    "head_count": "head_counts",
    "person": "people",
    "post": "posts",
    "account": "accounts",
    "candidate": "candidates",
    "candidate_event": "events",
    "consent": "consents",
    "meeting": "meetings",
    "target": "targets",
    "coverage": "coverage",
}


def rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize("table", TABLES)
def test_every_part_of_the_zone_arrives(database: sqlite3.Connection, zone: Zone, table: str) -> None:
    assert rows(database, table) == len(getattr(zone, TABLES[table])) > 0


def test_every_field_of_the_zone_is_loaded() -> None:
    assert set(TABLES.values()) == set(Zone.__slots__)


def test_candidates_and_meetings_come_back_as_they_were(database: sqlite3.Connection, zone: Zone) -> None:
    stored = database.execute(f"SELECT {candidates.FIELDS} FROM candidate ORDER BY id").fetchall()
    assert [candidates.of_row(row) for row in stored] == [one.candidate for one in zone.candidates]
    assert [meetings.meeting_by_id(database, one.id) for one in zone.meetings] == list(zone.meetings)


def test_nothing_that_was_loaded_can_be_taken_back(database: sqlite3.Connection) -> None:
    assert rows(database, "operation") == 0
    assert database.execute("SELECT count(*) FROM meeting WHERE operation_id IS NOT NULL").fetchone() == (0,)


def test_next_receipt_goes_on_after_the_loaded_ones(database: sqlite3.Connection, zone: Zone) -> None:
    used = [one.receipt for one in zone.meetings if one.receipt.startswith("2610-")]
    assert meetings.next_receipt(database, "2610") == f"2610-{len(used) + 1:04d}"
    assert len(set(used)) == len(used) > 0
    assert meetings.next_receipt(database, "2611") == "2611-0001"


def test_second_loading_is_refused_and_changes_nothing(zone: Zone) -> None:
    connection = loaded(zone)
    before = rows(connection, "unit")
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(ValueError, match="has units already"):
        loading.load(connection, zone)
    connection.execute("COMMIT")
    assert rows(connection, "unit") == before


def test_loading_leaves_the_transaction_to_the_caller(zone: Zone) -> None:
    connection = empty()
    connection.execute("BEGIN IMMEDIATE")
    loading.load(connection, zone)
    connection.execute("ROLLBACK")
    assert rows(connection, "unit") == 0


def test_contradiction_is_refused_by_the_schema(zone: Zone) -> None:
    lost = replace(zone.events[0], unit_id=UnitId(999))
    with pytest.raises(sqlite3.IntegrityError):
        loaded(replace(zone, events=(lost, *zone.events[1:])))


def test_step_is_recorded_on_its_day_when_nothing_else_is_known(zone: Zone) -> None:
    one = zone.candidates[0].candidate
    step = StepEvent(one.id, AdmissionStep.IDENTIFIED, one.unit_id, date(2022, 5, 6))
    connection = loaded(replace(zone, events=(step,)))
    (found,) = candidates.events(connection, one.id)
    assert found.recorded_at == datetime(2022, 5, 6, tzinfo=UTC)


def test_step_without_any_day_is_refused(zone: Zone) -> None:
    one = zone.candidates[0].candidate
    step = StepEvent(one.id, AdmissionStep.IDENTIFIED, one.unit_id, None)
    with pytest.raises(ValueError, match="neither its day nor when it was recorded"):
        loaded(replace(zone, events=(step,)))


def test_candidate_without_a_day_is_refused(zone: Zone) -> None:
    first = zone.candidates[0]
    bare = replace(first, candidate=replace(first.candidate, added_on=None))
    with pytest.raises(ValueError, match="no day on which it was added"):
        loaded(replace(zone, candidates=(bare,), events=()))
