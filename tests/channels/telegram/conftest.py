"""The channel before a Bot API of the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from channels.telegram import TelegramChannel
from tests.channels.telegram.bot_api import TOKEN, BotApi, bot_api
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

START = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as one:
        yield one


@pytest.fixture
async def channel(api: BotApi, clock: FakeClock, timers: Timers) -> AsyncIterator[TelegramChannel]:
    """Not running: what it is told to send, it sends."""
    one = TelegramChannel(TOKEN, clock.now, api.root, later=timers.later, pause=timers.pause)
    yield one
    await one.close()
