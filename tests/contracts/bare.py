"""Channels that do not run, and one update of each as it would arrive."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from channels.console import ConsoleChannel
from channels.telegram import TelegramChannel
from channels.zalo_bot import ZaloBots
from domain.channel import Channel, File, HistoryLine, Json
from domain.people import Address
from tests.contracts.talkers import CHAT_ID, WHO, ZALO, web_channel
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS, FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.server import TOKEN
from tests.fakes.zalo import TOKENS, FakeZalo, Switches
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
    if kind in ZALO:
        return ZaloBots(TOKENS[:1], FakeClock(EVENING).now, NOWHERE)
    return FakeChannel(capabilities=LETTERS_ONLY if kind == "letters" else WITH_BUTTONS)


@asynccontextmanager
async def opened(kind: str) -> AsyncIterator[Channel]:
    """The same, for one who sends. On Zalo that is one who knows who it is: the person has just written to it."""
    if kind in ZALO:
        async with _polling(kind) as zalo:
            yield zalo
        return
    one = channel(kind)
    yield one
    await one.close()


@asynccontextmanager
async def _polling(kind: str) -> AsyncIterator[Channel]:
    async def receive(_raws: Sequence[tuple[str, Json]]) -> None:
        return

    switches = Switches(error_as_http_status=ZALO[kind])
    async with FakeZalo(TOKENS[:1], now=FakeClock(EVENING).now, second=0.002, switches=switches) as fake:
        zalo = ZaloBots(fake.tokens, FakeClock(EVENING).now, fake.url)
        fake.say(WHO, "chào")
        task = asyncio.create_task(zalo.run(receive))
        await fake.drained()
        yield zalo
        task.cancel()
        await asyncio.wait({task})
        await zalo.close()


class _NoHistory:
    async def file(self, address: Address, ident: int) -> File | None:
        return None

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
RAW |= {
    kind: {
        "event_name": "message.text.received",
        "message": {
            "message_id": "2d75c1",
            "date": int(EVENING.timestamp() * 1000),
            "message_type": "CHAT_MESSAGE",
            "from": {"id": WHO, "display_name": "An", "is_bot": False},
            "chat": {"id": WHO, "chat_type": "PRIVATE"},
            "text": "chào",
        },
    }
    for kind in ZALO
}
KINDS = tuple(RAW)


def address(kind: str, chat: str | None = None) -> Address:
    """Of the person who wrote that update, or of another chat."""
    if kind == "telegram":
        return Address(kind, TOKEN.partition(":")[0], chat or str(CHAT_ID))
    if kind in ZALO:
        return Address("zalo_bot", FakeZalo(TOKENS[:1]).bots[0].id, chat or WHO)
    return Address(channel(kind).name, BOT, chat or WHO)
