"""Files both ways, before a server that refuses what Telegram refuses."""

from __future__ import annotations

import logging

import pytest

from channels.telegram import TelegramChannel
from domain.channel import Button, Delivered, File, FileIn, FileRef, MediaIn, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from domain.talk import Sent
from tests.channels.telegram.test_before_a_strict_server import MAI, arrivals, channel, fake, to_mai
from tests.channels.telegram.test_polling import Behind, running
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram, files, reset, throttled
from tests.fakes.telegram.parameters import Upload

__all__ = ["channel", "fake"]
ROWS = ((Button("Thu hồi", "undo.do.0.1"),),)
NAME = 'Trích ngang "Konya" 05-11.xlsx'
SHEET = File(NAME, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK" + b"x" * 3_000_000)
PICTURE = File("tien-do.png", "image/png", b"\x89PNG\r\n\x1a\n...", is_picture=True)
MOST = 10_000


async def test_short_text_is_the_caption_of_its_file(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    sent = await channel.send(to_mai(fake, "Danh sách <5>\n& cả")._replace(file=SHEET, rows=ROWS, is_personal=True))

    shown = fake.chat(MAI).last
    assert isinstance(sent, Delivered)
    assert sent.message_id == str(shown.message_id)
    assert (shown.kind, shown.text, shown.buttons) == ("document", "Danh sách <5>\n& cả", ("Thu hồi",))
    assert shown.is_protected
    assert up(fake) == Upload(NAME, SHEET.content_type, SHEET.body)


def up(fake: FakeTelegram) -> Upload:
    document = fake.chat(MAI).last.content["document"]
    assert isinstance(document, dict)
    return fake.world.files.upload(str(document["file_id"]))


async def test_list_that_may_be_printed_can_be_saved(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    await channel.send(to_mai(fake, "")._replace(file=SHEET))

    assert not fake.chat(MAI).last.is_protected
    assert fake.chat(MAI).last.text == ""


@pytest.mark.parametrize("length", [1024, 1025, 5000])
async def test_text_that_is_no_caption_goes_first_and_the_buttons_stand_below_the_file(
    fake: FakeTelegram, channel: TelegramChannel, length: int
) -> None:
    fake.say(MAI, "chào")
    text = "🇻🇳" + "ấ" * (length - 4)
    await channel.send(to_mai(fake, text)._replace(file=SHEET, rows=ROWS, is_personal=True))

    messages = fake.chat(MAI).from_bot
    assert [one.kind for one in messages] == ["text"] * (len(messages) - 1) + ["document"]
    assert len(messages) == {1024: 1, 1025: 2, 5000: 3}[length]
    assert [bool(one.buttons) for one in messages] == [False] * (len(messages) - 1) + [True]
    assert all(one.is_protected for one in messages)


async def test_file_whose_answer_was_lost_is_repeated_without_its_text(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    fake.say(MAI, "chào")
    fake.fail(reset(is_taken=True), method="sendDocument")
    outgoing = to_mai(fake, "x" * 2000)._replace(file=SHEET)

    first = await channel.send(outgoing)
    assert isinstance(first, Failure)
    assert first.kind is FailureKind.UNCERTAIN
    assert isinstance(await channel.send(outgoing), Delivered)
    assert [one.kind for one in fake.chat(MAI).from_bot].count("text") == 1


async def test_edited_message_keeps_its_place_and_the_file_follows(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    fake.say(MAI, "chào")
    first = await channel.send(to_mai(fake, "Chào"))
    assert isinstance(first, Delivered)
    edit = to_mai(fake, "Xong", 2, OutgoingAction.EDIT)._replace(message_id=first.message_id, file=SHEET)

    assert isinstance(await channel.send(edit), Delivered)
    assert [(one.kind, one.text) for one in fake.chat(MAI).from_bot] == [("text", "Xong"), ("document", "")]


async def test_message_that_is_a_file_gets_a_new_one_instead_of_an_edit(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    fake.say(MAI, "chào")
    first = await channel.send(to_mai(fake, "Đây")._replace(file=SHEET, rows=ROWS))
    assert isinstance(first, Delivered)
    edit = to_mai(fake, "Xong", 2, OutgoingAction.EDIT)._replace(message_id=first.message_id)
    strip = to_mai(fake, "", 3, OutgoingAction.STRIP)._replace(message_id=first.message_id)

    assert await channel.send(edit) == Failure(FailureKind.TOO_OLD, "is_a_file")
    assert await channel.send(strip) == first
    assert fake.chat(MAI).last.buttons == ()


async def test_picture_goes_as_one_and_what_is_none_as_a_document(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.say(MAI, "chào")
    await channel.send(to_mai(fake, "Tiến độ")._replace(file=PICTURE))
    await channel.send(to_mai(fake, "Tiến độ", 2)._replace(file=PICTURE._replace(body=b"no picture")))

    assert [one.kind for one in fake.chat(MAI).from_bot] == ["photo", "document"]


async def test_file_that_telegram_does_not_take_is_rejected(
    fake: FakeTelegram, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.say(MAI, "chào")
    monkeypatch.setattr(files, "MOST_DOCUMENT", 100)

    assert await channel.send(to_mai(fake, "x")._replace(file=SHEET)) == Failure(FailureKind.REJECTED, "too_large")
    empty = to_mai(fake, "x", 2)._replace(file=SHEET._replace(body=b""))
    assert await channel.send(empty) == Failure(FailureKind.REJECTED, "empty")


async def sent_by(fake: FakeTelegram, channel: TelegramChannel, name: str, body: bytes) -> object:
    behind = Behind()
    async with running(channel, behind):
        fake.send_document(MAI, name, body)
        await fake.drained()
    (arrival,) = arrivals(channel, behind)
    assert arrival is not None
    return arrival.content


async def test_workbook_that_a_phone_sends_is_fetched_whole(fake: FakeTelegram, channel: TelegramChannel) -> None:
    content = await sent_by(fake, channel, "Danh sách.XLSX", b"PK" * 500)

    assert isinstance(content, FileIn)
    assert content.file[:2] == ("Danh sách.XLSX", 1000)
    assert await channel.fetch(str(fake.bot_id), content.file, MOST) == b"PK" * 500


async def test_file_of_another_kind_is_only_something_that_came(fake: FakeTelegram, channel: TelegramChannel) -> None:
    assert await sent_by(fake, channel, "bien-ban.pdf", b"%PDF") == MediaIn(Sent.FILE)


async def test_file_that_is_larger_than_told_is_not_read_to_its_end(
    fake: FakeTelegram, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = await sent_by(fake, channel, "a.xlsx", b"x" * (MOST + 1))
    assert isinstance(content, FileIn)
    too_large = Failure(FailureKind.REJECTED, "too_large")

    assert await channel.fetch(str(fake.bot_id), content.file, MOST) == too_large
    assert await channel.fetch(str(fake.bot_id), content.file._replace(size=0), MOST) == too_large
    assert await channel.fetch(str(fake.bot_id), content.file, MOST + 1) == b"x" * (MOST + 1)
    monkeypatch.setattr(files, "MOST_DOWN", 10)
    assert await channel.fetch(str(fake.bot_id), content.file, MOST + 1) == too_large


async def test_file_that_nobody_sent_is_refused_and_the_token_is_shown_nowhere(
    fake: FakeTelegram, channel: TelegramChannel, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    lost = FileRef("a.xlsx", 5, "BQACAgUAAx999999")
    gone = await channel.fetch(str(fake.bot_id), lost, MOST)
    other = await channel.fetch("42", lost, MOST)
    fake.fail(throttled(7), method="getFile")
    held = await channel.fetch(str(fake.bot_id), lost, MOST)
    nowhere = TelegramChannel(fake.token, clock.now, "http://127.0.0.1:9")
    unreachable = await nowhere.fetch(str(fake.bot_id), lost, MOST)
    await nowhere.close()

    assert gone == Failure(FailureKind.REJECTED, "file_gone")
    assert other == Failure(FailureKind.REJECTED, "other_bot")
    assert held == Failure(FailureKind.THROTTLED, "429", 7)
    assert isinstance(unreachable, Failure)
    assert unreachable.kind is FailureKind.UNREACHABLE
    secret = fake.token.partition(":")[2]
    assert secret not in f"{gone}{unreachable}{caplog.text}"


async def test_download_that_fails_says_nothing_of_its_address(
    fake: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    content = await sent_by(fake, channel, "a.xlsx", b"PK")
    assert isinstance(content, FileIn)
    fake.world.files._paths = _Forgetful()
    found = await channel.fetch(str(fake.bot_id), content.file, MOST)

    assert found == Failure(FailureKind.REJECTED, "file_gone")
    assert fake.token.partition(":")[2] not in caplog.text


class _Forgetful(dict[str, str]):
    """Telegram gives a place where nothing is."""

    def __setitem__(self, key: str, value: str) -> None:
        return


async def test_file_for_another_bot_is_not_sent(fake: FakeTelegram, channel: TelegramChannel) -> None:
    outgoing = Outgoing(OutboxId(1), Address("telegram", "42", str(MAI)), OutgoingAction.SEND, "x", file=SHEET)
    assert await channel.send(outgoing) == Failure(FailureKind.REJECTED, "other_bot")
