"""Any file ends in rows or in one clear reason; nothing in it is run, and nothing forbidden is passed on."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.import_reading import Checked, Staged, read_file
from domain.imports import MOST_ROWS, FileRefused, Sheet, Subject, Trouble, Upload, UploadState
from language.reading import Misread
from language.say import imports as say
from language.sheets.cells import Kind, Reading, read
from language.sheets.columns import forbidden
from language.sheets.find import all_headings, never_stored
from language.sheets.subjects import LAYOUTS
from language.sheets.units import UnitNames
from reports.subject_books import faults_workbook, subject_workbook
from reports.workbooks import read_workbook
from tests.dialogs.workbooks import Cell, workbook
from tests.stage import looking, template

TODAY = date(2026, 11, 5)
HEAD = ("Họ và tên", "Ngày sinh", "Chi bộ", "Công ty", "Ngày đồng ý")
NOBODY = UnitNames((), ())


def read_rows(content: bytes) -> Sheet | FileRefused:
    return read_workbook(content, all_headings())


def trouble_of(content: bytes) -> Trouble | None:
    found = read_rows(content)
    return found.trouble if isinstance(found, FileRefused) else None


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        (Kind.DATE, "05/11/2026", "2026-11-05"),
        (Kind.DATE, "5.11.26", "2026-11-05"),
        (Kind.DATE, "5-11-2026", "2026-11-05"),
        (Kind.DATE, "2026-11-05", "2026-11-05"),
        (Kind.DATE, "ngày 5 tháng 11 năm 2026", "2026-11-05"),
        (Kind.FROM, "11/2026", "2026-11-01"),
        (Kind.UNTIL, "11/2026", "2026-11-30"),
        (Kind.FROM, "2026", "2026-01-01"),
        (Kind.UNTIL, "năm 2026", "2026-12-31"),
        (Kind.MONTH, "10/2025", "2025-10"),
        (Kind.MONTH, "2025-10-01", "2025-10"),
        (Kind.BIRTH, "12/3/1998", "1998-03-12"),
        (Kind.BIRTH, "03/1998", "1998-03"),
        (Kind.BIRTH, "1998-03-12", "1998-03-12"),
        (Kind.STEP, "đã có, chưa rõ ngày", "?"),
        (Kind.STEP, "x", "?"),
        (Kind.STEP, "chưa", ""),
        (Kind.STEP, "5/3/2026", "2026-03-05"),
        (Kind.COUNT, "1.100", "1100"),
        (Kind.COUNT, "0", "0"),
        (Kind.FLAG, "có", "1"),
        (Kind.FLAG, "ko", "0"),
        (Kind.TIME, "17h30", "17:30"),
        (Kind.TIME, "7:05", "07:05"),
        (Kind.TEXT, "0123", "0123"),
        (Kind.NAMES, "Vd; vi du", "vd;vi du"),
        (Kind.YEAR, "2023", "2023"),
    ],
)
def test_cell_is_read_in_one_form(kind: Kind, text: str, field: str) -> None:
    assert read(kind, text, Reading(TODAY, NOBODY, {}, 100_000)) == field


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DATE, "31/2/2026"),
        (Kind.DATE, "2026"),
        (Kind.COUNT, "12,5"),
        (Kind.COUNT, "-3"),
        (Kind.TIME, "25:00"),
        (Kind.STEP, "5/3/2031"),
        (Kind.BIRTH, "1998-13-01"),
        (Kind.YEAR, "23"),
        (Kind.TEXT, "x" * 501),
        (Kind.UNIT, "Konya"),
    ],
)
def test_what_cannot_be_read_says_why_with_an_example(kind: Kind, text: str) -> None:
    found = read(kind, text, Reading(TODAY, NOBODY, {}, 100_000))

    assert isinstance(found, Misread)
    assert found.sentence
    assert found.example


def test_cells_keep_their_zeros_and_dates() -> None:
    row: tuple[Cell, ...] = (
        "Chi bộ",
        "0012",
        5.0,
        date(2026, 11, 5),
        datetime(2026, 11, 5, tzinfo=UTC).replace(tzinfo=None),
        time(17, 30),
        None,
    )
    found = read_rows(workbook([("Đơn vị", "Họ tên", "Tên", "Từ ngày", "Sinh", "Kỳ", "Năm"), row]))

    assert isinstance(found, Sheet)
    assert found.rows[0].cells == ("Chi bộ", "0012", "5", "2026-11-05", "2026-11-05", "17:30")


def test_decomposed_letters_are_joined() -> None:
    found = read_rows(workbook([HEAD, ("Nguyê\u0303n", "1", "", "", "")]))

    assert isinstance(found, Sheet)
    assert found.rows[0].cells[0] == "Nguyễn"


def test_headings_are_found_below_a_title() -> None:
    found = read_rows(workbook([("DANH SÁCH",), (), HEAD, ("A B", "1/1/1990", "Konya", "X", "1/3/2026")]))

    assert isinstance(found, Sheet)
    assert found.headings == HEAD
    assert [row.number for row in found.rows] == [4]


def test_calculated_cell_is_marked() -> None:
    found = read_rows(workbook([HEAD, ("=1+1", "1/1/1990", "Konya", "X", "=NOW()")]))

    assert isinstance(found, Sheet)
    assert found.rows[0].formulas == (0, 4)


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)

    assert len(buffer.getvalue()) < 1_000_000
    assert trouble_of(buffer.getvalue()) is Trouble.TOO_LARGE


def test_too_many_rows_are_refused_kindly() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet()
    for at, title in enumerate(HEAD):
        sheet.write(0, at, title)
    for number in range(1, 200_001):
        sheet.write(number, 0, "a")
    book.close()

    assert trouble_of(buffer.getvalue()) is Trouble.TOO_MANY_ROWS
    assert str(MOST_ROWS // 1_000) in say.refused(FileRefused(Trouble.TOO_MANY_ROWS))


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.NO_WORKBOOK),
        (b"Ho ten,Sinh\n", Trouble.NO_WORKBOOK),
        (b"PK\x03\x04 nothing", Trouble.NO_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Trouble.OLD_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Trouble.PASSWORD),
        (b"x" * 10_000_001, Trouble.TOO_LARGE),
        (workbook([]), Trouble.EMPTY),
        (workbook([HEAD]), Trouble.EMPTY),
        (workbook([("1",), ("2",)]), Trouble.NO_HEADER),
        (workbook([tuple(f"Cột {nth}" for nth in range(70)), ("a",)]), Trouble.TOO_MANY_COLUMNS),
    ],
    ids=["nothing", "csv", "half a zip", "xls", "password", "large", "empty", "only headings", "no headings", "wide"],
)
def test_what_is_no_workbook_for_us_says_so(content: bytes, trouble: Trouble) -> None:
    assert trouble_of(content) is trouble
    assert say.refused(FileRefused(trouble, ("x",)))


@pytest.mark.parametrize(
    "title",
    [
        "Số CCCD",
        "CMND/CCCD",
        "Số thẻ đảng viên",
        "Hộ chiếu",
        "Lý lịch",
        "Hoàn cảnh gia đình",
        "Sức khỏe",
        "Kỷ luật",
        "TÔN GIÁO",
    ],
)
def test_forbidden_columns_are_named(title: str) -> None:
    assert forbidden(["Họ tên", title]) == (title,)


def test_cell_that_the_door_refuses_is_refused_here_with_its_place_only() -> None:
    sheet = read_rows(workbook([HEAD, ("Nguyễn Văn A", "1/1/1990", "Konya", "001098012345", "1/3/2026")]))
    assert isinstance(sheet, Sheet)

    found = never_stored(sheet)

    assert found is not None
    assert found.trouble is Trouble.SENSITIVE
    assert "001098012345" not in say.refused(found)
    assert "dòng 2" in say.refused(found)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.times(),
    st.sampled_from(
        ["=1+1", "=A1", "x" * 40_000, "Konya", "12/3/1998", "đã có, chưa rõ ngày", "#N/A", "=HYPERLINK(1)"]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
)
HEADINGS = st.lists(
    st.sampled_from([*HEAD, "Tên đơn vị", "Loại", "Năm", "Số", "Kỳ", "Cột lạ", "", "Số CCCD"]), min_size=1, max_size=8
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(HEADINGS, st.lists(st.lists(CELLS, max_size=8), max_size=6), st.booleans())
def test_any_workbook_ends_in_an_answer_and_changes_nothing(
    heads: list[str], rows: list[list[object]], is_merged: bool
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(heads)
    for row in rows:
        sheet.append(
            [None if isinstance(one, str) and one.startswith("=") and len(one) > 30_000 else one for one in row]
        )
    if is_merged:
        sheet.merge_cells("A2:C4")
    buffer = BytesIO()
    book.save(buffer)
    with looking(template()) as db:
        before = list(db.iterdump())

    found = read_file(buffer.getvalue(), template(), Upload(0, None, "x", 0, "", "", "", UploadState.RECEIVED), TODAY)

    assert isinstance(found, Staged | Checked | FileRefused)
    if isinstance(found, FileRefused):
        assert say.refused(found)
    elif isinstance(found, Checked):
        assert say.preview(found.upload)
        assert sum(found.upload.counts.values()) == len(found.rows) or not found.rows
    with looking(template()) as db:
        assert list(db.iterdump()) == before


def test_broken_bytes_never_raise(tmp_path: Path) -> None:
    whole = workbook([HEAD, ("A B", "1/1/1990", "Konya", "X", "1/3/2026")])
    for at in range(0, len(whole), 97):
        assert read_rows(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]) is not None
        assert read_rows(whole[:at]) is not None


def test_file_with_faults_keeps_days_and_numbers() -> None:
    cells = ["1", "0012", "1998-03-12", "1998-02-31", "2024-02-29", "Konya"]
    content = faults_workbook(
        json.dumps({"headings": ["TT", "Mã", "Sinh", "Tên", "Ngày", "Chi bộ", "Lỗi"], "rows": [[*cells, "Sai."]]})
    )

    shown = [one.value for one in openpyxl.load_workbook(BytesIO(content)).worksheets[0][2]]
    assert shown == [1, "0012", datetime(1998, 3, 12), "1998-02-31", datetime(2024, 2, 29), "Konya", "Sai."]  # noqa: DTZ001 a cell has no zone
    found = read_rows(content)
    assert isinstance(found, Sheet)
    assert list(found.rows[0].cells[:6]) == cells


def test_list_of_cells_names_cells_only() -> None:
    layout = LAYOUTS[Subject.CANDIDATES]
    told = {"subject": Subject.CANDIDATES, "units": ["Chi bộ A", "Công ty B"], "cells": ["Chi bộ A"], "rows": None}
    book = openpyxl.load_workbook(BytesIO(subject_workbook(json.dumps(told))))

    lists = {column[0].value: [one.value for one in column[1:] if one.value] for column in book["Danh mục"].columns}
    assert lists[layout.columns[3].title] == ["Chi bộ A"]
    assert lists["Đơn vị giới thiệu"] == ["Chi bộ A", "Công ty B"]
    notes = [str(one.value) for one in next(iter(book["Hướng dẫn"].columns))]
    assert sum("căn cước" in note for note in notes) == 1
