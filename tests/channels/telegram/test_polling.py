"""Long polling: an update is confirmed once it is stored, and never before."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from channels.telegram import TelegramChannel
from domain.channel import Json, NotStored
from domain.failures import Misconfigured
from tests.channels.telegram.bot_api import BOT_ID, TOKEN, BotApi, Reply, Trouble, done, refused
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

POLL = {"timeout": 50, "limit": 100, "allowed_updates": ["message", "edited_message", "callback_query"]}
UNANSWERED = (refused(500, "Internal"), Reply(200, text="<html>"), Trouble.RESET, done({"no": "list"}))


def update(number: object, **fields: object) -> dict[str, Any]:
    return {"update_id": number, **fields}


class Behind:
    """What stands behind the channel: `stored` in order; `troubles` are raised first, one at each call."""

    def __init__(self) -> None:
        self.stored: list[tuple[str, Json]] = []
        self.troubles: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.came = asyncio.Event()

    async def receive(self, raws: Sequence[tuple[str, Json]]) -> None:
        self.came.set()
        await self.gate.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        self.stored.extend(raws)


@asynccontextmanager
async def running(channel: TelegramChannel, behind: Behind) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(channel.run(behind.receive))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def behind() -> Behind:
    return Behind()


async def test_start_learns_the_name_offers_the_menu_and_takes_no_update_away(
    api: BotApi, clock: FakeClock, timers: Timers, behind: Behind
) -> None:
    channel = TelegramChannel(TOKEN, clock.now, api.root, default_menu=[("start", "Bắt đầu")], pause=timers.pause)
    async with running(channel, behind):
        await api.called("getUpdates")

    scope = {"commands": [{"command": "start", "description": "Bắt đầu"}], "scope": {"type": "all_private_chats"}}
    assert api.calls == [
        ("getMe", {}),
        ("setMyCommands", {**scope, "language_code": "vi"}),
        ("setMyCommands", scope),
        ("deleteWebhook", {"drop_pending_updates": False}),
        ("getUpdates", POLL),
    ]
    assert channel.username == "chibo_bot"
    await channel.close()


async def test_menu_that_is_refused_keeps_nobody_from_writing(
    api: BotApi, clock: FakeClock, behind: Behind, timers: Timers
) -> None:
    api.will("setMyCommands", refused(400, "Bad Request: BOT_COMMAND_INVALID"))
    channel = TelegramChannel(TOKEN, clock.now, api.root, default_menu=[("Start", "")], pause=timers.pause)
    async with running(channel, behind):
        await api.called("getUpdates")
    await channel.close()


async def test_updates_are_handed_over_raw_and_the_offset_moves_behind_the_highest(
    api: BotApi, channel: TelegramChannel, behind: Behind
) -> None:
    api.will("getUpdates", done([update(12, message="poison"), update(11, x=[1])]))
    async with running(channel, behind):
        polls = await api.called("getUpdates", 2)

    assert behind.stored == [(BOT_ID, update(12, message="poison")), (BOT_ID, update(11, x=[1]))]
    assert polls == [POLL, {**POLL, "offset": 13}]


async def test_nothing_is_confirmed_while_it_is_being_stored(
    api: BotApi, channel: TelegramChannel, behind: Behind
) -> None:
    api.will("getUpdates", done([update(11)]))
    behind.gate.clear()
    async with running(channel, behind):
        await asyncio.wait_for(behind.came.wait(), 5)
        assert len(api.of("getUpdates")) == 1
        behind.gate.set()
        assert (await api.called("getUpdates", 2))[1]["offset"] == 12


async def test_what_could_not_be_stored_is_stored_later_before_anything_is_confirmed(
    api: BotApi, channel: TelegramChannel, behind: Behind, timers: Timers
) -> None:
    api.will("getUpdates", done([update(11)]))
    behind.troubles = [NotStored("full"), NotStored("full")]
    async with running(channel, behind):
        polls = await api.called("getUpdates", 2)

    assert behind.stored == [(BOT_ID, update(11))]
    assert polls[1]["offset"] == 12
    assert timers.pauses == [1.0, 2.0]


async def test_our_own_fault_ends_the_channel_and_confirms_nothing(
    api: BotApi, channel: TelegramChannel, behind: Behind
) -> None:
    api.will("getUpdates", done([update(11)]))
    behind.troubles = [ZeroDivisionError()]
    async with running(channel, behind) as task:
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(task, 5)

    assert len(api.of("getUpdates")) == 1


async def test_trouble_on_the_way_is_waited_out_longer_and_longer_up_to_half_a_minute(
    api: BotApi, channel: TelegramChannel, behind: Behind, timers: Timers
) -> None:
    api.will("getUpdates", *UNANSWERED, *UNANSWERED, done([update(11)]), refused(500, "Internal"))
    async with running(channel, behind):
        polls = await api.called("getUpdates", 11)

    assert timers.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 1.0]
    assert ["offset" in one for one in polls] == [False] * 9 + [True] * 2


async def test_throttled_poll_waits_as_long_as_it_is_told(
    api: BotApi, channel: TelegramChannel, behind: Behind, timers: Timers
) -> None:
    api.will("getUpdates", refused(429, "Too Many Requests", retry_after=17))
    async with running(channel, behind):
        await api.called("getUpdates", 2)

    assert timers.pauses == [17.0]


async def test_another_program_with_the_same_token_is_told_and_waited_for(
    api: BotApi, channel: TelegramChannel, behind: Behind, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    conflict = refused(409, "Conflict: terminated by other getUpdates request; make sure that only one is running")
    api.will("getUpdates", conflict, conflict)
    async with running(channel, behind):
        await api.called("getUpdates", 3)

    assert timers.pauses == [5.0, 5.0]
    assert "another program receives with the same token" in caplog.text


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
@pytest.mark.parametrize("reply", [refused(401, "Unauthorized"), refused(404, "Not Found")])
async def test_refused_token_ends_the_channel(
    api: BotApi, channel: TelegramChannel, behind: Behind, method: str, reply: Reply
) -> None:
    api.will(method, reply)
    async with running(channel, behind) as task:
        with pytest.raises(Misconfigured, match=r"^telegram: token_refused$"):
            await asyncio.wait_for(task, 5)


@pytest.mark.parametrize("number", [None, "12", True, -1, 1.5, 2**63])
async def test_update_without_a_usable_number_does_not_stick(
    api: BotApi, channel: TelegramChannel, behind: Behind, number: object
) -> None:
    api.will("getUpdates", done([update(number), update(7), "nonsense"]))
    async with running(channel, behind):
        polls = await api.called("getUpdates", 2)

    assert polls[1]["offset"] == 8
    assert behind.stored[2] == (BOT_ID, {"not_an_update": "nonsense"})


async def test_updates_without_any_number_are_not_asked_for_without_a_rest(
    api: BotApi, channel: TelegramChannel, behind: Behind, timers: Timers
) -> None:
    api.will("getUpdates", done([{}]), done([update(3)]))
    async with running(channel, behind):
        polls = await api.called("getUpdates", 3)

    assert timers.pauses == [30.0]
    assert polls == [POLL, POLL, {**POLL, "offset": 4}]


@pytest.mark.parametrize(("days", "is_kept"), [(5, True), (7, False)])
async def test_offset_is_dropped_after_six_silent_days(
    api: BotApi, clock: FakeClock, behind: Behind, days: int, is_kept: bool
) -> None:
    async def outage(_seconds: float) -> None:
        clock.advance(timedelta(days=days))

    api.will("getUpdates", done([update(11)]), refused(500, "Internal"))
    channel = TelegramChannel(TOKEN, clock.now, api.root, pause=outage)
    async with running(channel, behind):
        polls = await api.called("getUpdates", 3)
    await channel.close()

    assert ["offset" in one for one in polls] == [False, True, is_kept]


async def test_channel_was_heard_when_a_poll_and_the_storing_after_it_ended(
    api: BotApi, channel: TelegramChannel, clock: FakeClock, behind: Behind
) -> None:
    start = clock.now()
    assert channel.heard_at() == start, "nothing was heard before it began to try"
    api.will("getUpdates", done([]), done([update(11)]))
    behind.gate.clear()
    async with running(channel, behind):
        await asyncio.wait_for(behind.came.wait(), 5)
        clock.advance(timedelta(minutes=3))
        assert channel.heard_at() == start, "a press in this poll may be as old as the last one"
        behind.gate.set()
        await api.called("getUpdates", 3)
        assert channel.heard_at() == clock.now()


async def test_failed_polls_are_not_heard(
    api: BotApi, channel: TelegramChannel, clock: FakeClock, behind: Behind
) -> None:
    start = clock.now()
    api.will("getUpdates", refused(500, "Internal"))
    clock.advance(timedelta(minutes=3))
    async with running(channel, behind):
        await api.called("getUpdates", 2)

    assert channel.heard_at() == start
