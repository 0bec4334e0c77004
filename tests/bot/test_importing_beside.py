"""A workbook beside what was changed by chat, by another file, or is still owed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from domain.imports import Subject
from tests.bot.import_samples import HEAD, NGOT, OWNERS, SAMPLES
from tests.dialogs.workbooks import Cell, workbook
from tests.stage import Stage, open_stage

TODAY = date(2026, 11, 5)


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
    ("subject", "first", "second", "query", "after"),
    [
        (
            Subject.UNITS,
            [("Tên đơn vị", "Loại", "Dùng Trợ lý từ"), ("KONYA", "Chi bộ", "1/2/2026")],
            [("Tên đơn vị", "Loại", "Hạn báo cáo"), ("KONYA", "Chi bộ", 20)],
            "SELECT go_live_on, report_due_day FROM unit WHERE id = 9",
            ("2026-02-01", 20),
        ),
        (
            Subject.PEOPLE,
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
    subject: Subject,
    first: list[tuple[Cell, ...]],
    second: list[tuple[Cell, ...]],
    query: str,
    after: tuple[object, ...],
) -> None:
    who = OWNERS[subject]
    name = str(stage.query("SELECT name FROM unit_version WHERE unit_id = 9 AND valid_to IS NULL")[0][0])
    files = [[tuple(name if cell == "KONYA" else cell for cell in row) for row in file] for file in (first, second)]
    assert "1 dòng thay đổi" in await stage.send_file(who, "a.xlsx", workbook(files[0]))
    waiting = stage.button(who, "Ghi")
    assert "1 dòng thay đổi" in await stage.send_file(who, "b.xlsx", workbook(files[1]))
    await stage.press(who, "Ghi")
    said = await stage.press_token(who, waiting[1], waiting[0])
    assert "đối chiếu lại" in said, said
    if "✅" not in said:
        await stage.press(who, "Ghi")

    assert stage.query(query) == [after]


PEOPLE_HEAD = ("Họ và tên", "Đơn vị", "Vai trò", "Chức danh", "Từ ngày", "Thôi giữ từ ngày", "Trùng tên", "Đảng viên")
BELOW = (
    "INSERT INTO person (id, name) VALUES (9001, 'Phạm Văn Phụ')",
    "INSERT INTO post (id, person_id, role, unit_id, title, since) VALUES (9001, 9001, 'admin', 2, 'Quản trị', '2026-01-01')",
    "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at)"
    " SELECT channel, bot_id, 'sub', 9001, 0, 0 FROM account WHERE chat_id = 'admin' AND channel = 'web'",
)


async def test_file_of_a_part_knows_nobody_of_elsewhere(stage: Stage) -> None:
    """Neither by name nor to give a post to; and of whoever has a post elsewhere, too, nothing but that post is changed."""
    with sqlite3.connect(stage.database) as db:
        for statement in BELOW:
            db.execute(statement)
        db.execute(
            "INSERT INTO post (person_id, role, unit_id, title, since)"
            " SELECT id, 'collaborator', 9, 'Cộng tác viên', '2026-01-01' FROM person WHERE name = 'Đỗ Trọng Khiêm'"
        )
        db.execute("UPDATE person SET is_erased = 1, name = 'Phạm Văn Xóa' WHERE name = 'Bùi Công Quý'")
    cell, last = ("Chi bộ Konya", "Cộng tác viên", "Cộng tác viên"), stage.query("SELECT max(id) FROM person")[0][0]
    said = await stage.send_file(
        "sub",
        "p.xlsx",
        workbook(
            [
                PEOPLE_HEAD,
                ("Phạm Thị Nhàn", *cell, "5/11/2026", None, None, None),
                ("Phạm Văn Xóa", *cell, "5/11/2026", None, None, None),
                ("Đỗ Trọng Khiêm", "Chi bộ Maple", *cell[1:], "5/11/2026", None, "Cùng một người", None),
                ("Đỗ Trọng Khiêm", *cell, "1/1/2026", None, None, "không"),
            ]
        ),
    )
    assert "Đã có" not in said
    assert "ngoài phạm vi" in said
    assert "✅ Đã ghi" in await stage.press("sub", "Ghi")
    assert stage.query(f"SELECT name FROM person WHERE id > {last} ORDER BY id") == [
        ("Phạm Thị Nhàn",),
        ("Phạm Văn Xóa",),
        ("Đỗ Trọng Khiêm",),
    ]
    assert stage.query("SELECT is_party_member FROM person WHERE name = 'Đỗ Trọng Khiêm' ORDER BY id")[0] == (1,)


async def test_row_that_ends_the_last_administrator_is_refused_in_words(stage: Stage) -> None:
    admin = (
        "Nguyễn Thế Huân",
        "Đảng bộ Ban Quản lý Khu kinh tế Hải Phòng",
        "Quản trị",
        "Quản trị",
        "1/8/2023",
        "6/11/2026",
    )
    said = await stage.send_file("admin", "p.xlsx", workbook([PEOPLE_HEAD, (*admin, None, None)]))
    assert "quản trị cuối cùng" in said
    assert "Không có gì mới để ghi" in said
    assert stage.query("SELECT until FROM post WHERE role = 'admin'") == [(None,)]


MONTH = ("Chi bộ", "Tháng", "Loại", "Ngày họp", "Chính thức", "Có mặt", "Vắng có lý do")


def nobody_reported(stage: Stage) -> None:
    with sqlite3.connect(stage.database) as db:
        db.execute("UPDATE meeting SET state = 'undone' WHERE unit_id = 9")


@pytest.mark.parametrize(
    ("month", "kind", "said"),
    [
        ("11/2026", None, "còn hạn báo cáo đến 10/12/2026"),
        ("10/2026", None, "còn hạn báo cáo đến 10/11/2026"),
        ("10/2026", "Sinh hoạt chuyên đề", ""),
        ("9/2026", None, ""),
    ],
)
async def test_month_that_the_cell_can_still_report_is_not_filled_up(
    stage: Stage, month: str, kind: str | None, said: str
) -> None:
    nobody_reported(stage)
    held = f"3/{month}"
    shown = await stage.send_file("office", "x.xlsx", workbook((MONTH, ("Konya", month, kind, held, 18, 17, 1))))
    assert said in shown
    assert ("chưa nhận" in shown) is bool(said)


async def test_month_that_was_postponed_is_still_owed(stage: Stage) -> None:
    nobody_reported(stage)
    rows = (MONTH, ("Konya", "9/2026", None, "3/9/2026", 18, 17, 1))
    with sqlite3.connect(stage.database) as db:
        db.execute("INSERT INTO report_waiver VALUES ('2026-09', 9, '2026-11-20', 'x')")
    assert "còn hạn báo cáo đến 20/11/2026" in await stage.send_file("office", "x.xlsx", workbook(rows))


async def test_answers_about_columns_hold_for_the_file_that_comes_back_with_its_faults(stage: Stage) -> None:
    head = ("Họ và tên", "Sinh", "Tổ dân cư", "Chi bộ", "Nơi đang làm", "Ngày đồng ý")
    row = ("Vũ Văn Quýt", "7/8/1995", "tổ 5", "Konya", "Công ty TNHH Giấy Konya", "2/3/2026")
    asked = await stage.send_file("office", "x.xlsx", workbook((head, row)))
    for label in ("Không dùng", "Doanh nghiệp"):
        assert "Trợ lý nhớ cho lần sau" in asked
        asked = await stage.press("office", label)

    for headings in ((*head, "Lỗi"), head):
        again = await stage.send_file("office", "x.loi.xlsx", workbook((headings, (*row, "Sai ngày"))))
        assert "Trợ lý nhớ cho lần sau" not in again
        assert "1 dòng thêm mới" in again


async def test_more_faults_than_are_shown_are_counted(stage: Stage) -> None:
    rows = [(f"Nguyễn Văn Ngọt {end}", "31/2/1998", *NGOT[2:]) for end in ("An", "Ba", "Cư", "Du", "Em", "Gái", "Hai")]
    said = await stage.send_file("office", "x.xlsx", workbook((HEAD, *rows)))
    assert "⚠ 7 dòng chưa nhận:" in said
    assert "và 2 dòng nữa, xem trong “Tệp có cột Lỗi”" in said


@pytest.mark.parametrize(
    ("subject", "column", "words"),
    [(Subject.PEOPLE, 2, "Bí thư"), (Subject.PEOPLE, 2, "CTV"), (Subject.TARGETS, 0, "Kết nạp")],
)
async def test_cells_take_the_words_that_the_chat_takes(
    stage: Stage, subject: Subject, column: int, words: str
) -> None:
    head, row = SAMPLES[subject][:2]
    told = [words if at == column else cell for at, cell in enumerate(row)]
    said = await stage.send_file(OWNERS[subject], "x.xlsx", workbook((head, told)))
    assert "1 dòng thêm mới" in said
