"""What is done to a copy before it is the database again: checked, brought up to date, and what must not come back is taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage import backups, erasure, migrate, upkeep
from storage.backups import Recorded
from storage.connection import connect, in_transaction, set_meta
from storage.instants import to_ms

UNKNOWN_FATE = "UPDATE outbox SET state = 'uncertain', failure = 'restored' WHERE state IN ('waiting', 'sending')"
SKIP_RECEIPTS = "UPDATE receipt_counter SET last = last + ?"
SKIPPED_RECEIPTS = 500
FORGET_RECORD = "DELETE FROM meta WHERE name = ?"
AUDIT = "INSERT INTO audit (at, action, subject, subject_id) VALUES (?, 'restore', 'database', 0)"
Step = Callable[[sqlite3.Connection, Path], None]
"""Takes the database, in a transaction, and the folder of the backups."""


def leave_unsent(connection: sqlite3.Connection, backup_dir: Path) -> None:
    """What was on its way when the copy was made was sent since, most likely: nobody gets it twice."""
    del backup_dir
    connection.execute(UNKNOWN_FATE)


def skip_receipts(connection: sqlite3.Connection, backup_dir: Path) -> None:
    """People hold receipts that the copy does not know: their numbers are never given again (design.md §4)."""
    del backup_dir
    connection.execute(SKIP_RECEIPTS, (SKIPPED_RECEIPTS,))


def erase_again(connection: sqlite3.Connection, backup_dir: Path) -> None:
    """Whoever was erased after the copy was made stays erased. Raises ValueError when the ledger's file cannot be read."""
    erasure.replay(connection, erasure.read_ledger(backup_dir / erasure.LEDGER))


AFTER_RESTORE: tuple[Step, ...] = (leave_unsent, skip_receipts, erase_again)
"""Everything that has to happen to a restored database, in this order."""


def after_restore(connection: sqlite3.Connection, backup_dir: Path) -> None:
    """The one place through which every restored file goes, a drill's too, before anybody reads it."""
    for step in AFTER_RESTORE:
        step(connection, backup_dir)


def make_ready(copy: Path, backup_dir: Path, now: datetime) -> Recorded:
    """Checks the plain copy, migrates it, and has everything done that restoring means; one plain file is left, on the disk.

    Raises backups.NotSound, migrate.DatabaseTooNew.
    """
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        told = backups.check_whole(connection)
    with closing(connect(copy)) as connection:
        migrate.apply(connection)
        in_transaction(connection, lambda db: _finish(db, backup_dir, now))
        backups.check(connection)
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    return told


def _finish(connection: sqlite3.Connection, backup_dir: Path, now: datetime) -> None:
    connection.execute(FORGET_RECORD, (backups.RECORD,))
    set_meta(connection, upkeep.RESTORED, str(to_ms(now)))
    connection.execute(AUDIT, (to_ms(now),))
    after_restore(connection, backup_dir)
