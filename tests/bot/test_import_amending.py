"""A workbook changes what stands as the chat would: with its history, and never over what another one has written meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.workbooks import Cell, workbook
from tests.stage import Stage, open_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


HEAD_TARGET = ("Chỉ tiêu", "Đơn vị", "Năm", "Số giao", "Cơ quan giao", "Văn bản")
IN_FORCE = """
SELECT least, most, issuer, document, set_by IS NOT NULL, set_at IS NOT NULL, is_import FROM target
WHERE unit_id = 9 AND starts_on = '2027-01-01' AND replaced_by IS NULL
"""
EVERY = "SELECT id, least, most, document, replaced_by FROM target WHERE unit_id = 9 AND starts_on = '2027-01-01' ORDER BY id"


def goal(least: int, document: str, issuer: str = "thành ủy") -> tuple[Cell, ...]:
    return ("Kết nạp đảng viên", "Chi bộ Konya", 2027, least, issuer, document)


async def by_chat(stage: Stage, least: str, document: str) -> None:
    await stage.say("office", f"giao chi tieu ket nap 2027 konya {least} thanh uy giao theo {document}")
    assert "✅" in await stage.say("office", "nop")


@pytest.mark.parametrize(
    ("stands", "told", "document", "after"),
    [
        ("6", 3, "NQ 2", (3, 3)),
        ("4", 9, "NQ 2", (9, 9)),
        ("4-8", 5, "NQ 2", (5, 8)),
        ("6", 7, "NQ 3", (7, 7)),
    ],
)
async def test_target_by_a_workbook_amends_the_one_in_force_with_its_history(
    stage: Stage, stands: str, told: int, document: str, after: tuple[int, int]
) -> None:
    await by_chat(stage, stands, "NQ 2")
    before = stage.query(EVERY)

    said = await stage.send_file("office", "x.xlsx", workbook([HEAD_TARGET, goal(told, document)]))
    assert "1 dòng thay đổi" in said
    assert "✅ Đã ghi" in await stage.press("office", "Ghi")

    assert stage.query(IN_FORCE) == [(*after, "Thành ủy giao", document, 1, 1, 1)]
    assert [row[:4] for row in stage.query(EVERY)][: len(before)] == [row[:4] for row in before]
    assert "Trước đó" in await stage.say("office", "danh sach chi tieu konya 2027")
    again = await stage.send_file("office", "x.xlsx", workbook([HEAD_TARGET, goal(told, document)]))
    assert "Không có gì mới để ghi" in again
    await stage.say("office", "thu hoi")
    assert stage.query(EVERY) == before


async def test_target_that_was_replaced_is_not_written_to(stage: Stage) -> None:
    await by_chat(stage, "4", "NQ 1")
    await by_chat(stage, "6", "NQ 2")
    first = stage.query(EVERY)[0]

    await stage.send_file("office", "x.xlsx", workbook([HEAD_TARGET, goal(3, "NQ 1")]))
    await stage.press("office", "Ghi")

    assert stage.query(EVERY)[0] == first
    assert [row[0] for row in stage.query(IN_FORCE)] == [3]


async def test_two_documents_for_one_target_in_one_file_are_not_both_written(stage: Stage) -> None:
    said = await stage.send_file("office", "x.xlsx", workbook([HEAD_TARGET, goal(3, "NQ 1"), goal(4, "NQ 2")]))
    assert "Trùng với dòng 2" in said
    await stage.press("office", "Ghi")

    assert [row[0] for row in stage.query(IN_FORCE)] == [3]


async def test_first_target_by_a_workbook_is_amended_by_chat(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook([HEAD_TARGET, goal(3, "NQ 1")]))
    await stage.press("office", "Ghi")
    await by_chat(stage, "5", "NQ 2")

    assert [row[0] for row in stage.query(IN_FORCE)] == [5]


@pytest.mark.parametrize(
    ("first", "second", "query", "after"),
    [
        (
            [("Tên đơn vị", "Loại", "Dùng Trợ lý từ"), ("KONYA", "Chi bộ", "1/2/2026")],
            [("Tên đơn vị", "Loại", "Hạn báo cáo"), ("KONYA", "Chi bộ", 20)],
            "SELECT go_live_on, report_due_day FROM unit WHERE id = 9",
            ("2026-02-01", 20),
        ),
        (
            [
                ("Họ và tên", "Đơn vị", "Vai trò", "Từ ngày", "Chức danh"),
                ("Trần Thị Mai", "Konya", "Bí thư, phó bí thư, chi ủy viên", "1/8/2023", "Bí thư Đảng ủy"),
            ],
            [
                ("Họ và tên", "Đơn vị", "Vai trò", "Từ ngày", "Đảng viên"),
                ("Trần Thị Mai", "Konya", "Bí thư, phó bí thư, chi ủy viên", "1/8/2023", "không"),
            ],
            "SELECT o.title, p.is_party_member FROM post o JOIN person p ON p.id = o.person_id WHERE o.person_id = 1",
            ("Bí thư Đảng ủy", 0),
        ),
    ],
)
async def test_two_files_about_the_same_are_both_kept(
    stage: Stage,
    first: list[tuple[Cell, ...]],
    second: list[tuple[Cell, ...]],
    query: str,
    after: tuple[object, ...],
) -> None:
    name = str(stage.query("SELECT name FROM unit_version WHERE unit_id = 9 AND valid_to IS NULL")[0][0])
    files = [[tuple(name if cell == "KONYA" else cell for cell in row) for row in file] for file in (first, second)]
    assert "1 dòng thay đổi" in await stage.send_file("admin", "a.xlsx", workbook(files[0]))
    waiting = stage.button("admin", "Ghi")
    assert "1 dòng thay đổi" in await stage.send_file("admin", "b.xlsx", workbook(files[1]))
    await stage.press("admin", "Ghi")
    said = await stage.press_token("admin", waiting[1], waiting[0])
    assert "đối chiếu lại" in said, said
    if "✅" not in said:
        await stage.press("admin", "Ghi")

    assert stage.query(query) == [after]
