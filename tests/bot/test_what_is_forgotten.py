"""What is not kept: the digits of an invitation once sent, drafts after 14 days, texts after CHIBOT_RAW_DAYS."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.program import Parts, Program
from domain.failures import Failure, FailureKind
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.stage import EVENING, SECRET, Stage, fresh, open_stage

HOUSEKEEPING = "SELECT count(*) FROM inbox WHERE external_id LIKE 'housekeeping:%' AND state = 'done'"
DRAFTS = "SELECT json_extract(value, '$.flow') FROM conversation, json_each(drafts)"
SECRETS = "SELECT state, text FROM outbox WHERE is_secret = 1"


async def housekeep(stage: Stage, later: timedelta) -> None:
    """The clock moves on, and the tick of that moment puts its occurrence in the inbox."""
    (before,) = stage.query(HOUSEKEEPING)
    stage.clock.advance(later)
    await stage.program.tick()
    await stage.program.settle()
    assert stage.query(HOUSEKEEPING) != [before]


async def fill_in(stage: Stage) -> None:
    """All of an invitation but the last press."""
    await stage.say("admin", "/capma")
    await stage.say("admin", "CĐCS Maple")
    await stage.press("admin", "Cán bộ công đoàn")
    for text in ("Bí thư", "Phạm Văn Tốt", "không"):
        await stage.say("admin", text)


async def test_digits_of_an_invitation_are_gone_from_the_outbox_once_sent(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await fill_in(stage)
        assert "4821 0937" in await stage.press("admin", "Cấp mã")
        assert stage.query(SECRETS) == [("sent", "")]
        assert "4821 0937" in stage.last("admin")
        for table in ("inbox", "outbox", "conversation", "code", "audit", "audit_value"):
            said = repr(stage.query(f"SELECT * FROM {table}"))
            assert "48210937" not in said, table
            assert "4821 0937" not in said, table


async def test_digits_wait_as_long_as_they_are_not_sent(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await fill_in(stage)
        stage.channel.failures.extend([Failure(FailureKind.UNREACHABLE)] * 4)
        await stage.press("admin", "Cấp mã")
        ((state, text),) = stage.query(SECRETS)
        assert state == "waiting"
        assert "4821 0937" in str(text)
        stage.channel.failures.clear()
        stage.clock.advance(timedelta(minutes=6))
        await stage.program.settle()
        assert stage.query(SECRETS) == [("sent", "")]
        assert "4821 0937" in stage.last("admin")


@pytest.mark.parametrize(("days", "is_kept"), [(13.5, True), (14.5, False)])
async def test_draft_is_kept_for_fourteen_days(tmp_path: Path, days: float, is_kept: bool) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "/gioithieu")
        await stage.say("secretary", "Đỗ Văn Khánh")
        await housekeep(stage, timedelta(days=days))
        drafts = stage.query(DRAFTS)
        assert drafts == ([("introduce",)] if is_kept else [])
        answer = await stage.say("secretary", "7/1990")
        assert ("✓ Sinh: 07/1990" in answer) is is_kept


async def test_draft_that_was_touched_lives_from_then_on(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "/gioithieu")
        stage.clock.advance(timedelta(days=10))
        await stage.say("secretary", "Đỗ Văn Khánh")
        await housekeep(stage, timedelta(days=10))
        assert stage.query(DRAFTS) == [("introduce",)]


async def open_with(folder: Path, raw_days: int) -> Stage:
    clock = FakeClock(EVENING)
    path = fresh(folder)
    program = await Program.open(Parts(path, SECRET, ZoneInfo("Asia/Ho_Chi_Minh"), "", clock.now, raw_days))
    channel = FakeChannel()
    receive = program.add(channel)
    await program.start()
    return Stage(program, channel, receive, clock, path)


@pytest.mark.parametrize("raw_days", [2, 7])
async def test_texts_are_emptied_after_the_days_that_the_operator_set(tmp_path: Path, raw_days: int) -> None:
    stage = await open_with(tmp_path, raw_days)
    try:
        await stage.say("secretary", "tim hien thao")
        stage.clock.advance(timedelta(days=raw_days, hours=-2))
        await stage.say("deputy", "tim binh")
        await housekeep(stage, timedelta(hours=1))
        bodies = "SELECT body FROM inbox WHERE chat_id IN ('secretary', 'deputy') ORDER BY id"
        answers = "SELECT text <> '', buttons <> '[]' FROM outbox WHERE chat_id = ?"
        assert stage.query(bodies) == [("tim hien thao",), ("tim binh",)]
        assert stage.query(answers, "secretary") == [(1, 1)]

        await housekeep(stage, timedelta(days=1))
        assert stage.query(bodies) == [(None,), ("tim binh",)]
        assert stage.query(answers, "secretary") == [(0, 0)]
        assert stage.query(answers, "deputy") == [(1, 1)]
    finally:
        await stage.program.close()


async def test_text_that_is_not_sent_yet_is_not_emptied(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.MISCONFIGURED))
        await stage.say("secretary", "tim hien thao")
        await housekeep(stage, timedelta(days=30))
        assert stage.query("SELECT state, text <> '' FROM outbox WHERE chat_id = 'secretary'") == [("waiting", 1)]


async def test_housekeeping_happens_once_a_day_and_says_nothing(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await housekeep(stage, timedelta())
        for _ in range(3):
            await stage.program.tick()
        await stage.program.settle()
        assert stage.query(HOUSEKEEPING) == [(1,)]
        assert stage.query("SELECT count(*) FROM outbox") == [(0,)]
