"""Trouble on demand: what a bot meets, and whether the message was sent all the same."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import Caller
from tests.fakes.telegram import (
    FakeTelegram,
    Fault,
    Limits,
    bad_gateway,
    cannot_edit,
    cannot_parse,
    hang,
    reset,
    server_error,
    throttled,
)


@pytest.fixture(autouse=True)
def started(fake: FakeTelegram) -> None:
    fake.start(1001)
    fake.start(1002)


async def say(bot: Caller, text: str, chat_id: int = 1001) -> int:
    return (await bot("sendMessage", chat_id=chat_id, text=text))[0]


async def test_429_says_how_long_and_hits_one_chat_alone(fake: FakeTelegram, bot: Caller) -> None:
    fake.fail(throttled(7), times=2, chat_id=1001)

    status, answer = await bot("sendMessage", chat_id=1001, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 7})
    assert answer["description"] == "Too Many Requests: retry after 7"
    assert await say(bot, "x", 1002) == 200
    assert await say(bot, "x") == 429
    assert await say(bot, "x") == 200
    assert fake.chat(1001).texts == ("x",)


async def test_fault_without_a_chat_hits_every_method(fake: FakeTelegram, bot: Caller) -> None:
    storm = fake.fail(throttled(1), times=None)

    assert [(await bot(method))[0] for method in ("getMe", "getUpdates", "getWebhookInfo")] == [429] * 3
    storm.release()
    assert (await bot("getMe"))[0] == 200


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (server_error(), 500, "Internal Server Error"),
        (cannot_edit(), 400, "message can't be edited"),
        (cannot_parse(), 400, "can't parse entities"),
    ],
    ids=["500", "edit", "parse"],
)
async def test_refusal_on_demand(fake: FakeTelegram, bot: Caller, fault: Fault, status: int, words: str) -> None:
    fake.fail(Fault(fault.trouble, fault.refusal), method="sendMessage")

    assert (await bot("getMe"))[0] == 200
    got, answer = await bot("sendMessage", chat_id=1001, text="x")
    assert got == status
    assert words in str(answer["description"])
    assert fake.chat(1001).from_bot == ()


async def test_gateway_answers_with_a_page(fake: FakeTelegram, bot: Caller) -> None:
    fake.fail(bad_gateway())

    async with bot.session.get(bot.address("getMe")) as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize("is_taken", [True, False])
async def test_reset_cuts_the_connection_before_or_after(fake: FakeTelegram, bot: Caller, is_taken: bool) -> None:
    fake.fail(reset(is_taken), method="sendMessage")

    with pytest.raises(ClientConnectionError):
        await say(bot, "x")

    assert fake.chat(1001).texts == (("x",) if is_taken else ())
    assert [call.status for call in fake.calls_of("sendMessage")] == ([None] if is_taken else [])


async def test_hanging_call_is_answered_when_it_is_released(fake: FakeTelegram, bot: Caller) -> None:
    fault = fake.fail(hang(), chat_id=1001)
    waiting = asyncio.create_task(say(bot, "x"))
    await fake.settled(1001, until=lambda chat: chat.texts == ("x",))
    assert fault.met.is_set()
    assert await say(bot, "y", 1002) == 200
    assert not waiting.done()

    fault.release()
    assert await waiting == 200


async def test_call_that_hangs_unread_sends_nothing(fake: FakeTelegram, bot: Caller) -> None:
    fault = fake.fail(hang(is_taken=False), method="sendMessage")
    waiting = asyncio.create_task(say(bot, "x"))
    await fault.met.wait()
    fault.release()

    with pytest.raises(ClientConnectionError):
        await waiting
    assert fake.chat(1001).from_bot == ()


async def test_server_closes_though_calls_hang() -> None:
    async with ClientSession() as session:
        async with FakeTelegram() as fake:
            fault = fake.fail(hang(is_taken=False))
            waiting = asyncio.create_task(Caller(fake, session)("getMe"))
            await fault.met.wait()
        with pytest.raises(ClientConnectionError):
            await waiting


async def test_rate_limits_follow_the_clock(clock: FakeClock) -> None:
    limits = Limits(per_second=3, per_chat_second=1, per_group_minute=2)
    async with FakeTelegram(now=clock.now, limits=limits) as fake, ClientSession() as session:
        bot = Caller(fake, session)
        for chat_id in (1, 2, 3, 4):
            fake.start(chat_id)
        fake.add_to_group(-5, 1)

        assert [await say(bot, "x", chat_id) for chat_id in (1, 1, 2, 3, 4)] == [200, 429, 200, 200, 429]
        clock.advance(timedelta(seconds=1))
        assert await say(bot, "x", 4) == 200
        for status in (200, 200, 429):
            clock.advance(timedelta(seconds=1))
            assert await say(bot, "x", -5) == status
        _, answer = await bot("sendMessage", chat_id=-5, text="x")
        assert answer["parameters"] == {"retry_after": 58}


async def test_settled_says_what_is_there_instead(fake: FakeTelegram, bot: Caller) -> None:
    await say(bot, "có đây")

    with pytest.raises(AssertionError, match="bot: có đây"):
        await fake.settled(1001, until=lambda chat: "không có" in chat.texts, within=0.01)


async def test_wrong_token_method_and_address(fake: FakeTelegram, bot: Caller) -> None:
    for path, status, words in [
        ("bot1:x/getMe", 401, "Unauthorized"),
        (f"file/bot1:x/{'a'}", 401, "Unauthorized"),
        (f"bot{fake.token}/sendPoem", 404, "Not Found"),
        ("elsewhere", 404, "Not Found"),
    ]:
        async with bot.session.get(f"{fake.url}/{path}") as response:
            expected = {"ok": False, "error_code": status, "description": words}
            assert (response.status, await response.json()) == (status, expected)
