"""What the tests of the channel do with it: run it, stop it, read what it stored, and say what is to be sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.zalo_bot import ZaloBots
from domain.channel import Arrival, Outgoing, OutgoingAction, TextIn
from domain.ids import OutboxId
from domain.people import Address
from tests.channels.telegram.test_polling import Behind
from tests.fakes.zalo import FakeZalo

MAI = "6ede04"
HOA = "7b11f0"
SECOND = 0.002
"""How long a second of a poll lasts: one that brings nothing takes 20 ms."""


@asynccontextmanager
async def running(channel: ZaloBots, behind: Behind) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.run(behind.receive))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def greeted(
    channel: ZaloBots, fake: FakeZalo, behind: Behind, count: int = 1
) -> AsyncIterator[asyncio.Task[None]]:
    """Running, and every bot polls."""
    async with running(channel, behind) as task:
        for number in range(count):
            await fake.polled(number)
        yield task


async def turns_of_the_loop() -> None:
    """Enough of them for a cancellation to arrive wherever it goes."""
    for _ in range(20):
        await asyncio.sleep(0)


async def ended(task: asyncio.Task[None]) -> None:
    """Returns once it is over, whatever came of it. Raises AssertionError when it is not after five seconds."""
    await asyncio.wait({task}, timeout=5)
    assert task.done(), "it still runs"


def to(fake: FakeZalo, text: str, ident: int = 1, chat: str = MAI, bot: int = 0) -> Outgoing:
    return Outgoing(OutboxId(ident), Address("zalo_bot", fake.bots[bot].id, chat), OutgoingAction.SEND, text)


def arrivals(channel: ZaloBots, behind: Behind) -> list[Arrival | None]:
    return [channel.parse(bot_id, raw) for bot_id, raw in behind.stored]


def texts(channel: ZaloBots, behind: Behind) -> list[str]:
    contents = [one.content for one in arrivals(channel, behind) if one is not None]
    return [one.text for one in contents if isinstance(one, TextIn)]
