"""What a monitor is told of the running program, and what it never is."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.monitoring import can_write, measured, trouble, watch
from bot.program import Parts, Program
from channels.http.monitoring import rendered
from domain.quota import Quota
from storage import upkeep
from storage.instants import to_ms
from tests.channels.http.serving import front, serving
from tests.fakes.channel import LETTERS_ONLY, FakeChannel
from tests.stage import EVENING, SECRET, ZONE, Stage, fresh, open_stage

PATIENCE_SECONDS = 10
WRITER_HANGS = {"status": "failing", "reason": "writer does not answer"}
QUIET_NUMBERS = {
    'chibot_inbox_rows{state="waiting"}': "0",
    'chibot_inbox_rows{state="dead"}': "0",
    'chibot_outbox_rows{state="waiting"}': "0",
    'chibot_outbox_rows{state="sending"}': "0",
    'chibot_outbox_rows{state="uncertain"}': "0",
    'chibot_outbox_rows{state="failed"}': "0",
    "chibot_inbox_oldest_seconds": "0.0",
    "chibot_outbox_oldest_seconds": "0.0",
    'chibot_digests{state="sent"}': "0",
    'chibot_digests{state="waiting"}': "0",
    'chibot_digests{state="failed"}': "0",
    'chibot_digests{state="uncertain"}': "0",
    "chibot_backup_sound": "0",
    "chibot_strangers_limited": "0",
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


@asynccontextmanager
async def hanging(program: Program) -> AsyncIterator[None]:
    """The writer's thread is stuck in the middle of a transaction."""
    begun, release = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hang(_db: sqlite3.Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        release.wait(3 * PATIENCE_SECONDS)

    task = asyncio.create_task(program.writer.transact(hang))
    await begun.wait()
    try:
        yield
    finally:
        release.set()
        await task


async def changed(program: Program, sql: str) -> None:
    await program.writer.transact(lambda db: db.execute(sql).rowcount)


def numbers(text: str) -> dict[str, str]:
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: value for name, _, value in lines}


async def test_writer_that_hangs_is_failing_and_well_again_afterwards(stage: Stage) -> None:
    assert await can_write(stage.program.writer, EVENING, PATIENCE_SECONDS)
    async with hanging(stage.program):
        assert not await can_write(stage.program.writer, EVENING, 0.01)
    assert await can_write(stage.program.writer, EVENING, PATIENCE_SECONDS)


async def test_closed_database_is_failing(tmp_path: Path) -> None:
    program = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING))
    await program.writer.close()
    assert not await can_write(program.writer, EVENING, PATIENCE_SECONDS)


async def test_everything_is_counted_by_state_and_what_is_none_is_zero(stage: Stage) -> None:
    found = numbers(rendered(await measured(stage.program)))
    assert int(found.pop("chibot_process_memory_bytes")) > 10_000_000
    assert found == QUIET_NUMBERS
    for _ in range(6):
        await stage.say("secretary", "menu")
    for table, state, last in (("inbox", "dead", 2), ("outbox", "uncertain", 1), ("outbox", "failed", 4)):
        await changed(
            stage.program,
            f"UPDATE {table} SET state = '{state}' WHERE id IN (SELECT id FROM {table} WHERE state IN ('done', 'sent') LIMIT {last})",
        )
    found = numbers(rendered(await measured(stage.program)))
    del found["chibot_process_memory_bytes"]
    assert found == QUIET_NUMBERS | {
        'chibot_inbox_rows{state="dead"}': "2",
        'chibot_outbox_rows{state="uncertain"}': "1",
        'chibot_outbox_rows{state="failed"}': "4",
    }


async def test_what_waits_is_counted(tmp_path: Path) -> None:
    program, channel = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING)), FakeChannel()
    await program.add(channel)([("practice", channel.raw("secretary", EVENING, None, text="menu"))])
    assert numbers(rendered(await measured(program)))['chibot_inbox_rows{state="waiting"}'] == "1"
    await program.close()


async def test_silence_of_each_polled_messenger_is_told_in_seconds(stage: Stage) -> None:
    stage.channel.polled_at = stage.clock.now()
    stage.program.add(FakeChannel("posted"))
    stage.clock.advance(timedelta(seconds=90))
    lines = rendered(await measured(stage.program)).splitlines()
    assert [line for line in lines if "poll_age" in line and not line.startswith("#")] == [
        'chibot_last_poll_age_seconds{channel="web"} 90.0'
    ]
    stage.clock.advance(timedelta(hours=-1))
    assert 'chibot_last_poll_age_seconds{channel="web"} 0.0' in rendered(await measured(stage.program))


async def test_monitor_is_answered_though_the_writer_hangs(stage: Stage) -> None:
    one = front()
    watch(one, stage.program)
    async with serving(one) as root, ClientSession() as session:
        async with session.get(f"{root}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ok"})
        async with hanging(stage.program):
            async with session.get(f"{root}/healthz") as response:
                assert (response.status, await response.json()) == (503, WRITER_HANGS)
            async with asyncio.timeout(PATIENCE_SECONDS), session.get(f"{root}/metrics") as response:
                assert response.status == 200
                assert 'chibot_inbox_rows{state="dead"} 0' in await response.text()


async def test_service_runs_beside_the_channels_and_ends_with_them(tmp_path: Path) -> None:
    program, channel = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING)), FakeChannel()
    begun, ended = asyncio.Event(), asyncio.Event()

    async def service() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            assert not channel.is_closed
            ended.set()

    task = asyncio.create_task(program.run([(channel, program.add(channel))], [service]))
    await asyncio.wait_for(begun.wait(), PATIENCE_SECONDS)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert ended.is_set()
    assert channel.is_closed


async def test_service_that_breaks_ends_the_program(tmp_path: Path) -> None:
    program, channel = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING)), FakeChannel()

    async def service() -> None:
        raise OSError("address already in use")

    with pytest.raises(OSError, match="in use"):
        await asyncio.wait_for(program.run([(channel, program.add(channel))], [service]), PATIENCE_SECONDS)
    assert channel.is_closed


async def test_bots_whose_messages_count_tell_how_much_of_the_month_is_gone(tmp_path: Path) -> None:
    can = replace(LETTERS_ONLY, quota=Quota(3_000, 50))
    async with open_stage(tmp_path, capabilities=can) as stage:
        await stage.say("secretary", "menu")
        found = numbers(rendered(await measured(stage.program)))

    bot = 'channel="web",bot="practice"'
    assert found[f'chibot_quota_messages{{{bot},direction="received"}}'] == "1"
    assert found[f'chibot_quota_messages{{{bot},direction="sent"}}'] == "1"
    assert found[f"chibot_quota_messages_limit{{{bot}}}"] == "3000"
    assert found[f"chibot_quota_people{{{bot}}}"] == "9"


async def test_where_nobody_counts_nothing_is_told_of_it(stage: Stage) -> None:
    assert "quota" not in rendered(await measured(stage.program))


async def test_silence_of_more_than_ten_minutes_is_failing_and_names_the_channel(stage: Stage) -> None:
    stage.channel.polled_at = stage.clock.now()
    stage.program.add(FakeChannel("posted"))
    stage.clock.advance(timedelta(minutes=10))
    assert await trouble(stage.program) == ""
    stage.clock.advance(timedelta(seconds=1))
    assert await trouble(stage.program) == "nothing heard from web"
    stage.channel.polled_at = stage.clock.now()
    assert await trouble(stage.program) == ""


async def test_disk_that_takes_nothing_is_failing(stage: Stage) -> None:
    await stage.program.writer.between(lambda db: db.execute("PRAGMA query_only = ON").fetchall())
    assert await trouble(stage.program) == "writer does not answer"
    await stage.program.writer.between(lambda db: db.execute("PRAGMA query_only = OFF").fetchall())
    assert await trouble(stage.program) == ""


async def test_how_long_things_wait_is_told(tmp_path: Path) -> None:
    now = EVENING
    program, channel = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: now)), FakeChannel()
    await program.add(channel)([("practice", channel.raw("secretary", now, None, text="menu"))])
    await changed(
        program,
        "INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at) "
        f"VALUES ('web', 'practice', 'x', 'send', 'x', {to_ms(now - timedelta(minutes=1))}, 0)",
    )
    now += timedelta(seconds=30)
    found = numbers(rendered(await measured(program)))
    assert (found["chibot_inbox_oldest_seconds"], found["chibot_outbox_oldest_seconds"]) == ("30.0", "90.0")
    await program.writer.close()


async def test_digests_and_copies_are_told(stage: Stage) -> None:
    await changed(stage.program, "INSERT INTO digest VALUES (1, '2026-W44', 'sent', 1)")
    await stage.program.writer.transact(
        lambda db: upkeep.note_backup(db, EVENING.date(), EVENING - timedelta(hours=1), 1, is_sealed=True)
    )
    found = numbers(rendered(await measured(stage.program)))
    assert found['chibot_digests{state="failed"}'] == "1"
    assert (found["chibot_backup_age_seconds"], found["chibot_backup_sound"]) == ("3600.0", "1")
    await stage.program.writer.transact(lambda db: upkeep.note_backup_failed(db, EVENING, "OSError"))
    found = numbers(rendered(await measured(stage.program)))
    assert (found["chibot_backup_age_seconds"], found["chibot_backup_sound"]) == ("3600.0", "0")
