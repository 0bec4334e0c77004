"""People of the sample zone, and a crowd, on Telegram: in the tests' own process, or in a database for the real program."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.program import Parts, Program
from channels.http.front import Front
from channels.telegram import TelegramChannel, Webhook
from domain.people import Address
from tests.durability import crowd
from tests.fakes.channel import WITH_BUTTONS
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.server import TOKEN
from tests.stage import EVENING, SECRET, ZONE, looking

BOT = TOKEN.partition(":")[0]
FIRST_CHAT = 10_000
CAST = {"secretary": 2001, "secretary_maple": 2002, "two_posts": 2003, "union": 2004, "admin": 2005}
"""Who of the sample zone has a phone, and its chat."""
WEBHOOK_SECRET = "only-Telegram-knows-it"


def chat(nth: int) -> int:
    """Where officer number `nth` of the crowd is on Telegram."""
    return FIRST_CHAT + nth


def on_telegram(nth: int) -> Address:
    return Address("telegram", BOT, str(chat(nth)))


def zone_on_telegram(folder: Path, officers: int) -> Path:
    """A practice database as `chibot run --practice` makes it, with phones for the cast and for so many officers."""
    cast = {persona: Address("telegram", BOT, str(chat_id)) for persona, chat_id in CAST.items()}
    return crowd.practice_zone(folder, officers, on_telegram, cast)


def phones(fake: FakeTelegram, officers: int) -> None:
    """All of them pressed Start some time ago."""
    for chat_id in (*CAST.values(), *(chat(nth) for nth in range(1, officers + 1))):
        fake.world.person(chat_id)
        fake.world.chat(chat_id).has_started = True


async def write_forms(folder: Path, database: Path, officers: int) -> None:
    """Everybody of the crowd stands before the last word of a form: what they write next makes a record."""
    await crowd.write_forms(folder, database, officers, on_telegram, WITH_BUTTONS)


def introduced(database: Path) -> Mapping[str, int]:
    """How often each name was introduced by somebody of the crowd."""
    with looking(database) as db:
        rows = db.execute("SELECT name, count(*) FROM candidate WHERE name LIKE 'Lò %' GROUP BY name")
        return {str(name): int(count) for name, count in rows}


@dataclass(frozen=True, slots=True)
class Served:
    """The whole assistant in this process, on the fake Telegram."""

    program: Program
    fake: FakeTelegram
    database: Path

    async def settled(self) -> None:
        """Nothing waits at Telegram, every turn is taken, every answer is sent."""
        await self.fake.drained(60)
        await self.program.settle()


@asynccontextmanager
async def served(
    database: Path, fake: FakeTelegram, *, is_posted: bool, takes_turns: bool = True
) -> AsyncIterator[Served]:
    """By webhook or polled. Answers go out as fast as they are made: the vendor's pace is tested elsewhere.

    Without `takes_turns` updates are stored, and wait until somebody starts the program.
    """
    clock = FakeClock(EVENING)
    program = await Program.open(Parts(database, SECRET, ZONE, "", clock.now))
    front = Front("127.0.0.1", free_port())
    channel = channel_on(fake, clock, front if is_posted else None)
    receive = program.add(channel)
    if takes_turns:
        await program.start()
    doors = [asyncio.create_task(channel.run(receive)), asyncio.create_task(front.run())]
    try:
        yield Served(program, fake, database)
    finally:
        for door in doors:
            door.cancel()
        for door in doors:
            with suppress(asyncio.CancelledError):
                await door
        await program.close()


def channel_on(fake: FakeTelegram, clock: FakeClock, front: Front | None) -> TelegramChannel:
    """By webhook when there is a front."""
    hook = None if front is None else Webhook(f"http://127.0.0.1:{front.port}", WEBHOOK_SECRET, front)
    channel = TelegramChannel(fake.token, clock.now, fake.url, webhook=hook)
    channel.capabilities = replace(channel.capabilities, pace=None)
    return channel


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
