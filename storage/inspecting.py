"""Opening the database to look for faults in it: nothing is changed, and everything that SQLite can check is checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from storage.connection import Database, connect_to_read


@contextmanager
def inspecting(path: Path) -> Iterator[Database]:
    """A connection that writes nothing and yet may: a file opened read-only has its CHECK constraints passed over.

    `query_only` does not hold back the checkpoint that the last writer makes on closing. So a reader is opened before it
    and closed after it: beside a reader there is no such checkpoint, and a reader makes none. Raises sqlite3.DatabaseError
    when the file is missing or is no database.
    """
    with closing(connect_to_read(path)) as reader:
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        uri = f"{path.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection


def last_turn(connection: Database) -> int:
    """The number of the newest turn; 0 before the first."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM inbox").fetchone()[0])


def flows_after(connection: Database, turn: int) -> Sequence[str]:
    """The flows that took what people sent after that turn, each once, in their order."""
    rows = connection.execute(
        "SELECT command FROM inbox WHERE id > ? AND kind <> 'occurrence' AND command LIKE '%: %' ORDER BY id", (turn,)
    )
    return list(dict.fromkeys(row[0].partition(":")[0] for row in rows))
