"""Reads and checks workbooks beside the turns: the file in a thread with its own reading connection, its rows staged bit by bit.

What is left of a restart goes on: a file that was not read yet is fetched again, one whose rows are staged is checked from them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot import import_reading
from bot.import_reading import Checked, Staged
from domain.channel import Channel, FileRef
from domain.failures import Failure
from domain.imports import MOST_BYTES, CheckedRow, FileRefused, SheetRow, Trouble, Upload, UploadState
from domain.planning import Due, Job
from storage import digests, uploads
from storage.connection import Database, DatabaseError
from storage.writer import Writer

log = logging.getLogger("chibot.importing")
T = TypeVar("T")
IDLE_SECONDS = 5.0
BITE = 500
"""Rows that one transaction stages or erases: a person's turn waits for no more than that."""
MOST_TRIES = 5
RETRY_SECONDS = 2.0
"""Between two tries to fetch a file."""


class Importing:
    """`channels` are looked up when a file is fetched; `done` is called when a turn waits."""

    def __init__(
        self,
        writer: Writer,
        database: Path,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        zone: tzinfo,
        done: Callable[[], None],
    ) -> None:
        self._writer, self._database, self._channels = writer, database, channels
        self._now, self._zone, self._done = now, zone, done
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. Trouble of the disk is reported, and tried again later."""
        while True:
            try:
                is_busy = await self._step()
            except DatabaseError as error:
                log.error("a workbook cannot be staged: %s", type(error).__name__)
                is_busy = False
            if not is_busy:
                await self._rest()

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_SECONDS):
                await self._wake.wait()
        self._wake.clear()

    async def _step(self) -> bool:
        """One file, or some rows of files that are over; False when there is nothing to do."""
        upload = await self._writer.transact(uploads.to_do)
        if upload is None:
            return await self._writer.transact(lambda db: uploads.erase_some(db, BITE))
        try:
            await (self._read(upload) if upload.state is UploadState.RECEIVED else self._check(upload))
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("file %s cannot be read: %s", upload.id, type(error).__name__)
            await self._refuse(upload, FileRefused(Trouble.NO_WORKBOOK))
        self._done()
        return True

    @property
    def _today(self) -> date:
        return self._now().astimezone(self._zone).date()

    async def _read(self, upload: Upload) -> None:
        content = await self._fetched(upload)
        if content is None:
            await self._refuse(upload, FileRefused(Trouble.GONE))
            return
        if isinstance(content, FileRefused):
            await self._refuse(upload, content)
            return
        found = await asyncio.to_thread(import_reading.read_file, content, self._database, upload, self._today)
        del content
        if isinstance(found, FileRefused):
            await self._refuse(upload, found)
        else:
            await self._stage(found, Job.IMPORT_READ)

    async def _fetched(self, upload: Upload) -> bytes | FileRefused | None:
        channel = self._channels.get(upload.channel)
        if channel is None:
            return None
        file = FileRef(upload.name, upload.size, upload.reference)
        for nth in range(MOST_TRIES):
            got = await channel.fetch(upload.bot_id, file, MOST_BYTES)
            if not isinstance(got, Failure):
                return got
            if got.code == "too_large":
                return FileRefused(Trouble.TOO_LARGE)
            if not got.kind.is_retryable or nth == MOST_TRIES - 1:
                break
            await asyncio.sleep(RETRY_SECONDS)
        return None

    async def _check(self, upload: Upload) -> None:
        found = await asyncio.to_thread(import_reading.check_staged, self._database, upload, self._today)
        if isinstance(found, FileRefused):
            await self._refuse(upload, found)
            return
        job = Job.IMPORT_WRITE if upload.state is UploadState.CONFIRMED and found.is_as_before else Job.IMPORT_READ
        await self._stage(found, job)

    async def _refuse(self, upload: Upload, trouble: FileRefused) -> None:
        now = self._now()

        def write(db: Database) -> None:
            uploads.refuse(db, upload.id, trouble)
            _tell(db, upload, Job.IMPORT_READ, now)

        await self._writer.transact(write)

    async def _stage(self, found: Staged | Checked, job: Job) -> None:
        """Rows first, a few at a time; the file's new state and the turn that tells of it together at the end."""
        upload, now = found.upload, self._now()
        if isinstance(found, Staged):
            for rows in _bites(found.rows):
                await self._writer.transact(partial(_keep, upload.id, rows))
        else:
            for checked in _bites(found.rows):
                await self._writer.transact(partial(_keep_checked, upload, checked))

        def settle(db: Database) -> None:
            uploads.settle(db, upload)
            _tell(db, upload, job, now)

        await self._writer.transact(settle)


def _bites(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[at : at + BITE] for at in range(0, len(rows), BITE))


def _keep(upload_id: int, rows: Sequence[SheetRow], db: Database) -> None:
    uploads.keep_rows(db, upload_id, rows)


def _keep_checked(upload: Upload, rows: Sequence[CheckedRow], db: Database) -> None:
    uploads.keep_checked(db, upload.id, rows, upload.subject)


def _tell(db: Database, upload: Upload, job: Job, now: datetime) -> None:
    """Each state of a file is told once, whatever was told before a restart."""
    if upload.person_id is not None:
        digests.set_off(db, [Due(job, f"{upload.id}:{upload.round}", upload.person_id)], now)
