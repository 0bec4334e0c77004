"""A webhook silences the polls: one that was left, and one that somebody sets while the bot runs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from channels.zalo_bot import ZaloBots
from domain.failures import Misconfigured
from tests.channels.telegram.test_polling import Behind
from tests.channels.telegram.timers import Timers
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import MAI, greeted, running, texts
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import FakeZalo, refused
from tests.fakes.zalo.faults import Fault, Trouble

ELSEWHERE = "https://elsewhere.example/zalo"


async def halts(task: asyncio.Task[None], code: str = "webhook_left") -> None:
    with pytest.raises(Misconfigured, match=rf"^zalo_bot: {code}$"):
        await asyncio.wait_for(task, 5)


def forgive(fake: FakeZalo) -> None:
    """A poll beside a webhook breaks the documentation; what the bot did not know of it could not keep."""
    assert {one.what for one in fake.violations} <= {"a webhook is set"}
    fake.violations.clear()


async def test_webhook_that_was_left_keeps_the_bot_from_polling(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.leave_webhook(ELSEWHERE)
    async with running(channel, behind) as task:
        await halts(task)

    assert fake.calls_of("getUpdates") == []
    assert fake.webhook() is not None


async def test_webhook_that_was_left_is_taken_down_where_the_settings_say_so(
    fake: FakeZalo, made: Made, behind: Behind
) -> None:
    fake.leave_webhook(ELSEWHERE)
    channel = made(takes_over=True)
    async with greeted(channel, fake, behind):
        fake.say(MAI, "chào")
        await fake.drained()

    assert fake.webhook() is None
    assert texts(channel, behind) == ["chào"]
    assert [one.params for one in fake.calls_of("deleteWebhook")] == [{}]


@pytest.mark.parametrize("is_404", [False, True])
async def test_without_a_webhook_none_is_taken_down(fake: FakeZalo, made: Made, behind: Behind, is_404: bool) -> None:
    fake.switches.webhook_info_404 = is_404
    async with greeted(made(takes_over=True), fake, behind):
        assert fake.calls_of("deleteWebhook") == []

    assert len(fake.calls_of("getWebhookInfo")) == 1


async def test_page_of_http_404_does_not_say_that_there_is_no_webhook(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.leave_webhook(ELSEWHERE)
    fake.fail(Fault(Trouble.NOT_JSON, 404), method="getWebhookInfo")
    async with running(channel, behind) as task:
        await halts(task)

    assert [one.method for one in fake.calls] == ["getMe", "getWebhookInfo", "getMe", "getWebhookInfo"]


@pytest.mark.parametrize("code", [408, 429, 500])
async def test_question_for_the_webhook_is_repeated_until_it_is_answered(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, timers: Timers, code: int
) -> None:
    fake.fail_next("getWebhookInfo", code, 3)
    async with running(channel, behind):
        await fake.polled()

    assert timers.pauses == [1.0, 2.0, 4.0]


async def test_webhook_that_cannot_be_taken_down_halts_the_bot(fake: FakeZalo, made: Made, behind: Behind) -> None:
    fake.leave_webhook(ELSEWHERE)
    fake.fail(refused(400), method="deleteWebhook")
    async with running(made(takes_over=True), behind) as task:
        await halts(task, "deleteWebhook_400")


@pytest.mark.parametrize("takes_over", [False, True])
async def test_webhook_that_somebody_sets_meanwhile_halts_the_bot_at_the_refused_poll(
    fake: FakeZalo, made: Made, behind: Behind, takes_over: bool
) -> None:
    """Also where one that was left is taken over: two programs would take it from each other for ever."""
    async with running(made(takes_over=takes_over), behind) as task:
        await fake.polled()
        fake.leave_webhook(ELSEWHERE)
        await halts(task)

    assert fake.webhook() is not None
    forgive(fake)


async def test_poll_that_is_refused_without_a_webhook_halts_the_bot_with_its_number(
    fake: FakeZalo, channel: ZaloBots, behind: Behind
) -> None:
    fake.fail_next("getUpdates", 400)
    async with running(channel, behind) as task:
        await halts(task, "getUpdates_400")


async def silent_for(fake: FakeZalo, clock: FakeClock, minutes: int) -> None:
    """Polls that end empty, and the time that passes meanwhile."""
    fake.fail_next("getUpdates", 408, None)
    fake.leave_webhook(ELSEWHERE)
    await polled_again(fake)
    clock.advance(timedelta(minutes=minutes))


async def polled_again(fake: FakeZalo) -> None:
    count = len(fake.calls_of("getUpdates"))
    await fake.until(lambda: len(fake.calls_of("getUpdates")) >= count + 3)


async def test_webhook_that_silences_the_polls_without_an_error_is_found_after_half_an_hour(
    fake: FakeZalo, channel: ZaloBots, clock: FakeClock, behind: Behind
) -> None:
    async with greeted(channel, fake, behind) as task:
        await silent_for(fake, clock, 31)
        await halts(task)

    assert len(fake.calls_of("getWebhookInfo")) == 2


async def test_nobody_asks_for_a_webhook_more_often_than_that(
    fake: FakeZalo, channel: ZaloBots, clock: FakeClock, behind: Behind
) -> None:
    async with greeted(channel, fake, behind):
        clock.advance(timedelta(minutes=30))
        await polled_again(fake)
        assert len(fake.calls_of("getWebhookInfo")) == 1
        clock.advance(timedelta(minutes=1))
        await polled_again(fake)
        assert len(fake.calls_of("getWebhookInfo")) == 2
        clock.advance(timedelta(minutes=29))
        await polled_again(fake)
        assert len(fake.calls_of("getWebhookInfo")) == 2


async def test_clock_that_went_back_does_not_put_the_question_off(
    fake: FakeZalo, channel: ZaloBots, clock: FakeClock, behind: Behind
) -> None:
    async with greeted(channel, fake, behind):
        clock.advance(timedelta(days=-2))
        await polled_again(fake)

    assert len(fake.calls_of("getWebhookInfo")) == 2
