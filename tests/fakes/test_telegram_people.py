"""What people do at the fake, as the bot gets it: presses, cards, groups, command menus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import NOON, Caller
from tests.fakes.telegram import FakeTelegram

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def newest(bot: Caller) -> Any:
    _, answer = await bot("getUpdates", offset=-1)
    result = answer["result"]
    assert isinstance(result, list)
    return result[0]


async def asked(fake: FakeTelegram, bot: Caller, chat_id: int = 1001, *labels: str) -> int:
    """A message with these buttons; its id."""
    markup = {"inline_keyboard": [[{"text": label, "callback_data": f"data {label}"}] for label in labels]}
    _, answer = await bot("sendMessage", chat_id=chat_id, text="Chọn", reply_markup=markup)
    result = answer["result"]
    assert isinstance(result, dict), answer
    return int(result["message_id"])


async def test_message_carries_its_hour_and_its_command(fake: FakeTelegram, bot: Caller) -> None:
    at = datetime(2026, 11, 5, 8, 30, tzinfo=timezone(timedelta(hours=7)))
    fake.say(1001, "/hop 5/11", at=at)

    message = (await newest(bot))["message"]
    assert datetime.fromtimestamp(message["date"], UTC) == at
    assert message["text"] == "/hop 5/11"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]
    assert message["chat"] == {"id": 1001, "type": "private", "first_name": "Người 1001"}


async def test_deep_link_brings_its_payload(fake: FakeTelegram, bot: Caller) -> None:
    fake.start(1001, "12345678")

    assert (await newest(bot))["message"]["text"] == "/start 12345678"


async def test_press_carries_the_message_and_no_hour_of_its_own(fake: FakeTelegram, bot: Caller) -> None:
    fake.start(1001)
    older = await asked(fake, bot, 1001, "Có", "Không")
    message_id = await asked(fake, bot, 1001, "Có chứ")
    fake.press(1001, "Có")

    query = (await newest(bot))["callback_query"]
    assert "date" not in query
    assert (query["data"], query["message"]["message_id"]) == ("data Có chứ", message_id)
    fake.press(1001, "Không")
    assert (await newest(bot))["callback_query"]["message"]["message_id"] == older
    fake.press(1001, "Có", of=older)
    assert (await newest(bot))["callback_query"]["data"] == "data Có"
    with pytest.raises(LookupError, match="Sửa"):
        fake.press(1001, "Sửa")


async def test_button_that_is_gone_can_still_be_pressed_by_an_old_phone(fake: FakeTelegram, bot: Caller) -> None:
    fake.start(1001)
    fake.press_data(1001, "cũ", message_id=5)

    message = (await newest(bot))["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (5, 0)


async def test_press_is_answered_once_and_in_time(fake: FakeTelegram, bot: Caller, clock: FakeClock) -> None:
    fake.start(1001)
    await asked(fake, bot, 1001, "Có")
    fake.press(1001, "Có")
    query_id = (await newest(bot))["callback_query"]["id"]

    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=query_id, text="x" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    assert (await bot("answerCallbackQuery", callback_query_id=query_id))[0] == 200
    assert await bot.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD

    fake.press(1001, "Có")
    query_id = (await newest(bot))["callback_query"]["id"]
    clock.advance(timedelta(seconds=16))
    assert await bot.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


@pytest.mark.parametrize(("own", "user_id"), [(True, 1001), (False, 1002)])
async def test_card_says_whose_it_is(fake: FakeTelegram, bot: Caller, own: bool, user_id: int) -> None:
    fake.send_contact(1001, own=own)

    assert (await newest(bot))["message"]["contact"]["user_id"] == user_id


async def test_media_come_as_what_they_are(fake: FakeTelegram, bot: Caller) -> None:
    acts = {
        "photo": fake.send_photo,
        "voice": fake.send_voice,
        "sticker": fake.send_sticker,
        "document": fake.send_document,
        "location": fake.send_location,
    }
    for kind, act in acts.items():
        act(1001)
        message = (await newest(bot))["message"]
        assert kind in message
        assert "text" not in message


async def test_edited_message_comes_as_an_edit(fake: FakeTelegram, bot: Caller, clock: FakeClock) -> None:
    fake.say(1001, "18 nguoi")
    clock.advance(timedelta(minutes=1))
    fake.edit_message(1001, fake.message_ids(1001, is_from_bot=False)[-1], "19 người")

    edited = (await newest(bot))["edited_message"]
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("19 người", 60)
    assert edited["date"] == NOON.timestamp()


async def test_block_and_unblock_are_told(fake: FakeTelegram, bot: Caller) -> None:
    fake.start(1001)
    fake.block(1001)
    assert (await newest(bot))["my_chat_member"]["new_chat_member"]["status"] == "kicked"

    fake.unblock(1001)
    assert (await newest(bot))["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_in_a_group_the_bot_sees_only_what_is_addressed_to_it(fake: FakeTelegram, bot: Caller) -> None:
    with pytest.raises(ValueError, match="privacy mode"):
        fake.group_message(-100, 1001, "xin chào")
    fake.group_message(-100, 1001, f"/start@{fake.username}")

    message = (await newest(bot))["message"]
    assert (message["chat"]["type"], message["from"]["id"]) == ("supergroup", 1001)
    assert (await bot("sendMessage", chat_id=-100, text="Mời đồng chí nhắn riêng"))[0] == 200
    assert await bot.refused("sendMessage", chat_id=1001, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"lệnh {name}"} for name in names]


async def test_phone_shows_the_narrowest_menu_in_its_language(fake: FakeTelegram, bot: Caller) -> None:
    fake.start(1001)
    chat = {"type": "chat", "chat_id": 1001}
    menus: list[tuple[str, dict[str, object]]] = [
        ("a", {}),
        ("b", {"language_code": "vi"}),
        ("c", {"scope": {"type": "all_private_chats"}}),
        ("d", {"scope": {"type": "all_private_chats"}, "language_code": "vi"}),
        ("e", {"scope": chat}),
        ("f", {"scope": chat, "language_code": "vi"}),
    ]
    seen = []
    for name, where in menus:
        assert (await bot("setMyCommands", commands=commands(name), **where))[0] == 200
        view = fake.chat(1001)
        seen.append("".join(command for language in ("vi", "en") for command, _ in view.menu(language)))

    assert seen == ["aa", "ba", "cc", "dc", "ee", "fe"]
    assert fake.chat(1002).menu("vi") == (("d", "lệnh d"),)
    assert fake.chat(-100).menu("vi") == (("b", "lệnh b"),)
    await bot("deleteMyCommands", scope=chat, language_code="vi")
    assert fake.chat(1001).menu("vi") == (("e", "lệnh e"),)
    assert (await bot("getMyCommands", scope=chat))[1]["result"] == commands("e")


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": commands("Hop")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("x" * 33)}, "command length must not exceed 32"),
        ({"commands": commands(*["x"] * 101)}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "x", "description": " "}]}, "command description must be non-empty"),
        ({"commands": [{"command": "x", "description": "x" * 257}]}, "command description length must not exceed 256"),
        ({"commands": [], "language_code": "vie"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 9}}, "chat not found"),
        ({"commands": [], "scope": {"type": "all"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ],
)
async def test_wrong_commands_are_refused(bot: Caller, params: dict[str, object], reason: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {reason}"
