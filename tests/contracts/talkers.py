"""The same conversation on every messenger: one driver each, with the same four verbs."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Protocol

from aiohttp import ClientSession, CookieJar

from bot.ids import digester
from bot.program import Parts, Program, StoredHistory
from channels.console import ConsoleChannel
from channels.telegram import TelegramChannel
from channels.web import Persona, WebChannel
from channels.zalo_bot import ZaloBots
from domain.channel import Button, History
from domain.talk import is_way_out
from storage import outbox
from storage.connection import connect
from tests.fakes.channel import LETTERS_ONLY, WITH_BUTTONS
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import TOKENS, FakeZalo, Switches
from tests.stage import EVENING, SECRET, ZONE, Stage, fresh, open_stage

WHO = "newcomer"
CHAT_ID = 1001
"""The same newcomer on Telegram."""
DIGITS = "48210937"
ZALO = {"zalo": False, "zalo-status": True}
"""Whether its errors ride on an HTTP status of their own: the documentation does not say."""


class Talker(Protocol):
    """One person on one messenger."""

    database: Path

    async def say(self, text: str) -> str: ...

    async def choose(self, label: str) -> str: ...


def invite(database: Path) -> None:
    """A code for a new secretary of Chi bộ Maple, as `chibot init` would make one: by nobody."""
    connection = connect(database)
    unit = connection.execute("SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Maple'").fetchone()[0]
    connection.execute("INSERT INTO person (id, name) VALUES (900, 'Đào Thị Quỳnh')")
    connection.execute("INSERT INTO post VALUES (900, 900, 'secretary', ?, 'Chi ủy viên', '9999-01-01', NULL)", (unit,))
    connection.execute(
        "INSERT INTO code (id, digest, person_id, post_id, made_at, expires_at) VALUES (900, ?, 900, 900, 0, ?)",
        (digester(SECRET)(DIGITS), int(EVENING.timestamp() * 1000) + 86_400_000),
    )
    connection.close()


class OnStage:
    """The fake messenger; `by` is how a choice is made: its button, its letter, or its words."""

    def __init__(self, stage: Stage, by: str) -> None:
        self.stage, self.by, self.database = stage, by, stage.database

    async def say(self, text: str) -> str:
        return await self.stage.say(WHO, text)

    async def choose(self, label: str) -> str:
        if self.by == "buttons":
            return await self.stage.press(WHO, label)
        shown = list(self.stage.channel.screen[WHO].values())[-1].rows
        buttons = [button for row in shown for button in row]
        return await self.say(_typed(self.by, label, [one.label for one in buttons if not is_way_out(one.token)]))


def _typed(by: str, label: str, labels: list[str]) -> str:
    at = next((nth for nth, one in enumerate(labels) if one.startswith(label)), None)
    assert at is not None, f"no choice {label!r} in {labels}"
    return ascii_lowercase[at] if by == "letters" else labels[at]


class OnWeb:
    """A browser's requests, answered by the history that it would load again."""

    def __init__(self, program: Program, database: Path, session: ClientSession, root: str) -> None:
        self.program, self.database, self._session, self._root = program, database, session, root
        self._number = 0

    async def say(self, text: str) -> str:
        return await self._post(text=text)

    async def choose(self, label: str) -> str:
        for line in reversed(await self._lines()):
            for button in (Button(**one) for row in line["rows"] for one in row):
                if button.label.startswith(label):
                    return await self._post(press=button.token, message_id=line["id"])
        raise AssertionError(f"no button {label!r}")

    async def _post(self, **content: str) -> str:
        self._number += 1
        body = json.dumps({"as": WHO, "id": f"n{self._number}", **content})
        headers = {"Origin": self._root, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        async with self._session.post(f"{self._root}/api/send", data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        await self.program.settle()
        return str((await self._lines())[-1]["text"])

    async def _lines(self) -> list[dict[str, Any]]:
        async with self._session.get(f"{self._root}/api/history?as={WHO}") as answer:
            return list((await answer.json())["lines"])


class OnConsole:
    """Lines typed into the terminal; choices by their letters."""

    def __init__(self, lines: asyncio.Queue[str], out: io.StringIO, idle: asyncio.Event, database: Path) -> None:
        self._lines, self._out, self._idle, self.database = lines, out, idle, database
        self._last = ""

    async def say(self, text: str) -> str:
        self._out.seek(0)
        self._out.truncate()
        self._idle.clear()
        await self._lines.put(text)
        await asyncio.wait_for(self._idle.wait(), 10)
        self._last = self._out.getvalue()
        return self._last

    async def choose(self, label: str) -> str:
        lettered = [line.strip() for line in self._last.splitlines() if line.strip()[1:3] == ") "]
        return await self.say(_typed("letters", label, [line[3:] for line in lettered]))


class OnTelegram:
    """A phone, before a server that refuses what Telegram refuses."""

    def __init__(self, program: Program, fake: FakeTelegram, clock: FakeClock, database: Path) -> None:
        self._program, self._fake, self._clock, self.database = program, fake, clock, database

    async def say(self, text: str) -> str:
        self._clock.advance(timedelta(seconds=2))
        self._fake.say(CHAT_ID, text)
        return await self._answer()

    async def choose(self, label: str) -> str:
        self._clock.advance(timedelta(seconds=2))
        self._fake.press(CHAT_ID, label)
        return await self._answer()

    async def _answer(self) -> str:
        await self._fake.drained()
        await self._program.settle()
        while await self._program.writer.transact(lambda db: outbox.counts(db).get("waiting")):
            self._clock.advance(timedelta(seconds=1))
            await self._program.settle()
        return self._fake.chat(CHAT_ID).last.text


class OnZalo:
    """A phone, before a platform that refuses what Zalo refuses; choices by their letters, or by their words."""

    def __init__(self, program: Program, fake: FakeZalo, clock: FakeClock, database: Path) -> None:
        self._program, self._fake, self._clock, self.database = program, fake, clock, database
        self._seen = 0

    async def say(self, text: str) -> str:
        """Returns all that was answered. What came is stored before the next poll."""
        self._clock.advance(timedelta(seconds=2))
        self._seen = len(self._fake.chat(WHO).texts)
        self._fake.say(WHO, text)
        await self._fake.drained()
        await self._fake.polled()
        await self._program.settle()
        while await self._program.writer.transact(lambda db: outbox.counts(db).get("waiting")):
            self._clock.advance(timedelta(seconds=1))
            await self._program.settle()
        return self._answer()

    async def choose(self, label: str) -> str:
        lettered = [line for line in self._answer().splitlines() if line[1:3] == ") "]
        return await self.say(_typed("letters", label, [line[3:] for line in lettered]) if lettered else label)

    def _answer(self) -> str:
        return "\n".join(self._fake.chat(WHO).texts[self._seen :])


@asynccontextmanager
async def on_stage(folder: Path, by: str) -> AsyncIterator[Talker]:
    database = fresh(folder)
    invite(database)
    can = LETTERS_ONLY if by == "letters" else WITH_BUTTONS
    async with open_stage(folder, capabilities=can, database=database) as stage:
        yield OnStage(stage, by)


@asynccontextmanager
async def _running(folder: Path, clock: FakeClock) -> AsyncIterator[tuple[Program, Path]]:
    database = fresh(folder)
    invite(database)
    program = await Program.open(Parts(database, SECRET, ZONE, "", clock.now))
    try:
        yield program, database
    finally:
        await program.close()


def web_channel(history: History, clock: FakeClock, listening: asyncio.Event) -> WebChannel:
    people = [Persona(WHO, "Đào Thị Quỳnh", "")]
    return WebChannel(
        "127.0.0.1", 0, "key", people, history, clock.now, lambda: "run", lambda _address: listening.set()
    )


@asynccontextmanager
async def on_web(folder: Path) -> AsyncIterator[Talker]:
    clock, listening = FakeClock(EVENING), asyncio.Event()
    async with _running(folder, clock) as (program, database):
        web = web_channel(StoredHistory(program.writer), clock, listening)
        receive = program.add(web)
        await program.start()
        task = asyncio.create_task(web.run(receive))
        await asyncio.wait_for(listening.wait(), 5)
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            (await session.get(web.address)).close()
            yield OnWeb(program, database, session, f"http://127.0.0.1:{web.port}")
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def on_console(folder: Path) -> AsyncIterator[Talker]:
    clock, lines, out, idle = FakeClock(EVENING), asyncio.Queue[str](), io.StringIO(), asyncio.Event()
    async with _running(folder, clock) as (program, database):

        async def typed() -> AsyncIterator[str]:
            while True:
                line = await lines.get()
                clock.advance(timedelta(seconds=1))
                yield line

        async def settled() -> None:
            await program.settle()
            idle.set()

        console = ConsoleChannel(WHO, typed(), out, clock.now, settled)
        receive = program.add(console)
        await program.start()
        task = asyncio.create_task(console.run(receive))
        yield OnConsole(lines, out, idle, database)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def on_telegram(folder: Path) -> AsyncIterator[Talker]:
    clock = FakeClock(EVENING)
    async with FakeTelegram(now=clock.now) as fake, _running(folder, clock) as (program, database):
        telegram = TelegramChannel(fake.token, clock.now, fake.url)
        receive = program.add(telegram)
        await program.start()
        task = asyncio.create_task(telegram.run(receive))
        yield OnTelegram(program, fake, clock, database)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert fake.violations == []


@asynccontextmanager
async def on_zalo(folder: Path, switches: Switches) -> AsyncIterator[Talker]:
    clock = FakeClock(EVENING)
    async with (
        FakeZalo(TOKENS[:1], now=clock.now, second=0.01, switches=switches) as fake,
        _running(folder, clock) as (program, database),
    ):
        zalo = ZaloBots(fake.tokens, clock.now, fake.url)
        receive = program.add(zalo)
        await program.start()
        task = asyncio.create_task(zalo.run(receive))
        await fake.polled()
        yield OnZalo(program, fake, clock, database)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert fake.violations == []
        assert fake.lost == []


def talker(kind: str, folder: Path) -> Any:
    """A context manager that gives a Talker."""
    if kind == "telegram":
        return on_telegram(folder)
    if kind in ZALO:
        return on_zalo(folder, Switches(error_as_http_status=ZALO[kind], self_echo=True))
    if kind == "web":
        return on_web(folder)
    return on_console(folder) if kind == "console" else on_stage(folder, kind)
