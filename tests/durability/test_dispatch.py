"""⑤ What the dispatcher does with every kind of failure, and whom it holds."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.channel import Capabilities
from domain.failures import Failure, FailureKind
from domain.people import Address
from storage import outbox
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.stage import EVENING, Stage, open_stage

NEVER_REPEATS = replace(WITH_BUTTONS, repeats_uncertain=False)
STATE = "SELECT state, failure FROM outbox WHERE chat_id = 'secretary' ORDER BY id"
WEB = frozenset({"web"})
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


async def test_long_queue_of_a_held_chat_holds_no_other(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", retry_after_seconds=30))
        await ask(stage, "secretary")
        for _ in range(400):
            message = outbox.NewMessage(Address("web", BOT, "secretary"), None, "later")
            await stage.program.writer.transact(partial(queued, message))
        await asyncio.wait_for(stage.say("union", "menu"), 5)

        assert [one.address.chat_id for one in stage.channel.sent] == ["union"]
