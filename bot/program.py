"""The wiring: one writer, the loops, the channels. `Program` is the whole assistant on one database file."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from bot.dispatch import Dispatcher
from bot.ids import digester, fresh_digits
from bot.receive import Receiver
from bot.turn import Surroundings
from bot.turns import Turns
from domain.channel import Capabilities, Channel, HistoryLine, Outgoing, OutgoingAction
from domain.ids import OutboxId
from domain.legal import rule_book
from domain.people import Address
from scheduler.occurrences import due
from scheduler.tick import run_ticks
from storage import history, inbox, outbox, upkeep
from storage.inbox import NewRow
from storage.reading import Sources, Trees
from storage.writer import Writer

log = logging.getLogger("chibot.program")
DRAIN_SECONDS = 8.0
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a program is built from."""

    database: Path
    secret_key: str
    zone: tzinfo
    authority: str
    now: Callable[[], datetime]
    raw_days: int = 7


class Program:
    """Build with `await Program.open(parts)`, add channels, then `run`; or, in tests, `start`, `settle`, `close`."""

    def __init__(self, parts: Parts, writer: Writer) -> None:
        self.parts, self.writer = parts, writer
        self.channels: dict[str, Channel] = {}
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._telling: set[asyncio.Task[object]] = set()
        sources = Sources(rule_book(), Trees(), fresh_digits, digester(parts.secret_key), parts.raw_days)
        capabilities: dict[str, Capabilities] = {}
        self._capabilities = capabilities
        self.around = Surroundings(sources, parts.zone, parts.authority, capabilities)
        self.turns = Turns(writer, self.around, parts.now, self._turned, self._tell)
        self.dispatcher = Dispatcher(writer, self.channels, parts.now, self._changed.set)

    @classmethod
    async def open(cls, parts: Parts) -> Program:
        """Opens the migrated database. Raises sqlite3.Error when it cannot be opened."""
        return cls(parts, await Writer.open(parts.database))

    def add(self, channel: Channel) -> Receiver:
        """The receiver of a new channel."""
        self.channels[channel.name] = channel
        self._capabilities[channel.name] = channel.capabilities
        return Receiver(channel, self.writer, self.parts.now, self.turns.wake)

    async def start(self) -> None:
        """Settles what the last run left behind, then starts the loops that take turns and send."""
        now = self.parts.now()
        repeating = [name for name, channel in self.channels.items() if channel.capabilities.repeats_uncertain]
        left = await self.writer.transact(lambda db: outbox.settle_left_over(db, repeating))
        if left:
            log.warning("%s messages were being sent when the last run ended", left)
        await self.writer.transact(lambda db: upkeep.note_gap(db, now))
        self._tasks = [
            asyncio.create_task(self.turns.run(), name="turns"),
            asyncio.create_task(self.dispatcher.run(), name="dispatch"),
        ]

    async def run(self, receivers: Sequence[tuple[Channel, Receiver]]) -> None:
        """Runs until a channel ends, something breaks, or it is cancelled; then drains for a few seconds."""
        await self.start()
        tasks = [
            *self._tasks,
            asyncio.create_task(run_ticks(self.tick), name="ticks"),
            *(asyncio.create_task(channel.run(receive), name=channel.name) for channel, receive in receivers),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks[len(self._tasks) :]:
                task.cancel()
            await asyncio.gather(*tasks[len(self._tasks) :], return_exceptions=True)
            await self.close()

    async def tick(self) -> None:
        """Heartbeat, and due occurrences into the inbox: each once for its key, however often it is due."""
        now = self.parts.now()
        rows = [_occurrence(one.job, one.key, now) for one in due(now, self.parts.zone)]

        def write(db: sqlite3.Connection) -> int:
            upkeep.beat(db, now)
            return inbox.add(db, rows)

        if await self.writer.transact(write):
            self.turns.wake()
            await self.writer.between(upkeep.truncate_log)

    async def settle(self) -> None:
        """Returns when nothing that could be done now is waiting: every turn taken, every answer sent."""
        while await self.writer.transact(partial(_is_busy, self.parts.now())):
            self._changed.clear()
            self.turns.wake()
            self.dispatcher.wake()
            try:
                await asyncio.wait_for(self._changed.wait(), 0.2)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """Finishes what is under way and closes the database."""
        try:
            await asyncio.wait_for(self.settle(), DRAIN_SECONDS)
        except (TimeoutError, sqlite3.Error):
            log.warning("not everything could be sent before the end; it is kept")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.dispatcher.drain()
        await self.writer.close()

    def _turned(self) -> None:
        self.dispatcher.wake()
        self._changed.set()

    def _tell(self, address: Address, text: str) -> None:
        """Best effort and outside the outbox: the disk is full, and a person waits."""
        channel = self.channels.get(address.channel)
        if channel is not None:
            outgoing = Outgoing(OutboxId(0), address, OutgoingAction.SEND, text)
            task: asyncio.Task[object] = asyncio.create_task(_sent(channel, outgoing))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)


async def _sent(channel: Channel, outgoing: Outgoing) -> object:
    return await channel.send(outgoing)


def _occurrence(job: str, key: str, now: datetime) -> NewRow:
    address = Address(CLOCK, "", job)
    return NewRow(address, f"{job}:{key}", 0, "occurrence", f"{job}:{key}", now, now)


def _is_busy(now: datetime, db: sqlite3.Connection) -> bool:
    return inbox.has_ready(db, now) or outbox.has_ready(db, now)


class StoredHistory:
    """The practice page's way to the messages of a chat (`domain.channel.History`)."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]:
        return await self._writer.transact(lambda db: history.lines(db, address, most))
