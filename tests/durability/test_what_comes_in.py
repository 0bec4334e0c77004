"""Updates that come twice, in the wrong order, or cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from domain.channel import Json
from tests.durability.prepared import REPORT, receipts
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

UNREADABLE: tuple[Json, ...] = (
    {"what": "no chat, no id"},
    {"chat": "secretary", "id": "x", "order": 1, "at": "not an instant", "text": "menu"},
    {"chat": "secretary", "id": "x", "order": 1, "at": "2026-11-05T12:42:00+00:00"},
    {"lone": "\ud800 half a character"},
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


def text(stage: Stage, person: str, said: str, ident: str | None = None) -> tuple[str, Json]:
    return BOT, stage.channel.raw(person, stage.clock.now(), ident, text=said)


async def test_update_that_comes_three_times_has_one_effect_and_one_answer(stage: Stage) -> None:
    await stage.say("secretary", REPORT[0])
    send = text(stage, "secretary", "gui", ident="the same")
    await stage.receive([send, send])
    await stage.program.settle()
    await stage.receive([send])
    await stage.program.settle()

    assert receipts(stage, "secretary") == 1
    assert stage.query("SELECT count(*) FROM meeting WHERE receipt = '2611-0001'") == [(1,)]
    assert stage.query("SELECT count(*) FROM audit WHERE action = 'reported'") == [(1,)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
async def test_webhooks_of_one_chat_are_taken_in_the_order_in_which_they_were_written(
    stage: Stage, order: tuple[int, ...]
) -> None:
    said = [text(stage, "union", one) for one in ("gioi thieu", "Lò Văn Thử", "3/1991")]
    await stage.receive([said[index] for index in order])
    await stage.program.settle()

    assert "Bước 3/4" in stage.last("union")


@pytest.mark.parametrize("broken", UNREADABLE)
async def test_unreadable_update_stops_none_of_the_others(stage: Stage, broken: Json) -> None:
    await stage.receive([text(stage, "secretary", "menu"), (BOT, broken), text(stage, "union", "menu")])
    await stage.program.settle()

    kinds = "SELECT kind, state FROM inbox ORDER BY id"
    assert stage.query(kinds) == [("text", "done"), ("unreadable", "done"), ("text", "done")]
    assert {"secretary", "union"} <= stage.channel.screen.keys()
    (turn,) = stage.query("SELECT id FROM inbox WHERE kind = 'unreadable'")
    assert f"{turn[0]}" in stage.last("admin")


async def test_unreadable_update_that_comes_again_is_reported_once(stage: Stage) -> None:
    for _ in range(3):
        await stage.receive([(BOT, UNREADABLE[0])])
        await stage.program.settle()

    assert len(stage.channel.screen["admin"]) == 1


async def test_channel_that_stumbles_over_an_update_stops_none_of_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = stage.channel.parse

    def stumbling(bot_id: str, raw: Json) -> object:
        return parse(bot_id, {**raw, "order": 1 // len("")}) if raw.get("text") == "trip" else parse(bot_id, raw)

    monkeypatch.setattr(stage.channel, "parse", stumbling)
    await stage.receive([text(stage, "secretary", "trip"), text(stage, "secretary", "menu")])
    await stage.program.settle()

    assert stage.query("SELECT kind FROM inbox ORDER BY id") == [("unreadable",), ("text",)]
    assert len(stage.channel.screen["secretary"]) == 1


@pytest.mark.parametrize("said", ["half \ud800 a character", "nul \x00 inside", "x" * 100_000])
async def test_text_that_no_database_takes_is_answered(stage: Stage, said: str) -> None:
    assert await stage.say("secretary", said)


@pytest.mark.parametrize("order", [2**70, -(2**70)])
async def test_order_that_no_database_takes_is_answered(stage: Stage, order: int) -> None:
    await stage.receive([(BOT, {**text(stage, "secretary", "menu")[1], "order": order})])
    await stage.program.settle()

    assert stage.channel.screen["secretary"]


async def test_same_person_registered_twice_in_one_batch_is_one_candidate(stage: Stage) -> None:
    """The secretary and the deputy of one cell press send together: the second is asked, not believed."""
    who = ("gioi thieu", "Lò Văn Thử", "3/2/1991", "Konya", "nam", "công nhân")
    form = (*who, "không", "trung cấp", "không", "không", "không", "đảng viên chính thức", "hôm qua")
    for person in ("secretary", "deputy"):
        for one in form:
            await stage.say(person, one)
        assert "Xem lại giúp" in stage.last(person)
    await stage.receive([text(stage, person, "gui") for person in ("secretary", "deputy")])
    await stage.program.settle()

    assert stage.query("SELECT count(*) FROM candidate WHERE name = 'Lò Văn Thử'") == [(1,)]
    assert receipts(stage, "secretary") == 1
    assert receipts(stage, "deputy") == 0
    assert "Lò Văn Thử" in stage.last("deputy")


async def test_late_message_keeps_the_time_at_which_it_was_sent(stage: Stage) -> None:
    """Received two days late, with the vendor's time of it: what it says about today is about that day."""
    raw = stage.channel.raw("secretary", stage.clock.now(), None, text=REPORT[0])
    stage.clock.advance(timedelta(days=2))
    await stage.receive([(BOT, raw)])
    await stage.program.settle()

    assert "Xem lại" in stage.last("secretary")


async def test_no_answer_is_older_than_the_message_that_it_answers(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that arrives just when the turn loop asks the time is answered in the next batch, or later in this one."""
    still, loop = stage.clock.now, asyncio.get_running_loop()
    arriving: list[asyncio.Task[None]] = []

    def ticking() -> datetime:
        stage.clock.advance(timedelta(milliseconds=1))
        return still()

    def asked_by_turns() -> datetime:
        now = ticking()
        if len(arriving) < 20:
            raw = stage.channel.raw(f"stranger{len(arriving)}", still(), None, text="menu")
            arriving.append(loop.create_task(stage.receive([(BOT, raw)])))
        return now

    monkeypatch.setattr(stage.receive, "_now", ticking)
    monkeypatch.setattr(stage.program.turns, "_now", asked_by_turns)
    while len(arriving) < 20:
        await stage.say("secretary", "menu")
    await asyncio.gather(*arriving)
    await stage.program.settle()

    older = "SELECT count(*) FROM outbox o JOIN inbox i ON i.id = o.turn_id WHERE o.created_at < i.received_at"
    assert stage.query(older) == [(0,)]
    assert stage.query("SELECT count(*) FROM outbox WHERE chat_id LIKE 'stranger%'") == [(20,)]


@pytest.mark.parametrize("content", [{"text": "menu"}, {"press": "menu.open.0.menu"}, {"media": "photo"}])
async def test_whatever_a_person_sends_is_acknowledged_once_stored_and_in_a_group_never(
    stage: Stage, content: dict[str, str]
) -> None:
    for is_group in (True, False):
        await stage.receive([(BOT, stage.channel.raw("secretary", stage.clock.now(), None, group=is_group, **content))])
        await stage.program.settle()
        assert stage.channel.acknowledged == (0 if is_group else 1)
