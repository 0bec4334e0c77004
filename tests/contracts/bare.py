"""Channels that do not run, and one update of each as it would arrive."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence

from channels.console import ConsoleChannel
from domain.channel import Channel, HistoryLine
from domain.people import Address
from tests.contracts.talkers import WHO, web_channel
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS, FakeChannel
from tests.fakes.clock import FakeClock
from tests.stage import EVENING


def channel(kind: str) -> Channel:
    """A bare channel, not running."""
    if kind == "web":
        return web_channel(_NoHistory(), FakeClock(EVENING), asyncio.Event())
    if kind == "console":
        return ConsoleChannel(WHO, _nothing(), io.StringIO(), FakeClock(EVENING).now, _settled)
    return FakeChannel(capabilities=LETTERS_ONLY if kind == "letters" else WITH_BUTTONS)


class _NoHistory:
    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]:
        return []


async def _nothing() -> AsyncIterator[str]:
    return
    yield


async def _settled() -> None:
    return


RAW: dict[str, dict[str, object]] = {
    "buttons": dict(FakeChannel().raw(WHO, EVENING, None, text="chào")),
    "letters": dict(FakeChannel().raw(WHO, EVENING, None, text="chào")),
    "web": {"as": WHO, "id": "n1", "text": "chào", "at": EVENING.isoformat(), "order": 1},
    "console": {"text": "chào", "chat": WHO, "order": 1, "at": EVENING.isoformat()},
}
KINDS = tuple(RAW)
BOT_ID = BOT
