"""chibot as in real use, with its own Telegram channel: long polling, the database on the disk, requests by its HTTP client.

One thing is lifted: the pace. `TelegramChannel` sends 25 messages a second, as Telegram allows; here it sends what it can.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

from benchmarks.over_http.bot import Bot, ended, main
from benchmarks.systems.chibot import DATABASE, DURABLE, NOW, OFFICERS_FROM, SENT, ZONE, fill, with_form
from benchmarks.telegram import TOKEN
from bot.clock import Clock
from bot.program import Parts, Program, freeze_loaded
from channels.telegram import TelegramChannel
from scheduler.tick import run_ticks
from storage.connection import connect_to_read


class Unpaced(TelegramChannel):
    """As fast as the server answers."""

    capabilities = replace(TelegramChannel.capabilities, pace=None)


async def start(folder: Path, address: str) -> Bot:
    """As `Program.run`, but it polls only once the night's work is done: a thousand command menus are set on the first day."""
    with_form()
    database, clock = folder / DATABASE, Clock(NOW)
    channel = Unpaced(TOKEN, clock.now, address)
    fill(database, channel.name)
    program = await Program.open(Parts(database, "a secret key for the benchmark only", ZONE, "", clock.now))
    receive = program.add(channel)
    await program.start()
    await program.tick()
    await program.settle()
    freeze_loaded()
    doors = [asyncio.create_task(run_ticks(program.tick)), asyncio.create_task(channel.run(receive))]
    reader = connect_to_read(database)

    def sent(person: int) -> tuple[str, ...] | None:
        found = reader.execute(SENT, (OFFICERS_FROM + person,)).fetchall()
        return tuple(json.loads(found[0][0])) if len(found) == 1 else None

    async def stop() -> None:
        for door in doors:
            await ended(door)
        await program.close()

    return Bot("chibot", "0.1", DURABLE, sent, stop)


if __name__ == "__main__":
    main(start)
