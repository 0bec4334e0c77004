"""The database file as a whole: lock, backup, the program's heartbeat, truncating the write-ahead log."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

from storage.connection import connect_to_read, meta, set_meta
from storage.instants import from_ms, to_ms

GAP = timedelta(minutes=10)
HEARTBEAT = "last_alive_at"


class DatabaseInUse(Exception):
    """Another chibot runs on this database (`pid`). Stop it first, or use that one."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"chibot is running (pid {pid})")
        self.pid = pid


class Lock:
    """A lock file beside the database: one process a file. Use it as a context manager. Raises DatabaseInUse."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def __enter__(self) -> Lock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = os.read(handle, 32).decode("ascii", "replace").strip() or "?"
            os.close(handle)
            raise DatabaseInUse(pid) from error
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def back_up(database: Path, target: Path) -> None:
    """A whole copy in one step, beside a live writer too. Raises sqlite3.DatabaseError when the copy is not sound."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    source, copy = connect_to_read(database), sqlite3.connect(partial)
    try:
        source.backup(copy, pages=-1)
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        source.close()
        copy.close()
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"the backup is not sound: {verdict}")
    partial.replace(target)


def rotate(folder: Path, stem: str, keep: int) -> None:
    """Deletes the oldest backups of the database of that name until `keep` are left. What others put there stays."""
    made = sorted(folder.glob(f"{stem}-before-*.db"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    for old in made[:-keep]:
        old.unlink()


def beat(connection: sqlite3.Connection, now: datetime) -> None:
    """The end of the last good poll, as far as the disk knows it. A clock that went back does not move it."""
    before = meta(connection, HEARTBEAT)
    if before is None or int(before) < to_ms(now):
        set_meta(connection, HEARTBEAT, str(to_ms(now)))


def note_gap(connection: sqlite3.Connection, heard_at: datetime) -> bool:
    """At start, at every tick and with what comes in: records a gap in receiving of more than ten minutes; True when it did.

    `heard_at` is until when everything was heard. It stands still while the program is down, the machine sleeps or the network
    is away. A gap that goes on where the last one ended makes that one longer: a restart in between heard nothing.
    """
    before = meta(connection, HEARTBEAT)
    is_gap = before is not None and heard_at - from_ms(int(before)) > GAP
    if is_gap and before is not None:
        longer = connection.execute("UPDATE gap SET until = ? WHERE until = ?", (to_ms(heard_at), int(before))).rowcount
        if not longer:
            connection.execute("INSERT OR IGNORE INTO gap (since, until) VALUES (?, ?)", (int(before), to_ms(heard_at)))
    beat(connection, heard_at)
    return is_gap


def truncate_log(connection: sqlite3.Connection) -> bool:
    """Erased text must not stay in the write-ahead log (libraries.md §3.18). Outside a transaction only.

    False when a reader still needs the log: try again later.
    """
    is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not is_busy


def soundness(connection: sqlite3.Connection) -> str:
    """ "ok", or the first fault that SQLite finds in the file."""
    return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
