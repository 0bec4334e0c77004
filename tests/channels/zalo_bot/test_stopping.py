"""A stop: what a poll under way brings is still stored, and nothing else keeps the program waiting."""

from __future__ import annotations

import asyncio
import logging

import pytest

from channels.zalo_bot import ZaloBots
from domain.channel import NotStored
from tests.channels.telegram.test_polling import Behind
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import MAI, ended, greeted, running, texts, turns_of_the_loop
from tests.fakes.zalo import FakeZalo, Fault, hang, refused


async def handed(fake: FakeZalo, count: int = 1) -> list[Fault]:
    """A poll of each of so many bots has taken an update, and its answer is still on the way."""
    fake.world.second = 1.0
    faults = [fake.fail(hang(), method="getUpdates", bot=number) for number in range(count)]
    for number, fault in enumerate(faults):
        await fault.met.wait()
        fake.say(MAI, f"tới {number}", number)
    await fake.until(lambda: all(len(bot.inbox.handed) == 1 for bot in fake.bots[:count]))
    return faults


class Endless:
    """A pause that nobody lives to see the end of."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    async def pause(self, _seconds: float) -> None:
        self.began.set()
        await asyncio.Event().wait()


async def test_stop_waits_for_the_poll_under_way_and_stores_what_it_brings(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    async with running(channel, behind) as task:
        (fault,) = await handed(fake)
        polls = len(fake.calls_of("getUpdates"))
        task.cancel()
        await turns_of_the_loop()
        assert not task.done()
        fault.release()
        await ended(task)

    assert task.cancelled()
    assert texts(channel, behind) == ["tới 0"]
    assert fake.lost == []
    assert len(fake.calls_of("getUpdates")) == polls


async def test_stop_waits_for_what_is_being_stored(fake: FakeZalo, channel: ZaloBots, behind: Behind) -> None:
    behind.gate.clear()
    fake.say(MAI, "chào")
    async with running(channel, behind) as task:
        await asyncio.wait_for(behind.came.wait(), 5)
        task.cancel()
        await turns_of_the_loop()
        assert not task.done()
        behind.gate.set()
        await ended(task)

    assert texts(channel, behind) == ["chào"]
    assert len(fake.calls_of("getUpdates")) == 1


async def test_bot_whose_poll_ends_first_cuts_off_no_other(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made(2)
    async with greeted(channel, fake, behind, 2) as task:
        first, second = await handed(fake, 2)
        task.cancel()
        await turns_of_the_loop()
        first.release()
        await asyncio.wait_for(behind.came.wait(), 5)
        await turns_of_the_loop()
        assert texts(channel, behind) == ["tới 0"]
        assert not task.done()
        second.release()
        await ended(task)

    assert texts(channel, behind) == ["tới 0", "tới 1"]
    assert fake.lost == []


@pytest.mark.parametrize("count", [1, 2])
async def test_second_stop_waits_for_nothing(fake: FakeZalo, made: Made, behind: Behind, count: int) -> None:
    async with running(made(count), behind) as task:
        (fault,) = await handed(fake)
        task.cancel()
        await turns_of_the_loop()
        assert not task.done()
        task.cancel()
        await ended(task)

    assert task.cancelled()
    fault.release()
    await fake.until(lambda: len(fake.lost) == 1)
    assert behind.stored == []


async def test_stop_does_not_wait_for_the_rest_after_a_failed_poll(fake: FakeZalo, made: Made, behind: Behind) -> None:
    endless = Endless()
    fake.fail(refused(500), None, "getUpdates")
    async with running(made(pause=endless.pause), behind) as task:
        await asyncio.wait_for(endless.began.wait(), 5)
        task.cancel()
        await ended(task)


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "deleteWebhook"])
async def test_stop_does_not_wait_for_a_start_that_fails(
    fake: FakeZalo, made: Made, behind: Behind, method: str
) -> None:
    endless = Endless()
    fake.leave_webhook("https://elsewhere.example/zalo")
    fake.fail(refused(500), None, method)
    async with running(made(pause=endless.pause, takes_over=True), behind) as task:
        await asyncio.wait_for(endless.began.wait(), 5)
        task.cancel()
        await ended(task)


@pytest.mark.parametrize("is_full_for_ever", [False, True])
async def test_stop_tries_once_more_to_store_what_could_not_be_stored(
    fake: FakeZalo, made: Made, behind: Behind, caplog: pytest.LogCaptureFixture, is_full_for_ever: bool
) -> None:
    endless = Endless()
    behind.troubles = [NotStored("full")] * (2 if is_full_for_ever else 1)
    fake.say(MAI, "chào")
    channel = made(pause=endless.pause)
    async with running(channel, behind) as task:
        await asyncio.wait_for(endless.began.wait(), 5)
        task.cancel()
        await ended(task)

    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert behind.troubles == []
    if is_full_for_ever:
        assert errors == ["zalo: 1 updates could not be stored before the end, and are lost"]
    else:
        assert texts(channel, behind) == ["chào"]
        assert errors == []


async def test_what_was_said_while_nobody_polled_comes_after_a_restart(
    fake: FakeZalo, made: Made, behind: Behind
) -> None:
    first, again = made(), made()
    async with greeted(first, fake, behind):
        fake.say(MAI, "trước")
        await fake.drained()
    fake.say(MAI, "giữa")
    async with greeted(again, fake, behind):
        await fake.drained()

    assert texts(again, behind) == ["trước", "giữa"]
