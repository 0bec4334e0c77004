"""An operation that is taken back leaves every row that it touched as it was."""

from __future__ import annotations

import sqlite3

import pytest

from domain.ids import OperationId
from storage import before
from tests.stage import template

OPERATION = OperationId(900_001)


@pytest.fixture
def db() -> sqlite3.Connection:
    one = sqlite3.connect(":memory:", isolation_level=None)
    source = sqlite3.connect(template())
    source.backup(one)
    source.close()
    one.execute("PRAGMA foreign_keys = ON")
    one.execute("INSERT INTO operation (id, flow, person_id, at, label) VALUES (?, 'units', 1, 0, '')", (OPERATION,))
    return one


def rows(db: sqlite3.Connection, name: str) -> list[tuple[object, ...]]:
    return sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr)


def test_what_was_inserted_goes_what_was_changed_returns_what_was_deleted_stands_again(db: sqlite3.Connection) -> None:
    was = {name: rows(db, name) for name in before.TABLES}
    unit, folded = db.execute("SELECT unit_id, folded FROM unit_alias ORDER BY folded LIMIT 1").fetchone()
    since = db.execute("SELECT valid_from FROM unit_version WHERE unit_id = ?", (unit,)).fetchone()[0]

    before.keep(db, OPERATION, "unit_alias", folded, unit)
    db.execute("DELETE FROM unit_alias WHERE folded = ? AND unit_id = ?", (folded, unit))
    before.keep(db, OPERATION, "unit_version", unit, since)
    db.execute(
        "UPDATE unit_version SET short_name = 'Mới', valid_to = '2026-11-01' WHERE unit_id = ? AND valid_from = ?",
        (unit, since),
    )
    before.keep(db, OPERATION, "unit_version", unit, "2026-11-01")
    db.execute(
        "INSERT INTO unit_version (unit_id, name, short_name, valid_from) VALUES (?, 'Mới', 'Mới', '2026-11-01')",
        (unit,),
    )
    before.keep(db, OPERATION, "unit_version", unit, "2026-11-01")
    db.execute("UPDATE unit_version SET name = 'Lần nữa' WHERE unit_id = ? AND valid_from = '2026-11-01'", (unit,))
    assert {name: rows(db, name) for name in before.TABLES} != was

    before.put_back(db, OPERATION)

    assert {name: rows(db, name) for name in before.TABLES} == was


def test_only_known_tables_are_kept(db: sqlite3.Connection) -> None:
    with pytest.raises(KeyError):
        before.keep(db, OPERATION, "person", 1)
