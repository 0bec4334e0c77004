"""Reviews and thematic meetings by workbook: each counts for the time that it looks back on, and never in place of what is still owed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.importing_command import workbook_of
from domain.imports import Subject
from tests.dialogs.workbooks import workbook
from tests.stage import Stage, looking, open_stage

HEAD = ("Chi bộ", "Kỳ", "Loại", "Ngày họp")
PERIODS = "SELECT kind, period FROM meeting WHERE is_import = 1 AND state = 'live' ORDER BY id"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


async def bring(stage: Stage, *row: str) -> str:
    said = await stage.send_file("office", "x.xlsx", workbook([HEAD, row]))
    return said + (await stage.press("office", "Ghi") if "[Ghi]" in said else "")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Maple", "1/2026", "Kiểm điểm cuối năm", "10/1/2026"), ("year_end_review", "2025-12")),
        (("Maple", "12/2025", "Kiểm điểm cuối năm", "20/12/2025"), ("year_end_review", "2025-12")),
        (("Maple", "11/2026", "Kiểm điểm cuối năm", "4/11/2026"), ("year_end_review", "2026-12")),
        (("Maple", "7/2026", "Sơ kết 6 tháng", "3/7/2026"), ("half_year_review", "2026-06")),
        (("Maple", "10/2026", "Sinh hoạt chuyên đề", "4/10/2026"), ("thematic", "2026-10")),
    ],
)
async def test_review_counts_for_the_time_that_it_looks_back_on(
    stage: Stage, row: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert "✅ Đã ghi" in await bring(stage, *row)
    assert stage.query(PERIODS) == [expected]
    assert "Không có gì mới để ghi" in await bring(stage, *row)
    with looking(stage.database) as db:
        again = workbook_of(db, Subject.MEETINGS, date(2026, 11, 5))
    assert "Không có gì mới để ghi" in await stage.send_file("office", "x.xlsx", again)


async def test_review_of_a_time_that_has_not_begun_is_refused(stage: Stage) -> None:
    assert "chưa tới" in await bring(stage, "Maple", "11/2026", "Sơ kết 6 tháng", "4/11/2026")


async def test_what_the_cell_still_owes_is_not_taken_from_it(stage: Stage) -> None:
    await stage.say("admin", "don vi giao bao cao chuyen de kcn nomura tu quy 4")
    await stage.say("admin", "nop")

    assert "10/01/2027" in await bring(stage, "Maple", "10/2026", "Sinh hoạt chuyên đề", "4/10/2026")
    assert stage.query(PERIODS) == []
