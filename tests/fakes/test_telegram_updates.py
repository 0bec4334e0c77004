"""The fake's updates: offsets, long polls, conflicts, kinds."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import Caller
from tests.fakes.telegram import FakeTelegram


async def test_update_comes_again_until_a_higher_offset_confirms_it(fake: FakeTelegram, bot: Caller) -> None:
    fake.say(1001, "một")
    fake.say(1001, "hai")

    assert await bot.update_ids() == [100, 101]
    assert await bot.update_ids(offset=100) == [100, 101]
    assert await bot.update_ids(offset=101) == [101]
    assert await bot.update_ids() == [101]
    assert await bot.update_ids(offset=102) == []
    await fake.drained()


async def test_negative_offset_keeps_only_the_newest(fake: FakeTelegram, bot: Caller) -> None:
    for text in ("một", "hai", "ba"):
        fake.say(1001, text)

    assert await bot.update_ids(offset=-1) == [102]
    assert await bot.update_ids() == [102]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (0, 1), (2, 2), (1000, 100)])
async def test_limit_is_between_1_and_100(fake: FakeTelegram, bot: Caller, limit: int, count: int) -> None:
    for number in range(120):
        fake.say(1001, str(number))

    assert len(await bot.update_ids(limit=limit)) == count


async def test_long_poll_wakes_at_once(fake: FakeTelegram, bot: Caller) -> None:
    async with FakeTelegram(first_update_id=7) as slow:
        poll = asyncio.create_task(Caller(slow, bot.session).update_ids(timeout=50))
        await slow.polled()
        slow.say(1001, "xin chào")

        assert await asyncio.wait_for(poll, 5) == [7]


async def test_long_poll_ends_empty_after_its_timeout(bot: Caller) -> None:
    assert await bot.update_ids(timeout=1) == []


async def test_second_poller_ends_the_first(bot: Caller) -> None:
    async with FakeTelegram() as slow:
        caller = Caller(slow, bot.session)
        first = asyncio.create_task(caller.refused("getUpdates", timeout=50))
        await slow.polled()
        second = asyncio.create_task(caller.update_ids(timeout=50))

        assert (await asyncio.wait_for(first, 5)).startswith("Conflict: terminated by other getUpdates request")
        await slow.polled()
        slow.say(1001, "xin chào")
        assert len(await asyncio.wait_for(second, 5)) == 1


async def test_kinds_are_remembered_and_others_are_dropped(fake: FakeTelegram, bot: Caller) -> None:
    await bot.update_ids(allowed_updates=["callback_query"])
    assert fake.say(1001, "không ai nghe") is None
    await bot.update_ids()
    assert fake.say(1001, "vẫn không") is None
    await bot.update_ids(allowed_updates=[])

    assert fake.say(1001, "nghe rồi") == 100
    assert await bot.update_ids() == [100]


async def test_what_waits_already_is_not_dropped(fake: FakeTelegram, bot: Caller) -> None:
    fake.say(1001, "trước")

    assert await bot.update_ids(allowed_updates=["callback_query"]) == [100]


async def test_after_a_silent_week_an_old_offset_confirms_nothing(fake: FakeTelegram, bot: Caller) -> None:
    fake.silent_week(5)
    fake.say(1001, "lại đây")

    assert await bot.update_ids(offset=101) == [5]
    assert await bot.update_ids(offset=101) == [5]


async def test_without_forgiveness_an_old_offset_swallows_what_comes(bot: Caller) -> None:
    async with FakeTelegram(first_update_id=5, forgives_offsets=False) as strict:
        strict.say(1001, "mất")

        assert await Caller(strict, bot.session).update_ids(offset=101) == []
        assert strict.updates.pending == []


async def test_what_nobody_fetched_for_a_day_is_gone(fake: FakeTelegram, bot: Caller, clock: FakeClock) -> None:
    fake.say(1001, "hôm qua")
    clock.advance(timedelta(hours=23))
    fake.say(1001, "hôm nay")
    assert await bot.update_ids() == [100, 101]

    clock.advance(timedelta(hours=1))
    assert await bot.update_ids() == [101]


async def test_poison_and_raw_updates_are_handed_over_as_they_are(fake: FakeTelegram, bot: Caller) -> None:
    fake.poison()
    fake.raw({"update_id": 300, "unheard_of": {"x": 1}})
    fake.say(1001, "tốt")

    assert await bot.update_ids() == [100, 300, 301]


async def test_bot_may_come_back_after_its_connection_broke(fake: FakeTelegram, bot: Caller) -> None:
    async with FakeTelegram(first_update_id=7) as slow:
        poll = asyncio.create_task(Caller(slow, bot.session).update_ids(timeout=50))
        await slow.polled()
        poll.cancel()
        slow.say(1001, "trong lúc vắng")

        assert await Caller(slow, bot.session).update_ids(timeout=50) == [7]
