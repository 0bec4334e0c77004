"""Messages as calls of Zalo, exactly: plain text in as few parts as possible, and never twice."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from channels.zalo_bot import ZaloBots
from domain.channel import Button, Delivered, OutgoingAction
from domain.failures import Failure, FailureKind
from language.text import utf16_length
from tests.channels.telegram.test_polling import Behind
from tests.channels.zalo_bot.conftest import Made
from tests.channels.zalo_bot.phones import MAI, greeted, to
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import (
    FakeZalo,
    Fault,
    Message,
    hang,
    html_502,
    html_504,
    not_json,
    refused,
    reset_after_accept,
    reset_before_reading,
)

FLAG = "🇻🇳"
ROWS = ((Button("Đúng", "join.confirm.1.yes"), Button("Không", "join.confirm.1.no")),)
LONG = "\n\n".join(f"Đoạn {number}: " + "chi bộ Giấy 🇻🇳 " * 60 for number in range(6))


@pytest.fixture
async def sending(fake: FakeZalo, channel: ZaloBots, behind: Behind) -> AsyncIterator[ZaloBots]:
    """The bot runs, and Mai has written to it."""
    fake.say(MAI, "chào")
    async with greeted(channel, fake, behind):
        yield channel


def sent(fake: FakeZalo) -> list[str]:
    """Every text of every call, answered or not."""
    return [str(call.params["text"]) for call in fake.calls_of("sendMessage")]


async def test_text_goes_out_whole_and_its_message_is_known_by_number(fake: FakeZalo, sending: ZaloBots) -> None:
    outcome = await sending.send(to(fake, "Chào"))

    assert outcome == Delivered(fake.chat(MAI).last.message_id)
    assert [call.params for call in fake.calls_of("sendMessage")] == [{"chat_id": MAI, "text": "Chào"}]


async def test_signs_are_only_signs(fake: FakeZalo, sending: ZaloBots) -> None:
    text = 'Họp <b>18/20</b> & **đủ** _9/9_ `x` [a](https://x.vn) "…"\n# một'
    await sending.send(to(fake, text))

    assert [call.params for call in fake.calls_of("sendMessage")] == [{"chat_id": MAI, "text": text}]


async def test_choices_are_letters_or_words(fake: FakeZalo, sending: ZaloBots) -> None:
    await sending.send(to(fake, "Đúng không?")._replace(rows=ROWS))
    await sending.send(to(fake, "Đúng không?", 2)._replace(rows=ROWS, is_lettered=False))

    assert sent(fake)[0] == "Đúng không?\na) Đúng\nb) Không"
    assert "a)" not in sent(fake)[1]
    assert "Không" in sent(fake)[1]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (OutgoingAction.EDIT, Failure(FailureKind.TOO_OLD, "never_edited")),
        (OutgoingAction.STRIP, Delivered("7")),
        (OutgoingAction.MENU, Failure(FailureKind.NOT_SUPPORTED, "menu")),
    ],
)
async def test_what_zalo_cannot_do_costs_no_message(
    fake: FakeZalo, sending: ZaloBots, action: OutgoingAction, expected: object
) -> None:
    assert await sending.send(to(fake, '[["hop", "Họp"]]')._replace(action=action, message_id="7")) == expected
    assert sent(fake) == []


async def test_answer_without_a_number_is_a_success_too(fake: FakeZalo, sending: ZaloBots) -> None:
    fake.switches.error_code_zero = True

    assert isinstance(await sending.send(to(fake, "Chào")), Delivered)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x" * 2_000, 1),
        ("x" * 2_001, 2),
        ("x" * 30_000, 15),
        ("😀" * 1_000, 1),
        ("x" + "😀" * 1_000, 2),
        (FLAG * 500, 1),
        ("ạ" + FLAG * 1_499, 3),
        (LONG, 4),
    ],
)
async def test_long_text_goes_out_in_the_fewest_parts_that_zalo_takes(
    fake: FakeZalo, sending: ZaloBots, text: str, count: int
) -> None:
    assert isinstance(await sending.send(to(fake, text)), Delivered)
    assert len(sent(fake)) == count == -(-utf16_length(text) // 2_000)
    assert all(utf16_length(part) <= 2_000 for part in sent(fake))
    assert "".join(sent(fake)) == text
    assert fake.chat(MAI).texts == tuple(sent(fake))


async def test_text_that_was_typed_in_pieces_is_put_together_before_it_is_counted(
    fake: FakeZalo, sending: ZaloBots
) -> None:
    text = "Đề nghị họp tối nay ở nhà văn hóa " * 58
    assert utf16_length(text) < 2_000 < utf16_length(unicodedata.normalize("NFD", text))

    await sending.send(to(fake, unicodedata.normalize("NFD", text)))

    assert sent(fake) == [text]


async def test_half_of_a_character_breaks_nothing(fake: FakeZalo, sending: ZaloBots) -> None:
    outcome = await sending.send(to(fake, "Chào \ud83c"))
    fake.violations.clear()

    assert outcome == Failure(FailureKind.REJECTED, "400")


async def test_limit_may_be_more_cautious(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made(text_limit=1_800)
    fake.say(MAI, "chào")
    async with greeted(channel, fake, behind):
        await channel.send(to(fake, "x" * 1_801))

    assert [len(part) for part in sent(fake)] == [1_800, 1]


def after_part(fake: FakeZalo, count: int, fault: Fault) -> None:
    """The call after so many parts meets it."""
    arrived: list[str] = []

    def heard(event: str, message: Message) -> None:
        if event == "sent":
            arrived.append(message.text)
            if len(arrived) == count:
                fake.fail(fault, method="sendMessage")

    fake.listeners.append(heard)


async def test_interrupted_text_goes_on_after_the_parts_that_arrived(
    fake: FakeZalo, sending: ZaloBots, clock: FakeClock
) -> None:
    after_part(fake, 2, refused(429))

    stopped = await sending.send(to(fake, LONG))
    assert stopped == Failure(FailureKind.THROTTLED, "429", 5.0, parts_sent=2)
    assert len(fake.chat(MAI).texts) == 2
    waiting = await sending.send(to(fake, LONG)._replace(parts_sent=2))
    assert waiting == stopped, "while it rests nothing is called, and what arrived is still known"
    clock.advance(timedelta(seconds=5))
    assert isinstance(await sending.send(to(fake, LONG)._replace(parts_sent=2)), Delivered)
    assert "".join(fake.chat(MAI).texts) == LONG


async def test_refusals_of_calls_that_were_under_way_together_are_one(
    fake: FakeZalo, sending: ZaloBots, clock: FakeClock
) -> None:
    """A second with too many messages is not a month that is used up."""
    for nth in range(8):
        fake.say(f"nguoi-{nth}", "chào")
    fake.fail(refused(429), 8, "sendMessage")
    found = await asyncio.gather(*(sending.send(to(fake, "x", nth, f"nguoi-{nth}")) for nth in range(8)))
    assert set(found) == {Failure(FailureKind.THROTTLED, "429", 5.0)}
    clock.advance(timedelta(seconds=5))
    assert isinstance(await sending.send(to(fake, "x", 9, "nguoi-1")), Delivered)


async def test_part_that_arrives_between_two_refusals_ends_the_row(
    fake: FakeZalo, sending: ZaloBots, clock: FakeClock
) -> None:
    """A long text of which one part a minute gets through does not mean that the month is used up."""
    text = "x" * 2_000 * 7
    for count in range(1, 7):
        after_part(fake, count, refused(429))
    for count in range(6):
        stopped = await sending.send(to(fake, text)._replace(parts_sent=count))
        assert stopped == Failure(FailureKind.THROTTLED, "429", 5.0, parts_sent=count + 1)
        clock.advance(timedelta(seconds=5))

    assert isinstance(await sending.send(to(fake, text)._replace(parts_sent=6)), Delivered)
    assert "".join(fake.chat(MAI).texts) == text


@pytest.mark.parametrize("fault", [reset_after_accept, reset_before_reading, html_502, html_504, lambda: refused(403)])
async def test_what_may_have_arrived_is_never_called_again(
    fake: FakeZalo, sending: ZaloBots, fault: Callable[[], Fault]
) -> None:
    planned = fake.fail(fault(), method="sendMessage")
    outcome = await sending.send(to(fake, "Chào"))

    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.UNCERTAIN
    assert not sending.capabilities.repeats_uncertain
    assert not outcome.kind.is_retryable
    assert planned.met_count == 1
    assert fake.chat(MAI).texts == (("Chào",) if planned.is_taken else ())


async def test_long_text_whose_second_part_may_have_arrived_ends_there(fake: FakeZalo, sending: ZaloBots) -> None:
    after_part(fake, 1, reset_after_accept())
    outcome = await sending.send(to(fake, LONG))

    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.UNCERTAIN
    assert len(sent(fake)) == 2


async def test_answer_that_is_not_of_zalo_makes_it_ask_whether_the_token_is_good(
    fake: FakeZalo, sending: ZaloBots
) -> None:
    fake.fail(not_json(), method="sendMessage")
    outcome = await sending.send(to(fake, "một"))
    await fake.until(lambda: len(fake.calls_of("getMe")) == 2)

    assert outcome == Failure(FailureKind.UNCERTAIN, "garbled_200")
    assert isinstance(await sending.send(to(fake, "hai", 2)), Delivered)
    assert len(fake.calls_of("getMe")) == 2


@pytest.mark.parametrize("fault", [lambda: refused(401), not_json])
async def test_bot_whose_token_turns_out_to_be_bad_halts(
    fake: FakeZalo, sending: ZaloBots, fault: Callable[[], Fault]
) -> None:
    fake.fail(not_json(), method="sendMessage")
    fake.fail(fault(), method="getMe")
    await sending.send(to(fake, "một"))
    await fake.until(lambda: not sending.doors())

    assert await sending.send(to(fake, "hai", 2)) == Failure(FailureKind.MISCONFIGURED, "halted")
    assert sent(fake) == ["một"]


async def test_hanging_up_does_not_wait_for_that_answer(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made()
    fake.say(MAI, "chào")
    async with greeted(channel, fake, behind):
        fake.fail(not_json(), method="sendMessage")
        fault = fake.fail(hang(), method="getMe")
        await channel.send(to(fake, "một"))
        await fault.met.wait()
    await asyncio.wait_for(channel.close(), 5)


async def test_chat_that_is_gone_or_where_nobody_ever_wrote_is_told(fake: FakeZalo, sending: ZaloBots) -> None:
    fake.block(MAI)

    assert await sending.send(to(fake, "x")) == Failure(FailureKind.RECIPIENT_GONE, "404")
    assert await sending.send(to(fake, "x", 2, "nobody")) == Failure(FailureKind.RECIPIENT_GONE, "404")


async def test_bot_rests_longer_and_longer_after_each_429_and_calls_nothing_meanwhile(
    fake: FakeZalo, sending: ZaloBots, clock: FakeClock
) -> None:
    fake.fail_next("sendMessage", 429, 6)
    found = []
    for ident in range(6):
        outcome = await sending.send(to(fake, "x", ident))
        assert isinstance(outcome, Failure)
        found.append((outcome.kind, outcome.retry_after_seconds))
        clock.advance(timedelta(seconds=1))
        resting = await sending.send(to(fake, "y", 100 + ident))
        assert resting == Failure(outcome.kind, "429", (outcome.retry_after_seconds or 0) - 1)
        clock.advance(timedelta(seconds=(outcome.retry_after_seconds or 0) - 1))

    throttled, out = FailureKind.THROTTLED, FailureKind.QUOTA_OUT
    assert found == [*((throttled, rest) for rest in (5.0, 10.0, 20.0, 40.0)), (out, 3_600.0), (out, 3_600.0)]
    assert sent(fake) == ["x"] * 6


async def test_message_that_arrives_ends_the_row_of_429(fake: FakeZalo, sending: ZaloBots, clock: FakeClock) -> None:
    for ident in range(3):
        fake.fail_next("sendMessage", 429, 2)
        rests = []
        for again in range(2):
            outcome = await sending.send(to(fake, "x", ident * 10 + again))
            assert isinstance(outcome, Failure)
            rests.append(outcome.retry_after_seconds)
            clock.advance(timedelta(seconds=outcome.retry_after_seconds or 0))
        assert rests == [5.0, 10.0]
        assert isinstance(await sending.send(to(fake, "x", ident)), Delivered)


async def test_used_up_month_is_told_once_and_forgotten_when_a_message_gets_through(
    fake: FakeZalo, sending: ZaloBots, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    fake.limits.messages_per_month = fake.bots[0].counted
    for _ in range(7):
        outcome = await sending.send(to(fake, "x"))
        assert isinstance(outcome, Failure)
        clock.advance(timedelta(seconds=outcome.retry_after_seconds or 0))
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    fake.limits.messages_per_month = None

    assert errors == [
        "zalo: 5 refusals for too many messages in a row: the month's messages seem to be used up",
    ]
    assert isinstance(await sending.send(to(fake, "x")), Delivered)


async def test_rest_of_one_bot_is_not_that_of_the_other(fake: FakeZalo, made: Made, behind: Behind) -> None:
    channel = made(2)
    for bot in range(2):
        fake.say(MAI, "chào", bot)
    async with greeted(channel, fake, behind, 2):
        fake.fail_next("sendMessage", 429, bot=0)
        assert isinstance(await channel.send(to(fake, "x")), Failure)
        assert isinstance(await channel.send(to(fake, "x", 2, bot=1)), Delivered)
