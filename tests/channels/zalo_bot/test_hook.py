"""The webhook: Zalo posts each update, and is answered 200 once it is stored. Several bots share one port."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from channels.http.front import Front
from channels.http.webhook import Batches
from channels.zalo_bot import Webhook, ZaloBots
from domain.channel import NotStored
from tests.channels.telegram.test_polling import Behind
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import HOA, MAI, ended, running, texts
from tests.durability.telegram.stage import free_port
from tests.fakes.zalo import EMPTY_PROBE, ODD_PROBE, PROBE, FakeZalo

SECRET = "only-zalo-knows-it"


@asynccontextmanager
async def posted(fake: FakeZalo, made: Made, behind: Behind, count: int = 1) -> AsyncIterator[ZaloBots]:
    """The channel runs beside its front, and Zalo knows the address of every bot."""
    fake.switches.allows_loopback = True
    front = Front("127.0.0.1", free_port())
    channel = made(count, webhook=Webhook(f"http://127.0.0.1:{front.port}", SECRET, front))
    task = asyncio.create_task(front.run())
    try:
        async with running(channel, behind):
            await fake.until(lambda: all(fake.webhook(number) is not None for number in range(count)))
            await fake.until(lambda: all(one.status is not None or one.trouble for one in fake.deliveries))
            yield channel
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_is_posted_is_stored_under_its_bot_before_zalo_is_told(
    fake: FakeZalo, made: Made, behind: Behind
) -> None:
    async with posted(fake, made, behind, count=2) as channel:
        behind.gate.clear()
        fake.say(MAI, "một", bot=0)
        fake.say(HOA, "hai", bot=1)
        await behind.came.wait()
        assert not any(one.is_taken for one in fake.deliveries if one.update is not None)
        behind.gate.set()
        await fake.drained()

        assert sorted(texts(channel, behind)) == ["hai", "một"]
        assert {bot for bot, _ in behind.stored} == {fake.bots[0].id, fake.bots[1].id}
        assert fake.calls_of("getUpdates") == []
        assert channel.heard_at() is None, "nobody is polled"


@pytest.mark.parametrize("envelope", ["flat", "wrapped", "list"])
async def test_every_envelope_is_opened(fake: FakeZalo, made: Made, behind: Behind, envelope: str) -> None:
    async with posted(fake, made, behind) as channel:
        fake.switches.envelope = envelope  # type: ignore[assignment] # the parameter is one of the three
        fake.say(MAI, "chào")
        await fake.drained()

        assert texts(channel, behind) == ["chào"]


@pytest.mark.parametrize("probe", [PROBE, ODD_PROBE, EMPTY_PROBE, b"[]", b'{"ping": 1}', b'"x"'])
async def test_test_of_the_address_is_answered_whatever_it_sends(
    fake: FakeZalo, made: Made, behind: Behind, probe: bytes
) -> None:
    fake.switches.probe = probe
    async with posted(fake, made, behind) as channel:
        assert [one.status for one in fake.deliveries] == [200]
        assert all(channel.parse(bot_id, raw) is None for bot_id, raw in behind.stored), "nobody hears of it"


async def test_what_could_not_be_stored_is_not_taken(fake: FakeZalo, made: Made, behind: Behind) -> None:
    async with posted(fake, made, behind) as channel:
        behind.troubles.append(NotStored("full"))
        fake.switches.webhook_retries = 1
        fake.say(MAI, "chào")
        await fake.drained()

        assert [one.status for one in fake.deliveries if one.update is not None] == [503, 200]
        assert texts(channel, behind) == ["chào"]


async def test_whoever_does_not_know_the_secret_is_nobody(fake: FakeZalo, made: Made, behind: Behind) -> None:
    async with posted(fake, made, behind), ClientSession() as session:
        hook = fake.webhook()
        assert hook is not None
        before = len(behind.stored)
        for secret in ("", "wrong", SECRET + "x"):
            async with session.post(hook.url, data=b"{}", headers={"X-Bot-Api-Secret-Token": secret}) as answer:
                assert answer.status == 403
        assert len(behind.stored) == before


async def test_new_secret_is_told_though_the_address_stands(fake: FakeZalo, made: Made, behind: Behind) -> None:
    fake.switches.allows_loopback = True
    front = Front("127.0.0.1", free_port())
    fake.leave_webhook(f"http://127.0.0.1:{front.port}/zalo/{fake.bots[0].id}", "the-one-before")
    channel = made(webhook=Webhook(f"http://127.0.0.1:{front.port}", SECRET, front))
    task = asyncio.create_task(front.run())
    async with running(channel, behind):
        await fake.until(lambda: bool(fake.calls_of("setWebhook")))
        await fake.until(lambda: all(one.status is not None or one.trouble for one in fake.deliveries))
        fake.say(MAI, "chào")
        await fake.drained()
        assert texts(channel, behind) == ["chào"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_strangers_leave_nothing_behind(fake: FakeZalo, made: Made, behind: Behind) -> None:
    """Whoever tries addresses without the secret makes nothing grow."""
    async with posted(fake, made, behind), ClientSession() as session:
        hook = fake.webhook()
        assert hook is not None
        root = hook.url.rsplit("/", 1)[0]
        made_before = len(gc_handlers())
        for nth in range(20):
            async with session.post(f"{root}/{nth}", data=b"{}") as answer:
                assert answer.status == 403
        assert len(gc_handlers()) == made_before


def gc_handlers() -> list[Batches]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Batches)]


async def test_address_that_zalo_cannot_reach_is_told_and_kept(
    fake: FakeZalo, made: Made, behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    fake.switches.verification = "failed"
    async with posted(fake, made, behind) as channel:
        fake.say(MAI, "chào")
        await fake.drained()
        assert texts(channel, behind) == ["chào"]
    assert "the webhook is set, but Zalo could not reach it" in caplog.text


async def test_address_that_zalo_refuses_halts_the_bot(fake: FakeZalo, made: Made, behind: Behind) -> None:
    front = Front("127.0.0.1", free_port())
    channel = made(webhook=Webhook("http://127.0.0.1", SECRET, front))
    task = asyncio.create_task(front.run())
    async with running(channel, behind) as running_task:
        await ended(running_task)
        assert "setWebhook_400" in str(running_task.exception())
    fake.violations.clear()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("url", "secret"), [("https://x.vn", "short"), ("https://x.vn", "a b c d e f"), ("ftp://x", SECRET)]
)
def test_webhook_that_zalo_would_not_take_is_refused_at_once(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        Webhook(url, secret, Front("127.0.0.1", 0))


def test_secret_is_not_shown() -> None:
    assert SECRET not in repr(Webhook("https://x.vn", SECRET, Front("127.0.0.1", 0)))
