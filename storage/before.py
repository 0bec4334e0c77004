"""Rows as they were before an operation changed them: taking it back puts them there again, newest change first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from domain.ids import OperationId

TABLES: Mapping[str, tuple[str, ...]] = {
    "candidate": ("id",),
    "candidate_event": ("id",),
    "coverage": ("indicator", "unit_id", "starts_on"),
    "figure": ("id",),
    "post": ("id",),
    "report_waiver": ("period", "unit_id"),
    "target": ("id",),
    "unit": ("id",),
    "unit_alias": ("folded", "unit_id"),
    "unit_version": ("unit_id", "valid_from"),
}
"""The tables whose rows are kept so, each with the columns of its key."""
ADD = "INSERT INTO row_before (operation_id, name, row_key, state) VALUES (?, ?, ?, ?)"
KEPT = "SELECT name, row_key, state FROM row_before WHERE operation_id = ? ORDER BY id DESC"

MADE = "SELECT row_key FROM row_before WHERE operation_id = ? AND name = 'unit' AND state IS NULL"
RESTS_ON_UNIT = (
    *("SELECT 1 FROM post WHERE unit_id = ?", "SELECT 1 FROM candidate WHERE ? IN (unit_id, introduced_unit_id)"),
    *("SELECT 1 FROM candidate_event WHERE unit_id = ?", "SELECT 1 FROM meeting WHERE unit_id = ?"),
    *("SELECT 1 FROM head_count WHERE is_undone = 0 AND unit_id = ?", "SELECT 1 FROM target WHERE unit_id = ?"),
    *("SELECT 1 FROM coverage WHERE unit_id = ?", "SELECT 1 FROM appeal WHERE unit_id = ?"),
    *("SELECT 1 FROM report_waiver WHERE unit_id = ?", "SELECT 1 FROM unit_alias WHERE unit_id = ?"),
    *("SELECT 1 FROM unit_version WHERE parent_id = ?", "SELECT 1 FROM unit WHERE merged_into = ?"),
    "SELECT 1 FROM operation WHERE unit_id = ?",
)
"""What a new unit may bear by now: then it cannot be taken back as if it had never been."""


def is_rested_upon(connection: sqlite3.Connection, operation_id: OperationId) -> bool:
    """Whether something stands on a unit that the operation has made."""
    made = [json.loads(row[0])[0] for row in connection.execute(MADE, (operation_id,)).fetchall()]
    return any(connection.execute(query, (unit,)).fetchone() is not None for unit in made for query in RESTS_ON_UNIT)


def keep(connection: sqlite3.Connection, operation_id: OperationId, name: str, *key: object) -> None:
    """Call it right before the row with that key is inserted, updated or deleted. Raises KeyError for a table that is not on the list."""
    cursor = connection.execute(f"SELECT * FROM {name} WHERE {_is_key(name)}", key)
    row = cursor.fetchone()
    columns = [column[0] for column in cursor.description]
    state = None if row is None else json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
    connection.execute(ADD, (operation_id, name, json.dumps(key, ensure_ascii=False), state))


def put_back(connection: sqlite3.Connection, operation_id: OperationId) -> None:
    for name, packed, state in connection.execute(KEPT, (operation_id,)).fetchall():
        key = json.loads(packed)
        if state is None:
            if name == "unit":
                connection.execute("DELETE FROM head_count WHERE is_undone = 1 AND unit_id = ?", key)
            connection.execute(f"DELETE FROM {name} WHERE {_is_key(name)}", key)
        else:
            _write(connection, name, key, json.loads(state))


def _write(connection: sqlite3.Connection, name: str, key: list[object], row: dict[str, object]) -> None:
    sets = ", ".join(f"{column} = ?" for column in row)
    changed = connection.execute(f"UPDATE {name} SET {sets} WHERE {_is_key(name)}", [*row.values(), *key]).rowcount
    if changed == 0:
        marks = ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO {name} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def _is_key(name: str) -> str:
    return " AND ".join(f"{column} = ?" for column in TABLES[name])
