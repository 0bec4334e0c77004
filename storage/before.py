"""Rows as they were before an operation changed them: taking it back puts them there again, newest change first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from domain.ids import OperationId

TABLES: Mapping[str, tuple[str, ...]] = {
    "candidate_event": ("id",),
    "coverage": ("indicator", "unit_id", "starts_on"),
    "figure": ("id",),
    "post": ("id",),
    "target": ("id",),
    "unit": ("id",),
    "unit_alias": ("folded", "unit_id"),
    "unit_version": ("unit_id", "valid_from"),
}
"""The tables whose rows are kept so, each with the columns of its key."""
ADD = "INSERT INTO row_before (operation_id, name, row_key, state) VALUES (?, ?, ?, ?)"
KEPT = "SELECT name, row_key, state FROM row_before WHERE operation_id = ? ORDER BY id DESC"


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
