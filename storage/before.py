"""Rows as they were before an operation changed them: taking it back puts them there again, newest change first.

Whole rows are put back: so it is remembered, too, as what each was left, and nothing is put over what was changed since.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence, Set

from domain.ids import OperationId

TABLES: Mapping[str, tuple[str, ...]] = {
    "candidate": ("id",),
    "candidate_event": ("id",),
    "coverage": ("indicator", "unit_id", "starts_on"),
    "figure": ("id",),
    "obligation": ("unit_id", "kind", "since"),
    "post": ("id",),
    "privacy_request": ("id",),
    "report_waiver": ("period", "unit_id"),
    "target": ("id",),
    "unit": ("id",),
    "unit_alias": ("folded", "unit_id"),
    "unit_version": ("unit_id", "valid_from"),
}
"""The tables whose rows are kept so, each with the columns of its key."""
ADD = "INSERT INTO row_before (operation_id, name, row_key, state) VALUES (?, ?, ?, ?)"
KEPT = "SELECT name, row_key, state FROM row_before WHERE operation_id = ? ORDER BY id DESC"
UNSETTLED = "SELECT DISTINCT operation_id FROM row_before WHERE left_as IS NULL"
ROWS = "SELECT id, name, row_key FROM row_before WHERE operation_id = ?"
LEFT = "SELECT DISTINCT name, row_key, left_as FROM row_before WHERE operation_id = ? AND left_as <> ''"
NUMBERS = "SELECT json_extract(row_key, '$[0]') FROM row_before WHERE operation_id = ? AND name = ?"
SETTLE = "UPDATE row_before SET left_as = ? WHERE id = ?"
OF_NOBODY = """
SELECT 1 FROM row_before b JOIN operation o ON o.id = b.operation_id JOIN person p ON p.id = json_extract(b.state, '$.person_id')
WHERE b.operation_id = ? AND b.name = 'post' AND (p.is_erased = 1 OR EXISTS (
 SELECT 1 FROM privacy_request r WHERE r.person_id = p.id AND r.kind = 'withdraw' AND r.outcome = 'done' AND r.done_at >= o.at))
LIMIT 1
"""

MADE = "SELECT row_key FROM row_before WHERE operation_id = ? AND name = 'unit' AND state IS NULL"
RESTS_ON_UNIT = (
    *("SELECT 1 FROM post WHERE unit_id = ?", "SELECT 1 FROM candidate WHERE ? IN (unit_id, introduced_unit_id)"),
    *("SELECT 1 FROM candidate_event WHERE unit_id = ?", "SELECT 1 FROM meeting WHERE unit_id = ?"),
    *("SELECT 1 FROM head_count WHERE is_undone = 0 AND unit_id = ?", "SELECT 1 FROM target WHERE unit_id = ?"),
    *("SELECT 1 FROM coverage WHERE unit_id = ?", "SELECT 1 FROM appeal WHERE unit_id = ?"),
    *("SELECT 1 FROM report_waiver WHERE unit_id = ?", "SELECT 1 FROM obligation WHERE unit_id = ?"),
    *("SELECT 1 FROM unit_alias WHERE unit_id = ?", "SELECT 1 FROM unit_version WHERE parent_id = ?"),
    "SELECT 1 FROM unit WHERE merged_into = ?",
    "SELECT 1 FROM operation WHERE unit_id = ?",
)
"""What a new unit may bear by now: then it cannot be taken back as if it had never been."""


def is_rested_upon(connection: sqlite3.Connection, operation_id: OperationId) -> bool:
    """Whether something stands on a unit that the operation has made."""
    made = [json.loads(row[0])[0] for row in connection.execute(MADE, (operation_id,)).fetchall()]
    return any(connection.execute(query, (unit,)).fetchone() is not None for unit in made for query in RESTS_ON_UNIT)


def is_overtaken(connection: sqlite3.Connection, operation_id: OperationId) -> bool:
    """Whether a row is not as the operation left it, whoever changed it, or somebody whose post would return has withdrawn since."""
    rows = connection.execute(LEFT, (operation_id,)).fetchall()
    stands = _digests(connection, operation_id, {(name, key) for name, key, _ in rows})
    return (
        any(stands[name, key] != left for name, key, left in rows)
        or connection.execute(OF_NOBODY, (operation_id,)).fetchone() is not None
    )


def keep(connection: sqlite3.Connection, operation_id: OperationId, name: str, *key: object) -> None:
    """Call it right before the row with that key is inserted, updated or deleted. Raises KeyError for a table that is not on the list."""
    packed = json.dumps(key, ensure_ascii=False)
    connection.execute(ADD, (operation_id, name, packed, _state(connection, name, key)))


def keep_all(connection: sqlite3.Connection, operation_id: OperationId, name: str, idents: Sequence[int]) -> None:
    """The same for many numbered rows at once, before any of them is updated."""
    columns = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (name,))]
    pairs = ", ".join(f"'{column}', {column}" for column in columns)
    connection.execute(
        f"INSERT INTO row_before (operation_id, name, row_key, state) SELECT ?, ?, '[' || id || ']', json_object({pairs})"
        f" FROM {name} WHERE id IN (SELECT value FROM json_each(?))",
        (operation_id, name, json.dumps(idents)),
    )


def settle(connection: sqlite3.Connection) -> None:
    """Call it when everything of a turn is written: what was kept is from now on compared with how it stands here."""
    for (operation_id,) in connection.execute(UNSETTLED).fetchall():
        rows = connection.execute(ROWS, (operation_id,)).fetchall()
        left = _digests(connection, operation_id, {row[1:] for row in rows})
        connection.executemany(SETTLE, [(left[name, key], ident) for ident, name, key in rows])


def _state(connection: sqlite3.Connection, name: str, key: Sequence[object]) -> str | None:
    cursor = connection.execute(f"SELECT * FROM {name} WHERE {_is_key(name)}", key)
    row = cursor.fetchone()
    columns = [column[0] for column in cursor.description]
    return None if row is None else json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)


def _digests(
    connection: sqlite3.Connection, operation_id: OperationId, wanted: Set[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """Of each row as it stands, by table and key, "-" where there is none: what it says is not kept a second time.

    Numbered rows are read together: a workbook changes thousands.
    """
    found = dict.fromkeys(wanted, "-")
    for table in {name for name, _ in wanted}:
        if TABLES[table] == ("id",):
            cursor = connection.execute(f"SELECT * FROM {table} WHERE id IN ({NUMBERS})", (operation_id, table))
            columns = [column[0] for column in cursor.description]
            rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
            found |= {(table, f"[{row['id']}]"): _digest(json.dumps(row, ensure_ascii=False)) for row in rows}
        else:
            of_table = [key for name, key in wanted if name == table]
            found |= {(table, key): _digest(_state(connection, table, json.loads(key))) for key in of_table}
    return found


def _digest(state: str | None) -> str:
    return "-" if state is None else hashlib.blake2b(state.encode(), digest_size=16).hexdigest()


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
