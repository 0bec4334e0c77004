"""What all real channels share: the whole program on a sample database, with everybody's account on that messenger."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.program import Parts, Program
from domain.channel import Channel, Door
from sample_data.cast import personas
from storage import upkeep
from storage.connection import connect
from tests.dialogs.drivers.differences import NOT_THERE, SENT_AS, label_on
from tests.dialogs.workbooks import file_of
from tests.fakes.clock import FakeClock
from tests.stage import EVENING, SECRET, ZONE, fresh, sample_digits

FIRST_CHAT = 2001
FILE = "file "


class Shown(NamedTuple):
    """One message of the assistant as a person sees it; `rows` are the labels of its buttons."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.text, *("  ".join(f"[{label}]" for label in row) for row in self.rows)])


def shown_since(before: Mapping[str, Shown], after: Mapping[str, Shown]) -> list[Shown]:
    """What is new, and what was changed in place; buttons that were only taken off are no answer."""
    return [one for key, one in after.items() if _is_news(before.get(key), one)]


def _is_news(was: Shown | None, now: Shown) -> bool:
    return was is None or was.text != now.text or (was.rows != now.rows and bool(now.rows))


class Served(ABC):
    """A driver. `name` is its key in the tables of differences, and the name of its tests.

    `did` is what the person did last, as their thumb did it: a text, or "[label]"; `came` are the messages that answered it.
    """

    name: str

    def __init__(self, folder: Path) -> None:
        self.database = fresh(folder)
        self.clock = FakeClock(EVENING)
        self._chats: dict[str, int] = {}
        self._opened: Program | None = None
        self.did = ""
        self.came: list[Shown] = []

    # What a messenger gives.

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        yield

    @abstractmethod
    async def channel(self, program: Program) -> Channel:
        """The real channel, made anew at every start."""

    @abstractmethod
    async def is_up(self) -> None:
        """Returns once what people write is received."""

    @abstractmethod
    async def type(self, person: str, text: str) -> None: ...

    @abstractmethod
    async def choose(self, person: str, label: str) -> str:
        """What the person did: "[label]" with the whole label, or what they typed."""

    @abstractmethod
    async def hand_over(self, person: str, sent: str) -> None: ...

    async def hand_file(self, person: str, name: str, data: bytes) -> None:
        """Only where `differences.NO_FILES` does not say why not."""
        raise AssertionError(f"{self.name} takes no files")

    @abstractmethod
    async def seen(self, person: str) -> Mapping[str, Shown]:
        """The newest messages of the assistant, oldest first, by what tells them apart."""

    async def taken(self) -> None:  # noqa: B027 not every messenger keeps what is written from being stored at once
        """Returns once everything that people wrote is stored."""

    async def heard(self) -> None:  # noqa: B027 only what is polled has to be heard
        """The messenger is reached at this moment."""

    async def stopping(self) -> None:  # noqa: B027 most need nobody's help
        """The channel was told to stop."""

    def links(self) -> str:
        """As in `bot.program.Parts`."""
        return ""

    def doors(self) -> Sequence[Door]:
        """As in `bot.program.Parts`."""
        return ()

    # What a dialogue does.

    @property
    def program(self) -> Program:
        assert self._opened is not None
        return self._opened

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        digits = sample_digits()
        parts = Parts(
            self.database,
            SECRET,
            ZONE,
            "",
            self.clock.now,
            fresh_digits=lambda: next(digits),
            links=self.links,
            doors=self.doors,
        )
        program = self._opened = await Program.open(parts)
        channel = await self.channel(program)
        receive = program.add(channel)
        await program.start()
        door = asyncio.create_task(channel.run(receive))
        try:
            await self.is_up()
            yield
        finally:
            door.cancel()
            await self.stopping()
            with suppress(asyncio.CancelledError):
                await door
            await program.close()

    async def say(self, person: str, text: str) -> str:
        self.did = text
        return await self._answer(person, lambda: self.type(person, text))

    async def press(self, person: str, label: str) -> str:
        async def chosen() -> None:
            self.did = await self.choose(person, label_on(self.name, label))

        return await self._answer(person, chosen)

    async def send(self, person: str, sent: str) -> str:
        if (self.name, sent) in NOT_THERE:
            return ""
        self.did = f"({sent})"
        if sent.startswith(FILE):
            name = sent.removeprefix(FILE)
            return await self._answer(person, lambda: self.hand_file(person, name, file_of(name)))
        sent, _ = SENT_AS.get((self.name, sent), (sent, ""))
        return await self._answer(person, lambda: self.hand_over(person, sent))

    async def wait(self, by: timedelta) -> None:
        await self._run_to(self.clock.now() + by)

    async def unasked(self, person: str, until: datetime) -> str:
        """The program ticks now and at that moment: what it planned before it ran it would not send."""
        before = await self._answer(person, self._tick)
        await self._run_to(until)
        return "\n\n".join(filter(None, [before, await self._answer(person, self._tick)]))

    async def _run_to(self, moment: datetime) -> None:
        """As if it had run and had heard the messenger all the while."""
        await self.program.writer.transact(lambda db: upkeep.beat(db, moment))
        self.clock.set(moment)
        await self.heard()

    async def _tick(self) -> None:
        await self.program.tick()
        await self.program.settle()

    async def _answer(self, person: str, act: Callable[[], Awaitable[None]]) -> str:
        """No two acts fall into one millisecond."""
        before = await self.seen(person)
        self.clock.advance(timedelta(milliseconds=1))
        await act()
        await self.taken()
        await self.program.settle()
        self.came = shown_since(before, await self.seen(person))
        return "\n\n".join(map(str, self.came))

    # Who is where.

    def number(self, person: str) -> int:
        """Their chat; everybody has the same one as long as the messenger is there."""
        return self._chats.setdefault(person, FIRST_CHAT + len(self._chats))

    def link(self, channel: str, bot_id: str, chat: Callable[[str], str]) -> list[str]:
        """The people of the sample zone write there instead of on the practice page. Returns everybody's chats."""
        connection = connect(self.database)
        everybody = [one.key for one in personas()]
        for key in everybody:
            row = (channel, bot_id, chat(key), key)
            connection.execute(
                "UPDATE account SET channel = ?, bot_id = ?, chat_id = ? WHERE channel = 'web' AND chat_id = ?", row
            )
        connection.close()
        return [chat(key) for key in everybody]
