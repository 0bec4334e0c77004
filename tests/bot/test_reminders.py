"""Reminders of a report through the whole program: a sign of life and an outage put them off (ux.md, design.md §2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path

import pytest

from tests.scheduler.simulated import local
from tests.stage import Stage, open_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The evening of Thursday 05/11/2026; October's report of Chi bộ Horn is due on the tenth."""
    async with open_stage(tmp_path) as opened:
        await opened.program.tick()
        await opened.program.settle()
        yield opened


async def told(stage: Stage, moment: str, person: str = "two_posts") -> str:
    """What that person hears at that local time, without its buttons; empty for nothing."""
    stage.clock.set(local(moment).astimezone(UTC))
    return (await stage.tick(person)).split("\n[")[0]


async def last_day(stage: Stage) -> None:
    """The program ran at the end of the tenth: a test that jumps over it would be an outage."""
    for moment in ("2026-11-10 07:30", "2026-11-10 23:58", "2026-11-11 00:02"):
        await told(stage, moment)


async def test_form_that_is_being_filled_in_puts_off_the_last_reminder_for_a_week(stage: Stage) -> None:
    await last_day(stage)
    stage.clock.set(local("2026-11-11 20:00").astimezone(UTC))
    await stage.say("two_posts", "hop")

    assert "📝" in await told(stage, "2026-11-12 07:30")
    assert await told(stage, "2026-11-13 07:30") == ""
    assert "Tuần từ 09/11" in await told(stage, "2026-11-17 07:30")
    assert (await told(stage, "2026-11-18 07:30")).startswith(
        "Báo cáo tháng 10/2026 của Chi bộ Horn chưa có. Từ ngày 19/11, Văn phòng"
    )


async def test_form_about_another_month_is_no_sign(stage: Stage) -> None:
    await last_day(stage)
    stage.clock.set(local("2026-11-11 20:00").astimezone(UTC))
    await stage.say("two_posts", "hop thang 9")

    assert "Báo cáo tháng 10/2026 của Chi bộ Horn chưa có." in await told(stage, "2026-11-12 07:30")


async def test_asking_for_help_before_the_day_keeps_the_cell_unnamed_for_a_week(stage: Stage) -> None:
    await last_day(stage)
    await told(stage, "2026-11-12 07:30")
    await stage.press("two_posts", "Nhờ hỗ trợ")

    after_it = await told(stage, "2026-11-16 07:30", "office")
    assert "Chi bộ Horn" not in after_it
    assert "1 chi bộ quá hạn đang làm báo cáo, đã xin lùi hạn hoặc nhờ hỗ trợ." in after_it
    assert "Chi bộ Horn" in await told(stage, "2026-11-23 07:30", "office")


async def test_day_that_an_outage_moved_is_the_day_that_reminders_tell(stage: Stage) -> None:
    """Down over the end of the tenth until noon of the eleventh: on time until noon of the twelfth."""
    assert "chậm nhất ngày 10/11" in await told(stage, "2026-11-07 07:30")

    await told(stage, "2026-11-11 12:00")
    assert "đã gửi cho 9 người" in await told(stage, "2026-11-11 12:01", "admin"), (
        "the report waits for what was caught up"
    )
    assert await told(stage, "2026-11-12 07:30") == (
        "⏰ Hạn báo cáo sinh hoạt tháng 10/2026 của Chi bộ Horn là ngày 12/11. Một dòng là đủ."
    )
    assert (await told(stage, "2026-11-14 07:30")).startswith(
        "Báo cáo tháng 10/2026 của Chi bộ Horn chưa có. Từ ngày 15/11, Văn phòng"
    )
