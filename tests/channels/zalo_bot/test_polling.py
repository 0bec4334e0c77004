"""Long polling: Zalo hands each update over once, so it is stored before the next one is asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal

import pytest

from channels.http.client import HttpClient
from channels.zalo_bot import ZaloBots
from channels.zalo_bot.api import Api
from domain.channel import Json, NotStored
from domain.failures import Misconfigured
from tests.channels.telegram.test_polling import Behind
from tests.channels.telegram.timers import Timers
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import MAI, arrivals, ended, greeted, running, texts
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import (
    FakeZalo,
    Fault,
    html_502,
    not_json,
    refused,
    reset_after_accept,
    reset_before_reading,
    sdk_error,
)


def polls(fake: FakeZalo, bot: int = 0) -> int:
    return len(fake.calls_of("getUpdates", bot=bot))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]


async def test_start_learns_who_the_bot_is_and_polls(fake: FakeZalo, channel: ZaloBots, behind: Behind) -> None:
    async with greeted(channel, fake, behind):
        (door,) = channel.doors()

    assert [call.method for call in fake.calls[:3]] == ["getMe", "getWebhookInfo", "getUpdates"]
    assert fake.calls_of("getUpdates")[0].params == {"timeout": 10}
    assert (door.channel, door.bot_id, door.name) == ("zalo_bot", fake.bots[0].id, "Bot Chi bộ thử 1")


async def test_each_update_is_stored_before_the_next_poll(fake: FakeZalo, channel: ZaloBots) -> None:
    """While one is stored another call goes to Zalo and back: a poll that did not wait would be there by then."""
    client, seen = HttpClient(), list[tuple[str, int]]()
    other = Api(fake.tokens[1], fake.url, client)

    async def receive(raws: Sequence[tuple[str, Json]]) -> None:
        for _ in range(2):
            await other.call("getMe")
        seen.extend((bot_id, polls(fake)) for bot_id, _ in raws)

    for number in range(3):
        fake.say(MAI, f"tin {number}")
    task = asyncio.create_task(channel.run(receive))
    await fake.drained()
    await fake.polled()
    task.cancel()
    await ended(task)
    await client.close()

    assert seen == [(fake.bots[0].id, number) for number in (1, 2, 3)]


async def test_empty_poll_is_repeated_at_once_and_without_a_word(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "chibot.zalo")
    async with running(channel, behind):
        await fake.until(lambda: polls(fake) >= 4)

    assert [call.code for call in fake.calls_of("getUpdates")][:3] == [408, 408, 408]
    assert timers.pauses == []
    assert [record.getMessage() for record in caplog.records] == [f"zalo: bot 1 is {fake.bots[0].id}"]


async def test_what_could_not_be_stored_is_stored_later_and_nothing_is_asked_for_meanwhile(
    fake: FakeZalo, clock: FakeClock, made: Made, behind: Behind
) -> None:
    seen: list[tuple[float, int]] = []

    async def pause(seconds: float) -> None:
        seen.append((seconds, polls(fake)))

    behind.troubles = [NotStored("full")] * 7
    fake.say(MAI, "chào")
    channel = made(pause=pause)
    async with running(channel, behind):
        await fake.until(lambda: polls(fake) == 2)

    assert texts(channel, behind) == ["chào"]
    assert seen == [(seconds, 1) for seconds in (1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0)]


@pytest.mark.parametrize("bot", [0, 1])
async def test_our_own_fault_ends_the_channel(fake: FakeZalo, made: Made, behind: Behind, bot: int) -> None:
    behind.troubles = [ZeroDivisionError()]
    fake.say(MAI, "chào", bot)
    async with running(made(2), behind) as task:
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(task, 5)


@pytest.mark.parametrize("fault", [reset_before_reading, html_502, lambda: refused(500), lambda: refused(403)])
async def test_trouble_on_the_way_is_waited_out_longer_and_longer_up_to_half_a_minute(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, fault: Callable[[], Fault]
) -> None:
    fake.fail(fault(), 7, "getUpdates")
    async with running(channel, behind):
        await fake.polled()
        fake.say(MAI, "chào")
        await fake.until(lambda: bool(behind.stored))
        fake.fail_next("getUpdates", 500)
        await fake.until(lambda: len(timers.pauses) == 8)

    assert timers.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]
    assert texts(channel, behind) == ["chào"]


@pytest.mark.parametrize("fault", [lambda: refused(429), sdk_error])
async def test_throttled_poll_rests(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, fault: Callable[[], Fault]
) -> None:
    fake.fail(fault(), 2, "getUpdates")
    async with running(channel, behind):
        await fake.polled()

    assert timers.pauses == [1.0, 2.0]


async def test_update_that_is_cut_off_on_its_way_is_lost_and_that_is_told(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail(reset_after_accept(), method="getUpdates")
    fake.say(MAI, "một")
    fake.say(MAI, "hai")
    async with running(channel, behind):
        await fake.drained()
        await fake.polled()

    assert len(fake.lost) == 1
    assert texts(channel, behind) == ["hai"]
    assert timers.pauses == [1.0]
    assert "what it may have brought is lost" in lines(caplog)[0]


async def test_another_program_with_the_same_token_is_told_and_waited_for(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail_next("getUpdates", 409, 2)
    async with running(channel, behind):
        await fake.polled()

    assert timers.pauses == [5.0, 5.0]
    assert all("409" in line for line in lines(caplog))
    assert len(lines(caplog)) == 2


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getUpdates"])
async def test_refused_token_ends_the_only_bot(fake: FakeZalo, channel: ZaloBots, behind: Behind, method: str) -> None:
    fake.fail_next(method, 401)
    async with running(channel, behind) as task:
        with pytest.raises(Misconfigured, match=r"^zalo_bot: token_refused$"):
            await asyncio.wait_for(task, 5)

    assert channel.doors() == []
    assert channel.heard_at() is None


@pytest.mark.parametrize("is_page", [False, True])
async def test_wrong_token_ends_the_only_bot_though_zalo_answers_with_a_page(
    fake: FakeZalo, clock: FakeClock, behind: Behind, timers: Timers, is_page: bool
) -> None:
    fake.switches.html_on_bad_token = is_page
    channel = ZaloBots(["1:wrong"], clock.now, fake.url, pause=timers.pause)
    async with running(channel, behind) as task:
        with pytest.raises(Misconfigured, match=r"^zalo_bot: token_refused$"):
            await asyncio.wait_for(task, 5)
    await channel.close()

    assert timers.pauses == []


async def test_page_in_place_of_an_answer_makes_it_ask_once_whether_the_token_is_good(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers
) -> None:
    fake.fail(not_json(), method="getUpdates")
    async with running(channel, behind):
        await fake.polled()

    assert [call.method for call in fake.calls[:5]] == ["getMe", "getWebhookInfo", "getUpdates", "getMe", "getUpdates"]
    assert timers.pauses == [1.0]


async def test_outage_while_the_token_is_in_doubt_proves_nothing(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    async with greeted(channel, fake, behind):
        fake.fail(html_502(), method="getMe")
        fake.fail(not_json(), method="getUpdates")
        await fake.until(lambda: len(fake.calls_of("getMe")) == 2)
        await fake.polled()
        assert channel.doors()


@pytest.mark.parametrize("envelope", ["flat", "wrapped", "list"])
async def test_update_is_taken_however_it_is_packed(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, envelope: Literal["flat", "wrapped", "list"]
) -> None:
    fake.switches.envelope = envelope
    fake.switches.error_code_zero = True
    for text in ("một", "hai"):
        fake.say(MAI, text)
    async with running(channel, behind):
        await fake.drained()
        await fake.polled()

    assert texts(channel, behind) == ["một", "hai"]


async def test_what_comes_twice_has_one_id_and_strange_events_are_stored_as_they_are(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.switches.duplicate = fake.switches.unknown_event = fake.switches.no_display_name = True
    fake.switches.self_echo = "unflagged"
    fake.say(MAI, "chào")
    async with running(channel, behind):
        await fake.drained()
        await fake.polled()

    found = [one for one in arrivals(channel, behind) if one is not None]
    assert len(behind.stored) == 4
    assert len(found) == 2
    assert len({one.external_id for one in found}) == 1


async def test_two_things_that_have_no_number_are_two(
    fake: FakeZalo, clock: FakeClock, channel: ZaloBots, behind: Behind
) -> None:
    async with greeted(channel, fake, behind):
        for _ in range(2):
            fake.send_unsupported(MAI)
            await fake.drained()
            await fake.polled()
            clock.advance(timedelta(milliseconds=1))

    first, second = arrivals(channel, behind)
    assert first is not None
    assert second is not None
    assert first.external_id != second.external_id
    assert first.order < second.order


async def test_channel_was_heard_when_a_poll_and_the_storing_after_it_ended(
    fake: FakeZalo, channel: ZaloBots, clock: FakeClock, behind: Behind
) -> None:
    start = clock.now()
    behind.gate.clear()
    fake.say(MAI, "chào")
    async with running(channel, behind):
        await asyncio.wait_for(behind.came.wait(), 5)
        clock.advance(timedelta(minutes=3))
        assert channel.heard_at() == start
        behind.gate.set()
        await fake.polled()
        assert channel.heard_at() == clock.now()


async def test_failed_polls_are_not_heard(fake: FakeZalo, channel: ZaloBots, clock: FakeClock, behind: Behind) -> None:
    start = clock.now()
    async with greeted(channel, fake, behind):
        fault = fake.fail_next("getUpdates", 500, None)
        await fault.met.wait()
        clock.advance(timedelta(minutes=3))
        count = polls(fake)
        await fake.until(lambda: polls(fake) > count + 2)
        assert channel.heard_at() == start
