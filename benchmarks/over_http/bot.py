"""What each bot's process does around the bot: it says when it runs, tells the forms that it holds when asked, and ends.

It talks with `drive.py` on its standard input and output, one line each way.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that polls. `form` gives the answers that it holds for a person, None while the form is open."""

    name: str
    version: str
    durable: str
    form: Callable[[int], tuple[str, ...] | None]
    stop: Callable[[], Awaitable[None]]


Start = Callable[[Path, str], Awaitable[Bot]]
"""Starts a bot on an empty folder against a Bot API at that address."""


async def run(start: Start, folder: Path, address: str) -> None:
    """Until standard input ends. A line on it is a number of people: their forms are the answer, first to last."""
    bot = await start(folder, address)
    try:
        print(json.dumps({"system": bot.name, "version": bot.version, "durable": bot.durable}), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps([bot.form(person) for person in range(1, int(line) + 1)]), flush=True)
    finally:
        await bot.stop()


def main(start: Start) -> None:
    """The command line of every bot: an empty folder, and the address of the Bot API."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("address")
    given = parser.parse_args()
    asyncio.run(run(start, given.folder, given.address))


async def ended(task: asyncio.Task[None]) -> None:
    """Stops what polls."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
