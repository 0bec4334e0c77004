"""`chibot run` as an operator keeps it: stopped within ten seconds, copied at night, watched, one line of JSON an event."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.bot.test_run_on_telegram import PATIENCE_SECONDS, Process, ran, running, said
from tests.fakes.telegram import FakeTelegram, hang

NAME = "Nguyễn Thị Ngọc Ánh"
HANGING, ANSWERED = 601, 602
MOST_SECONDS = 10


@pytest.mark.slow
async def test_sigterm_ends_within_ten_seconds_though_a_messenger_hangs_and_the_others_are_answered(
    tmp_path: Path,
) -> None:
    async with FakeTelegram() as fake:
        assert (await ran(tmp_path, fake, "init", "--admin", NAME))[0] == 0
        clock = asyncio.get_running_loop().time
        async with running(tmp_path, fake) as process:
            hanging = fake.fail(hang(), None, "sendMessage", HANGING)
            fake.say(HANGING, "menu")
            await asyncio.wait_for(hanging.met.wait(), PATIENCE_SECONDS)
            fake.say(ANSWERED, "menu")
            await fake.drained(PATIENCE_SECONDS)
            stopped_at = clock()
        took = clock() - stopped_at
        assert process.returncode == 0
        assert took < MOST_SECONDS
        await said(fake, ANSWERED, "người được mời")


async def logged(process: Process, text: str) -> dict[str, object]:
    """The first event with that text; every line before it is one event, too."""
    assert process.stderr is not None
    while line := await asyncio.wait_for(process.stderr.readline(), PATIENCE_SECONDS):
        event: dict[str, object] = json.loads(line)
        assert event.keys() >= {"at", "level", "name", "text"}
        if text in str(event["text"]):
            return event
    raise AssertionError(f"it ended without {text!r}")


@pytest.mark.slow
async def test_night_is_copied_and_monitors_are_told(tmp_path: Path) -> None:
    night = {"NOW": "2026-11-06T02:31:00+07:00", "LOG_FORMAT": "json", "BACKUP_DIR": str(tmp_path / "kept")}
    async with FakeTelegram() as fake, ClientSession() as session:
        assert (await ran(tmp_path, fake, "init", "--admin", NAME, **night))[0] == 0
        async with running(tmp_path, fake, **night) as process:
            port = str((await logged(process, "listening on port"))["text"]).rpartition(" ")[2]
            event = await logged(process, "backup of the night made")
            assert event["name"] == "chibot.backup"
            assert str(event["at"]).endswith("+00:00")
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                text = await response.text()
    assert "chibot_backup_sound 1" in text
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["chibot-nightly-2026-11-06.db"]
    status, out, _ = await ran(tmp_path, fake, "restore", "--drill", **night)
    assert (status, "đạt" in out) == (0, True)


@pytest.mark.slow
async def test_second_program_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        assert (await ran(tmp_path, fake, "init", "--admin", NAME))[0] == 0
        async with running(tmp_path, fake) as process:
            await fake.until(lambda: bool(fake.calls_of("getUpdates")), PATIENCE_SECONDS)
            for command in (["run"], ["migrate"], ["restore", "x.db"]):
                (tmp_path / "x.db").touch()
                status, out, err = await ran(tmp_path, fake, *command)
                assert (status, out) == (1, "")
                assert f"chibot đang chạy (pid {process.pid})" in err
