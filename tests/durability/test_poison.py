"""A turn that raises: three tries, then the person reads that we are sorry; nobody else waits for it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import turns
from domain.decision import Decision
from domain.people import Address
from domain.talk import Command, FlowName
from handlers.registry import FLOWS
from language.say import menu as say
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

BY_STATE = "SELECT state, tries FROM inbox WHERE chat_id = ? ORDER BY id"


class Poison(Exception):
    """What is wrong with our own code."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


def poison(patch: pytest.MonkeyPatch, person: str, error: Exception) -> None:
    """The menu of one person raises; it writes nothing, but what came before it in the turn was written."""
    flow = FLOWS[FlowName.MENU]

    def decide(command: Command, facts: Any, now: datetime) -> Decision:
        address: Address = facts.here.actor.address if hasattr(facts, "here") else facts.actor.address
        if address.chat_id == person:
            raise error
        return flow.decide(command, facts, now)

    patch.setitem(FLOWS, FlowName.MENU, replace(flow, decide=decide))


async def tries(stage: Stage, count: int) -> None:
    for _ in range(count):
        await stage.program.settle()
        stage.clock.advance(timedelta(seconds=3))
    await stage.program.settle()


@pytest.mark.parametrize("error", [Poison("x"), RecursionError(), sqlite3.OperationalError("without a code")])
async def test_poison_turn_is_tried_three_times_then_dead_and_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    poison(monkeypatch, "secretary", error)
    await stage.say("secretary", "menu")
    assert stage.query(BY_STATE, "secretary") == [("waiting", 1)]
    assert "secretary" not in stage.channel.screen

    await tries(stage, 2)
    assert stage.query(BY_STATE, "secretary") == [("dead", 3)]
    assert len(stage.channel.screen["secretary"]) == 1
    assert "xin lỗi" in stage.last("secretary").lower()
    assert say.trouble_notice(1, type(error).__name__) == stage.last("admin")


async def test_others_are_answered_while_poison_is_tried(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, "secretary", Poison("x"))
    said = [stage.channel.raw(who, stage.clock.now(), None, text="menu") for who in ("secretary", "union", "deputy")]
    await stage.receive([(BOT, raw) for raw in said])
    await stage.program.settle()

    assert stage.query(BY_STATE, "secretary") == [("waiting", 1)]
    assert {"union", "deputy"} <= stage.channel.screen.keys()


async def test_what_the_person_wrote_next_waits_for_its_turn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, "secretary", Poison("x"))
    raws = [stage.channel.raw("secretary", stage.clock.now(), None, text=text) for text in ("menu", "tien do")]
    await stage.receive([(BOT, raw) for raw in raws])
    await stage.program.settle()
    assert stage.query(BY_STATE, "secretary") == [("waiting", 1), ("waiting", 0)]

    await tries(stage, 3)
    assert stage.query(BY_STATE, "secretary") == [("dead", 3), ("done", 0)]


async def test_poison_that_was_mended_meanwhile_is_done_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        poison(patch, "secretary", Poison("x"))
        await stage.say("secretary", "menu")
    await tries(stage, 1)

    assert stage.query(BY_STATE, "secretary") == [("done", 1)]
    assert len(stage.channel.screen["secretary"]) == 1


async def test_failed_try_leaves_nothing_behind(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stranger's account is made before the flow decides: it goes with the turn."""
    flow = FLOWS[FlowName.JOIN]

    def decide(command: Command, facts: Any, now: datetime) -> Decision:
        raise Poison("x")

    monkeypatch.setitem(FLOWS, FlowName.JOIN, replace(flow, decide=decide))
    await stage.say("stranger", "xin chào")

    assert stage.query("SELECT count(*) FROM account WHERE chat_id = 'stranger'") == [(0,)]
    assert stage.query("SELECT count(*) FROM outbox") == [(0,)]


async def test_trouble_of_the_disk_is_not_counted_against_the_turn(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    monkeypatch.setattr(turns, "FULL_SECONDS", 0.01)
    told = asyncio.Event()
    monkeypatch.setattr(stage.program.turns, "_tell", lambda *_: told.set())
    with monkeypatch.context() as patch:
        poison(patch, "secretary", error)
        await stage.receive([(BOT, stage.channel.raw("secretary", stage.clock.now(), None, text="menu"))])
        await asyncio.wait_for(told.wait(), 5)
        assert stage.query(BY_STATE, "secretary") == [("waiting", 0)]
    await stage.program.settle()

    assert stage.query(BY_STATE, "secretary") == [("done", 0)]
