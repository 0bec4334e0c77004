"""Tables as Word documents in the form of the Party's papers: no state motto; units on the left, the Party and the day on the right."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from domain.tables import Cell, Column, ColumnType, Letterhead, Table
from reports.legible import table_of

FONT = "Times New Roman"
LONG_SIDE, SHORT_SIDE, LEFT, OTHER = 297, 210, 25, 15
WIDTH = LONG_SIDE - LEFT - OTHER
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 the same bytes whenever it is made


def document(content: str) -> bytes:
    """One table (`domain.tables.Table` as JSON) with its letterhead, on A4 across; its header stands on every page."""
    table = table_of(content)
    paper = Document()
    _set_up(paper, table)
    if table.letterhead is not None:
        _head(paper, table.letterhead)
    title, *more = table.title.split("\n")
    _line(paper.add_paragraph(), title, ALIGN.CENTER, 14, is_bold=True)
    for line in [*more, table.subtitle]:
        if line:
            _line(paper.add_paragraph(), line, ALIGN.CENTER, 14)
    paper.paragraphs[-1].paragraph_format.space_after = Pt(6)
    _grid(paper, table)
    if table.letterhead is not None:
        _signatures(paper, table.letterhead)
    to = BytesIO()
    paper.save(to)
    return to.getvalue()


def _set_up(paper: Paper, table: Table) -> None:
    properties, section, style = paper.core_properties, paper.sections[0], paper.styles["Normal"]
    properties.title, properties.author, properties.created = table.title.split("\n")[0][:200], "", FIRST
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(LONG_SIDE), Mm(SHORT_SIDE)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(OTHER)
    section.top_margin = section.bottom_margin = Mm(OTHER)
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    foot = section.footer.paragraphs[0]
    _line(foot, f"{table.footer}    ", ALIGN.LEFT, 10, is_italic=True)
    _page_number(foot.add_run())


def _head(paper: Paper, head: Letterhead) -> None:
    grid = _plain_grid(paper, (WIDTH * 45 // 100, WIDTH * 55 // 100))
    left, right = grid.rows[0].cells
    lines = [(head.above.upper(), False), (head.unit.upper(), True), ("*", True), (head.number, False)]
    for text, is_bold in lines:
        if not text:
            continue
        _line(_next(left), text, ALIGN.CENTER, 13, is_bold=is_bold)
    if head.body:
        _line(_next(right), head.body, ALIGN.CENTER, 14, is_bold=True, is_underlined=True)
    _line(_next(right), head.place_and_day, ALIGN.CENTER, 13, is_italic=True)
    paper.add_paragraph()


def _grid(paper: Paper, table: Table) -> None:
    widths = _widths(table)
    grid = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    _repeat(grid.rows[0])
    _fill(grid.rows[0], [one.name for one in table.columns], table.columns, widths, is_header=True)
    sample = grid.add_row()
    _fill(sample, ["x"] * len(table.columns), table.columns, widths)
    for row in table.rows:
        grid._tbl.append(_like(sample, [_shown(cell) for cell in row]))
    grid._tbl.remove(sample._tr)


def _fill(
    row: _Row, texts: Iterable[str], columns: Iterable[Column], widths: list[int], *, is_header: bool = False
) -> None:
    cells = row.cells
    for cell, text, column, width in zip(cells, texts, columns, widths, strict=True):
        cell.width = Mm(width)
        align = ALIGN.CENTER if is_header or column.type is not ColumnType.TEXT else ALIGN.LEFT
        _line(cell.paragraphs[0], text, align, 13, is_bold=is_header)
    _keep_whole(row)


def _like(sample: _Row, texts: Iterable[str]) -> BaseOxmlElement:
    """A row that looks like the sample. Built cell by cell, 500 rows took seven seconds."""
    row: BaseOxmlElement = deepcopy(sample._tr)
    for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
        place.text = " ".join(text.split())
    return row


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _widths(table: Table) -> list[int]:
    """Millimetres of each column: a date and a number need what they need, texts share the rest by their length."""
    fixed = {ColumnType.INT: 12, ColumnType.PERCENT: 18, ColumnType.DATE: 26, ColumnType.DATETIME: 36}
    texts = {
        at: min(max([len(one.name) * 2 // 3, 13, *(len(_shown(row[at])) for row in table.rows)]), 24)
        for at, one in enumerate(table.columns)
        if one.type is ColumnType.TEXT
    }
    left = WIDTH - sum(fixed.get(one.type, 0) for one in table.columns)
    return [
        left * texts[at] // sum(texts.values()) if at in texts else fixed[one.type]
        for at, one in enumerate(table.columns)
    ]


def _signatures(paper: Paper, head: Letterhead) -> None:
    paper.add_paragraph()
    grid = _plain_grid(paper, (WIDTH // 2, WIDTH - WIDTH // 2))
    left, right = grid.rows[0].cells
    for nth, text in enumerate(head.copies):
        _line(_next(left), text, ALIGN.LEFT, 12 if nth else 13, is_italic=False, is_underlined=not nth)
    for text in head.signs:
        _line(_next(right), text, ALIGN.CENTER, 14, is_bold=True)
    for _ in range(4):
        right.add_paragraph()
    _keep_whole(grid.rows[0])


def _plain_grid(paper: Paper, widths: tuple[int, int]) -> Grid:
    grid: Grid = paper.add_table(rows=1, cols=2)
    grid.autofit = False
    for column, cell, width in zip(grid.columns, grid.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    return grid


def _next(cell: _Cell) -> Paragraph:
    """The empty paragraph that every cell begins with, then new ones."""
    first: Paragraph = cell.paragraphs[0]
    is_free = len(cell.paragraphs) == 1 and not first.runs
    return first if is_free else Paragraph(cell.add_paragraph()._p, cell)


def _line(
    to: Paragraph,
    text: str,
    align: ALIGN,
    size: int,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    is_underlined: bool = False,
) -> None:
    run = to.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), is_bold, is_italic, is_underlined
    to.alignment = align


def _repeat(row: _Row) -> None:
    _mark(row, "w:tblHeader")


def _keep_whole(row: _Row) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: _Row, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _page_number(run: Run) -> None:
    run.font.size = Pt(10)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
