"""What the fake Zalo counts: messages of a month, users, and whom a bot may write to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import ZaloCaller
from tests.fakes.zalo import FakeZalo, Limits


async def say(call: ZaloCaller, chat: str = "ng1", bot: int = 0) -> object:
    return await call.code("sendMessage", bot, chat_id=chat, text="x")


def test_free_plan_is_the_default(zalo: FakeZalo) -> None:
    assert zalo.limits == Limits(messages_per_month=3000, users=50, text_utf16=2000)


async def test_both_directions_count_until_the_month_is_used_up(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.limits.messages_per_month = 4
    zalo.say("ng1", "một")
    zalo.say_in_group("nhom1", "ng1", "hai")
    zalo.say_in_group("nhom1", "ng1", "không tính", mentions=False)
    assert zalo.bots[0].counted == 2

    assert [await say(call), await say(call), await say(call)] == [0, 0, 429]
    assert await call.code("sendSticker", chat_id="ng1", sticker="s") == 429
    assert await call.code("sendChatAction", chat_id="ng1", action="typing") == 0
    assert zalo.bots[0].counted == 4
    assert len(zalo.chat("ng1").from_bot) == 2
    zalo.say("ng1", "vẫn đến")
    assert await call.texts() == ["một", f"@{zalo.bots[0].account_name} hai", "vẫn đến"]


async def test_each_bot_has_a_count_of_its_own(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.limits.messages_per_month = 1
    zalo.say("ng1", "một")

    assert await say(call) == 429
    zalo.limits.messages_per_month = 2
    zalo.say("ng1", "hai", bot=1)
    assert [await say(call, bot=1), await say(call, bot=1), await say(call)] == [0, 429, 0]


async def test_month_is_that_of_viet_nam(zalo: FakeZalo, call: ZaloCaller, clock: FakeClock) -> None:
    zalo.limits.messages_per_month = 1
    clock.set(datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC))
    zalo.say("ng1", "một")
    assert (zalo.bots[0].month, await say(call)) == ("2026-11", 429)

    clock.set(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    assert (zalo.bots[0].month, zalo.bots[0].counted) == ("2026-12", 0)
    assert [await say(call), await say(call)] == [0, 429]
    assert zalo.bots[0].counts == {"2026-11": 1, "2026-12": 1}


async def test_51st_user_is_heard_and_not_answered(zalo: FakeZalo, call: ZaloCaller) -> None:
    for number in range(51):
        zalo.say(f"ng{number}", "xin chào")
    zalo.say("ng0", "lần nữa")

    assert [await say(call, chat) for chat in ("ng0", "ng49", "ng50")] == [0, 0, 429]
    assert len(await call.texts()) == 52
    assert len(zalo.bots[0].users) == 51
    zalo.say("ng50", "xin chào", bot=1)
    assert await say(call, "ng50", bot=1) == 0


async def test_limits_can_be_lifted(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.limits.messages_per_month = zalo.limits.users = 0
    zalo.say("ng1", "một")
    assert await say(call) == 429
    zalo.limits.messages_per_month = None
    assert await say(call) == 429
    zalo.limits.users = None
    assert await say(call) == 0


async def test_longest_text_can_be_another(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.limits.text_utf16 = 5
    zalo.say("ng1", "một")

    assert await call.code("sendMessage", chat_id="ng1", text="12345") == 0
    assert await call.code("sendMessage", chat_id="ng1", text="123456") == 400


async def test_bot_cannot_write_first(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.knows("ng1", "An")
    assert await say(call) == 404
    zalo.say("ng1", "xin chào", bot=1)
    assert await say(call) == 404
    zalo.say("ng1", "xin chào")
    assert await say(call) == 0
    assert zalo.violations == []


async def test_blocked_bot_reaches_nobody(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say("ng1", "xin chào")
    zalo.say("ng1", "xin chào", bot=1)
    zalo.block("ng1")

    assert [await say(call), await say(call, bot=1)] == [404, 0]
    assert await call.code("sendChatAction", chat_id="ng1", action="typing") == 404
    assert zalo.chat("ng1").is_blocked
    with pytest.raises(ValueError, match="unblock"):
        zalo.say("ng1", "vẫn nói")
    assert zalo.bots[0].counted == 1
    zalo.unblock("ng1")
    assert await say(call) == 0


async def test_blocking_before_writing_opens_no_chat(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.block("ng1")
    zalo.unblock("ng1")

    assert await say(call) == 404
