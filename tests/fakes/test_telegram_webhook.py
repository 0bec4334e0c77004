"""The fake's webhook mode: the secret, redelivery, order, and the conflict with polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, web

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import Caller
from tests.fakes.telegram import FakeTelegram

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(slots=True)
class Site:
    """A webhook; `statuses` are its first answers, then 200. With `gate` closed it does not answer."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str | None, int]] = field(default_factory=list)
    now_in: int = 0
    most_in: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    changed: Callable[[], None] = lambda: None

    async def take(self, request: web.Request) -> web.Response:
        self.now_in += 1
        self.most_in = max(self.most_in, self.now_in)
        self.got.append((request.headers.get(SECRET), (await request.json())["update_id"]))
        self.changed()
        await self.gate.wait()
        self.now_in -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def site(fake: FakeTelegram) -> AsyncIterator[Site]:
    site = Site(changed=fake.world.changes.happened)
    site.gate.set()
    app = web.Application()
    app.router.add_post("/hook", site.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield site
    site.gate.set()
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(fake: FakeTelegram, bot: Caller, site: Site) -> None:
    fake.say(1001, "trước")
    assert (await bot("setWebhook", url=site.url, secret_token="bi-mat_1"))[0] == 200
    fake.say(1001, "sau")
    await fake.drained()

    assert site.got == [("bi-mat_1", 100), ("bi-mat_1", 101)]


async def test_what_was_not_taken_is_posted_again(fake: FakeTelegram, bot: Caller, site: Site) -> None:
    site.statuses = [500, 403, 302]
    await bot("setWebhook", url=site.url)
    fake.say(1001, "xin chào")
    await fake.drained()

    assert site.got == [(None, 100)] * 4
    _, answer = await bot("getWebhookInfo")
    info = answer["result"]
    assert isinstance(info, dict)
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")
    assert info["pending_update_count"] == 0


async def test_site_that_is_down_gets_it_when_it_is_up(fake: FakeTelegram, bot: Caller, site: Site) -> None:
    await bot("setWebhook", url="http://127.0.0.1:9/hook")
    fake.say(1001, "xin chào")
    await fake.until(lambda: len(fake.deliveries) >= 2)
    await bot("setWebhook", url=site.url)
    await fake.drained()

    assert site.got == [(None, 100)]


async def test_chats_are_posted_in_parallel_and_each_in_order(fake: FakeTelegram, bot: Caller, site: Site) -> None:
    site.gate.clear()
    for chat_id in (1001, 1002, 1003):
        fake.say(chat_id, "một")
        fake.say(chat_id, "hai")
    await bot("setWebhook", url=site.url, max_connections=2)
    await fake.until(lambda: len(site.got) == 2)
    assert [update_id for _, update_id in site.got] == [100, 102]

    site.gate.set()
    await fake.drained()
    got = [update_id for _, update_id in site.got]
    assert site.most_in == 2
    assert sorted(got) == list(range(100, 106))
    assert [one for one in got if one in (104, 105)] == [104, 105]


async def test_without_order_even_one_chat_is_posted_in_parallel(clock: FakeClock, site: Site) -> None:
    async with FakeTelegram(now=clock.now, keeps_order=False) as wild, ClientSession() as session:
        site.changed = wild.world.changes.happened
        site.gate.clear()
        for number in range(3):
            wild.say(1001, str(number))
        await Caller(wild, session)("setWebhook", url=site.url)
        await wild.until(lambda: site.now_in == 3)
        site.gate.set()
        await wild.drained()


async def test_polling_and_a_webhook_exclude_each_other(bot: Caller, site: Site) -> None:
    async with FakeTelegram() as slow:
        caller = Caller(slow, bot.session)
        poll = asyncio.create_task(caller.refused("getUpdates", timeout=50))
        await slow.polled()
        await caller("setWebhook", url=site.url)

        assert await poll == "Conflict: terminated by setWebhook request"
        assert (await caller.refused("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook")
        await caller("deleteWebhook", drop_pending_updates=True)
        assert await caller.update_ids() == []


async def test_pending_updates_can_be_dropped(fake: FakeTelegram, bot: Caller, site: Site) -> None:
    fake.say(1001, "cũ")
    await bot("setWebhook", url=site.url, drop_pending_updates=True, allowed_updates=["message"])

    assert fake.updates.pending == []
    assert site.got == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://vi.du/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://vi.du:8080/hook"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://vi.du/", "secret_token": "có dấu"}, "secret token contains unallowed characters"),
        ({"url": "https://vi.du/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "nowhere"}, "invalid webhook URL specified"),
    ],
)
async def test_wrong_webhook_is_refused(bot: Caller, params: dict[str, object], reason: str) -> None:
    assert await bot.refused("setWebhook", **params) == f"Bad Request: {reason}"
