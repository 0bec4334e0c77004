"""The webhook: Telegram is answered 200 once its update is stored."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Literal

import pytest
from aiohttp import ClientSession

from channels.http.front import BODY_LIMIT_BYTES
from channels.telegram import TelegramChannel, Webhook
from domain.channel import NotStored
from domain.failures import Misconfigured
from tests.channels.http.serving import front, serving
from tests.channels.telegram.bot_api import BOT_ID, TOKEN, BotApi, refused
from tests.channels.telegram.test_polling import Behind, running
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

SECRET = "a-secret_of-27-characters-0"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
URL = "https://chibo.example"


class Gate:
    """The bot's webhook, as it can be reached from outside."""

    def __init__(self, channel: TelegramChannel, behind: Behind, session: ClientSession, root: str) -> None:
        self.channel, self.behind, self._session = channel, behind, session
        self.root = root

    async def post(self, body: object, secret: str | None = SECRET, path: str = f"/telegram/{BOT_ID}") -> int:
        headers = {} if secret is None else {HEADER: secret}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self._session.post(self.root + path, data=io.BytesIO(data), headers=headers) as response:
            return response.status


@pytest.fixture
async def gate(api: BotApi, clock: FakeClock, timers: Timers) -> AsyncIterator[Gate]:
    webhook, behind = Webhook(URL, SECRET, front()), Behind()
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook, pause=timers.pause)
    async with running(channel, behind), serving(webhook.front) as root, ClientSession() as session:
        yield Gate(channel, behind, session, root)
    await channel.close()


async def test_telegram_is_told_where_to_post_and_what_proves_that_it_is_telegram(api: BotApi, gate: Gate) -> None:
    assert await api.called("setWebhook") == [
        {
            "url": f"{URL}/telegram/{BOT_ID}",
            "secret_token": SECRET,
            "allowed_updates": ["message", "edited_message", "callback_query"],
            "drop_pending_updates": False,
        }
    ]
    assert api.of("getUpdates") == []
    assert gate.channel.heard_at() is None
    assert gate.channel.username == "chibo_bot"


async def test_update_is_answered_200_only_after_it_is_stored(gate: Gate) -> None:
    gate.behind.gate.clear()
    posting = asyncio.create_task(gate.post({"update_id": 1}))
    await asyncio.wait_for(gate.behind.came.wait(), 5)
    assert not posting.done()
    gate.behind.gate.set()

    assert await posting == 200
    assert gate.behind.stored == [(BOT_ID, {"update_id": 1})]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "khóa"])
async def test_without_the_secret_nothing_is_taken(gate: Gate, secret: str | None) -> None:
    assert await gate.post({"update_id": 1}, secret) == 403
    assert not gate.behind.came.is_set()


async def test_elsewhere_there_is_nothing(gate: Gate) -> None:
    assert await gate.post({"update_id": 1}, path="/telegram/1") == 404


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'"' + b"x" * BODY_LIMIT_BYTES + b'"'])
async def test_what_is_not_json_or_too_long_is_refused(gate: Gate, body: bytes) -> None:
    assert await gate.post(body) == 400
    assert not gate.behind.came.is_set()


@pytest.mark.parametrize("body", [[], "text", 5, None, [{"update_id": 1}]])
async def test_json_that_is_no_update_is_stored_to_be_reported(gate: Gate, body: object) -> None:
    assert await gate.post(body) == 200
    assert gate.behind.stored == [(BOT_ID, {"not_an_update": body})]


async def test_what_could_not_be_stored_is_asked_for_again(gate: Gate) -> None:
    gate.behind.troubles = [NotStored("full")]

    assert await gate.post({"update_id": 1}) == 503
    assert await gate.post({"update_id": 1}) == 200
    assert gate.behind.stored == [(BOT_ID, {"update_id": 1})]


async def test_refused_address_ends_the_channel(api: BotApi, clock: FakeClock, timers: Timers) -> None:
    api.will(
        "setWebhook", refused(500, "Internal"), refused(400, "Bad Request: bad webhook: HTTPS url must be provided")
    )
    webhook = Webhook("http://chibo.example/", SECRET, front())
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook, pause=timers.pause)
    async with serving(webhook.front):
        with pytest.raises(Misconfigured, match=r"^telegram: webhook_refused$"):
            await asyncio.wait_for(channel.run(Behind().receive), 5)
    await channel.close()


class Watched(asyncio.Event):
    """Tells when somebody begins to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waited_for = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.is_waited_for.set()
        return await super().wait()


async def test_telegram_is_told_only_once_somebody_listens(api: BotApi, clock: FakeClock, timers: Timers) -> None:
    webhook, listening = Webhook(URL, SECRET, front()), Watched()
    webhook.front.listening = listening
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook, pause=timers.pause)
    async with running(channel, Behind()):
        await asyncio.wait_for(listening.is_waited_for.wait(), 5)
        assert api.of("setWebhook") == []
        listening.set()
        await api.called("setWebhook")
    await channel.close()


async def test_what_is_posted_before_the_channel_runs_is_asked_for_again(api: BotApi, clock: FakeClock) -> None:
    webhook, behind = Webhook(URL, SECRET, front()), Behind()
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook)
    async with serving(webhook.front) as root, ClientSession() as session:
        gate = Gate(channel, behind, session, root)
        assert await gate.post({"update_id": 1}) == 503
        async with running(channel, behind):
            await api.called("getMe")
            assert await gate.post({"update_id": 1}) == 200
    await channel.close()
    assert behind.stored == [(BOT_ID, {"update_id": 1})]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, f"{URL}/telegram/{BOT_ID}"),
        (URL + "/", f"{URL}/telegram/{BOT_ID}"),
        (URL + "/bot/in", URL + "/bot/in"),
    ],
)
def test_address_without_a_path_gets_ours(url: str, address: str) -> None:
    assert Webhook(url, SECRET, front()).address(BOT_ID) == address


@pytest.mark.parametrize(("url", "secret"), [(URL, ""), (URL, "a b"), (URL, "x" * 257), ("chibo.example", SECRET)])
def test_webhook_that_telegram_would_not_take_is_refused_at_once(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        Webhook(url, secret, front())


def test_secret_is_not_shown() -> None:
    assert SECRET not in repr(Webhook(URL, SECRET, front()))
