"""The channel before a server that knows every parameter and refuses what Telegram refuses."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from channels.http.front import Front
from channels.telegram import TelegramChannel, Webhook
from domain.channel import (
    Arrival,
    Button,
    ContactIn,
    Delivered,
    MediaIn,
    NotStored,
    Outgoing,
    OutgoingAction,
    PressIn,
    TextIn,
)
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from domain.talk import Sent
from language.say.words import SEND_MY_CONTACT
from tests.channels.http.serving import serving
from tests.channels.telegram.test_polling import Behind, running
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram, bad_gateway, reset, throttled

MAI = 1001
ROWS = ((Button("Nộp <1 & 2>", "meeting.submit.3.yes"), Button("Sửa", "meeting.edit.3.1")),)
SECRET = "a-secret_of-27-characters-0"


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeTelegram]:
    """Whatever a test does: no call broke the documentation."""
    async with FakeTelegram(now=clock.now, second=0.01) as one:
        yield one
        assert one.violations == []


@pytest.fixture
async def channel(fake: FakeTelegram, clock: FakeClock, timers: Timers) -> AsyncIterator[TelegramChannel]:
    menu = [("start", "Bắt đầu")]
    one = TelegramChannel(fake.token, clock.now, fake.url, default_menu=menu, pause=timers.pause, later=timers.later)
    yield one
    await one.close()


def to_mai(fake: FakeTelegram, text: str, ident: int = 1, action: OutgoingAction = OutgoingAction.SEND) -> Outgoing:
    return Outgoing(OutboxId(ident), Address("telegram", str(fake.bot_id), str(MAI)), action, text)


def arrivals(channel: TelegramChannel, behind: Behind) -> list[Arrival | None]:
    return [channel.parse(bot_id, raw) for bot_id, raw in behind.stored]


async def test_message_is_written_stripped_edited_and_found_again(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    first = await channel.send(to_mai(fake, "Họp <5/11> & nữa\n“18/20”")._replace(rows=ROWS, is_personal=True))
    assert isinstance(first, Delivered)
    shown = fake.chat(MAI).last
    assert (shown.text, shown.buttons) == ("Họp <5/11> & nữa\n“18/20”", ("Nộp <1 & 2>", "Sửa"))
    assert [entity["type"] for entity in shown.entities] == ["bold"]
    assert shown.is_protected

    strip = to_mai(fake, "", 2, OutgoingAction.STRIP)._replace(message_id=first.message_id)
    assert await channel.send(strip) == await channel.send(strip) == first
    assert fake.chat(MAI).last.buttons == ()

    edit = to_mai(fake, "✅ Đã nộp", 3, OutgoingAction.EDIT)._replace(message_id=first.message_id)
    assert await channel.send(edit) == await channel.send(edit) == first
    assert fake.chat(MAI).texts == ("✅ Đã nộp",)


@pytest.mark.parametrize("length", [4096, 4097, 12_000])
async def test_long_text_full_of_signs_arrives_whole(fake: FakeTelegram, channel: TelegramChannel, length: int) -> None:
    fake.say(MAI, "chào")
    text = ("&<Giấy>🇻🇳\n" * 3_000)[:length]

    assert isinstance(await channel.send(to_mai(fake, text)._replace(rows=ROWS)), Delivered)
    assert "".join(fake.chat(MAI).texts).replace("\n", "") == text.replace("\n", "")
    assert fake.chat(MAI).last.rows


async def test_message_that_is_too_old_or_gone_cannot_be_edited(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    sent = await channel.send(to_mai(fake, "Chào"))
    assert isinstance(sent, Delivered)
    fake.too_old(MAI, int(sent.message_id))

    for number, message_id in enumerate([sent.message_id, "999999"]):
        edit = to_mai(fake, "Lại", 10 + number, OutgoingAction.EDIT)._replace(message_id=message_id)
        outcome = await channel.send(edit)
        assert isinstance(outcome, Failure)
        assert outcome.kind is FailureKind.TOO_OLD


async def test_nobody_who_never_wrote_or_left_is_written_to(fake: FakeTelegram, channel: TelegramChannel) -> None:
    assert await channel.send(to_mai(fake, "x")) == Failure(FailureKind.RECIPIENT_GONE, "chat_not_found")
    fake.knows(MAI)
    assert await channel.send(to_mai(fake, "x")) == Failure(FailureKind.RECIPIENT_GONE, "never_wrote")
    fake.start(MAI)
    fake.block(MAI)
    assert await channel.send(to_mai(fake, "x")) == Failure(FailureKind.RECIPIENT_GONE, "blocked")


async def test_contact_button_sends_the_own_card_and_goes_away(fake: FakeTelegram, channel: TelegramChannel) -> None:
    behind = Behind()
    fake.start(MAI)
    async with running(channel, behind):
        await channel.send(to_mai(fake, "Số điện thoại?")._replace(asks_contact=True, rows=ROWS))
        assert fake.chat(MAI).keyboard == ((SEND_MY_CONTACT,), ("Nộp <1 & 2>", "Sửa"))
        fake.press(MAI, SEND_MY_CONTACT)
        fake.send_contact(MAI, own=False)
        await fake.drained()
    await channel.send(to_mai(fake, "Cảm ơn", 2))

    contents = [arrival.content for arrival in arrivals(channel, behind) if arrival is not None]
    assert contents[1:] == [ContactIn("+84901234567", True), ContactIn("+84901234567", False)]
    assert fake.chat(MAI).keyboard == ()


async def test_menu_of_one_chat_goes_before_the_one_for_everybody(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.start(MAI)
    async with running(channel, Behind()):
        await fake.polled()
    assert fake.chat(MAI).menu("vi") == fake.chat(MAI).menu("en") == (("start", "Bắt đầu"),)

    own = [["hop", "Báo cáo sinh hoạt"]]
    assert isinstance(await channel.send(to_mai(fake, json.dumps(own), 5, OutgoingAction.MENU)), Delivered)
    assert fake.chat(MAI).menu("vi") == fake.chat(MAI).menu("") == (("hop", "Báo cáo sinh hoạt"),)

    assert isinstance(await channel.send(to_mai(fake, "[]", 6, OutgoingAction.MENU)), Delivered)
    assert fake.chat(MAI).menu("vi") == (("start", "Bắt đầu"),)


async def test_everything_a_phone_sends_is_read_and_nothing_comes_twice(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    behind = Behind()
    fake.say(MAI, "chào")
    async with running(channel, behind):
        sent = await channel.send(to_mai(fake, "Chọn")._replace(rows=ROWS))
        assert isinstance(sent, Delivered)
        fake.press(MAI, "Sửa")
        fake.send_photo(MAI, "hop 5/11")
        fake.send_document(MAI, "bien-ban.pdf")
        fake.send_voice(MAI)
        fake.send_sticker(MAI)
        fake.send_location(MAI)
        fake.edit_message(MAI, fake.message_ids(MAI, is_from_bot=False)[0], "chào nhé")
        fake.block(MAI)
        await fake.drained()

    found = arrivals(channel, behind)
    contents = [arrival.content for arrival in found if arrival is not None]
    press = contents.pop(1)
    assert isinstance(press, PressIn)
    assert (press.token, press.message_id) == ("meeting.edit.3.1", sent.message_id)
    media = [Sent.PHOTO, Sent.FILE, Sent.VOICE, Sent.STICKER, Sent.LOCATION, Sent.EDITED]
    assert contents == [TextIn("chào"), *map(MediaIn, media)]
    assert len({arrival.external_id for arrival in found if arrival is not None}) == 8


async def test_press_is_answered_and_typing_is_shown(
    fake: FakeTelegram, channel: TelegramChannel, timers: Timers
) -> None:
    behind = Behind()
    fake.say(MAI, "chào")
    async with running(channel, behind):
        await channel.send(to_mai(fake, "Chọn")._replace(rows=ROWS))
        fake.press(MAI, "Sửa")
        await fake.drained()
        text, press = arrivals(channel, behind)
        assert text is not None
        assert press is not None
        await channel.acknowledge(press)
        await channel.acknowledge(text)
        timers.ring()
        await fake.settled(MAI, lambda chat: chat.actions == ("typing",))

    assert [one.status for one in fake.calls_of("answerCallbackQuery")] == [200]


async def test_trouble_on_the_way_is_told_for_what_it_is(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    for fault in (reset(is_taken=True), bad_gateway(), throttled(3)):
        fake.fail(fault, method="sendMessage")
    outcomes = [await channel.send(to_mai(fake, "x")) for _ in range(4)]

    kinds = [one.kind if isinstance(one, Failure) else None for one in outcomes]
    assert kinds == [FailureKind.UNCERTAIN, FailureKind.UNCERTAIN, FailureKind.THROTTLED, None]


async def test_what_was_not_confirmed_comes_again_after_a_restart(fake: FakeTelegram, clock: FakeClock) -> None:
    fake.say(MAI, "chào")
    fake.poison()
    first, again = Behind(), Behind()
    first.gate.clear()
    for behind, is_killed in ((first, True), (again, False)):
        channel = TelegramChannel(fake.token, clock.now, fake.url)
        async with running(channel, behind):
            await asyncio.wait_for(behind.came.wait(), 5)
            if not is_killed:
                await fake.drained()
        await channel.close()

    assert first.stored == []
    assert len(again.stored) == 2


async def test_ids_that_begin_anew_after_a_silent_week_are_heard(clock: FakeClock) -> None:
    behind = Behind()
    async with FakeTelegram(now=clock.now, second=0.01, forgives_offsets=False) as fake:
        channel = TelegramChannel(fake.token, clock.now, fake.url)
        fake.say(MAI, "trước")
        async with running(channel, behind):
            await fake.drained()
            clock.advance(timedelta(days=8))
            await fake.until(lambda: "offset" not in fake.calls_of("getUpdates")[-1].params)
            fake.silent_week(17)
            fake.say(MAI, "sau")
            await fake.drained()
        await channel.close()

    assert [raw["update_id"] for _, raw in behind.stored][1:] == [17]


async def test_webhook_gets_what_was_said_again_and_again_until_it_is_stored(
    fake: FakeTelegram, clock: FakeClock, timers: Timers
) -> None:
    behind = Behind()
    behind.troubles = [NotStored("full"), NotStored("full")]
    port = _free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}", SECRET, Front("127.0.0.1", port))
    channel = TelegramChannel(fake.token, clock.now, fake.url, webhook=webhook, pause=timers.pause)
    for number in range(5):
        fake.say(MAI, f"tin {number}")
    async with running(channel, behind), serving(webhook.front):
        await fake.drained()
    await channel.close()

    assert len(fake.deliveries) == 7
    assert {one.content for one in arrivals(channel, behind) if one is not None} == {
        TextIn(f"tin {number}") for number in range(5)
    }
    assert len(behind.stored) == 5


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])
