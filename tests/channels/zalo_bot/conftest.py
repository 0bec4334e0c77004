"""The channel before a strict Zalo, which says its errors on HTTP 200, and again on their own status."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.zalo_bot import ZaloBots
from tests.channels.telegram.test_polling import Behind
from tests.channels.telegram.timers import Timers
from tests.channels.zalo_bot.phones import SECOND
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import FakeZalo, Switches

START = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)
Made = Callable[..., ZaloBots]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture(params=[False, True], ids=["on_200", "on_status"])
async def fake(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[FakeZalo]:
    """Whatever a test does: no call broke the documentation."""
    async with FakeZalo(now=clock.now, second=SECOND, switches=Switches(error_as_http_status=request.param)) as one:
        yield one
        assert one.violations == []


@pytest.fixture
async def made(fake: FakeZalo, clock: FakeClock, timers: Timers) -> AsyncIterator[Made]:
    """Makes a channel of so many bots; it hangs up at the end."""
    async with AsyncExitStack() as stack:

        def make(count: int = 1, **more: Any) -> ZaloBots:
            one = ZaloBots(fake.tokens[:count], clock.now, fake.url, **{"pause": timers.pause, **more})
            stack.push_async_callback(one.close)
            return one

        yield make


@pytest.fixture
def channel(made: Made) -> ZaloBots:
    """One bot, not running."""
    return made()
