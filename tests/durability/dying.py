"""A connection that breaks at a chosen statement, and what a database holds from the first row to the last."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bot.turn import Surroundings
from bot.turns import BATCH, Batch, count_failure, take_batch
from storage.claiming import Allowance, open_outlet
from storage.connection import WRITER_PRAGMAS, connect
from storage.writer import Job, run_group
from tests.stage import ZONE, looking

UNSYNCED = "PRAGMA synchronous = OFF"
"""The machine itself does not fail here, and hundreds of commits are made."""


class How(StrEnum):
    """What the chosen statement does. Once dead, the connection refuses everything, ROLLBACK too, as if the process were gone."""

    DIES_BEFORE = "dies before it"
    DIES_AFTER = "dies right after it"
    STUMBLES = "fails once and lives on"


class DyingConnection(sqlite3.Connection):
    """Counts statements from `arm` on; the n-th (from 1) breaks. `n` 0 only counts."""

    seen = 0
    chosen = 0
    how = How.DIES_BEFORE
    is_dead = False

    def arm(self, n: int, how: How) -> None:
        self.seen, self.chosen, self.how, self.is_dead = 0, n, how, False

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        is_last = self._is_last_before_death()
        cursor = super().execute(sql, parameters)
        if is_last:
            self._die()
        return cursor

    def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        """One statement a row, each of which may be the chosen one."""
        rows = list(parameters)
        for count in range(1, len(rows) + 1):
            if self._is_last_before_death():
                super().executemany(sql, rows[:count])
                self._die()
        return super().executemany(sql, rows)

    def _is_last_before_death(self) -> bool:
        """Counts one statement; breaks here when it must not even begin."""
        self.seen += 1
        is_chosen = self.seen == self.chosen
        if self.is_dead or (is_chosen and self.how is not How.DIES_AFTER):
            self.is_dead = self.is_dead or self.how is How.DIES_BEFORE
            raise sqlite3.OperationalError(f"broken at statement {self.chosen}")
        return is_chosen

    def _die(self) -> NoReturn:
        self.is_dead = True
        raise sqlite3.OperationalError(f"broken after statement {self.chosen}")


@contextmanager
def breaking(database: Path, n: int, how: How) -> Iterator[DyingConnection]:
    """A writer's connection; at the end it is gone, with whatever was not committed."""
    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False, factory=DyingConnection)
    for pragma in (*WRITER_PRAGMAS, UNSYNCED):
        connection.execute(pragma).fetchall()
    connection.arm(n, how)
    try:
        yield connection
    finally:
        connection.close()


def copy_of(database: Path, name: str) -> Path:
    """A copy of a database that nobody has open."""
    assert not database.with_name(database.name + "-wal").exists()
    return Path(shutil.copy(database, database.with_name(name)))


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the counters of ids too."""
    with looking(database) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        verdict = connection.execute("PRAGMA integrity_check").fetchall()
        assert verdict == [("ok",)], verdict
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def batch_job(now: datetime, around: Surroundings) -> Job[Batch]:
    """As the turn loop takes them: what nothing holds up leaves with the commit."""
    opened = partial(open_outlet, allowance=Allowance(BATCH, BATCH, {"web": BATCH}))
    return lambda connection: take_batch(connection, now, around, BATCH, opened)


def in_one_group(connection: sqlite3.Connection, *jobs: Job[Any]) -> list[object]:
    """As the writer runs jobs that wait together. Never raises, whatever breaks."""
    return run_group(connection, list(jobs))


def run_whole(database: Path, now: Callable[[], datetime], around: Surroundings) -> None:
    """After a restart: batches until nothing waits; failures are counted as the turn loop does."""
    connection = connect(database)
    connection.execute(UNSYNCED)
    while True:
        (batch,) = run_group(connection, [batch_job(now(), around)])
        assert isinstance(batch, Batch), batch
        for row, error in batch.failed:
            run_group(connection, [partial(_count, row, error, now())])
        if not batch.taken:
            break
    connection.close()


def _count(row: Any, error: str, now: datetime, connection: sqlite3.Connection) -> None:
    count_failure(connection, row, error, now, ZONE)


def statement_numbers(count: int) -> Sequence[int]:
    """All of them: also the BEGIN and the COMMIT."""
    assert count > 5
    return range(1, count + 1)
