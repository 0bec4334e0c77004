"""A workbook beside what was changed by chat, by another file, or is still owed."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from domain.imports import Subject
from tests.bot.import_samples import HEAD, NGOT, OWNERS, SAMPLES
from tests.dialogs.workbooks import workbook
from tests.stage import Stage, open_stage

TODAY = date(2026, 11, 5)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


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
