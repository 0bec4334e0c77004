"""Numbered migrations, each in one transaction, applied at start. A database newer than the code is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    number: int
    name: str
    sql: str


class DatabaseTooNew(Exception):
    """The database was written by a newer chibot (`found` > `known`). Install that version, or restore the backup made before it."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"database schema {found} is newer than this program, which knows {known}")
        self.found = found
        self.known = known


def migrations() -> Sequence[Migration]:
    """All migrations that this program knows, in order. Raises ValueError when the numbers are not 1, 2, 3, …"""
    folder = resources.files("storage") / "migrations"
    found = sorted(
        (Migration(int(item.name[:4]), item.name[5:-4], item.read_text("utf-8")))
        for item in folder.iterdir()
        if item.name.endswith(".sql")
    )
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError("migrations must be numbered 0001, 0002, … without a gap")
    return found


def version(connection: sqlite3.Connection) -> int:
    """0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def pending(connection: sqlite3.Connection, known: Sequence[Migration]) -> Sequence[Migration]:
    """Migrations that this database lacks. Raises DatabaseTooNew when it has more than we know."""
    at = version(connection)
    if at > len(known):
        raise DatabaseTooNew(at, len(known))
    return known[at:]


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script: `executescript()` would commit the open transaction first (libraries.md §3.3)."""
    piece = ""
    for line in sql.splitlines():
        if line.strip().startswith("--") or not (piece or line.strip()):
            continue
        piece += line + "\n"
        if sqlite3.complete_statement(piece):
            yield piece.strip()
            piece = ""
    if piece.strip():
        raise ValueError(f"a migration ends inside a statement: {piece[:60]!r}")


def apply(connection: sqlite3.Connection, known: Sequence[Migration] | None = None) -> int:
    """Brings the database up to date and returns how many migrations ran. Each is whole or not at all.

    Raises DatabaseTooNew; any sqlite3.Error leaves the database at the last whole migration.
    """
    todo = pending(connection, migrations() if known is None else known)
    for migration in todo:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements(migration.sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {migration.number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return len(todo)
