"""The wiring: one writer, the loops, the channels. `Program` is the whole assistant on one database file."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo
from functools import partial
from pathlib import Path

from bot import metering
from bot.attachments import Links
from bot.clock import seconds
from bot.dispatch import Dispatcher
from bot.ids import digester, fresh_digits
from bot.importing import Importing
from bot.receive import Receiver
from bot.turn import Surroundings
from bot.turns import Turns
from domain.calendar import is_open
from domain.channel import Capabilities, Channel, Door, File, HistoryLine, Outgoing, OutgoingAction, quotas
from domain.ids import OutboxId
from domain.legal import rule_book
from domain.people import Address
from domain.planning import CATCH_UP
from domain.upkeep import Machine
from domain.weeks import WeeklyHour
from reports.registry import made
from scheduler.occurrences import Timing, due
from scheduler.tick import run_ticks
from storage import claiming, digests, history, inbox, outbox, upkeep, uploads
from storage.agenda import StoredAgenda
from storage.connection import Database, DatabaseError
from storage.reading import Sources, Trees
from storage.writer import Writer

log = logging.getLogger("chibot.program")
Service = Callable[[], Coroutine[object, object, None]]
"""Something else that serves until cancelled, such as the HTTP server."""
DRAIN_SECONDS, LEAST_DRAIN_SECONDS = 7.0, 0.2
"""For all that has to end: whoever stops the program waits ten seconds."""
DIGEST_AT = WeeklyHour(0, time(7, 30))


def freeze_loaded() -> None:
    """What is loaded by now stays as long as the process: without this the collector walks it again every few hundred turns, 30 ms each."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a program is built from."""

    database: Path
    secret_key: str
    zone: tzinfo
    authority: str
    now: Callable[[], datetime]
    raw_days: int = 7
    digest_at: WeeklyHour = DIGEST_AT
    fresh_digits: Callable[[], str] = fresh_digits
    links: Callable[[], str] = lambda: ""
    doors: Callable[[], Sequence[Door]] | None = None
    public_url: str = ""
    old_keys: Sequence[str] = ()
    machine: Callable[[], Machine | None] = lambda: None


class Program:
    """Build with `await Program.open(parts)`, add channels, then `run`; or, in tests, `start`, `settle`, `close`."""

    def __init__(self, parts: Parts, writer: Writer) -> None:
        self.parts, self.writer = parts, writer
        self.channels: dict[str, Channel] = {}
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._told = 0
        self._telling: set[asyncio.Task[object]] = set()
        self._has_to_truncate = True
        capabilities: dict[str, Capabilities] = {}
        self._capabilities = capabilities
        sources = Sources(
            rule_book(),
            Trees(),
            parts.fresh_digits,
            digester(parts.secret_key),
            parts.raw_days,
            quotas=lambda: quotas(capabilities),
            served=lambda: capabilities,
            old_digests=partial(_digests, [digester(key) for key in parts.old_keys]),
            machine=self._machine,
        )
        self.around = Surroundings(
            sources, parts.zone, parts.authority, capabilities, parts.links, parts.doors or tuple
        )
        self.links = Links(parts.public_url, parts.secret_key, tuple(parts.old_keys))
        self.dispatcher = Dispatcher(writer, self.channels, parts.now, self._changed.set, self._may_push, self.links)
        self.importing = Importing(writer, parts.database, self.channels, parts.now, parts.zone, self._read)
        self.turns = Turns(writer, self.around, parts.now, self.dispatcher, self._turned, self._tell)

    @classmethod
    async def open(cls, parts: Parts) -> Program:
        """Opens the migrated database. Raises DatabaseError when it cannot be opened."""
        return cls(parts, await Writer.open(parts.database))

    def add(self, channel: Channel) -> Receiver:
        """The receiver of a new channel."""
        self.channels[channel.name] = channel
        self._capabilities[channel.name] = channel.capabilities
        return Receiver(channel, self.writer, self.parts.now, self.turns.wake, partial(self._heard_at, channel))

    async def start(self) -> None:
        """Settles what the last run left behind, then starts the loops that take turns and send."""
        now = self.parts.now()
        repeating = [name for name, channel in self.channels.items() if channel.capabilities.repeats_uncertain]
        heard_at = self._heard_at(None, now)
        left = await self.writer.transact(lambda db: outbox.settle_left_over(db, repeating))
        await self.writer.transact(lambda db: outbox.drop_late(db, now - CATCH_UP))
        await self.writer.transact(self.around.sources.calendar.of)
        if left:
            log.warning("%s messages were being sent when the last run ended", left)
        await self.writer.transact(lambda db: upkeep.note_gap(db, heard_at))
        self._tasks = [
            asyncio.create_task(self.turns.run(), name="turns"),
            asyncio.create_task(self.dispatcher.run(), name="dispatch"),
            asyncio.create_task(self.importing.run(), name="importing"),
        ]

    async def run(self, receivers: Sequence[tuple[Channel, Receiver]], services: Sequence[Service] = ()) -> None:
        """Runs until a channel or service ends, something breaks, or it is cancelled; then drains for a few seconds."""
        doors: list[asyncio.Task[None]] = []
        try:
            await self.start()
            freeze_loaded()
            doors.append(asyncio.create_task(run_ticks(self.tick), name="ticks"))
            doors += [asyncio.create_task(channel.run(receive), name=channel.name) for channel, receive in receivers]
            doors += [asyncio.create_task(service(), name="service") for service in services]
            done, _ = await asyncio.wait([*self._tasks, *doors], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            ends_at = seconds() + DRAIN_SECONDS
            try:
                await _ended(doors)
            finally:
                await self.close(ends_at)

    async def tick(self) -> None:
        """Heartbeat, and due occurrences into the inbox: each once for its key, however often it is due.

        The log is truncated on the tick after: by then the turn has erased what it erases, and not before.
        """
        now = self.parts.now()
        timing, sources = Timing(self.parts.zone, self.parts.digest_at), self.around.sources
        today, heard_at = now.astimezone(self.parts.zone).date(), self._heard_at(None, now)

        def write(db: Database) -> int:
            upkeep.note_gap(db, heard_at)
            outbox.drop_late(db, now - CATCH_UP)
            uploads.expire(db, now)
            metering.warn(db, self._capabilities, None if self.parts.doors is None else self.parts.doors(), today, now)
            agenda = StoredAgenda(db, sources.trees.on(db, today), sources.calendar.of(db), self.parts.zone)
            return digests.set_off(db, due(now, timing, agenda), now)

        if await self.writer.transact(write):
            self.turns.wake()
            self._has_to_truncate = True
        elif self._has_to_truncate:
            self._has_to_truncate = not await self.writer.between(upkeep.truncate_log)

    def _may_push(self, now: datetime) -> bool:
        """What waited for the network does not arrive at night either. The calendar was read at the start."""
        calendar = self.around.sources.calendar.kept
        return calendar is None or is_open(now.astimezone(self.parts.zone), calendar)

    def _heard_at(self, receiving: Channel | None, now: datetime) -> datetime:
        """Until when every messenger was heard: the end of the oldest last good poll. The one that hands something over is heard now."""
        polled = [one.heard_at() for one in self.channels.values() if one is not receiving]
        return min([now, *filter(None, polled)])

    async def settle(self) -> None:
        """Returns when nothing that could be done now is waiting: every turn taken, every answer sent."""
        while await self._is_busy():
            self._changed.clear()
            self.turns.wake()
            self.dispatcher.wake()
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await self._changed.wait()

    def _is_working(self) -> bool:
        """False before the start, or once a loop broke: waiting for its work would be in vain."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def _is_busy(self) -> bool:
        now = self.parts.now()
        may = self.dispatcher.allowance(now, once_over=True)
        return await self.writer.transact(lambda db: _has_work(db, now, may))

    async def close(self, ends_at: float | None = None) -> None:
        """Finishes what is under way and closes the database, also when it is cancelled meanwhile (a second SIGTERM).

        `ends_at`, by the running seconds, is when all of it has to be over: three quarters of the time are for what waits.
        """
        ends_at = seconds() + DRAIN_SECONDS if ends_at is None else ends_at
        try:
            async with asyncio.timeout(min(DRAIN_SECONDS, ends_at - seconds()) * 3 / 4 if self._is_working() else 0):
                await self.settle()
        except (TimeoutError, DatabaseError):
            log.warning("not everything could be sent before the end; it is kept")
        finally:
            await _ended(self._tasks)
            await self.turns.finish()
            await self.dispatcher.drain(min(DRAIN_SECONDS, max(ends_at - seconds(), LEAST_DRAIN_SECONDS)))
            await asyncio.gather(*(channel.close() for channel in self.channels.values()), return_exceptions=True)
            await self.writer.close()

    async def attachment(self, ident: int, until: int, signature: str) -> File | None:
        """What a signed link gives; None for one that is not ours, is over, or whose message was erased."""
        if not self.links.is_good(ident, until, signature, self.parts.now()):
            return None
        found = await self.writer.transact(lambda db: outbox.attachment(db, OutboxId(ident)))
        return None if found is None else await asyncio.to_thread(made, found)

    def _machine(self) -> Machine | None:
        found = self.parts.machine()
        return found and replace(found, halted=tuple(sorted({*found.halted, *self.dispatcher.halted})))

    def _read(self) -> None:
        """A file was read: the turn that tells of it waits."""
        self.turns.wake()
        self._changed.set()

    def _turned(self) -> None:
        self.dispatcher.wake()
        self.importing.wake()
        self._changed.set()

    def _tell(self, address: Address, text: str) -> None:
        """Best effort and outside the outbox: the disk is full, and a person waits."""
        channel = self.channels.get(address.channel)
        if channel is not None:
            self._told += 1
            outgoing = Outgoing(OutboxId(-self._told), address, OutgoingAction.SEND, text)
            task: asyncio.Task[object] = asyncio.create_task(_sent(channel, outgoing))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)


def _digests(digesters: Sequence[Callable[[str], str]], digits: str) -> Sequence[str]:
    return [digest(digits) for digest in digesters]


def _has_work(db: Database, now: datetime, may: claiming.Allowance) -> bool:
    return inbox.has_ready(db, now) or claiming.has_ready(db, now, may) or uploads.has_work(db)


async def _sent(channel: Channel, outgoing: Outgoing) -> object:
    return await channel.send(outgoing)


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class StoredHistory:
    """The practice page's way to the messages of a chat (`domain.channel.History`)."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]:
        return await self._writer.transact(lambda db: history.lines(db, address, most))

    async def file(self, address: Address, ident: int) -> File | None:
        found = await self._writer.transact(lambda db: outbox.attachment_in(db, OutboxId(ident), address))
        return None if found is None else await asyncio.to_thread(made, found)
