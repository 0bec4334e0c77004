"""Exports opened again as the office would open them."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.channel import Attachment
from domain.tables import Cell, Column, ColumnType, Letterhead, Table
from reports.registry import dumped, made
from reports.sheets import tab

COLUMNS = (
    Column("Họ và tên"),
    Column("Số", ColumnType.INT, has_total=True),
    Column("Của", ColumnType.INT, has_total=True),
    Column("Tỷ lệ", ColumnType.PERCENT, has_total=True, of=(1, 2)),
    Column("Ngày", ColumnType.DATE),
    Column("Lúc", ColumnType.DATETIME),
)
AT = datetime.fromisoformat("2026-11-05T19:42:00")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ('=HYPERLINK("http://x","bấm")', 1100, 2000, None, date(2026, 11, 5), AT),
    ("+1", 2, 0, None, "03/1998", None),
    ("@x", None, 5, None, None, None),
    ("0012", -3, 4, None, None, None),
    ("http://example.org", 1, 1, None, None, None),
    ("-cmd|' /C calc'!A0", 1, None, None, None, None),
)
TABLE = Table(
    "Tiến độ [1/2]: *?", COLUMNS, ROWS, "Chi bộ Konya", "Người xuất: Mai & Hà, lúc 19 giờ 42", "Cộng"
).numbered("TT")


def body(table: Table, kind: str = "table") -> bytes:
    return made(Attachment("a", "b", table.to_json(), kind=kind)).body


def opened(table: Table, *, values: bool = False) -> Any:
    return load_workbook(BytesIO(body(table)), data_only=values).active


def test_text_stays_text_whatever_it_looks_like() -> None:
    page = opened(TABLE)
    cells = [page.cell(row, 2) for row in range(5, 11)]
    assert [cell.value for cell in cells] == [row[0] for row in ROWS]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * 6


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    page = opened(TABLE)
    assert (page["C5"].value, page["C5"].data_type, page["C5"].number_format) == (1100, "n", "#,##0")
    assert (page["F5"].value, page["F5"].number_format) == (AT.replace(hour=0, minute=0), "dd/mm/yyyy")
    assert (page["G5"].value, page["G5"].number_format) == (AT, "dd/mm/yyyy hh:mm")
    assert (page["F6"].value, page["F6"].data_type) == ("03/1998", "s")


def test_sums_and_percentages_are_formulas_with_their_values() -> None:
    page, values = opened(TABLE), opened(TABLE, values=True)
    assert page["C11"].value == "=SUM(C5:C10)"
    assert values["C11"].value == 1101
    assert page["E5"].value == '=IF(N(D5)=0,"",C5/D5)'
    assert values["E5"].value == 0.55
    assert values["E6"].value in ("", None)
    assert page["E11"].value == '=IF(N(D11)=0,"",C11/D11)'
    assert values["E11"].value == pytest.approx(1101 / 2010)
    assert page["B11"].value == "Cộng"


def test_it_is_ready_to_print_and_says_who_made_it() -> None:
    page = opened(TABLE)
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:G10"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.page_setup.fitToHeight in (0, "0")
    assert page.print_title_rows == "$4:$4"
    assert page["A13"].value == TABLE.footer
    assert "Mai && Hà" in page.oddFooter.left.text or "Mai & Hà" in page.oddFooter.left.text
    assert page.title == "Tiến độ 1 2"


def test_list_without_rows_can_be_opened() -> None:
    page = opened(Table("Trống", COLUMNS, (), total="Cộng"))
    assert page["A3"].value == "Họ và tên"
    assert page["B5"].value == "=SUM(B4:B4)"


def test_same_table_gives_the_same_bytes() -> None:
    assert body(TABLE) == body(TABLE)


def test_row_of_another_width_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="as wide"):
        Table("x", COLUMNS, (("a",),)).to_json()


CELLS = st.none() | st.integers(-(10**12), 10**12) | st.text(max_size=30) | st.dates(date(1900, 3, 1), date(2200, 1, 1))
LETTERHEAD = Letterhead("Đảng ủy", "Chi bộ", "Số", "Đảng", "Ngày", ("T/M", "Bí thư"), ("Nơi nhận",))


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, st.none(), CELLS, CELLS), max_size=4), head=st.booleans())
def test_table_survives_being_stored(rows: list[tuple[Cell, ...]], head: bool) -> None:
    table = Table("x", COLUMNS, tuple(rows), letterhead=LETTERHEAD if head else None).numbered("TT")
    assert Table.from_json(table.to_json()) == table


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, st.none(), CELLS, CELLS), max_size=3), title=st.text(max_size=40))
def test_whatever_people_wrote_becomes_a_sheet_and_a_document(rows: list[tuple[Cell, ...]], title: str) -> None:
    table = Table(title, COLUMNS, tuple(rows), footer=title, letterhead=LETTERHEAD)
    assert body(table)[:2] == body(table, "document")[:2] == b"PK"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Danh sách", "Danh sách"),
        ("Trích ngang quần chúng ưu tú Chi bộ Konya", "Trích ngang quần chúng ưu tú"),
        ("0" * 40, "0" * 31),
        ("0" * 16 + "\U00010000" * 8, "0" * 16 + "\U00010000" * 7),
    ],
)
def test_name_of_a_sheet_is_what_excel_takes(title: str, expected: str) -> None:
    assert tab(title) == expected


def test_dump_has_a_sheet_for_each_table_with_its_values_as_they_are() -> None:
    found = dumped({"unit": [{"id": 1, "name": "=1+1", "tags": ["a"], "none": None, "phone": "0012"}], "post": []})
    book = load_workbook(BytesIO(found))
    assert book.sheetnames == ["unit", "post"]
    assert [[cell.value for cell in row] for row in book["unit"].rows] == [
        ["id", "name", "tags", "none", "phone"],
        [1, "=1+1", '["a"]', None, "0012"],
    ]
    assert book["unit"]["B2"].data_type == "s"
