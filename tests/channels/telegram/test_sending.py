"""Messages as calls of the Bot API, exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.rendering import parts
from channels.telegram import TelegramChannel
from channels.telegram.markup import LONGEST_HEADING, escaped, formatted
from domain.channel import Button, Delivered, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from language.say.words import SEND_MY_CONTACT
from language.text import utf16_length
from tests.channels.telegram.bot_api import BOT_ID, BotApi, Trouble, done, refused

MAI = Address("telegram", BOT_ID, "5")
ROWS = (
    (Button("Nộp", "meeting.submit.3.yes"), Button("Sửa", "meeting.edit.3.1")),
    (Button("Để sau", "meeting.later.3.1"),),
)
KEYBOARD = {
    "inline_keyboard": [
        [
            {"text": "Nộp", "callback_data": "meeting.submit.3.yes"},
            {"text": "Sửa", "callback_data": "meeting.edit.3.1"},
        ],
        [{"text": "Để sau", "callback_data": "meeting.later.3.1"}],
    ]
}
NO_PREVIEW = {"is_disabled": True}
LONG = "\n\n".join(f"Đoạn {number}: " + "chi bộ Giấy 🇻🇳 " * 60 for number in range(12))
SEND = Outgoing(OutboxId(1), MAI, OutgoingAction.SEND, "Chào")
EDIT = Outgoing(OutboxId(2), MAI, OutgoingAction.EDIT, "Lại", ROWS, "77")
STRIP = Outgoing(OutboxId(3), MAI, OutgoingAction.STRIP, "", (), "77")
MENU = Outgoing(OutboxId(4), MAI, OutgoingAction.MENU, json.dumps([["hop", "Báo cáo sinh hoạt"], ["menu", "Các việc"]]))


def plain(text: str, **more: object) -> dict[str, Any]:
    return {"chat_id": 5, "text": text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW, **more}


async def test_text_goes_out_whole_and_its_message_is_known_by_number(api: BotApi, channel: TelegramChannel) -> None:
    assert await channel.send(SEND) == Delivered("101")
    assert api.calls == [("sendMessage", plain("Chào"))]


async def test_buttons_hang_below_with_their_tokens(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(SEND._replace(rows=ROWS))

    assert api.of("sendMessage") == [plain("Chào", reply_markup=KEYBOARD)]


async def test_personal_message_cannot_be_forwarded(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(SEND._replace(is_personal=True))

    assert api.of("sendMessage") == [plain("Chào", protect_content=True)]


async def test_first_of_several_lines_is_bold_and_signs_are_only_signs(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(SEND._replace(text='Họp <18 & 20>\n"Đủ" <b>9/9</b>'))

    shown = '<b>Họp &lt;18 &amp; 20&gt;</b>\n"Đủ" &lt;b&gt;9/9&lt;/b&gt;'
    assert api.of("sendMessage") == [plain(shown)]


@pytest.mark.parametrize("text", ["một dòng", "x" * (LONGEST_HEADING + 1) + "\nhai", "\nhai", "một\n", " \n "])
def test_what_is_no_heading_stays_plain(text: str) -> None:
    assert formatted(text) == text


@given(st.text())
def test_escaped_text_has_no_tags_and_reads_as_it_was(text: str) -> None:
    shown = escaped(text)

    assert "<" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


async def test_what_telegram_cannot_parse_goes_out_as_plain_text(api: BotApi, channel: TelegramChannel) -> None:
    api.will("sendMessage", refused(400, "Bad Request: can't parse entities: unsupported start tag"))

    assert await channel.send(SEND._replace(text="a < b\nc", rows=ROWS)) == Delivered("101")
    again = plain("a < b\nc", reply_markup=KEYBOARD)
    del again["parse_mode"]
    assert api.of("sendMessage")[1] == again


async def test_long_text_is_cut_before_it_is_formatted_and_its_buttons_are_on_the_last_part(
    api: BotApi, channel: TelegramChannel
) -> None:
    outgoing = SEND._replace(text="Danh sách <A>\n" + LONG, rows=ROWS, is_personal=True)
    texts = parts(outgoing, channel.capabilities)

    assert await channel.send(outgoing) == Delivered(str(100 + len(texts)))
    sent = api.of("sendMessage")
    assert len(sent) == len(texts) > 2
    assert all(utf16_length(text) <= 4096 for text in texts)
    assert [one["text"] for one in sent] == [formatted(texts[0]), *map(escaped, texts[1:])]
    assert [one.get("reply_markup") for one in sent] == [None] * (len(texts) - 1) + [KEYBOARD]
    assert all(one["protect_content"] for one in sent)


async def test_retry_goes_on_after_the_parts_that_arrived(api: BotApi, channel: TelegramChannel) -> None:
    outgoing = SEND._replace(text=LONG)
    whole = [
        formatted(text) if at == 0 else escaped(text) for at, text in enumerate(parts(outgoing, channel.capabilities))
    ]
    api.will("sendMessage", done({"message_id": 1}), refused(429, "Too Many Requests", retry_after=3), Trouble.RESET)

    assert isinstance(await channel.send(outgoing), Failure)
    assert isinstance(await channel.send(outgoing), Failure)
    assert isinstance(await channel.send(outgoing), Delivered)
    arrived = [one["text"] for at, one in enumerate(api.of("sendMessage")) if at not in (1, 2)]
    assert arrived == whole

    await channel.send(outgoing)
    assert len(api.of("sendMessage")) == 2 + 2 * len(whole), "what is over is forgotten"


async def test_edit_changes_the_message_and_its_buttons(api: BotApi, channel: TelegramChannel) -> None:
    assert await channel.send(EDIT) == Delivered("77")
    assert api.calls == [("editMessageText", plain("Lại", message_id=77, reply_markup=KEYBOARD))]


async def test_edit_to_the_same_is_done(api: BotApi, channel: TelegramChannel) -> None:
    api.will("editMessageText", refused(400, "Bad Request: message is not modified: specified new message content …"))

    assert await channel.send(EDIT) == Delivered("77")


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_message_that_cannot_be_edited_is_too_old(api: BotApi, channel: TelegramChannel, why: str) -> None:
    api.will("editMessageText", refused(400, f"Bad Request: {why}"))

    outcome = await channel.send(EDIT)
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.TOO_OLD


@pytest.mark.parametrize("message_id", [None, "", "m1", "9" * 30])
async def test_message_without_a_number_of_telegram_is_too_old_to_edit(
    api: BotApi, channel: TelegramChannel, message_id: str | None
) -> None:
    outcome = await channel.send(EDIT._replace(message_id=message_id))

    assert outcome == Failure(FailureKind.TOO_OLD, "no_message_id")
    assert api.calls == []


async def test_edit_to_a_long_text_edits_the_first_part_and_sends_the_rest(
    api: BotApi, channel: TelegramChannel
) -> None:
    outgoing = EDIT._replace(text=LONG)
    texts = parts(outgoing, channel.capabilities)

    assert await channel.send(outgoing) == Delivered(str(100 + len(texts) - 1))
    assert [method for method, _ in api.calls] == ["editMessageText"] + ["sendMessage"] * (len(texts) - 1)
    assert "reply_markup" not in api.calls[0][1]
    assert api.calls[-1][1]["reply_markup"] == KEYBOARD


async def test_stripping_takes_the_keyboard_away(api: BotApi, channel: TelegramChannel) -> None:
    assert await channel.send(STRIP) == Delivered("77")
    assert api.calls == [("editMessageReplyMarkup", {"chat_id": 5, "message_id": 77})]


@pytest.mark.parametrize("why", ["message is not modified", "message to edit not found", "message can't be edited"])
async def test_what_has_no_buttons_any_more_is_stripped(api: BotApi, channel: TelegramChannel, why: str) -> None:
    api.will("editMessageReplyMarkup", refused(400, f"Bad Request: {why}"))

    assert await channel.send(STRIP) == Delivered("77")


async def test_menu_is_set_for_this_chat_in_vietnamese_and_in_all_other_languages(
    api: BotApi, channel: TelegramChannel
) -> None:
    assert isinstance(await channel.send(MENU), Delivered)
    commands = [{"command": "hop", "description": "Báo cáo sinh hoạt"}, {"command": "menu", "description": "Các việc"}]
    one = {"commands": commands, "scope": {"type": "chat", "chat_id": 5}}
    assert api.calls == [("setMyCommands", {**one, "language_code": "vi"}), ("setMyCommands", one)]


async def test_empty_menu_leaves_the_one_for_everybody(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(MENU._replace(text="[]"))

    scope = {"scope": {"type": "chat", "chat_id": 5}}
    assert api.calls == [("deleteMyCommands", {**scope, "language_code": "vi"}), ("deleteMyCommands", scope)]


@pytest.mark.parametrize("text", ["", "menu", "[1]", '[["x"]]', "{}1"])
async def test_menu_that_cannot_be_read_is_rejected(api: BotApi, channel: TelegramChannel, text: str) -> None:
    assert await channel.send(MENU._replace(text=text)) == Failure(FailureKind.REJECTED, "menu")
    assert api.calls == []


async def test_contact_is_asked_for_by_a_button_in_place_of_the_keyboard(api: BotApi, channel: TelegramChannel) -> None:
    skip = ((Button("Bỏ qua", "join.skip.1.x"),),)
    await channel.send(SEND._replace(asks_contact=True, rows=skip))

    keyboard = [[{"text": SEND_MY_CONTACT, "request_contact": True}], [{"text": "Bỏ qua"}]]
    markup = {"keyboard": keyboard, "one_time_keyboard": True, "resize_keyboard": True}
    assert api.of("sendMessage") == [plain("Chào", reply_markup=markup)]


async def test_contact_button_goes_away_with_the_next_message_that_can_take_it(
    api: BotApi, channel: TelegramChannel
) -> None:
    for number, outgoing in enumerate([SEND._replace(asks_contact=True), SEND._replace(rows=ROWS), SEND, SEND]):
        await channel.send(outgoing._replace(id=OutboxId(number)))

    _, with_buttons, first, second = (one.get("reply_markup") for one in api.of("sendMessage"))
    assert with_buttons == KEYBOARD
    assert first == {"remove_keyboard": True}
    assert second is None


async def test_contact_cannot_be_asked_for_by_editing(api: BotApi, channel: TelegramChannel) -> None:
    assert await channel.send(EDIT._replace(asks_contact=True)) == Failure(FailureKind.TOO_OLD, "contact_keyboard")
    assert api.calls == []


async def test_address_of_another_bot_is_refused(api: BotApi, channel: TelegramChannel) -> None:
    elsewhere = SEND._replace(address=Address("telegram", "987654321", "5"))

    assert await channel.send(elsewhere) == Failure(FailureKind.REJECTED, "other_bot")
    assert api.calls == []


async def test_group_is_written_to_by_its_own_number(api: BotApi, channel: TelegramChannel) -> None:
    await channel.send(SEND._replace(address=Address("telegram", BOT_ID, "-1001")))

    assert api.of("sendMessage")[0]["chat_id"] == -1001
