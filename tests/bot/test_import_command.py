"""`chibot import` and `chibot export --subject`: counts, refusals, a file with what is wrong, and the exit status."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from domain.imports import Subject
from storage.upkeep import Lock
from tests.bot.cli import CommandLine
from tests.dialogs.workbooks import file_of, workbook
from tests.stage import SECRET, fresh

COUNT = "SELECT count(*) FROM candidate WHERE is_import = 1"


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    database = fresh(cli.folder)
    cli.set("DATABASE_URL", f"sqlite:///{database}")
    cli.set("SECRET_KEY", SECRET)
    cli.set("NOW", "2026-11-05T19:42:00+07:00")
    (cli.folder / "danh-sach.xlsx").write_bytes(file_of("danh-sach.xlsx"))
    return cli


def number(house: CommandLine, sql: str = COUNT) -> int:
    with sqlite3.connect(house.folder / "practice.db") as db:
        found = int(db.execute(sql).fetchone()[0])
    db.close()
    return found


def cells(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_dry_run_tells_and_writes_nothing_but_the_faults(house: CommandLine) -> None:
    ran = house("import", "danh-sach.xlsx", "--dry-run")

    assert ran.status == 1
    assert "thêm 2, sửa 0, giống 0, chưa nhận 2" in ran.out
    assert "dòng 5: " in ran.out
    assert number(house) == 0
    rows = cells(house.folder / "danh-sach.loi.xlsx")
    assert rows[0][-1] == "Lỗi"
    assert [bool(row[-1]) for row in rows[1:]] == [False, False, True, True]


def test_rows_that_are_taken_are_written_once(house: CommandLine) -> None:
    assert "Đã ghi" in house("import", "danh-sach.xlsx").out
    assert number(house) == 2
    assert number(house, "SELECT count(*) FROM import_row") == 0
    assert number(house, "SELECT count(*) FROM audit WHERE action = 'imported'") == 1

    assert "giống 2" in house("import", "danh-sach.xlsx").out
    assert number(house) == 2


@pytest.mark.parametrize("subject", Subject)
def test_export_read_again_changes_nothing(house: CommandLine, subject: Subject) -> None:
    assert house("export", "--subject", subject, "--output", "ra.xlsx").status == 0
    ran = house("import", "ra.xlsx", "--dry-run")

    if subject is Subject.YEARLY:
        assert "không có dòng nào" in ran.one_line()
    else:
        assert ran.status == 0
        assert ran.out.startswith("thêm 0, sửa 0, giống ")


def test_export_stands_in_the_trail(house: CommandLine) -> None:
    assert house("export", "--subject", "candidates", "--output", "ra.xlsx").status == 0
    taken = (
        "SELECT count(*) FROM audit WHERE action = 'exported' AND subject = 'database' AND fields LIKE '%candidates%'"
    )
    assert number(house, taken) == 1


@pytest.mark.parametrize("subject", Subject)
def test_template_holds_lists_and_an_example_that_is_passed_over(house: CommandLine, subject: Subject) -> None:
    assert house("import", "--template", subject, "--output", "mau.xlsx").status == 0
    book = openpyxl.load_workbook(house.folder / "mau.xlsx")

    assert len(book.sheetnames) == 3
    assert book.worksheets[0].data_validations.dataValidation
    assert all(cell.data_type == "s" for cell in book.worksheets[0][2] if cell.value is not None)
    assert "không có dòng nào" in house("import", "mau.xlsx", "--dry-run").one_line()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("import", "khong-co.xlsx"),
        ("import", "--template", "units"),
        ("import", "--template", "units", "--output", "a.txt"),
    ],
)
def test_unusable_arguments_end_with_two(house: CommandLine, arguments: tuple[str, ...]) -> None:
    assert house(*arguments).one_line(2)


def test_refused_file_is_one_clear_line(house: CommandLine) -> None:
    (house.folder / "x.xlsx").write_bytes(file_of("co-can-cuoc.xlsx"))
    assert "“Số CCCD”" in house("import", "x.xlsx").one_line()
    (house.folder / "x.xlsx").write_bytes(file_of("ten-cot-khac.xlsx"))
    assert "Tổ dân cư" in house("import", "x.xlsx").one_line()
    (house.folder / "x.xlsx").write_bytes(workbook([]))
    assert house("import", "x.xlsx").one_line()


def test_running_program_keeps_it_out(house: CommandLine) -> None:
    with Lock(house.folder / "practice.db"):
        assert "chibot" in house("import", "danh-sach.xlsx").one_line()
    assert number(house) == 0


def test_changed_between_reading_and_writing_is_one_sentence_and_a_new_reading(house: CommandLine) -> None:
    database = house.folder / "practice.db"
    slips_in = "CREATE TRIGGER slips_in AFTER INSERT ON upload BEGIN UPDATE candidate SET job = 'x' WHERE id = 1; END"
    house.change(database, slips_in)
    tables = house.tables(database)
    ran = house("import", "danh-sach.xlsx")

    assert ran.status == 1
    assert ran.err.splitlines() == [
        "chibot: số liệu đã thay đổi từ lúc đọc thử nên chưa ghi gì; dưới đây là kết quả đọc lại, xem rồi chạy lại lệnh"
    ]
    assert "thêm 2, sửa 0, giống 0, chưa nhận 2" in ran.out
    assert "Đã ghi" not in ran.out
    assert house.tables(database) == tables


def test_text_that_looks_like_a_formula_stays_text(house: CommandLine) -> None:
    rows = [
        ("Họ và tên", "Ngày sinh", "Chi bộ", "Công ty", "Ngày đồng ý"),
        ("Nguyễn Văn Ngọt", "1/1/1990", "Konya", "'=1+1", "x"),
    ]
    (house.folder / "x.xlsx").write_bytes(workbook(rows))
    house("import", "x.xlsx", "--dry-run")

    book = openpyxl.load_workbook(house.folder / "x.loi.xlsx")
    assert {cell.data_type for row in book.worksheets[0] for cell in row if cell.value is not None} == {"s"}
