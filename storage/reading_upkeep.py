"""What the database knows of the program's own troubles (`domain.ports_upkeep.ReadUpkeep`)."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.planning import Job
from domain.ports import Here
from domain.upkeep import CONFIRMED_AHEAD, Machine, Troubles
from storage import migrate, upkeep
from storage.instants import from_ms, to_ms

if TYPE_CHECKING:
    from storage.reading import Sources

LONGEST_LOOK = timedelta(days=14)
TOLD = """
SELECT max(received_at) FROM inbox WHERE channel = 'clock' AND bot_id = '' AND external_id >= ? AND external_id < ?
"""
DEAD = "SELECT count(*) FROM inbox WHERE state = 'dead' AND done_at >= ?"
UNCERTAIN = "SELECT count(*) FROM outbox WHERE state = 'uncertain' AND sending_at >= ?"


class UpkeepRead:
    """A part of `storage.reading.TurnRead`."""

    _db: sqlite3.Connection
    _sources: Sources
    here: Here

    def machine(self) -> Machine | None:
        return self._sources.machine()

    def troubles(self, day: date) -> Troubles:
        last = self._db.execute(TOLD, (f"{Job.UPKEEP}:", f"{Job.UPKEEP}:{day.isoformat()}")).fetchone()[0]
        since = max(last or 0, to_ms(self.here.sent_at - LONGEST_LOOK))
        failed_at = upkeep.backups(self._db).failed_at
        days = self._sources.calendar.of(self._db).days.items()
        return Troubles(
            int(self._db.execute(DEAD, (since,)).fetchone()[0]),
            int(self._db.execute(UNCERTAIN, (since,)).fetchone()[0]),
            failed_at if failed_at is not None and failed_at >= from_ms(since) else None,
            tuple(sorted(one for one, kept in days if not kept.is_confirmed and day <= one <= day + CONFIRMED_AHEAD)),
            migrate.version(self._db) != len(migrate.migrations()),
        )
