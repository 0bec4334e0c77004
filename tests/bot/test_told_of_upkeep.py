"""The administrators are told through the whole program: at most once a day, of what is new, never at night or on a holiday."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from bot.program import Parts, Program
from domain.failures import Failure, FailureKind
from domain.upkeep import LEAST_FREE_BYTES, Machine
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.scheduler.simulated import local
from tests.stage import SECRET, ZONE, Stage, fresh

DEAD = """
INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at, state, done_at, error)
VALUES ('web', 'practice', ?, 'secretary', 1, 'text', 'tim khuong', 1, 'dead', ?, 'KeyError')
"""
TOLD = "⚠ Trợ lý cần người vận hành xem"


def at(text: str) -> int:
    return int(local(text).timestamp() * 1000)


@asynccontextmanager
async def kept(folder: Path, machine: Machine) -> AsyncIterator[Stage]:
    """An assistant whose machine somebody looks after, from Thursday 05/11/2026, 10:00."""
    clock, channel = FakeClock(local("2026-11-05 10:00").astimezone(UTC)), FakeChannel()
    parts = Parts(
        fresh(folder), SECRET, ZONE, "", clock.now, machine=lambda: replace(machine, newest_backup_at=clock.now())
    )
    program = await Program.open(parts)
    receive = program.add(channel)
    await program.start()
    try:
        stage = Stage(program, channel, receive, clock, parts.database)
        await stage.tick("admin")
        yield stage
    finally:
        await program.close()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with kept(tmp_path, Machine(LEAST_FREE_BYTES, None)) as opened:
        yield opened


async def heard(stage: Stage, moment: str, person: str = "admin") -> str:
    """What that person is told of the program at that local moment."""
    stage.clock.set(local(moment).astimezone(UTC))
    texts = (await stage.tick(person)).split("\n\n")
    return "\n\n".join(text for text in texts if TOLD in text)


async def die(stage: Stage, ident: str, moment: str) -> None:
    await stage.program.writer.transact(lambda db: db.execute(DEAD, (ident, at(moment))).rowcount)


async def test_dead_turn_is_told_the_next_morning_and_never_again(stage: Stage) -> None:
    await die(stage, "x", "2026-11-05 15:00")
    assert await heard(stage, "2026-11-05 16:00") == ""
    assert await heard(stage, "2026-11-06 07:59") == ""
    assert "1 lượt nhắn không xử lý được" in await heard(stage, "2026-11-06 08:00")
    assert await heard(stage, "2026-11-06 08:01") == ""
    assert await heard(stage, "2026-11-07 08:00") == ""


async def test_only_administrators_are_told_and_no_name_is(stage: Stage) -> None:
    await die(stage, "x", "2026-11-05 15:00")
    stage.clock.set(local("2026-11-06 08:00").astimezone(UTC))
    before = len(stage.channel.sent)
    await stage.tick("admin")
    told = [one for one in stage.channel.sent[before:] if TOLD in one.text]
    assert {one.address.chat_id for one in told} == {"admin"}
    assert "khuong" not in told[0].text


async def test_trouble_of_a_holiday_is_told_after_it(stage: Stage) -> None:
    await stage.program.writer.transact(
        lambda db: db.execute("INSERT INTO holiday VALUES ('2026-11-06', 'off', 'x', 1, 'x')").rowcount
    )
    stage.program.around.sources.calendar.kept = None
    await die(stage, "x", "2026-11-05 15:00")
    assert await heard(stage, "2026-11-06 09:00") == ""
    assert "1 lượt nhắn" in await heard(stage, "2026-11-07 08:00")


async def test_night_is_quiet(stage: Stage) -> None:
    await die(stage, "x", "2026-11-05 15:00")
    for moment in ("2026-11-05 22:00", "2026-11-06 02:30", "2026-11-06 06:29"):
        assert await heard(stage, moment) == ""


async def test_disk_that_stays_full_is_told_every_day(tmp_path: Path) -> None:
    async with kept(tmp_path, Machine(1024, None)) as stage:
        assert "Đĩa chỉ còn 0 MB" in await heard(stage, "2026-11-06 08:00")
        assert await heard(stage, "2026-11-06 15:00") == ""
        assert "Đĩa chỉ còn 0 MB" in await heard(stage, "2026-11-07 10:00")


async def test_channel_that_halted_is_told(tmp_path: Path) -> None:
    async with kept(tmp_path, Machine(LEAST_FREE_BYTES, None)) as stage:
        other = FakeChannel("telegram")
        stage.program.add(other)
        failure = Failure(FailureKind.MISCONFIGURED, "token_refused")
        sql = (
            "INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at)"
            " VALUES ('telegram', 'b', 'c', 'send', 'x', 0, 0)"
        )
        other.failures.append(failure)
        await stage.program.writer.transact(lambda db: db.execute(sql).rowcount)
        stage.program.dispatcher.wake()
        await stage.program.settle()
        await stage.program.dispatcher.drain(5)
        assert stage.program.dispatcher.halted == {"telegram"}
        assert "Kênh Telegram đã dừng gửi" in await heard(stage, "2026-11-06 08:00")
