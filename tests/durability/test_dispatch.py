"""⑤ What the dispatcher does with every kind of failure, and whom it holds."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.channel import Capabilities, Delivered, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.people import Address
from storage import outbox
from storage.outbox import Mark
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.stage import EVENING, Stage, open_stage

NEVER_REPEATS = replace(WITH_BUTTONS, repeats_uncertain=False)
STATE = "SELECT state, failure FROM outbox WHERE chat_id = 'secretary' ORDER BY id"
SAME_PERSON = """
UPDATE account SET person_id = (SELECT person_id FROM account WHERE chat_id = 'secretary' AND channel = 'web')
WHERE chat_id = 'second phone'
"""
SEND = OutgoingAction.SEND
# Kind, whether the channel repeats what is uncertain, what the message is at once, and after a day.
OUTCOMES = (
    (FailureKind.THROTTLED, True, "waiting", "sent"),
    (FailureKind.UNREACHABLE, True, "waiting", "sent"),
    (FailureKind.QUOTA_OUT, True, "waiting", "sent"),
    (FailureKind.UNCERTAIN, True, "waiting", "sent"),
    (FailureKind.UNCERTAIN, False, "uncertain", "uncertain"),
    (FailureKind.REJECTED, True, "failed", "failed"),
    (FailureKind.TOO_OLD, True, "failed", "failed"),
    (FailureKind.NOT_SUPPORTED, True, "failed", "failed"),
    (FailureKind.RECIPIENT_GONE, True, "failed", "failed"),
    (FailureKind.MISCONFIGURED, True, "waiting", "waiting"),
)


def can(*, repeats: bool) -> Capabilities:
    return WITH_BUTTONS if repeats else NEVER_REPEATS


def queued(message: outbox.NewMessage, db: sqlite3.Connection) -> None:
    outbox.add(db, message, EVENING)


async def ask(stage: Stage, *people: str) -> None:
    await stage.receive([(BOT, stage.channel.raw(who, stage.clock.now(), None, text="menu")) for who in people])
    await stage.program.settle()


def test_every_kind_of_failure_has_an_outcome() -> None:
    assert {kind for kind, *_ in OUTCOMES} == set(FailureKind)


@pytest.mark.parametrize(("kind", "repeats", "at_once", "later"), OUTCOMES)
async def test_outcome_of_each_failure(
    tmp_path: Path, kind: FailureKind, repeats: bool, at_once: str, later: str
) -> None:
    async with open_stage(tmp_path, capabilities=can(repeats=repeats)) as stage:
        stage.channel.failures.append(Failure(kind, "42"))
        await ask(stage, "secretary")
        assert stage.query(STATE) == [(at_once, f"{kind}:42")]

        stage.clock.advance(timedelta(minutes=6))
        await stage.program.settle()
        assert stage.query(STATE)[0][0] == later
        assert len(stage.channel.sent) == (later == "sent")


async def test_429_holds_only_its_chat(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", retry_after_seconds=30))
        await ask(stage, "secretary")
        await ask(stage, "secretary", "union")
        assert [one.address.chat_id for one in stage.channel.sent] == ["union"]

        stage.clock.advance(timedelta(seconds=31))
        await stage.program.settle()
        assert [one.address.chat_id for one in stage.channel.sent] == ["union", "secretary", "secretary"]


async def test_global_429_holds_the_whole_channel(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", retry_after_seconds=30, is_global=True))
        await ask(stage, "secretary")
        await ask(stage, "union")
        assert stage.channel.sent == []

        stage.clock.advance(timedelta(seconds=31))
        await stage.program.settle()
        assert {one.address.chat_id for one in stage.channel.sent} == {"union", "secretary"}


async def test_misconfigured_channel_is_called_no_more_and_stops_no_other(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        other = FakeChannel("console")
        receive = stage.program.add(other)
        stage.channel.failures.append(Failure(FailureKind.MISCONFIGURED, "401"))
        await ask(stage, "secretary")
        await ask(stage, "union")
        await receive([(BOT, other.raw("secretary", EVENING, None, text="menu"))])
        await stage.program.settle()

        assert (stage.channel.sent, len(other.sent)) == ([], 1)


async def test_message_for_a_channel_that_does_not_run_here_waits_and_holds_nobody(tmp_path: Path) -> None:
    """A notice to somebody who wrote on the page last, while only the terminal runs."""
    async with open_stage(tmp_path, name="console") as stage:
        for number in range(300):
            message = outbox.NewMessage(Address("web", "practice", f"x{number}"), None, "later")
            await stage.program.writer.transact(partial(queued, message))
        await asyncio.wait_for(stage.say("secretary", "menu"), 5)

        assert len(stage.channel.sent) == 1
        assert stage.query("SELECT state, count(*) FROM outbox WHERE channel = 'web'") == [("waiting", 300)]


@pytest.mark.parametrize("repeats", [True, False])
async def test_answer_leaves_with_its_commit_only_where_it_may_be_repeated(tmp_path: Path, repeats: bool) -> None:
    async with open_stage(tmp_path, capabilities=can(repeats=repeats)) as stage:
        with stage.program.dispatcher.opening(EVENING) as opened:
            outlet = await stage.program.writer.transact(opened)
        assert set(outlet.channels) == ({"web"} if repeats else set())


async def test_no_answer_leaves_with_its_commit_on_a_channel_that_is_held(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", retry_after_seconds=30, is_global=True))
        await ask(stage, "secretary")
        with stage.program.dispatcher.opening(EVENING) as opened:
            outlet = await stage.program.writer.transact(opened)
        assert outlet.channels == {}


async def test_what_is_delivered_while_others_are_marked_is_marked_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise that chat would wait until somebody else gets a message."""
    async with open_stage(tmp_path) as stage:
        loop, marking, noted = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
        send, note, sent = stage.channel.send, stage.program.dispatcher._note, outbox.sent

        async def slowly(outgoing: Outgoing) -> Delivered | Failure:
            if outgoing.address.chat_id == "union":
                await marking.wait()
            return await send(outgoing)

        def noting(mark: Mark) -> None:
            note(mark)
            if marking.is_set():
                noted.set()

        def first_marking(db: sqlite3.Connection, marks: Iterable[Mark]) -> None:
            loop.call_soon_threadsafe(marking.set)
            assert noted.wait(5)
            sent(db, marks)

        monkeypatch.setattr(stage.channel, "send", slowly)
        monkeypatch.setattr(stage.program.dispatcher, "_note", noting)
        monkeypatch.setattr(outbox, "sent", first_marking)
        await asyncio.wait_for(ask(stage, "secretary", "union"), 5)

        assert stage.query("SELECT state FROM outbox") == [("sent",), ("sent",)]


async def test_long_queue_of_a_held_chat_holds_no_other(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", retry_after_seconds=30))
        await ask(stage, "secretary")
        for _ in range(400):
            message = outbox.NewMessage(Address("web", BOT, "secretary"), None, "later")
            await stage.program.writer.transact(partial(queued, message))
        await asyncio.wait_for(stage.say("union", "menu"), 5)

        assert [one.address.chat_id for one in stage.channel.sent] == ["union"]


async def stripping(stage: Stage, failure: Failure) -> str:
    """A question is answered by typing; the next one arrives, and taking the buttons off the first fails. Returns the first's token."""
    await stage.say("secretary", "hop")
    _, token = stage.button("secretary", "Hôm nay")
    stage.channel.failures.extend([None, failure])
    assert "Từ mấy giờ" in await stage.say("secretary", "5/11")
    return token


@pytest.mark.parametrize("kind", list(FailureKind))
async def test_buttons_that_cannot_be_taken_off_hold_nothing_up(tmp_path: Path, kind: FailureKind) -> None:
    """Best effort: tried once, and of no consequence for the message, the chat, the channel and the account."""
    async with open_stage(tmp_path) as stage:
        token = await stripping(stage, Failure(kind, "42", retry_after_seconds=30))
        assert "Hôm nay" in stage.labels("secretary")
        assert stage.query(STATE) == [("sent", None), ("sent", None)]
        assert stage.query("SELECT is_gone FROM account WHERE chat_id = 'secretary' AND channel = 'web'") == [(0,)]

        before = len(stage.channel.sent)
        assert "thuộc bước đã qua" in await stage.press_token("secretary", token)
        assert "Vẫn 20 đảng viên" in await stage.say("secretary", "18h-19h30")
        strips = [one for one in stage.channel.sent[before:] if one.action is OutgoingAction.STRIP]
        assert "m1" not in [one.message_id for one in strips]


async def test_buttons_are_taken_off_once_the_next_question_is_there(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        await stage.say("secretary", "5/11")
        assert [one.action for one in stage.channel.sent] == [SEND, SEND, OutgoingAction.STRIP]
        assert "Hôm nay" not in stage.labels("secretary")


async def test_channel_that_raises_while_buttons_are_taken_off_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_stage(tmp_path) as stage:
        send = stage.channel.send

        async def broken(outgoing: Outgoing) -> Delivered | Failure:
            if outgoing.action is OutgoingAction.STRIP:
                raise RuntimeError("no such message")
            return await send(outgoing)

        monkeypatch.setattr(stage.channel, "send", broken)
        await stage.say("secretary", "hop")
        for text in ("5/11", "18h-19h30"):
            assert await stage.say("secretary", text)
        assert stage.query(STATE) == [("sent", None)] * 3
        assert caplog.text.count("broke its promise: RuntimeError") == 2


async def test_buttons_stay_while_the_next_question_waits(tmp_path: Path) -> None:
    """They go with the message that replaces them, not before it."""
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        stage.channel.failures.append(Failure(FailureKind.UNREACHABLE, "503"))
        assert await stage.say("secretary", "5/11") == ""
        assert "Hôm nay" in stage.labels("secretary")

        stage.clock.advance(timedelta(minutes=6))
        await stage.program.settle()
        assert "Hôm nay" not in stage.labels("secretary")


@pytest.mark.parametrize("repeats", [True, False])
async def test_buttons_of_a_question_are_not_looked_for_in_another_chat_of_the_person(
    tmp_path: Path, repeats: bool
) -> None:
    """A messenger's ids hold within a chat: in another one the same id is somebody else's message."""
    async with open_stage(tmp_path, capabilities=can(repeats=repeats)) as stage:
        for chat in ("secretary", "second phone"):
            await stage.say(chat, "menu")
        await stage.program.writer.transact(lambda db: db.execute(SAME_PERSON).rowcount)
        await stage.say("secretary", "hop")
        assert "Từ mấy giờ" in await stage.say("second phone", "5/11")
        assert [one.action for one in stage.channel.sent].count(OutgoingAction.STRIP) == 0

        await stage.say("second phone", "18h-19h30")
        strips = [one.address.chat_id for one in stage.channel.sent if one.action is OutgoingAction.STRIP]
        assert strips == ["second phone"]


async def test_edit_of_a_message_waits_until_its_buttons_were_taken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round the vendor would take off the buttons of the question that is open."""
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        message_id, token = stage.button("secretary", "Hôm nay")
        send, gate, stripping = stage.channel.send, asyncio.Event(), asyncio.Event()

        async def slowly(outgoing: Outgoing) -> Delivered | Failure:
            if outgoing.action is OutgoingAction.STRIP and not gate.is_set():
                stripping.set()
                await gate.wait()
            return await send(outgoing)

        monkeypatch.setattr(stage.channel, "send", slowly)
        typed = asyncio.create_task(stage.say("secretary", "5/11"))
        await stripping.wait()
        pressed = asyncio.create_task(stage.press_token("secretary", token, message_id))
        for _ in range(50):
            await stage.program.writer.transact(outbox.counts)
        assert stage.query("SELECT state FROM inbox WHERE kind = 'press'") == [("done",)]
        gate.set()
        await asyncio.gather(typed, pressed)

        assert "90 phút" in stage.labels("secretary")


async def test_outage_is_probed_by_one_message_and_loses_none_of_thousands(tmp_path: Path) -> None:
    """While no answer comes at all, one message at a time is tried, less and less often; each of the others is still unsent."""
    async with open_stage(tmp_path) as stage:
        everybody = [Address("web", BOT, f"c{nth}") for nth in range(200)]

        def fill(db: sqlite3.Connection) -> None:
            for where in everybody:
                queued(outbox.NewMessage(where, None, "bulk", is_bulk=True), db)

        stage.channel.failures.extend([Failure(FailureKind.UNCERTAIN, "http_502")] * 1_000)
        await stage.program.writer.transact(fill)
        for _ in range(120):
            await stage.program.settle()
            stage.clock.advance(timedelta(seconds=10))
        lost = len(stage.query("SELECT id FROM outbox WHERE state = 'uncertain'"))
        assert 20 < lost < 80, "in twenty minutes"

        stage.channel.failures.clear()
        for _ in range(4):
            await stage.program.settle()
            stage.clock.advance(timedelta(seconds=31))
        assert stage.query("SELECT count(*) FROM outbox WHERE state = 'sent'") == [(200 - lost,)]


@pytest.mark.parametrize(("is_bulk", "state"), [(True, "failed"), (False, "sent")])
async def test_what_is_meant_for_many_is_dropped_after_three_days_and_a_reply_never(
    tmp_path: Path, is_bulk: bool, state: str
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.extend([Failure(FailureKind.UNREACHABLE, "connect")] * 1_000)
        message = outbox.NewMessage(Address("web", BOT, "secretary"), None, "x", is_bulk=is_bulk)
        await stage.program.writer.transact(lambda db: queued(message, db))
        for hours in (1, 23, 47):
            stage.clock.advance(timedelta(hours=hours))
            await stage.program.tick()
            await stage.program.settle()
            assert stage.query("SELECT state FROM outbox WHERE text = 'x'") == [("waiting",)]

        stage.clock.advance(timedelta(hours=2))
        stage.channel.failures.clear()
        await stage.program.tick()
        await stage.program.settle()
        assert stage.query("SELECT state FROM outbox WHERE text = 'x'") == [(state,)]


async def test_settling_waits_for_what_stands_behind_buttons_that_are_being_taken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        send, gate, stripping = stage.channel.send, asyncio.Event(), asyncio.Event()

        async def slowly(outgoing: Outgoing) -> Delivered | Failure:
            if outgoing.action is OutgoingAction.STRIP:
                stripping.set()
                await gate.wait()
            return await send(outgoing)

        monkeypatch.setattr(stage.channel, "send", slowly)
        raws = [stage.channel.raw("secretary", stage.clock.now(), None, text=text) for text in ("5/11", "18h-19h30")]
        await stage.receive([(BOT, raws[0])])
        await stripping.wait()
        await stage.receive([(BOT, raws[1])])
        settled = asyncio.create_task(stage.program.settle())
        for _ in range(50):
            await stage.program.writer.transact(outbox.counts)
        assert not settled.done()
        gate.set()
        await settled

        assert stage.query("SELECT count(*) FROM outbox WHERE state <> 'sent'") == [(0,)]
