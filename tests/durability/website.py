"""The practice page's real server on the whole program, with somebody who opened it properly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import ClientSession, CookieJar

from bot.program import Parts, Program, StoredHistory
from channels.web import Persona, WebChannel
from tests.channels.web.conftest import Site
from tests.stage import EVENING, SECRET, ZONE, fresh


@asynccontextmanager
async def practice_page(folder: Path) -> AsyncIterator[tuple[Site, Program]]:
    program = await Program.open(Parts(fresh(folder), SECRET, ZONE, "", lambda: EVENING))
    listening = asyncio.Event()
    channel = WebChannel(
        "127.0.0.1",
        0,
        "the key",
        [Persona("secretary", "Mai", "Konya")],
        StoredHistory(program.writer),
        lambda: EVENING,
        lambda: "run",
        lambda _address: listening.set(),
    )
    task = asyncio.create_task(program.run([(channel, program.add(channel))]))
    await asyncio.wait_for(listening.wait(), 5)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        site = Site(channel, session)
        (await session.get(channel.address)).close()
        yield site, program
        site.close()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
