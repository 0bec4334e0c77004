"""The real program as a process of its own, with its phones on the fake Telegram."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.fakes.telegram import FakeTelegram
from tests.stage import EVENING, looking

WAITING = """
SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting') + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending'))
"""


def on_phones(folder: Path, fake: FakeTelegram) -> RealProgram:
    """`chibot run --practice` on that folder's database; it is not started yet."""
    program = RealProgram(folder)
    program.settings = {
        "CHIBOT_TELEGRAM_TOKEN": fake.token,
        "CHIBOT_TELEGRAM_API_URL": fake.url,
        "CHIBOT_RAW_DAYS": "3650",
    }
    set_clock(program, EVENING)
    return program


def set_clock(program: RealProgram, now: datetime) -> None:
    """What the program takes for the time when it starts."""
    program.settings["CHIBOT_NOW"] = now.isoformat()


async def start(program: RealProgram, fake: FakeTelegram) -> None:
    """Returns once it asks Telegram for updates."""
    before = len(fake.calls_of("getUpdates"))
    await program.spawn()
    await fake.until(lambda: len(fake.calls_of("getUpdates")) > before, PATIENCE_SECONDS, lambda: log(program))


async def quiet(program: RealProgram, fake: FakeTelegram) -> None:
    """Returns once nothing waits, at Telegram or in the program."""

    def is_quiet() -> bool:
        with looking(program.database) as db:
            return not fake.updates.pending and db.execute(WAITING).fetchone() == (0,)

    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_quiet():
            with suppress(AssertionError):
                await fake.until(is_quiet, 1)


def log(program: RealProgram) -> str:
    """What it complained about."""
    return (program.folder / "log.txt").read_text()
