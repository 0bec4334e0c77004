"""No room on the disk: said clearly, nothing half-written, and done exactly once as soon as there is room."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot import dispatch, turns
from domain.channel import Delivered, NotStored, Outgoing
from domain.failures import Failure
from language.say import menu as say
from language.say import web as say_web
from storage import outbox
from storage.writer import Writer
from tests.durability.prepared import REPORT, receipts
from tests.durability.website import practice_page
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

PLENTY = 1_000_000
FILLERS = (
    """
    INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at, state)
    VALUES ('filler', '', ?, '', 0, 'x', ?, 0, 'done')
    """,
    """
    INSERT INTO outbox (channel, bot_id, once_key, chat_id, action, text, created_at, due_at, state)
    VALUES ('filler', '', ?, '', 'send', ?, 0, 0, 'sent')
    """,
)


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    for module, name in ((turns, "FULL_SECONDS"), (turns, "IDLE_SECONDS"), (dispatch, "IDLE_SECONDS")):
        monkeypatch.setattr(module, name, 0.01)
    async with open_stage(tmp_path) as opened:
        yield opened


async def fill_up(writer: Writer) -> None:
    """`max_page_count` stops at what there is; what is free inside both boxes is filled until the smallest row is refused."""

    def fill(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA max_page_count = 1").fetchall()
        for filler, size in product(FILLERS, (3000, 300, 3)):
            number = 0
            while _fits(db, filler, f"{size}-{number}", "x" * size):
                number += 1

    await writer.between(fill)


def _fits(db: sqlite3.Connection, filler: str, key: str, body: str) -> bool:
    try:
        db.execute(filler, (key, body))
    except sqlite3.OperationalError:
        return False
    return True


async def make_room(writer: Writer) -> None:
    await writer.between(lambda db: db.execute(f"PRAGMA max_page_count = {PLENTY}").fetchall())


class Told(asyncio.Event):
    """Set as soon as a person reads that the disk is full."""

    def __init__(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        send = stage.channel.send

        async def watched(outgoing: Outgoing) -> Delivered | Failure:
            sent = await send(outgoing)
            if outgoing.text == say.disk_full():
                self.set()
            return sent

        monkeypatch.setattr(stage.channel, "send", watched)


async def test_waiting_turn_is_told_of_and_done_once_there_is_room(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.say("secretary", REPORT[0])
    told, take = Told(stage, monkeypatch), turns.take_batch
    monkeypatch.setattr(turns, "take_batch", lambda *_: turns.Batch())
    await stage.receive([(BOT, stage.channel.raw("secretary", stage.clock.now(), None, text="gui"))])
    await fill_up(stage.program.writer)
    before = stage.query("SELECT count(*) FROM outbox")
    monkeypatch.setattr(turns, "take_batch", take)

    stage.program.turns.wake()
    await asyncio.wait_for(told.wait(), 5)
    assert stage.query("SELECT state, tries FROM inbox WHERE body = 'gui'") == [("waiting", 0)]
    assert stage.query("SELECT count(*) FROM meeting WHERE receipt = '2611-0001'") == [(0,)]
    assert stage.query("SELECT count(*) FROM outbox") == before

    await make_room(stage.program.writer)
    await stage.program.settle()
    assert receipts(stage, "secretary") == 1
    assert stage.query("SELECT count(*) FROM meeting WHERE receipt = '2611-0001'") == [(1,)]
    assert stage.query("SELECT state, tries FROM inbox WHERE body = 'gui'") == [("done", 0)]
    assert sum(one.text == say.disk_full() for one in stage.channel.sent) == 1


async def test_what_cannot_be_received_is_not_acknowledged_and_taken_once_later(stage: Stage) -> None:
    raw = (BOT, stage.channel.raw("secretary", stage.clock.now(), None, text="menu " + "x" * 6000))
    await fill_up(stage.program.writer)
    with pytest.raises(NotStored):
        await stage.receive([raw])
    assert stage.query("SELECT count(*) FROM inbox WHERE chat_id = 'secretary'") == [(0,)]

    await make_room(stage.program.writer)
    for _ in range(2):
        await stage.receive([raw])
        await stage.program.settle()
    assert stage.query("SELECT count(*) FROM inbox WHERE chat_id = 'secretary'") == [(1,)]
    assert len(stage.channel.screen["secretary"]) == 1


async def test_page_reads_that_nothing_was_stored_and_sends_the_same_again(tmp_path: Path) -> None:
    async with practice_page(tmp_path) as (site, program):
        body = {"as": "secretary", "id": "same-1", "text": "x" * 6000}
        await fill_up(program.writer)
        response = await site.post(body)
        assert (response.status, await response.text()) == (503, say_web.not_stored())

        await make_room(program.writer)
        assert [(await site.post(body)).status for _ in range(2)] == [200, 200]
        stored = "SELECT count(*) FROM inbox WHERE external_id = 'secretary:same-1'"
        assert await program.writer.transact(lambda db: db.execute(stored).fetchone()) == (1,)


async def test_sent_message_whose_mark_finds_no_room_is_not_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chat waits until its message is marked: not twice, and not stuck for ever."""
    mark, tries = outbox.sent, 0

    def without_room(*given: Any) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise sqlite3.OperationalError("database or disk is full")
        mark(*given)

    monkeypatch.setattr(outbox, "sent", without_room)
    await stage.say("secretary", "menu")
    await stage.say("secretary", "menu")

    assert len([one for one in stage.channel.sent if one.action == "send"]) == 2
    assert stage.query("SELECT DISTINCT state FROM outbox") == [("sent",)]
