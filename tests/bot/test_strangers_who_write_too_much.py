"""Somebody without a code who writes without end: counted, told once, and as before after the hour or with a code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.strangers import MOST_AN_HOUR
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

ROWS = "SELECT kind, count(*), count(body) FROM inbox WHERE chat_id = 'stranger' GROUP BY kind ORDER BY kind"
COUNTED = "SELECT messages FROM stranger WHERE chat_id = 'stranger'"
ONCE_MORE = "đã gửi quá nhiều tin khi chưa có mã mời"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


async def write(stage: Stage, times: int, person: str = "stranger") -> list[str]:
    return [await stage.say(person, "menu") for _ in range(times)]


async def test_what_is_too_much_is_counted_and_not_kept(stage: Stage) -> None:
    answers = await write(stage, MOST_AN_HOUR + 5)
    assert all("người được mời" in one for one in answers[:MOST_AN_HOUR])
    assert ONCE_MORE in answers[MOST_AN_HOUR]
    assert answers[MOST_AN_HOUR + 1 :] == [""] * 4
    assert stage.query(ROWS) == [("text", MOST_AN_HOUR, MOST_AN_HOUR), ("too_many", 1, 0)]
    assert stage.query(COUNTED) == [(MOST_AN_HOUR + 5,)]


async def test_next_hour_is_as_before(stage: Stage) -> None:
    await write(stage, MOST_AN_HOUR + 3)
    stage.clock.advance(timedelta(hours=1))
    assert "người được mời" in (await write(stage, 1))[0]
    assert stage.query(COUNTED) == [(1,)]


async def test_who_joins_is_no_stranger(stage: Stage) -> None:
    await write(stage, MOST_AN_HOUR + 3)
    await stage.program.writer.transact(
        lambda db: db.execute("UPDATE account SET person_id = 1 WHERE chat_id = 'stranger'").rowcount
    )
    assert "người được mời" not in (await write(stage, 1))[0]


async def test_somebody_with_a_post_is_never_limited(stage: Stage) -> None:
    answers = await write(stage, 2 * MOST_AN_HOUR, "secretary")
    assert all("Đồng chí cần làm gì?" in one for one in answers)
    assert stage.query("SELECT count(*) FROM stranger") == [(0,)]


async def test_one_batch_of_everything_is_limited_all_the_same(stage: Stage) -> None:
    now = stage.clock.now()
    await stage.receive([(BOT, stage.channel.raw("stranger", now, None, text="x")) for _ in range(100)])
    await stage.program.settle()
    assert stage.query(ROWS) == [("text", MOST_AN_HOUR, MOST_AN_HOUR), ("too_many", 1, 0)]
    assert sum(ONCE_MORE in one.text for one in stage.channel.sent) == 1


async def test_what_comes_twice_counts_once(stage: Stage) -> None:
    now = stage.clock.now()
    for nth in range(MOST_AN_HOUR):
        for _ in range(2):
            await stage.receive([(BOT, stage.channel.raw("stranger", now, f"id-{nth}", text="x"))])
    assert stage.query(COUNTED) == [(MOST_AN_HOUR,)]
    await stage.receive([(BOT, stage.channel.raw("stranger", now, "id-0", text="x"))])
    assert ONCE_MORE in (await write(stage, 1))[0]


async def test_group_is_never_told(stage: Stage) -> None:
    for _ in range(MOST_AN_HOUR + 3):
        raw = stage.channel.raw("stranger", stage.clock.now(), None, text="x", group=True)
        await stage.receive([(BOT, raw)])
    await stage.program.settle()
    assert stage.query(ROWS) == [("group", MOST_AN_HOUR, 0)]


async def test_what_is_only_counted_is_not_acknowledged(stage: Stage) -> None:
    await write(stage, MOST_AN_HOUR + 1)
    await stage.program.settle()
    before = stage.channel.acknowledged
    await write(stage, 3)
    assert stage.channel.acknowledged == before


async def test_counts_are_forgotten(stage: Stage) -> None:
    await write(stage, 1)
    stage.clock.advance(timedelta(days=9))
    await stage.program.tick()
    await stage.program.settle()
    assert stage.query("SELECT count(*) FROM stranger") == [(0,)]
