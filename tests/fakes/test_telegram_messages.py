"""What the fake lets be sent and edited, and Telegram's own words for the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.conftest import Caller
from tests.fakes.telegram import FakeTelegram

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture(autouse=True)
def started(fake: FakeTelegram) -> None:
    fake.start(1001)


def inline(label: str = "Có", data: str = "yes") -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def sent(bot: Caller, **params: object) -> int:
    status, answer = await bot("sendMessage", **{"chat_id": 1001, "text": "chào", **params})
    assert status == 200, answer
    result = answer["result"]
    assert isinstance(result, dict)
    return int(result["message_id"])


async def test_message_shows_in_the_chat(fake: FakeTelegram, bot: Caller) -> None:
    await sent(bot, text="<b>Đồng chí</b> &amp; 😀", parse_mode="HTML", protect_content=True, reply_markup=inline())

    shown = fake.chat(1001).last
    assert shown.text == "Đồng chí & 😀"
    assert shown.html == "<b>Đồng chí</b> &amp; 😀"
    assert shown.entities == ({"type": "bold", "offset": 0, "length": 8},)
    assert shown.is_protected
    assert shown.buttons == ("Có",)
    assert fake.violations == []


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("😀<i>x</i>", [("italic", 2, 1)]),
        ("  <b> a</b>  ", [("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<a href="https://vi.du/">x</a>', [("text_link", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", []),
        ("&lt;b&gt; &#273; &xyz;", []),
    ],
)
async def test_html_becomes_entities(
    fake: FakeTelegram, bot: Caller, text: str, entities: list[tuple[str, int, int]]
) -> None:
    await sent(bot, text=text, parse_mode="HTML")

    assert [(one["type"], one["offset"], one["length"]) for one in fake.chat(1001).last.entities] == entities


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("đ<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("1 <2> 3", 'Unsupported start tag "2" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_wrong_html_is_refused(bot: Caller, text: str, reason: str) -> None:
    refusal = await bot.refused("sendMessage", chat_id=1001, text=text, parse_mode="HTML")

    assert refusal == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": " \n"}, "Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "Bad Request: message is too long"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"text": "x" * 33000}, "Bad Request: text is too long"),
        ({"chat_id": 77}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody"}, "Bad Request: chat not found"),
        ({"reply_markup": inline(data="đ" * 33)}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"reply_markup": inline(label="")}, "Bad Request: inline keyboard button text must be non-empty"),
        ({"reply_parameters": {"message_id": 9}}, "Bad Request: message to be replied not found"),
        ({"parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
    ],
)
async def test_refused_in_telegrams_words(
    fake: FakeTelegram, bot: Caller, params: dict[str, object], refusal: str
) -> None:
    assert await bot.refused("sendMessage", **{"chat_id": 1001, "text": "chào", **params}) == refusal
    assert fake.chat(1001).from_bot == ()
    assert fake.violations == []


@pytest.mark.parametrize(
    "params",
    [
        {"text": "x" * 4096},
        {"text": f"<b>{'😀' * 2048}</b>", "parse_mode": "HTML"},
        {"reply_markup": inline(data="đ" * 32)},
    ],
)
async def test_up_to_the_limit_is_fine(bot: Caller, params: dict[str, object]) -> None:
    await sent(bot, **params)


@pytest.mark.parametrize(
    ("params", "what"),
    [
        ({"texts": "x"}, "unknown parameter 'texts'"),
        ({"chat_id": True}, "parameter 'chat_id': 'True' is no chat"),
        ({"protect_content": "yes"}, "parameter 'protect_content': 'yes' is no boolean"),
        ({"text": 5}, "parameter 'text': '5' is no string"),
        ({"link_preview_options": {"disabled": True}}, "parameter 'link_preview_options': unknown field 'disabled'"),
        ({"reply_markup": {"inline_keyboard": [{"text": "x"}]}}, "parameter 'reply_markup': inline_keyboard is no array of arrays"),
        ({"reply_markup": {"inline_keyboard": [], "keyboard": []}}, "parameter 'reply_markup': one of"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "parameter 'reply_markup': button 'x' does not do"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x", "data": "y"}]]}}, "parameter 'reply_markup': unknown field"),
        ({"parse_mode": "MarkdownV2"}, "parameter 'parse_mode': this fake reads HTML only"),
    ],
)  # fmt: skip
async def test_undocumented_call_is_refused_and_kept(
    fake: FakeTelegram, bot: Caller, params: dict[str, object], what: str
) -> None:
    status, _ = await bot("sendMessage", **{"chat_id": 1001, "text": "chào", **params})

    assert status == 400
    assert fake.violations[0].method == "sendMessage"
    assert fake.violations[0].what.startswith(what)


async def test_missing_parameter_is_refused_and_kept(fake: FakeTelegram, bot: Caller) -> None:
    assert await bot.refused("sendMessage", chat_id=1001) == "Bad Request: message text is empty"
    assert await bot.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    assert [one.what for one in fake.violations] == ["parameter 'text' is missing", "parameter 'chat_id' is missing"]


async def test_forms_are_read_as_json_is(fake: FakeTelegram, bot: Caller) -> None:
    status, _ = await bot.form(
        "sendMessage", chat_id="1001", text="x", protect_content="true", reply_markup='{"inline_keyboard": []}'
    )
    assert status == 200
    assert fake.chat(1001).last.is_protected
    assert fake.violations == []

    status, _ = await bot.form("sendMessage", chat_id="ai đó", text="x", protect_content="maybe", reply_markup="{")
    assert status == 400
    assert len(fake.violations) == 3


async def test_address_may_carry_the_parameters(fake: FakeTelegram, bot: Caller) -> None:
    async with bot.session.get(bot.address("sendmessage"), params={"chat_id": "1001", "text": "chào"}) as response:
        assert response.status == 200
    assert fake.chat(1001).texts == ("chào",)


async def test_edit_replaces_text_and_takes_the_buttons_away(fake: FakeTelegram, bot: Caller) -> None:
    message_id = await sent(bot, reply_markup=inline())

    status, _ = await bot("editMessageText", chat_id=1001, message_id=message_id, text="xong")

    assert status == 200
    assert fake.chat(1001).last.text == "xong"
    assert fake.chat(1001).last.buttons == ()
    assert fake.chat(1001).last.edited_at is not None


async def test_edit_without_a_change_is_refused(bot: Caller) -> None:
    message_id = await sent(bot, reply_markup=inline())
    same: dict[str, Any] = {"chat_id": 1001, "message_id": message_id, "reply_markup": inline()}

    assert await bot.refused("editMessageText", text="chào", **same) == NOT_MODIFIED
    assert await bot.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED
    assert (await bot("editMessageText", text="chào", chat_id=1001, message_id=message_id))[0] == 200


async def test_edit_of_what_cannot_be_edited(fake: FakeTelegram, bot: Caller) -> None:
    message_id = await sent(bot)
    fake.too_old(1001, message_id)
    own = fake.message_ids(1001, is_from_bot=False)[0]
    edit: dict[str, Any] = {"chat_id": 1001, "text": "mới"}

    assert await bot.refused("editMessageText", message_id=5, **edit) == "Bad Request: message to edit not found"
    assert await bot.refused("editMessageText", message_id=message_id, **edit) == "Bad Request: message can't be edited"
    assert await bot.refused("editMessageText", message_id=own, **edit) == "Bad Request: message can't be edited"


async def test_only_buttons_in_the_message_can_be_edited_in(bot: Caller) -> None:
    message_id = await sent(bot)
    markup = {"remove_keyboard": True}

    refusal = await bot.refused("editMessageReplyMarkup", chat_id=1001, message_id=message_id, reply_markup=markup)

    assert refusal == "Bad Request: inline keyboard expected"


async def test_messages_are_deleted_for_48_hours(fake: FakeTelegram, bot: Caller, clock: FakeClock) -> None:
    young, old = await sent(bot), await sent(bot)

    assert (await bot("deleteMessage", chat_id=1001, message_id=young))[0] == 200
    clock.advance(timedelta(hours=48))
    refusal = await bot.refused("deleteMessage", chat_id=1001, message_id=old)

    assert refusal == "Bad Request: message can't be deleted for everyone"
    assert len(fake.chat(1001).from_bot) == 1
    refusal = await bot.refused("deleteMessage", chat_id=1001, message_id=young)
    assert refusal == "Bad Request: message to delete not found"


async def test_nobody_is_written_to_first(fake: FakeTelegram, bot: Caller) -> None:
    fake.knows(1002)

    refusal = await bot.refused("sendMessage", chat_id=1002, text="chào")

    assert refusal == "Forbidden: bot can't initiate conversation with a user"


async def test_blocked_bot_reaches_nobody(fake: FakeTelegram, bot: Caller) -> None:
    fake.block(1001)
    assert await bot.refused("sendMessage", chat_id=1001, text="x") == "Forbidden: bot was blocked by the user"
    with pytest.raises(ValueError, match="unblock"):
        fake.say(1001, "x")

    fake.unblock(1001)
    await sent(bot)


async def test_contact_is_asked_for_in_private_only(fake: FakeTelegram, bot: Caller) -> None:
    fake.add_to_group(-100, 1001)
    markup = {"keyboard": [[{"text": "Gửi số của tôi", "request_contact": True}]], "one_time_keyboard": True}

    refusal = await bot.refused("sendMessage", chat_id=-100, text="x", reply_markup=markup)
    assert refusal == "Bad Request: phone number can be requested in private chats only"
    await sent(bot, reply_markup=markup)
    assert fake.chat(1001).keyboard == (("Gửi số của tôi",),)

    fake.press(1001, "Gửi số")
    assert fake.chat(1001).keyboard == ()
    assert fake.chat(1001).messages[-1].kind == "contact"


async def test_reply_keyboard_stays_until_it_is_removed(fake: FakeTelegram, bot: Caller) -> None:
    await sent(bot, reply_markup={"keyboard": [["Một", "Hai"]]})
    await sent(bot, reply_markup=inline())
    assert fake.chat(1001).keyboard == (("Một", "Hai"),)

    await sent(bot, reply_markup={"remove_keyboard": True})
    assert fake.chat(1001).keyboard == ()


async def test_files_go_up_and_come_down(fake: FakeTelegram, bot: Caller) -> None:
    status, answer = await bot.upload("sendDocument", "document", b"PK-data", chat_id="1001", caption="Đây")
    assert status == 200, answer
    document = fake.chat(1001).last.content["document"]
    assert isinstance(document, dict)
    _, answer = await bot("getFile", file_id=document["file_id"])
    file = answer["result"]
    assert isinstance(file, dict)

    async with bot.session.get(f"{fake.url}/file/bot{fake.token}/{file['file_path']}") as response:
        assert await response.read() == b"PK-data"
    assert await bot.refused("getFile", file_id="none") == "Bad Request: invalid file_id"


async def test_picture_must_be_one_and_a_caption_short(bot: Caller) -> None:
    status, answer = await bot.upload("sendPhoto", "photo", b"not a picture", chat_id="1001")
    assert (status, answer["description"]) == (400, "Bad Request: IMAGE_PROCESS_FAILED")

    status, answer = await bot.upload("sendPhoto", "photo", b"\xff\xd8\xff", chat_id="1001", caption="x" * 1025)
    assert (status, answer["description"]) == (400, "Bad Request: message caption is too long")


async def test_typing_is_seen(fake: FakeTelegram, bot: Caller) -> None:
    assert (await bot("sendChatAction", chat_id=1001, action="typing"))[0] == 200
    assert fake.chat(1001).actions == ("typing",)
    refusal = await bot.refused("sendChatAction", chat_id=1001, action="thinking")
    assert refusal == "Bad Request: wrong parameter action in request"
