"""Trouble on demand at the fake Zalo: what a bot meets, and whether the message was sent all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from aiohttp import ClientConnectionError, ClientConnectorError, ClientSession

from tests.fakes.conftest import ZaloCaller
from tests.fakes.zalo import (
    FakeZalo,
    Fault,
    hang,
    html_502,
    html_504,
    not_json,
    refused,
    reset_after_accept,
    reset_before_reading,
    sdk_error,
)


@pytest.fixture(autouse=True)
def started(zalo: FakeZalo) -> None:
    zalo.say("ng1", "một")
    zalo.say("ng2", "hai")


async def say(call: ZaloCaller, text: str = "x", chat: str = "ng1", bot: int = 0) -> object:
    return await call.code("sendMessage", bot, chat_id=chat, text=text)


@pytest.mark.parametrize("is_own_status", [False, True])
@pytest.mark.parametrize("code", [403, 408, 429, 500])
async def test_envelope_on_demand(zalo: FakeZalo, call: ZaloCaller, code: int, is_own_status: bool) -> None:
    zalo.switches.error_as_http_status = is_own_status
    zalo.fail_next("sendMessage", code, 2)

    assert await call.code("getMe") == 0
    for _ in range(2):
        status, answer = await call("sendMessage", chat_id="ng1", text="x")
        assert (answer["ok"], answer["error_code"]) == (False, code)
        assert status == (code if is_own_status else 200)
    assert zalo.chat("ng1").from_bot == ()
    assert await say(call) == 0
    assert [one.code for one in zalo.calls_of("sendMessage")] == [code, code, 0]


async def test_403_is_an_error_of_the_server(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail_next("getMe", 403)

    assert (await call("getMe"))[1]["description"] == "Internal server error"


async def test_426_has_a_key_of_its_own(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail_next("testWebhook", 426)

    _, answer = await call("testWebhook")
    assert (answer["ok"], answer["errorCode"], "error_code" in answer) == (False, 426, False)


async def test_sdk_error_has_another_shape(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail(sdk_error())

    assert await call("getMe") == (200, {"error": -32, "message": "Rate limit"})


@pytest.mark.parametrize(("fault", "status"), [(html_502(), 502), (html_504(), 504), (not_json(), 200)])
async def test_page_instead_of_json(zalo: FakeZalo, call: ZaloCaller, fault: Fault, status: int) -> None:
    zalo.fail(fault, method="sendMessage")
    async with call.session.post(call.address("sendMessage"), json={"chat_id": "ng1", "text": "x"}) as response:
        assert (response.status, response.content_type) == (status, "text/html")
        assert (await response.text()).startswith("<html>")

    assert zalo.chat("ng1").from_bot == ()
    assert zalo.calls[0].status == status


@pytest.mark.parametrize("make", [partial(refused, 500), partial(sdk_error, -32), html_502, html_504, not_json])
@pytest.mark.parametrize("is_taken", [False, True])
async def test_message_may_be_sent_all_the_same(
    zalo: FakeZalo, call: ZaloCaller, make: Callable[[bool], Fault], is_taken: bool
) -> None:
    zalo.fail(make(is_taken), method="sendMessage")
    async with call.session.post(call.address("sendMessage"), json={"chat_id": "ng1", "text": "x"}) as response:
        assert '"ok": true' not in await response.text()

    assert zalo.chat("ng1").texts == (("x",) if is_taken else ())


async def test_envelope_may_be_wrong_about_a_message(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail_next("sendMessage", 408, is_taken=True)

    assert await say(call) == 408
    assert zalo.chat("ng1").texts == ("x",)


async def test_fault_hits_one_method_one_chat_or_one_bot(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say("ng1", "ba", bot=1)
    zalo.fail(refused(429), times=None, chat="ng1", bot=0)

    assert [await say(call), await say(call, chat="ng2"), await say(call, bot=1)] == [429, 0, 0]
    zalo.faults.clear()
    assert await say(call) == 0
    zalo.fail_next(None, 500, None, bot=1)
    assert [await call.code("getMe", bot) for bot in (0, 1)] == [0, 500]


async def test_released_fault_is_met_no_more(zalo: FakeZalo, call: ZaloCaller) -> None:
    storm = zalo.fail_next("getMe", 500, None)

    assert [await call.code("getMe") for _ in range(3)] == [500] * 3
    storm.release()
    assert await call.code("getMe") == 0
    assert storm.met_count == 3


async def test_unread_fault_names_no_chat(zalo: FakeZalo) -> None:
    with pytest.raises(ValueError, match="names no chat"):
        zalo.fail(reset_before_reading(), chat="ng1")


@pytest.mark.parametrize("is_taken", [True, False])
async def test_reset_cuts_the_connection_before_or_after(zalo: FakeZalo, call: ZaloCaller, is_taken: bool) -> None:
    zalo.fail(reset_after_accept() if is_taken else reset_before_reading(), method="sendMessage")

    with pytest.raises(ClientConnectionError):
        await say(call)
    assert zalo.chat("ng1").texts == (("x",) if is_taken else ())
    assert [one.status for one in zalo.calls_of("sendMessage")] == ([None] if is_taken else [])
    assert await say(call, "y") == 0


@pytest.mark.parametrize("is_lost", [True, False])
async def test_poll_that_is_reset_loses_its_update(zalo: FakeZalo, call: ZaloCaller, is_lost: bool) -> None:
    zalo.switches.lose_update_on_disconnect = is_lost
    zalo.fail(reset_after_accept(), method="getUpdates")

    with pytest.raises(ClientConnectionError):
        await call.message()
    assert await call.texts() == (["hai"] if is_lost else ["một", "hai"])
    assert [lost.why for lost in zalo.lost] == (["disconnect"] if is_lost else [])


async def test_poll_that_is_refused_before_it_is_read_loses_nothing(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail_next("getUpdates", 500)

    assert await call.code("getUpdates", timeout=0) == 500
    assert await call.texts() == ["một", "hai"]


async def test_poll_that_is_refused_after_it_took_its_update_loses_it(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.fail(html_504(is_taken=True), method="getUpdates")
    async with call.session.post(call.address("getUpdates"), json={}) as response:
        assert response.status == 504

    assert await call.texts() == ["hai"]
    assert [lost.why for lost in zalo.lost] == ["disconnect"]


async def test_hanging_call_is_answered_when_it_is_released(zalo: FakeZalo, call: ZaloCaller) -> None:
    fault = zalo.fail(hang(), chat="ng1")
    waiting = asyncio.create_task(say(call))
    await zalo.settled("ng1", until=lambda chat: chat.texts == ("x",))
    assert fault.met.is_set()
    assert await say(call, chat="ng2") == 0
    assert not waiting.done()

    fault.release()
    assert await waiting == 0


async def test_poll_that_hangs_and_is_left_loses_its_update(zalo: FakeZalo, call: ZaloCaller) -> None:
    fault = zalo.fail(hang(), method="getUpdates")
    waiting = asyncio.create_task(call.message())
    await fault.met.wait()
    await zalo.until(lambda: len(zalo.bots[0].inbox.handed) == 1)
    waiting.cancel()
    await zalo.until(lambda: len(zalo.lost) == 1)

    assert await call.texts() == ["hai"]


async def test_call_that_hangs_unread_sends_nothing(zalo: FakeZalo, call: ZaloCaller) -> None:
    fault = zalo.fail(hang(is_taken=False), method="sendMessage")
    waiting = asyncio.create_task(say(call))
    await fault.met.wait()
    assert await call.code("getMe") == 0
    assert not waiting.done()
    fault.release()

    with pytest.raises(ClientConnectionError):
        await waiting
    assert zalo.chat("ng1").from_bot == ()
    assert zalo.calls_of("sendMessage") == []


async def test_server_closes_though_calls_hang() -> None:
    async with ClientSession() as session:
        async with FakeZalo() as zalo:
            fault = zalo.fail(hang(is_taken=False))
            waiting = asyncio.create_task(ZaloCaller(zalo, session)("getMe"))
            await fault.met.wait()
        with pytest.raises(ClientConnectionError):
            await waiting


async def test_port_can_be_closed_and_opened_again(zalo: FakeZalo, call: ZaloCaller) -> None:
    url = zalo.url
    await call("getMe")
    await zalo.close_port()
    with pytest.raises(ClientConnectionError):
        await call("getMe")
    with pytest.raises(ClientConnectorError):
        await call("getMe")

    await zalo.open_port()
    assert await call.code("getMe") == 0
    assert zalo.url == url
    assert len(zalo.calls) == 2
