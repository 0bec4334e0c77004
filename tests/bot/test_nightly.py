"""The copy of every night: asked for by the clock, made beside the turns, noted whatever becomes of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import nightly
from bot.nightly import Nightly
from bot.settings import Settings
from domain.privacy import Subject, SubjectKind
from domain.records import EraseSubject
from storage import backups, erasure, upkeep
from storage.backups import Key
from storage.sealing import is_sealed
from storage.upkeep import Backups
from tests.scheduler.simulated import local
from tests.stage import Stage, open_stage

KEY = "a key for the copies only, long enough"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Right after half past two in the night of Friday 06/11/2026."""
    async with open_stage(tmp_path, at=local("2026-11-06 02:29").astimezone(UTC)) as opened:
        await tick(opened)
        opened.clock.advance(timedelta(minutes=1))
        yield opened


async def tick(stage: Stage) -> None:
    await stage.program.tick()
    await stage.program.settle()


def settings(stage: Stage, **changed: object) -> Settings:
    folder = stage.database.parent
    given = {"database_url": f"sqlite:///{stage.database}", "backup_dir": folder / "backups", "backup_keep": 2}
    return Settings.model_validate({**given, **changed})


def watcher(stage: Stage, **changed: object) -> Nightly:
    return Nightly(settings(stage, **changed), stage.program.writer, stage.clock.now)


def copies(stage: Stage) -> list[str]:
    return sorted(one.name for one in (stage.database.parent / "backups").glob("*"))


async def noted(stage: Stage) -> Backups:
    return await stage.program.writer.transact(upkeep.backups)


async def test_who_was_erased_stands_beside_the_backups_within_seconds(stage: Stage) -> None:
    keeper = watcher(stage)
    assert not await keeper.keep_ledger()
    assert copies(stage) == []
    erased = EraseSubject(Subject(SubjectKind.PERSON, 2), stage.clock.now(), "request")
    await stage.program.writer.transact(lambda db: erasure.erase(db, erased))
    assert await keeper.keep_ledger()
    assert not await keeper.keep_ledger()
    written = erasure.read_ledger(stage.database.parent / "backups" / erasure.LEDGER)
    assert [(one.kind, one.id) for one in written] == [(SubjectKind.PERSON, 2)]


async def test_nothing_is_copied_before_the_clock_asks(stage: Stage) -> None:
    assert not await watcher(stage).look()
    assert copies(stage) == []


async def test_copy_of_the_night_is_made_once_and_noted(stage: Stage) -> None:
    await tick(stage)
    keeper = watcher(stage)
    assert await keeper.look()
    assert not await keeper.look()
    await tick(stage)
    assert not await keeper.look()
    assert copies(stage) == ["practice-nightly-2026-11-06.db"]
    told = await noted(stage)
    assert (told.made_at, told.failure, told.is_sealed) == (stage.clock.now(), "", False)
    assert told.size == (stage.database.parent / "backups" / copies(stage)[0]).stat().st_size


async def test_night_that_was_slept_through_is_caught_up_by_one_copy(stage: Stage) -> None:
    stage.clock.set(local("2026-11-09 09:00").astimezone(UTC))
    await tick(stage)
    assert await watcher(stage).look()
    assert copies(stage) == ["practice-nightly-2026-11-09.db"]


async def test_copy_that_was_asked_for_before_a_crash_is_made_after_it(stage: Stage) -> None:
    await tick(stage)
    async with open_stage(stage.database.parent, database=stage.database, at=stage.clock.now()) as again:
        assert await watcher(again).look()
    assert len(copies(stage)) == 1


async def test_oldest_copies_go(stage: Stage) -> None:
    for _ in range(4):
        await tick(stage)
        await watcher(stage).look()
        stage.clock.advance(timedelta(days=1))
    assert copies(stage) == ["practice-nightly-2026-11-08.db", "practice-nightly-2026-11-09.db"]


async def test_with_a_key_copies_are_sealed(stage: Stage) -> None:
    await tick(stage)
    await watcher(stage, backup_key=KEY).look()
    (name,) = copies(stage)
    assert is_sealed(stage.database.parent / "backups" / name)
    assert (await noted(stage)).is_sealed


async def test_copy_that_fails_is_noted_and_tried_again_after_an_hour(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await tick(stage)
    folder = stage.database.parent / "backups"
    folder.write_text("a file where the folder should be")
    keeper = watcher(stage)
    with caplog.at_level(logging.ERROR):
        assert not await keeper.look()
    assert "backup failed: FileExistsError EEXIST" in caplog.text
    told = await noted(stage)
    assert (told.failure, told.failed_at, told.made_at) == ("FileExistsError EEXIST", stage.clock.now(), None)

    folder.unlink()
    assert not await keeper.look()
    stage.clock.advance(timedelta(hours=1))
    assert await keeper.look()
    assert (await noted(stage)).failure == ""


async def test_replies_do_not_wait_for_a_copy(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, loop = asyncio.Event(), asyncio.get_running_loop()
    answered: asyncio.Future[bool] = loop.create_future()
    whole = backups.back_up

    def slowly(database: Path, target: Path, now: datetime, key: Key | None = None) -> None:
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(_until(answered), loop).result(20)
        whole(database, target, now, key)

    monkeypatch.setattr(backups, "back_up", slowly)
    await tick(stage)
    copying = asyncio.create_task(watcher(stage).look())
    await begun.wait()
    assert "Đồng chí cần làm gì?" in await stage.say("secretary", "menu")
    assert not copying.done()
    answered.set_result(True)
    assert await copying
    assert len(copies(stage)) == 1


async def _until(answered: asyncio.Future[bool]) -> bool:
    return await answered


async def test_machine_tells_of_the_newest_copy_and_the_disk(stage: Stage) -> None:
    assert nightly.machine(settings(stage)).newest_backup_at is None
    await tick(stage)
    await watcher(stage).look()
    found = nightly.machine(settings(stage), lambda: ("zalo_bot",))
    assert found.newest_backup_at is not None
    assert found.free_bytes > 0
    assert found.halted == ("zalo_bot",)
