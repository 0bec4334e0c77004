"""python-telegram-bot as a witness: its own Bot finds at the fake what it finds at Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram, bad_gateway, hang, throttled


def library(fake: FakeTelegram, token: str) -> Bot:
    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"trust_env": False})

    return Bot(
        token,
        base_url=f"{fake.url}/bot",
        base_file_url=f"{fake.url}/file/bot",
        request=request(),
        get_updates_request=request(),
    )


@pytest.fixture
async def witness(fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """Started, so it has asked getMe; at the end nothing that it sent broke the documentation."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    fake.start(1001)
    async with library(fake, fake.token) as bot:
        yield bot
    assert fake.violations == []


async def test_it_knows_who_it_is(fake: FakeTelegram, witness: Bot) -> None:
    assert (witness.id, witness.username) == (fake.bot_id, fake.username)


async def test_it_sends_edits_and_deletes(fake: FakeTelegram, witness: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="yes")]])
    preview = LinkPreviewOptions(is_disabled=True)
    sent = await witness.send_message(
        1001, "<b>chào</b>", parse_mode="HTML", protect_content=True, reply_markup=markup, link_preview_options=preview
    )
    assert sent.text == "chào"
    assert sent.has_protected_content
    assert fake.chat(1001).last.buttons == ("Có",)

    edited = await witness.edit_message_text("xong", 1001, sent.message_id)
    assert isinstance(edited, type(sent))
    assert (edited.text, edited.reply_markup) == ("xong", None)
    assert await witness.delete_message(1001, sent.message_id)
    assert fake.chat(1001).from_bot == ()


async def test_it_sends_files_and_reads_them_back(fake: FakeTelegram, witness: Bot) -> None:
    sent = await witness.send_document(1001, b"PK-data", filename="bao-cao.xlsx", caption="Báo cáo")
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("bao-cao.xlsx", "Báo cáo")
    assert await (await sent.document.get_file()).download_as_bytearray() == b"PK-data"

    picture = await witness.send_photo(1001, b"\x89PNG\r\n\x1a\n")
    assert picture.photo[0].file_size == 8


async def test_it_reads_every_kind_of_update(fake: FakeTelegram, witness: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="yes")]])
    await witness.send_message(1001, "Chọn", reply_markup=markup)
    fake.press(1001, "Có")
    fake.send_contact(1001)
    for act in (fake.send_photo, fake.send_voice, fake.send_sticker, fake.send_document, fake.send_location):
        act(1001)
    fake.edit_message(1001, fake.message_ids(1001, is_from_bot=False)[0], "sửa")
    fake.block(1001)
    fake.add_to_group(-100, 1001)
    fake.group_message(-100, 1001, "/start")

    updates = await witness.get_updates(timeout=0)
    assert [update.update_id for update in updates] == list(range(100, 112))
    query = updates[1].callback_query
    assert query is not None
    assert query.data == "yes"
    assert await query.answer("Được")
    assert [given["text"] for _, given in fake.world.answers] == ["Được"]


async def test_its_poll_gets_what_comes_meanwhile(fake: FakeTelegram, witness: Bot) -> None:
    await witness.get_updates(offset=-1)
    async with FakeTelegram() as slow, library(slow, slow.token) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=20))
        await slow.polled()
        slow.say(1001, "đến rồi")
        (update,) = await poll

    assert update.message is not None
    assert update.message.text == "đến rồi"


async def test_it_sets_commands_and_keyboards(fake: FakeTelegram, witness: Bot) -> None:
    scope = BotCommandScopeChat(1001)
    await witness.set_my_commands([BotCommand("hop", "Báo cáo")], scope=scope, language_code="vi")
    assert fake.chat(1001).menu("vi") == (("hop", "Báo cáo"),)
    assert [one.command for one in await witness.get_my_commands(scope, "vi")] == ["hop"]
    await witness.delete_my_commands(scope, "vi")
    assert fake.chat(1001).menu("vi") == ()

    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Gửi số", request_contact=True)]], one_time_keyboard=True)
    await witness.send_message(1001, "Số điện thoại?", reply_markup=keyboard)
    assert fake.chat(1001).keyboard == (("Gửi số",),)


async def test_it_sets_a_webhook(fake: FakeTelegram, witness: Bot) -> None:
    assert await witness.set_webhook("https://vi.du/hook", secret_token="s", allowed_updates=["message"])
    info = await witness.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == ("https://vi.du/hook", 40, ("message",))
    with pytest.raises(Conflict):
        await witness.get_updates()
    assert await witness.delete_webhook()


async def test_it_names_each_trouble_as_at_telegram(fake: FakeTelegram, witness: Bot) -> None:
    fake.fail(throttled(7))
    with pytest.raises(RetryAfter) as throttling:
        await witness.get_me()
    assert throttling.value.retry_after == timedelta(seconds=7)
    with pytest.raises(BadRequest, match="Message is too long"):
        await witness.send_message(1001, "x" * 4097)
    fake.fail(bad_gateway())
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await witness.get_me()
    fault = fake.fail(hang(), method="sendMessage")
    with pytest.raises(TimedOut):
        await witness.send_message(1001, "x", read_timeout=0.05)
    fault.release()
    fake.block(1001)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await witness.send_message(1001, "x")


async def test_wrong_token_is_told(fake: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with library(fake, "7:wrong"):
            pass


async def test_poison_cannot_be_parsed(fake: FakeTelegram, witness: Bot) -> None:
    fake.poison()

    with pytest.raises((TypeError, ValueError, AttributeError)):
        await witness.get_updates()
    with pytest.raises((TypeError, ValueError, AttributeError)):
        Update.de_json(dict(fake.updates.pending[-1].body), witness)
