"""The fake Zalo's updates: one at a time, at most once, in the shapes that the switches ask for."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Literal

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import NOON, ZaloCaller
from tests.fakes.zalo import FakeZalo

NOON_MS = int(NOON.timestamp() * 1000)


async def leave(zalo: FakeZalo, poll: asyncio.Task[dict[str, object]]) -> None:
    """Whoever polls is gone, and the server has seen it."""
    poll.cancel()
    await zalo.until(lambda: not zalo.bots[0].is_polled)


async def test_each_update_is_handed_over_once_and_alone(zalo: FakeZalo, call: ZaloCaller) -> None:
    sent = zalo.say("ng1", "một")
    zalo.say("ng2", "hai")

    assert await call("getUpdates") == (
        200,
        {
            "ok": True,
            "result": {
                "event_name": "message.text.received",
                "message": {
                    "from": {"id": "ng1", "display_name": "Người ng1", "is_bot": False},
                    "chat": {"id": "ng1", "chat_type": "PRIVATE"},
                    "message_id": sent,
                    "date": NOON_MS,
                    "message_type": "CHAT_MESSAGE",
                    "text": "một",
                },
            },
        },
    )
    assert [update.chat_id for update in zalo.bots[0].inbox.handed] == ["ng1"]
    assert await call.texts() == ["hai"]
    assert await call.message() == {}
    await zalo.drained()


async def test_drained_says_what_waits(zalo: FakeZalo) -> None:
    zalo.say("ng3", "còn đây", bot=2)

    with pytest.raises(AssertionError, match="còn đây"):
        await zalo.drained(within=0.01)
    with pytest.raises(AssertionError, match="nobody polls for bot 1"):
        await zalo.polled(bot=1, within=0.01)
    with pytest.raises(AssertionError, match="ng3: còn đây"):
        await zalo.settled("ng3", lambda chat: bool(chat.from_bot), bot=2, within=0.01)


async def test_bots_have_chats_and_updates_of_their_own(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai", bot=1)

    assert await call.texts(bot=2) == []
    assert await call.texts(bot=1) == ["hai"]
    assert await call.texts(bot=0) == ["một"]
    assert await call.code("sendMessage", 1, chat_id="ng1", text="chào") == 0
    assert zalo.chat("ng1").texts == ()
    assert zalo.chat("ng1", bot=1).texts == ("chào",)


@pytest.mark.parametrize("timeout", [3000, "3000"])
async def test_poll_wakes_at_once(zalo: FakeZalo, call: ZaloCaller, timeout: object) -> None:
    poll = asyncio.create_task(call.message(timeout=timeout))
    await zalo.polled()
    zalo.say("ng1", "xin chào")

    assert (await asyncio.wait_for(poll, 5))["text"] == "xin chào"


@pytest.mark.parametrize("timeout", [1, "1", 0, "0"])
async def test_poll_ends_empty_after_its_timeout(call: ZaloCaller, timeout: object) -> None:
    assert await asyncio.wait_for(call.message(timeout=timeout), 5) == {}


async def test_poll_without_a_timeout_waits_for_30_seconds(call: ZaloCaller) -> None:
    async with FakeZalo(second=0.001) as quick:
        quick_call = ZaloCaller(quick, call.session)
        loop = asyncio.get_running_loop()
        before = loop.time()
        assert await quick_call.code("getUpdates") == 408
        assert loop.time() - before >= 0.03


async def test_update_of_a_poll_that_is_cut_off_is_lost(zalo: FakeZalo, call: ZaloCaller) -> None:
    poll = asyncio.create_task(call.message(timeout=3000))
    await zalo.polled()
    await leave(zalo, poll)
    zalo.say("ng1", "mất rồi")
    await zalo.until(lambda: len(zalo.lost) == 1)
    zalo.say("ng1", "còn đây")

    assert await call.texts() == ["còn đây"]
    (lost,) = zalo.lost
    assert (lost.why, lost.update.message_id) == ("disconnect", zalo.chat("ng1").messages[0].message_id)
    assert [update.chat_id for update in zalo.bots[0].inbox.handed] == ["ng1"]


async def test_update_of_a_poll_that_is_cut_off_may_be_kept(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.lose_update_on_disconnect = False
    poll = asyncio.create_task(call.message(timeout=3000))
    await zalo.polled()
    await leave(zalo, poll)
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai")

    assert await call.texts() == ["một", "hai"]
    assert zalo.lost == []


async def test_what_is_said_while_nobody_polls_is_kept_or_lost(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say("ng1", "giữ lại")
    zalo.switches.offline_queue = False
    zalo.say("ng1", "mất rồi")

    assert await call.texts() == ["giữ lại"]
    assert [(lost.why, lost.update.chat_id) for lost in zalo.lost] == [("offline", "ng1")]
    assert [one.text for one in zalo.chat("ng1").messages] == ["giữ lại", "mất rồi"]

    poll = asyncio.create_task(call.message(timeout=3000))
    await zalo.polled()
    zalo.say("ng1", "có người nghe")
    zalo.say("ng1", "câu sau mất")
    assert (await poll)["text"] == "có người nghe"
    assert len(zalo.lost) == 2


async def test_between_two_polls_nothing_need_be_lost(zalo: FakeZalo, call: ZaloCaller, clock: FakeClock) -> None:
    zalo.switches.offline_queue, zalo.switches.offline_after = False, timedelta(seconds=5)
    await call.message()
    clock.advance(timedelta(seconds=4))
    zalo.say("ng1", "giữ lại")
    clock.advance(timedelta(seconds=1))
    zalo.say("ng1", "mất rồi")

    assert await call.texts() == ["giữ lại"]
    assert [lost.why for lost in zalo.lost] == ["offline"]


async def test_second_poller_ends_the_first(zalo: FakeZalo, call: ZaloCaller) -> None:
    older = asyncio.create_task(call.code("getUpdates", timeout=3000))
    await zalo.polled()
    newer = asyncio.create_task(call.message(timeout=3000))

    assert await asyncio.wait_for(older, 5) == 409
    await zalo.polled()
    zalo.say("ng1", "xin chào")
    assert (await asyncio.wait_for(newer, 5))["text"] == "xin chào"


async def test_two_pollers_may_share(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.second_poller = "share"
    polls = [asyncio.create_task(call.message(timeout=3000)) for _ in range(2)]
    await zalo.until(lambda: len(zalo.calls_of("getUpdates")) == 2)
    await zalo.polled()
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai")

    found = await asyncio.wait_for(asyncio.gather(*polls), 5)
    assert sorted(str(one["text"]) for one in found) == ["hai", "một"]


async def test_first_poller_may_hear_nothing_more(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.second_poller = "silence"
    older = asyncio.create_task(call.message(timeout=20))
    await zalo.polled()
    newer = asyncio.create_task(call.message(timeout=3000))
    await zalo.until(lambda: len(zalo.calls_of("getUpdates")) == 2)
    zalo.say("ng1", "xin chào")

    assert (await asyncio.wait_for(newer, 5))["text"] == "xin chào"
    zalo.say("ng1", "nữa")
    assert await asyncio.wait_for(older, 5) == {}
    assert await call.texts() == ["nữa"]


@pytest.mark.parametrize("envelope", ["flat", "wrapped", "list"])
async def test_result_of_a_poll_is_the_update_or_a_list_of_it(
    zalo: FakeZalo, call: ZaloCaller, envelope: Literal["flat", "wrapped", "list"]
) -> None:
    zalo.switches.envelope = envelope
    zalo.say("ng1", "một")
    zalo.say("ng1", "hai")

    _, answer = await call("getUpdates")
    found = answer["result"]
    if envelope == "list":
        assert isinstance(found, list)
        assert len(found) == 1
        found = found[0]
    assert isinstance(found, dict)
    assert found["message"]["text"] == "một"


async def test_each_update_may_come_twice(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.duplicate = True
    sent = zalo.say("ng1", "xin chào")

    assert [(await call.message()).get("message_id") for _ in range(3)] == [sent, sent, None]
    assert len(zalo.chat("ng1").messages) == 1


async def test_newest_update_may_come_first(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.reorder = True
    for text in ("một", "hai", "ba"):
        zalo.say("ng1", text)

    assert await call.texts() == ["ba", "hai", "một"]


@pytest.mark.parametrize("echo", [True, "unflagged"])
async def test_what_the_bot_sends_may_come_back(
    zalo: FakeZalo, call: ZaloCaller, echo: bool | Literal["unflagged"]
) -> None:
    zalo.say("ng1", "xin chào")
    await call.message()
    await call("sendMessage", chat_id="ng1", text="im lặng")
    assert await call.message() == {}

    zalo.switches.self_echo = echo
    await call("sendMessage", chat_id="ng1", text="vọng lại")
    message = await call.message()
    assert message["text"] == "vọng lại"
    assert message["chat"] == {"id": "ng1", "chat_type": "PRIVATE"}
    bot = zalo.bots[0]
    assert message["from"] == {"id": bot.id, "display_name": bot.account_name, "is_bot": echo is True}
    assert bot.counted == 3
    assert len(zalo.chat("ng1").messages) == 3


async def test_events_that_are_not_documented_may_come_too(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.switches.unknown_event = True
    zalo.say("ng1", "xin chào")

    found = [(await call.result("getUpdates", timeout=0)) for _ in range(3)]
    assert [one["event_name"] for one in found] == [
        "chat.opened",
        "message.reaction.received",
        "message.text.received",
    ]
    assert ["message" in one for one in found] == [False, True, True]


async def test_sender_has_a_name_or_none(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.knows("ng1", "An")
    zalo.say("ng1", "một")
    zalo.switches.no_display_name = True
    zalo.say("ng1", "hai")

    assert (await call.message())["from"] == {"id": "ng1", "display_name": "An", "is_bot": False}
    assert (await call.message())["from"] == {"id": "ng1", "is_bot": False}


@pytest.mark.parametrize("field", ["photo_url", "photo"])
async def test_photo_has_its_address_in_one_of_two_fields(
    zalo: FakeZalo, call: ZaloCaller, field: Literal["photo_url", "photo"]
) -> None:
    zalo.switches.photo_field = field
    zalo.send_photo("ng1", "Thẻ", url="https://photo.zdn.vn/a.jpg")
    zalo.send_photo("ng1")

    first, second = await call.message(), await call.message()
    assert {name: first[name] for name in first if name.startswith("photo")} == {field: "https://photo.zdn.vn/a.jpg"}
    assert (first["caption"], first["message_type"]) == ("Thẻ", "CHAT_PHOTO")
    assert str(second[field]).startswith("https://photo.zdn.vn/")
    assert "caption" not in second


async def test_other_kinds_have_their_fields(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.send_sticker("ng1", "sticker-7")
    zalo.send_voice("ng1")
    zalo.send_unsupported("ng1")
    zalo.send_unsupported("ng1", is_bare=False)

    found = [await call.result("getUpdates", timeout=0) for _ in range(4)]
    messages = [one["message"] for one in found]
    assert all(isinstance(one, dict) for one in messages)
    sticker, voice, bare, full = (one for one in messages if isinstance(one, dict))
    assert [str(one["event_name"]).split(".")[1] for one in found] == ["sticker", "voice", "unsupported", "unsupported"]
    assert (sticker["sticker"], sticker["url"][:8]) == ("sticker-7", "https://")
    assert voice["voice_url"].endswith(".aac")
    assert set(bare) == {"from", "chat"}
    assert set(full) == {"from", "chat", "message_id", "date", "message_type"}
    assert [one.kind for one in zalo.chat("ng1").messages] == ["sticker", "voice", "unsupported", "unsupported"]


async def test_group_reaches_the_bot_only_by_mention(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say_in_group("nhom1", "ng1", "chào nhau", mentions=False)
    assert await call.message() == {}

    zalo.say_in_group("nhom1", "ng1", "chào bot")
    message = await call.message()
    assert message["text"] == f"@{zalo.bots[0].account_name} chào bot"
    assert message["chat"] == {"id": "nhom1", "chat_type": "GROUP"}
    assert message["from"] == {"id": "ng1", "display_name": "Người ng1", "is_bot": False}
    zalo.switches.mention_in_text = False
    zalo.say_in_group("nhom1", "ng1", "chào lần nữa")
    assert await call.texts() == ["chào lần nữa"]
    assert len(zalo.chat("nhom1").messages) == 3
    assert await call.code("sendMessage", chat_id="ng1", text="riêng") == 404


async def test_hour_of_a_message_can_be_given(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say("ng1", "hôm qua", at=NOON - timedelta(days=1))

    assert (await call.message())["date"] == NOON_MS - 86_400_000


async def test_any_update_can_be_put(zalo: FakeZalo, call: ZaloCaller) -> None:
    assert zalo.put({"event_name": 7, "message": []})

    assert await call.result("getUpdates", timeout=0) == {"event_name": 7, "message": []}
    zalo.switches.offline_queue = False
    assert not zalo.put({})


def test_phone_sends_no_empty_text(zalo: FakeZalo) -> None:
    with pytest.raises(ValueError, match="no empty text"):
        zalo.say("ng1", " \n")


async def test_listeners_hear_both_sides(zalo: FakeZalo, call: ZaloCaller) -> None:
    heard: list[tuple[str, str]] = []
    zalo.listeners.append(lambda event, message: heard.append((event, message.text)))
    zalo.say("ng1", "xin chào")
    await call("sendMessage", chat_id="ng1", text="Chào")

    assert heard == [("said", "xin chào"), ("sent", "Chào")]


async def test_server_closes_though_polls_wait(call: ZaloCaller) -> None:
    async with FakeZalo() as zalo:
        left = ZaloCaller(zalo, call.session)
        poll = asyncio.create_task(left.message(timeout=3000))
        await zalo.polled()
        await leave(zalo, poll)
        waiting = asyncio.create_task(left.message(timeout=3000))
        await zalo.polled()
    assert (await asyncio.gather(waiting, return_exceptions=True))[0] != {}
