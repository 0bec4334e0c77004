"""Tables as Excel workbooks. A number is a number, a date a date, a sum a formula; a text is a text whatever it looks like."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from domain.tables import Cell, Column, ColumnType, Dump, Table
from language.text import utf16_length
from reports.legible import legible, table_of

AS_THEY_ARE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A text that begins with "=" came from somebody: it must never be run in the office's Excel."""
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
FORMATS = {
    ColumnType.TEXT: "@",
    ColumnType.INT: "#,##0",
    ColumnType.PERCENT: "0.0%",
    ColumnType.DATE: "dd/mm/yyyy",
    ColumnType.DATETIME: "dd/mm/yyyy hh:mm",
}
NARROWEST, WIDEST = 5, 28
LONGEST_CELL = 32_000
LONGEST_FOOTER = 200
A4 = 9
LINE, MOST_LINES = 17, 20
MOST_IN_TAB = 31
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 the same bytes whenever it is made


def sheet(content: str) -> bytes:
    """The workbook of one table (`domain.tables.Table` as JSON): title, header, rows, sums, who made it; ready to print on A4."""
    table = table_of(content)
    to = BytesIO()
    with Workbook(to, AS_THEY_ARE) as book:
        book.set_properties({"title": table.title[:200], "created": FIRST})
        page = book.add_worksheet(tab(table.title) or "1")
        _Writing(book, page, table).write()
    return to.getvalue()


def tab(title: str) -> str:
    """Excel allows 31 UTF-16 units: whole words of the title."""
    bare = " ".join(NOT_IN_A_NAME.sub(" ", title).split())
    if utf16_length(bare) <= MOST_IN_TAB:
        return bare
    letters = next(most for most in range(MOST_IN_TAB, 0, -1) if utf16_length(bare[:most]) <= MOST_IN_TAB)
    return bare[: letters + 1].rpartition(" ")[0] or bare[:letters]


class _Writing:
    """One table on one page. `top` is the row of the header, counted from 0."""

    def __init__(self, book: Workbook, page: Worksheet, table: Table) -> None:
        self._book, self._page, self._table = book, page, table
        self._widths: dict[int, int] = {}
        self._top = 3 if table.subtitle else 2
        self._end = self._top + max(len(table.rows), 1)
        self._formats = {
            kind: book.add_format(
                {**FONT, "border": 1, "num_format": FORMATS[kind], "text_wrap": kind is ColumnType.TEXT}
            )
            for kind in ColumnType
        }

    def write(self) -> None:
        table, page = self._table, self._page
        page.write_string(0, 0, table.title, self._book.add_format({**FONT, "bold": True, "font_size": 14}))
        if table.subtitle:
            page.write_string(1, 0, table.subtitle, self._book.add_format(FONT))
        header = {**FONT, "bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E7E6E6"}
        heading = self._book.add_format(header)
        for at, column in enumerate(table.columns):
            page.write_string(self._top, at, column.name, heading)
            page.set_column(at, at, self._width(at, column))
        page.set_row(self._top, LINE * max(self._lines(at, column) for at, column in enumerate(table.columns)) + 2)
        for nth, row in enumerate(table.rows, self._top + 1):
            page.set_row(nth, LINE * self._height(row))
            for at, cell in enumerate(row):
                self._put(nth, at, cell)
        last = self._end
        if any(column.has_total for column in table.columns):
            last = self._end + 1
            self._sum(last)
        if table.footer:
            page.write_string(last + 2, 0, table.footer, self._book.add_format({**FONT, "italic": True}))
        self._for_paper()

    def _put(self, nth: int, at: int, cell: Cell) -> None:
        column = self._table.columns[at]
        shown = self._formats[column.type]
        if column.of is not None:
            self._share(nth, at, column.of, self._table.rows[nth - self._top - 1], shown)
        elif isinstance(cell, datetime | date):
            self._page.write_datetime(nth, at, cell, shown)
        elif isinstance(cell, str):
            self._page.write_string(nth, at, cell[:LONGEST_CELL], self._formats[ColumnType.TEXT])
        elif cell is None:
            self._page.write_blank(nth, at, None, shown)
        else:
            self._page.write_number(nth, at, cell, shown)

    def _share(self, nth: int, at: int, of: tuple[int, int], row: tuple[Cell, ...], shown: Format) -> None:
        """Numerator by denominator, in the sheet too: whoever corrects one sees the percentage follow."""
        part, whole = (f"{xl_col_to_name(one)}{nth + 1}" for one in of)
        number, base = row[of[0]], row[of[1]]
        value: float | str = number / base if isinstance(number, int) and isinstance(base, int) and base else ""
        formula = f'=IF(N({whole})=0,"",{part}/{whole})'
        self._page.write_formula(nth, at, formula, shown, value)

    def _sum(self, last: int) -> None:
        table = self._table
        bold = {**FONT, "bold": True, "border": 1}
        sums: list[Cell] = [self._total_of(at) if one.has_total else None for at, one in enumerate(table.columns)]
        named = next((at for at, one in enumerate(table.columns) if one.type is ColumnType.TEXT), 0)
        for at, column in enumerate(table.columns):
            shown = self._book.add_format({**bold, "num_format": FORMATS[column.type]})
            if column.has_total and column.of is not None:
                self._share(last, at, column.of, tuple(sums), shown)
            elif column.has_total:
                name = xl_col_to_name(at)
                formula = f"=SUM({name}{self._top + 2}:{name}{self._end + 1})"
                self._page.write_formula(last, at, formula, shown, self._total_of(at))
            else:
                self._page.write_string(last, at, table.total if at == named else "", shown)

    def _total_of(self, at: int) -> int:
        return sum(cell for row in self._table.rows if isinstance(cell := row[at], int))

    def _lines(self, at: int, column: Column) -> int:
        """How many lines its name needs in the header, at most: words do not break."""
        return min(-(-len(column.name) // max(self._width(at, column) - 3, 1)), len(column.name.split()))

    def _height(self, row: tuple[Cell, ...]) -> int:
        """Lines that the longest text of the row takes. Not every program finds it out by itself."""
        widths = [self._width(at, column) for at, column in enumerate(self._table.columns)]
        texts = [len(cell) // max(widths[at] - 1, 1) + 1 for at, cell in enumerate(row) if isinstance(cell, str)]
        return min(max(texts, default=1), MOST_LINES)

    def _width(self, at: int, column: Column) -> int:
        if at not in self._widths:
            self._widths[at] = self._wide(at, column)
        return self._widths[at]

    def _wide(self, at: int, column: Column) -> int:
        words = max((len(word) for word in column.name.split()), default=0)
        words = max(words, len(column.name) // 2 + 1)
        longest = max((len(str(row[at])) for row in self._table.rows if row[at] is not None), default=0)
        if column.type in (ColumnType.DATE, ColumnType.DATETIME):
            longest = max(longest if longest < 16 else 0, len(FORMATS[column.type]))
        return min(max(words, longest, NARROWEST) + 2, WIDEST)

    def _for_paper(self) -> None:
        page, width = self._page, len(self._table.columns) - 1
        page.freeze_panes(self._top + 1, 0)
        page.autofilter(self._top, 0, self._end, width)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(0.6, 0.6, 0.7, 0.7)
        page.repeat_rows(self._top)
        footer = self._table.footer.replace("&", "&&")[:LONGEST_FOOTER]
        page.set_footer(f"&L&9{' ' if footer[:1].isdigit() else ''}{footer}&R&9&P/&N")


def dump(tables: Dump) -> bytes:
    """All records as one workbook, a sheet each: the values as they are stored. What is neither text nor number is JSON."""
    to = BytesIO()
    with Workbook(to, AS_THEY_ARE) as book:
        book.set_properties({"created": FIRST})
        bold = book.add_format({"bold": True})
        for name, rows in tables.items():
            page = book.add_worksheet(name[:31])
            page.freeze_panes(1, 0)
            for at, column in enumerate(rows[0] if rows else ()):
                page.write_string(0, at, column, bold)
            for nth, row in enumerate(rows, 1):
                for at, value in enumerate(row.values()):
                    _put_plain(page, nth, at, value)
    return to.getvalue()


def _put_plain(page: Worksheet, nth: int, at: int, value: object) -> None:
    if isinstance(value, int | float):
        page.write_number(nth, at, value)
    elif value is not None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        page.write_string(nth, at, legible(text)[:LONGEST_CELL])
