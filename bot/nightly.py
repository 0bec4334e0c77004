"""The copy that the clock asks for every night: made on a thread and a connection of its own, so that no answer waits for it."""

from __future__ import annotations

import asyncio
import errno
import logging
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot import prepare
from bot.settings import Settings
from domain.upkeep import Machine
from storage import backups, erasure, upkeep
from storage.connection import DatabaseError, connect_to_read
from storage.writer import Writer

log = logging.getLogger("chibot.backup")
LOOK_SECONDS = 5.0
REST = timedelta(hours=1)
"""After a copy that failed: what it failed for is seldom gone in a minute."""


class Nightly:
    """`run` beside the program. What became of each copy is noted in the database, for monitors, `doctor` and administrators.

    It keeps the ledger of erasures beside the copies, too.
    """

    def __init__(self, settings: Settings, writer: Writer, now: Callable[[], datetime]) -> None:
        self._settings, self._writer, self._now = settings, writer, now
        self._rests_until: datetime | None = None
        self._ledgered = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.keep_ledger()
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def keep_ledger(self) -> bool:
        """Writes who was erased beside the backups as soon as there is one more; True when it did. Never raises for a disk in trouble."""
        try:
            count = await self._writer.transact(erasure.count)
            if count == self._ledgered:
                return False
            await asyncio.to_thread(write_ledger, self._settings)
        except (OSError, DatabaseError) as error:
            log.error("the ledger of erasures cannot be written: %s", _told(error))
            return False
        self._ledgered = count
        return True

    async def look(self) -> bool:
        """Makes the copy that is asked for, if any; True when it did. Never raises for a disk or a database in trouble."""
        now = self._now()
        if self._rests_until is not None and now < self._rests_until <= now + REST:
            return False
        try:
            day = await self._writer.transact(upkeep.wanted_backup)
            if day is None:
                return False
            made = await asyncio.to_thread(make, self._settings, day, now)
            size, is_sealed = made.stat().st_size, made.suffix == backups.SEALED
            await self._writer.transact(lambda db: upkeep.note_backup(db, day, now, size, is_sealed=is_sealed))
        except (OSError, DatabaseError) as error:
            await self._failed(error, now)
            return False
        log.info("backup of the night made: %s bytes", size)
        return True

    async def _failed(self, error: Exception, now: datetime) -> None:
        self._rests_until, failure = now + REST, _told(error)
        log.error("backup failed: %s", failure)
        try:
            await self._writer.transact(lambda db: upkeep.note_backup_failed(db, now, failure))
        except DatabaseError as second:
            log.error("the failure could not be noted: %s", type(second).__name__)


def _told(error: Exception) -> str:
    """The kind of trouble without a path or a value."""
    number = getattr(error, "errno", None)
    return f"{type(error).__name__} {errno.errorcode.get(number, '')}".strip() if number else type(error).__name__


def make(settings: Settings, day: date, now: datetime) -> Path:
    """The copy of that night, after which the oldest ones go. Raises OSError or DatabaseError; the older ones are left then."""
    key, stem = prepare.backup_key(settings), settings.database.stem
    target = backups.nightly(settings.backup_dir, stem, day, key)
    backups.back_up(settings.database, target, now, key)
    backups.rotate(settings.backup_dir, stem, settings.backup_keep)
    return target


def write_ledger(settings: Settings) -> None:
    """Nothing as long as nobody was erased. Raises OSError or DatabaseError."""
    with closing(connect_to_read(settings.database)) as connection:
        if erasure.count(connection):
            erasure.write_ledger(connection, settings.backup_dir / erasure.LEDGER)


def machine(settings: Settings, halted: Callable[[], tuple[str, ...]] = tuple) -> Machine:
    """What only this process sees: the disk of the database, the newest copy, the channels that stand still."""
    return Machine(free_bytes(settings.database), _newest_at(settings), halted())


def _newest_at(settings: Settings) -> datetime | None:
    """None also where nobody may look: that is as good as no copy."""
    try:
        newest = backups.newest(settings.backup_dir, settings.database.stem)
        return None if newest is None else datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    except OSError:
        return None


def free_bytes(database: Path) -> int:
    folder = next(path for path in database.resolve().parents if path.exists())
    return shutil.disk_usage(folder).free
