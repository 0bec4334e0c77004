"""The loop that takes waiting turns: a batch is one call on the writer's thread, each turn in a savepoint of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import partial

from bot.dispatch import Dispatcher, Opened
from bot.turn import NOTHING, Kept, Surroundings, notify, take
from domain.people import Address, Role
from language.say import menu as say
from language.say.words import PARTY
from storage import inbox, outbox, people, publishing, uploads
from storage.connection import Database, DatabaseError, is_trouble_of_the_disk
from storage.inbox import WaitingRow
from storage.outbox import Claimed, NewMessage
from storage.writer import TransactionLost, Writer, in_savepoint

log = logging.getLogger("chibot.turns")
BATCH = 64
MOST_TRIES = 3
RETRY_AFTER = timedelta(seconds=2)
IDLE_SECONDS = 1.0
FULL_SECONDS = 2.0


@dataclass(slots=True)
class Batch:
    """What became of one batch: how many turns were taken, which failed with what, what they said that may go at once, and

    what was counted for the occurrences among them.
    """

    taken: int = 0
    failed: list[tuple[WaitingRow, str]] = field(default_factory=list)
    leaving: Sequence[Claimed] = ()
    kept: Kept = field(default_factory=lambda: NOTHING)


def take_batch(
    connection: Database,
    now: datetime,
    around: Surroundings,
    limit: int,
    opened: Opened | None = None,
    known: Kept = NOTHING,
) -> Batch:
    """Takes at most `limit` waiting turns, strictly one after another. After a failure the rest of that chat waits.

    Nearly always nothing fails, and one savepoint serves them all; else they are taken again, each in its own.
    Raises TransactionLost when the database threw the whole batch away: nothing of it counts.
    """
    rows = inbox.waiting(connection, now, limit)
    try:
        return in_savepoint(connection, partial(_take_all, rows, now, around, opened, known))
    except TransactionLost:
        raise
    except Exception as error:
        if is_trouble_of_the_disk(error):
            raise
    return _take_each(connection, rows, now, around)


def _take_all(
    rows: Sequence[WaitingRow],
    now: datetime,
    around: Surroundings,
    opened: Opened | None,
    known: Kept,
    connection: Database,
) -> Batch:
    outlet = None if opened is None else opened(connection)
    kept = take(connection, rows, now, around, outlet, known)
    return Batch(len(rows), leaving=() if outlet is None else outlet.left, kept=kept)


def _take_each(connection: Database, rows: Sequence[WaitingRow], now: datetime, around: Surroundings) -> Batch:
    batch, held = Batch(), set[Address]()
    for row in rows:
        if row.address in held:
            continue
        try:
            _take_one(connection, row, now, around)
            batch.taken += 1
        except TransactionLost:
            raise
        except Exception as error:
            if is_trouble_of_the_disk(error):
                raise
            log.exception("turn %s failed: %s", row.id, type(error).__name__)
            batch.failed.append((row, type(error).__name__))
            held.add(row.address)
    return batch


def _take_one(connection: Database, row: WaitingRow, now: datetime, around: Surroundings) -> None:
    """Where a workbook was to be written and is not checked against what stands now, nothing is: it is read again, and the turn says so."""
    try:
        in_savepoint(connection, partial(_take, row, now, around))
    except publishing.Changed as changed:
        uploads.check_again(connection, changed.upload_id)
        in_savepoint(connection, partial(_take, row, now, around))


def _take(row: WaitingRow, now: datetime, around: Surroundings, connection: Database) -> None:
    take(connection, [row], now, around)


def count_failure(connection: Database, row: WaitingRow, error: str, now: datetime, zone: tzinfo) -> None:
    """The second, small transaction: counts; after three tries the row is dead, and person and administrators are told."""
    tries = inbox.failed(connection, row.id, now + RETRY_AFTER, error)
    if tries < MOST_TRIES:
        return
    inbox.dead(connection, row.id, now)
    if row.kind != "occurrence":
        sorry = NewMessage(row.address, row.id, say.sorry(PARTY), once_key=f"sorry:{row.id}")
        outbox.add(connection, sorry, now)
    for admin in people.holders(connection, None, Role.ADMIN, now.astimezone(zone).date()):
        notify(connection, admin.id, say.trouble_notice(row.id, error), f"dead:{row.id}:{admin.id}", row.id, now)


class Turns:
    """`changed` is called after each batch; `tell` says something best effort, outside the outbox (the disk is full)."""

    def __init__(
        self,
        writer: Writer,
        around: Surroundings,
        now: Callable[[], datetime],
        dispatcher: Dispatcher,
        changed: Callable[[], None],
        tell: Callable[[Address, str], None],
    ) -> None:
        self._writer, self._around, self._now, self._changed, self._tell = writer, around, now, changed, tell
        self._dispatcher = dispatcher
        self._wake = asyncio.Event()
        self._told: set[Address] = set()
        self._taking: asyncio.Task[Batch] | None = None
        self._kept: Kept = NOTHING

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. A batch that began is finished by the writer, and what it says is sent: `finish` waits for that."""
        while True:
            if not await self._batch():
                await self._rest(IDLE_SECONDS)

    async def finish(self) -> None:
        """After the loop was cancelled: nothing that was committed as being sent stays with nobody."""
        if self._taking is not None:
            await asyncio.gather(self._taking, return_exceptions=True)

    async def _take(self, limit: int) -> Batch:
        """Nothing may come between asking the time and handing over: what is received later must not be answered earlier."""
        now = self._now()
        known, self._kept = self._kept, NOTHING
        if limit == 1:
            return await self._writer.transact(lambda db: take_batch(db, now, self._around, limit))
        with self._dispatcher.opening(now) as opened:
            batch = await self._writer.transact(lambda db: take_batch(db, now, self._around, limit, opened, known))
            self._kept = batch.kept
            self._dispatcher.send(batch.leaving)
        return batch

    async def _taken(self, limit: int) -> Batch:
        self._taking = asyncio.create_task(self._take(limit))
        return await asyncio.shield(self._taking)

    async def _rest(self, seconds: float) -> None:
        """Not by `wait_for`: in Python 3.11 it swallows a cancellation that comes together with the waking."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _batch(self) -> bool:
        try:
            batch = await self._taken(BATCH)
        except DatabaseError:
            return await self._one_by_one()
        for row, error in batch.failed:
            await self._count(row, error)
        if batch.taken or batch.failed:
            self._changed()
            self._told.clear()
        return batch.taken > 0

    async def _one_by_one(self) -> bool:
        """The batch was thrown away as a whole (a full disk does that): one turn at a time, so that what fits is done."""
        try:
            batch = await self._taken(1)
        except DatabaseError as error:
            log.error("a turn cannot be written: %s", error.__class__.__name__)
            await self._tell_waiting()
            await self._rest(FULL_SECONDS)
            return False
        for row, name in batch.failed:
            await self._count(row, name)
        self._changed()
        return batch.taken > 0

    async def _count(self, row: WaitingRow, error: str) -> None:
        now = self._now()
        try:
            await self._writer.transact(lambda db: count_failure(db, row, error, now, self._around.zone))
        except DatabaseError:
            log.error("the failure of turn %s cannot be counted", row.id)

    async def _tell_waiting(self) -> None:
        now = self._now()
        try:
            rows = await self._writer.transact(lambda db: inbox.waiting(db, now, BATCH))
        except DatabaseError:
            log.error("the waiting turns cannot be read")
            return
        for address in {row.address for row in rows if row.address.chat_id} - self._told:
            self._told.add(address)
            self._tell(address, say.disk_full())
