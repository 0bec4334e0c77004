"""Opening the database file, with the settings that durability and erasure rest on (libraries.md §3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Database = sqlite3.Connection
"""What a job of the writer works on; others pass it on and never look inside."""
DatabaseError = sqlite3.Error
SQLITE, SQLITE_VERSION = sqlite3.sqlite_version, sqlite3.sqlite_version_info
DISK_TROUBLE = {
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN),
}
T = TypeVar("T")
WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
)


def connect(path: Path | str) -> sqlite3.Connection:
    """A connection that may write. Transactions are opened by hand only (`isolation_level=None`)."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in WRITER_PRAGMAS:
        connection.execute(pragma).fetchall()
    return connection


def connect_to_read(path: Path | str) -> sqlite3.Connection:
    """A connection that cannot write. Raises sqlite3.OperationalError when the file does not exist."""
    uri = f"{Path(path).resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


def connect_beside(path: Path | str) -> sqlite3.Connection:
    """For one short write beside a program that may be running: it waits its turn, and leaves the checkpoints to the program.

    Raises sqlite3.OperationalError when the file does not exist.
    """
    uri = f"{Path(path).resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    for pragma in (*WRITER_PRAGMAS, "PRAGMA wal_autocheckpoint = 0"):
        connection.execute(pragma).fetchall()
    return connection


def meta(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def in_transaction(connection: Database, job: Callable[[Database], T]) -> T:
    """Runs the job in a transaction of its own, before the writer exists. Rolls back and raises what the job raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = job(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def is_trouble_of_the_disk(error: Exception) -> bool:
    """No fault of the turn, so it must not be counted against it. What the sqlite3 module itself raises has no code."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in DISK_TROUBLE
