"""No room on the disk (`max_page_count` on the writer's connection): said clearly, nothing half-written, done once there is room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from bot import dispatch, turns
from channels.web import Persona, WebChannel
from domain.channel import Outgoing
from domain.failures import Failure
from language.say import menu as say
from language.say import web as say_web
from tests.durability.prepared import REPORT, receipts
from tests.stage import Stage, open_stage

ROOM = 1_000_000


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    for module, name in ((turns, "FULL_SECONDS"), (turns, "IDLE_SECONDS"), (dispatch, "IDLE_SECONDS")):
        monkeypatch.setattr(module, name, 0.01)
    async with open_stage(tmp_path) as opened:
        yield opened


async def set_room(stage: Stage, pages: int) -> None:
    """`pages` 1 means: not one page more than there is now."""
    await stage.program.writer.between(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchall())


async def fill_up(stage: Stage) -> None:
    """No page may be added, and none is free inside those that are there: rows go in until the first is refused."""
    await set_room(stage, 1)

    def fill(size: int) -> None:
        sql = "INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at, state)"
        for number in range(10_000):
            key = f"{size}-{number}"
            stage_db.execute(f"{sql} VALUES ('x', 'x', ?, '', 0, 'x', ?, 0, 'done')", (key, "x" * size))

    import sqlite3

    stage_db = sqlite3.connect(stage.database, isolation_level=None)
    stage_db.execute("PRAGMA max_page_count = 1").fetchall()
    for size in (2000, 200, 1):
        with pytest.raises(sqlite3.OperationalError, match="full"):
            fill(size)
    stage_db.close()
