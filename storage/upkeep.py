"""The database file as a whole: lock, the program's heartbeat, what became of the backups, truncating the write-ahead log."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType

from storage.connection import meta, set_meta
from storage.instants import from_ms, from_ms_or_none, to_day, to_ms

GAP = timedelta(minutes=10)
HEARTBEAT = "last_alive_at"
BACKUP_WANTED, BACKUPS = "backup_wanted", "backups"
RESTORED = "restored_at"
PROBED = "probed_at"


@dataclass(frozen=True, slots=True)
class Backups:
    """What became of the nightly copies: the last good one, and the failure since then, if any ("" for none)."""

    day: date | None = None
    made_at: datetime | None = None
    size: int = 0
    is_sealed: bool = False
    failed_at: datetime | None = None
    failure: str = ""


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


def note_probe(connection: sqlite3.Connection, now: datetime) -> None:
    """What a monitor has written, to see whether it can be."""
    set_meta(connection, PROBED, str(to_ms(now)))


def want_backup(connection: sqlite3.Connection, day: date) -> None:
    """The clock asks for the copy of that night; whoever makes copies finds it, after a crash too."""
    set_meta(connection, BACKUP_WANTED, day.isoformat())


def wanted_backup(connection: sqlite3.Connection) -> date | None:
    """The night of which a copy is asked for and not made yet."""
    wanted = to_day(meta(connection, BACKUP_WANTED))
    made = backups(connection).day
    return None if wanted is None or (made is not None and made >= wanted) else wanted


def note_backup(connection: sqlite3.Connection, day: date, now: datetime, size: int, *, is_sealed: bool) -> None:
    told = {"day": day.isoformat(), "made_at": to_ms(now), "size": size, "is_sealed": is_sealed}
    set_meta(connection, BACKUPS, json.dumps(told))


def note_backup_failed(connection: sqlite3.Connection, now: datetime, failure: str) -> None:
    """`failure` is the kind of trouble, never a text that could hold more."""
    told = {**json.loads(meta(connection, BACKUPS) or "{}"), "failed_at": to_ms(now), "failure": failure[:100]}
    set_meta(connection, BACKUPS, json.dumps(told))


def backups(connection: sqlite3.Connection) -> Backups:
    told = json.loads(meta(connection, BACKUPS) or "{}")
    return Backups(
        to_day(told.get("day")),
        from_ms_or_none(told.get("made_at")),
        int(told.get("size", 0)),
        bool(told.get("is_sealed")),
        from_ms_or_none(told.get("failed_at")),
        str(told.get("failure", "")),
    )
