"""The webhook: Telegram is answered 200 once its update is stored."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import pytest
from aiohttp import ClientSession

from channels.telegram import TelegramChannel, Webhook
from channels.telegram.webhook import BODY_LIMIT_BYTES, Batches
from domain.channel import Json, NotStored
from domain.failures import Misconfigured
from tests.channels.telegram.bot_api import BOT_ID, TOKEN, BotApi, refused
from tests.channels.telegram.test_polling import Behind, running
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

SECRET = "a-secret_of-27-characters-0"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
URL = "https://chibo.example"


class Gate:
    """The bot's webhook, as it can be reached from outside."""

    def __init__(self, channel: TelegramChannel, behind: Behind, session: ClientSession, port: int) -> None:
        self.channel, self.behind, self._session = channel, behind, session
        self.root = f"http://127.0.0.1:{port}"

    async def post(self, body: object, secret: str | None = SECRET, path: str = f"/telegram/{BOT_ID}") -> int:
        headers = {} if secret is None else {HEADER: secret}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self._session.post(self.root + path, data=io.BytesIO(data), headers=headers) as response:
            return response.status


@pytest.fixture
async def gate(api: BotApi, clock: FakeClock, timers: Timers) -> AsyncIterator[Gate]:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    webhook = Webhook(URL, SECRET, port=0, is_listening=port.set_result)
    channel, behind = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook, pause=timers.pause), Behind()
    async with running(channel, behind), ClientSession() as session:
        yield Gate(channel, behind, session, await asyncio.wait_for(port, 5))
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


async def test_what_comes_while_a_batch_is_stored_is_stored_together() -> None:
    sizes: list[int] = []
    gate, first = asyncio.Event(), asyncio.Event()

    async def receive(raws: Sequence[tuple[str, Json]]) -> None:
        sizes.append(len(raws))
        first.set()
        await gate.wait()

    batches = Batches(receive, BOT_ID)
    posts = [asyncio.create_task(batches.put({"update_id": 0}))]
    await first.wait()
    posts += [asyncio.create_task(batches.put({"update_id": number})) for number in range(1, 200)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait_for(asyncio.gather(*posts), 5)

    assert sizes == [1, 199]


async def test_batch_that_fails_fails_only_those_in_it_and_one_who_hangs_up_takes_nobody_along() -> None:
    troubles: list[Exception] = [NotStored("full")]
    stored: list[Json] = []

    async def receive(raws: Sequence[tuple[str, Json]]) -> None:
        if troubles:
            raise troubles.pop()
        stored.extend(raw for _, raw in raws)

    batches = Batches(receive, BOT_ID)
    failed = await asyncio.gather(*(batches.put({"update_id": number}) for number in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [NotStored] * 3

    gone, stays = (asyncio.create_task(batches.put({"update_id": number})) for number in (8, 9))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    with suppress(asyncio.CancelledError):
        await gone
    assert stored == [{"update_id": 8}, {"update_id": 9}]


async def test_refused_address_ends_the_channel(api: BotApi, clock: FakeClock, timers: Timers) -> None:
    api.will(
        "setWebhook", refused(500, "Internal"), refused(400, "Bad Request: bad webhook: HTTPS url must be provided")
    )
    webhook = Webhook("http://chibo.example/", SECRET, port=0)
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=webhook, pause=timers.pause)
    with pytest.raises(Misconfigured, match=r"^telegram: webhook_refused$"):
        await asyncio.wait_for(channel.run(Behind().receive), 5)
    await channel.close()


async def test_taken_port_ends_the_channel(api: BotApi, clock: FakeClock, gate: Gate) -> None:
    port = int(gate.root.rpartition(":")[2])
    channel = TelegramChannel(TOKEN, clock.now, api.root, webhook=Webhook(URL, SECRET, port=port))
    with pytest.raises(OSError, match="in use"):
        await asyncio.wait_for(channel.run(Behind().receive), 5)
    await channel.close()


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, f"{URL}/telegram/{BOT_ID}"),
        (URL + "/", f"{URL}/telegram/{BOT_ID}"),
        (URL + "/bot/in", URL + "/bot/in"),
    ],
)
def test_address_without_a_path_gets_ours(url: str, address: str) -> None:
    assert Webhook(url, SECRET).address(BOT_ID) == address


@pytest.mark.parametrize(("url", "secret"), [(URL, ""), (URL, "a b"), (URL, "x" * 257), ("chibo.example", SECRET)])
def test_webhook_that_telegram_would_not_take_is_refused_at_once(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        Webhook(url, secret)
