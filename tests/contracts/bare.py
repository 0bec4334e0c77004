"""Channels that do not run, and one update of each as it would arrive."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from channels.console import ConsoleChannel
from channels.telegram import TelegramChannel
from domain.channel import Channel, HistoryLine
from domain.people import Address
from tests.contracts.talkers import CHAT_ID, WHO, web_channel
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS, FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.server import TOKEN
from tests.stage import EVENING

NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""


def channel(kind: str) -> Channel:
    """A bare channel, not running."""
    if kind == "web":
        return web_channel(_NoHistory(), FakeClock(EVENING), asyncio.Event())
    if kind == "console":
        return ConsoleChannel(WHO, _nothing(), io.StringIO(), FakeClock(EVENING).now, _settled)
    if kind == "telegram":
        return TelegramChannel(TOKEN, FakeClock(EVENING).now, NOWHERE)
    return FakeChannel(capabilities=LETTERS_ONLY if kind == "letters" else WITH_BUTTONS)


@asynccontextmanager
async def opened(kind: str) -> AsyncIterator[Channel]:
    """The same, for one who sends."""
    one = channel(kind)
    yield one
    await one.close()


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
    "telegram": {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": int(EVENING.timestamp()),
            "chat": {"id": CHAT_ID, "type": "private"},
            "text": "chào",
        },
    },
}
KINDS = tuple(RAW)


def address(kind: str, chat: str | None = None) -> Address:
    """Of the person who wrote that update, or of another chat."""
    if kind == "telegram":
        return Address(kind, TOKEN.partition(":")[0], chat or str(CHAT_ID))
    return Address(channel(kind).name, BOT, chat or WHO)
