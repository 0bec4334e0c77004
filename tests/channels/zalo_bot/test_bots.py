"""Several bots side by side: what one of them meets is not the others' business."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from channels.zalo_bot import ZaloBots
from domain.channel import Delivered, Outgoing
from domain.failures import Failure, FailureKind, Misconfigured
from domain.people import Address
from tests.channels.telegram.test_polling import Behind
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import HOA, MAI, arrivals, greeted, running, texts, to
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import FakeZalo, hang, refused

HALTED = Failure(FailureKind.THROTTLED, "halted", 300.0)


def halts(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]


async def test_each_bot_hears_and_answers_its_own_people(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made(2)
    async with greeted(channel, fake, behind, 2):
        fake.say(MAI, "một", 0)
        fake.say(HOA, "hai", 1)
        await fake.drained()
        assert isinstance(await channel.send(to(fake, "Chào Hoa", chat=HOA, bot=1)), Delivered)
        assert [door.bot_id for door in channel.doors()] == [fake.bots[0].id, fake.bots[1].id]

    addresses = {one.address for one in arrivals(channel, behind) if one is not None}
    assert addresses == {Address("zalo_bot", fake.bots[0].id, MAI), Address("zalo_bot", fake.bots[1].id, HOA)}
    assert fake.chat(HOA, 1).texts == ("Chào Hoa",)


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getUpdates"])
async def test_bot_whose_token_is_refused_halts_alone(
    fake: FakeZalo, made: Made, behind: Behind, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    channel = made(2)
    fake.fail(refused(401), method=method, bot=0)
    fake.say(HOA, "chào", 1)
    async with running(channel, behind) as task:
        await fake.polled(1)
        await fake.until(lambda: len(channel.doors()) == 1 and bool(behind.stored))
        assert not task.done()
        assert [door.bot_id for door in channel.doors()] == [fake.bots[1].id]

    assert texts(channel, behind) == ["chào"]
    assert halts(caplog) == ["zalo: bot 1 halts: token_refused"]


async def test_channel_ends_when_the_last_bot_has_halted(fake: FakeZalo, made: Made, behind: Behind) -> None:
    fake.fail(refused(401), 2, "getUpdates")
    async with running(made(2), behind) as task:
        with pytest.raises(Misconfigured, match=r"^zalo_bot: token_refused$"):
            await asyncio.wait_for(task, 5)


async def test_channel_was_heard_with_the_bot_that_was_silent_for_longest(
    fake: FakeZalo, made: Made, clock: FakeClock, behind: Behind
) -> None:
    start, channel = clock.now(), made(2)
    async with running(channel, behind):
        await fake.polled(0)
        await fake.polled(1)
        fault = fake.fail(refused(500), None, "getUpdates", bot=1)
        await fault.met.wait()
        clock.advance(timedelta(minutes=3))
        count = len(fake.calls_of("getUpdates", bot=0))
        await fake.until(lambda: len(fake.calls_of("getUpdates", bot=0)) > count + 2)
        assert channel.heard_at() == start
        fault.release()
        await fake.until(lambda: channel.heard_at() == clock.now())


async def test_two_tokens_of_one_bot_do_not_poll_beside_each_other(
    fake: FakeZalo, made: Made, behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    fake.bots[1].id = fake.bots[0].id
    channel = made(2)
    async with running(channel, behind):
        await fake.until(lambda: bool(halts(caplog)) and len(fake.calls_of("getUpdates")) > 2)

    assert len({call.bot for call in fake.calls_of("getUpdates")}) == 1
    assert halts(caplog)[0].endswith("halts: same_bot_twice")


async def test_only_bot_whose_token_is_refused_for_a_message_needs_a_person(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.say(MAI, "chào")
    async with greeted(channel, fake, behind):
        fake.fail_next("sendMessage", 401)
        first = await channel.send(to(fake, "một"))
        second = await channel.send(to(fake, "hai", 2))

    assert first == second == Failure(FailureKind.MISCONFIGURED, "halted")
    assert len(fake.calls_of("sendMessage")) == 1
    assert channel.doors() == []


async def test_one_of_two_bots_whose_token_is_refused_for_a_message_waits_and_the_other_works(
    fake: FakeZalo, made: Made, behind: Behind
) -> None:
    channel = made(2)
    fake.say(MAI, "chào", 0)
    fake.say(HOA, "chào", 1)
    async with greeted(channel, fake, behind, 2):
        fake.fail_next("sendMessage", 401, bot=0)
        outcomes = [await channel.send(to(fake, "một")), await channel.send(to(fake, "hai", 2))]
        assert isinstance(await channel.send(to(fake, "Chào Hoa", 3, HOA, 1)), Delivered)

    assert outcomes == [HALTED, HALTED]
    assert len(fake.calls_of("sendMessage", bot=0)) == 1


def elsewhere(fake: FakeZalo) -> Outgoing:
    return to(fake, "x")._replace(address=Address("zalo_bot", "1" * 19, MAI))


async def test_message_of_a_bot_whose_token_is_gone_is_refused(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    async with greeted(channel, fake, behind):
        assert await channel.send(elsewhere(fake)) == Failure(FailureKind.REJECTED, "other_bot")

    assert fake.calls_of("sendMessage") == []


async def test_message_waits_until_every_bot_has_said_who_it_is(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made(2)
    assert await channel.send(to(fake, "x")) == Failure(FailureKind.THROTTLED, "starting", 1.0)
    fault = fake.fail(hang(), method="getMe", bot=1)
    async with running(channel, behind):
        await fake.polled(0)
        assert await channel.send(elsewhere(fake)) == Failure(FailureKind.THROTTLED, "starting", 1.0)
        fault.release()
        await fake.polled(1)
        assert await channel.send(elsewhere(fake)) == Failure(FailureKind.REJECTED, "other_bot")


async def test_message_of_a_bot_that_halted_before_it_was_known_waits_for_a_person_too(
    fake: FakeZalo, made: Made, behind: Behind
) -> None:
    """A token that expired while the program was down: what waits for that bot's people is not thrown away."""
    channel = made(2)
    fake.fail(refused(401), method="getMe", bot=0)
    async with running(channel, behind):
        await fake.polled(1)
        assert await channel.send(to(fake, "x")) == HALTED


async def test_message_of_the_only_bot_waits_when_its_token_was_refused_at_the_start(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.fail(refused(401), method="getMe")
    async with running(channel, behind) as task:
        await asyncio.wait({task}, timeout=5)
        assert await channel.send(to(fake, "x")) == Failure(FailureKind.MISCONFIGURED, "halted")


@pytest.mark.parametrize("tokens", [[], [""], ["1:a", "x"]])
def test_what_is_no_token_is_refused_at_once(clock: FakeClock, tokens: list[str]) -> None:
    with pytest.raises(ValueError, match="token"):
        ZaloBots(tokens, clock.now)
