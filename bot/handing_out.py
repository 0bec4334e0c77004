"""Files that the operator takes out at the command line, each with its line in the trail first (docs/adr/0002-one-writer.md)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.decision import Audit
from domain.trail import OPERATOR
from storage import operations
from storage.connection import connect_beside, in_transaction


def hand_out(database: Path, target: Path, content: bytes, what: str, now: datetime) -> None:
    """Whoever gets the file stands in the trail: who (the operator), when, what, also while the program runs on that database.

    Raises DatabaseError when the line cannot be written, for example because somebody else writes for longer than five seconds:
    then there is no file either. A file that cannot be put in its place has its line nevertheless.
    """
    partial = _write(target, content)
    try:
        note(database, Audit("exported", "database", 0, (OPERATOR, what)), now)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def note(database: Path, entry: Audit, now: datetime) -> None:
    """A line of the operator's, in a transaction of its own."""
    connection = connect_beside(database)
    try:
        in_transaction(connection, lambda db: operations.add_audit(db, entry, None, None, None, now))
    finally:
        connection.close()


def save(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    _write(target, content).replace(target)


def _write(target: Path, content: bytes) -> Path:
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(content)
    return partial
