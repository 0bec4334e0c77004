"""A target that is amended steps back, and is in force again when the amendment is taken back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.ids import OperationId, PersonId, UnitId
from domain.records import PutTarget
from domain.targets import Indicator, Target
from storage import before, target_changes, targets
from tests.stage import template

ON = date(2026, 6, 1)
AT = datetime(2026, 11, 5, tzinfo=UTC)
ONE = Target(Indicator.FOUNDED, UnitId(2), date(2026, 1, 1), date(2026, 12, 31), "Người giao", "NQ 1", 3, 3)


@pytest.fixture
def db() -> sqlite3.Connection:
    one = sqlite3.connect(":memory:", isolation_level=None)
    source = sqlite3.connect(template())
    source.backup(one)
    source.close()
    one.execute("PRAGMA foreign_keys = ON")
    for number in (900_001, 900_002, 900_003):
        one.execute("INSERT INTO operation (id, flow, person_id, at, label) VALUES (?, 'targets', 1, 0, '')", (number,))
    return one


def put(db: sqlite3.Connection, number: int, least: int, replaces: int | None) -> None:
    goal = replace(ONE, least=least, most=least)
    operation = OperationId(900_000 + number)
    target_changes.put(db, PutTarget(90_000 + number, goal, ON, replaces, PersonId(1), AT, operation))


def in_force(db: sqlite3.Connection) -> list[int]:
    return [one.least for one in targets.targets(db, Indicator.FOUNDED, UnitId(2), ON) if one.issuer == "Người giao"]


def test_only_the_newest_value_is_in_force_and_the_others_are_told_newest_first(db: sqlite3.Connection) -> None:
    put(db, 1, 3, None)
    put(db, 2, 5, 90_001)
    put(db, 3, 7, 90_002)

    former = target_changes.found(db, target_changes.FORMER, {"id": 90_003})

    assert in_force(db) == [7]
    assert [one.target.least for one in former] == [5, 3]


def test_each_amendment_that_is_taken_back_brings_the_one_before(db: sqlite3.Connection) -> None:
    was = db.execute("SELECT * FROM target").fetchall()
    put(db, 1, 3, None)
    put(db, 2, 5, 90_001)

    before.put_back(db, OperationId(900_002))
    assert in_force(db) == [3]

    before.put_back(db, OperationId(900_001))
    assert db.execute("SELECT * FROM target").fetchall() == was


def test_second_target_of_the_same_issuer_and_period_is_refused_by_the_database(db: sqlite3.Connection) -> None:
    put(db, 1, 3, None)

    with pytest.raises(sqlite3.IntegrityError):
        put(db, 2, 5, None)
