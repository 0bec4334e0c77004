"""Terminals: each person sits at one of their own, and all are served by one program."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from bot.program import Program
from channels.console import ConsoleChannel
from domain.channel import Arrival, Channel, Delivered, FileRef, Json, Outgoing, Receive
from domain.failures import Failure, FailureKind
from tests.dialogs.drivers.served import Served, Shown
from tests.dialogs.drivers.typing import typed

SAID = re.compile(r"^< (.*(?:\n  .*)*)", re.MULTILINE)


class Terminal:
    """One person's `ConsoleChannel`, what is typed there and what it prints."""

    def __init__(self, person: str, driver: OnConsole) -> None:
        self.lines, self.out, self.idle = asyncio.Queue[str](), io.StringIO(), asyncio.Event()
        self._program = driver.program
        self.channel = ConsoleChannel(person, self._typed(), self.out, driver.clock.now, self._settled)

    async def _typed(self) -> AsyncIterator[str]:
        while True:
            yield await self.lines.get()

    async def _settled(self) -> None:
        await self._program.settle()
        self.idle.set()

    @property
    def texts(self) -> list[str]:
        return [text.replace("\n  ", "\n") for text in SAID.findall(self.out.getvalue())]


class Terminals:
    """All of them as one channel: each message goes to the terminal of its person."""

    name, capabilities = ConsoleChannel.name, ConsoleChannel.capabilities

    def __init__(self, driver: OnConsole) -> None:
        self._driver = driver
        self._open: dict[str, Terminal] = {}
        self._reading: list[asyncio.Task[None]] = []
        self._receive: Receive | None = None

    def of(self, person: str) -> Terminal:
        """Opened when they sit down, or when something is printed there."""
        if person not in self._open:
            terminal = self._open[person] = Terminal(person, self._driver)
            assert self._receive is not None
            self._reading.append(asyncio.create_task(terminal.channel.run(self._receive)))
        return self._open[person]

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        return self.of(str(raw.get("chat"))).channel.parse(bot_id, raw)

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        self._driver.is_open.set()
        try:
            await asyncio.Event().wait()
        finally:
            for task in self._reading:
                task.cancel()
            await asyncio.gather(*self._reading, return_exceptions=True)

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        return await self.of(outgoing.address.chat_id).channel.send(outgoing)

    async def acknowledge(self, arrival: Arrival) -> None:
        return

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        return Failure(FailureKind.NOT_SUPPORTED, "no_files")

    def heard_at(self) -> datetime | None:
        return None

    async def close(self) -> None:
        return


class OnConsole(Served):
    name = "console"
    terminals: Terminals

    async def channel(self, program: Program) -> Channel:
        self.is_open = asyncio.Event()
        self.terminals = Terminals(self)
        return self.terminals

    async def is_up(self) -> None:
        await self.is_open.wait()

    async def type(self, person: str, text: str) -> None:
        terminal = self.terminals.of(person)
        terminal.idle.clear()
        await terminal.lines.put(text)
        await terminal.idle.wait()

    async def choose(self, person: str, label: str) -> str:
        choice = typed(label, self.terminals.of(person).texts)
        await self.type(person, choice)
        return choice

    async def hand_over(self, person: str, sent: str) -> None:
        await self.type(person, f"({sent})")

    async def seen(self, person: str) -> Mapping[str, Shown]:
        return {str(nth): Shown(text) for nth, text in enumerate(self.terminals.of(person).texts)}
