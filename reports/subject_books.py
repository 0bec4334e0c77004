"""Workbooks of a subject: the template with its lists, notes and example, or filled with records; and a sheet with its faults."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.imports import Subject
from language.say import imports as say
from language.sheets.cells import NO, YES, Kind
from language.sheets.columns import Column, Layout
from language.sheets.subjects import LAYOUTS

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
VALIDATED_ROWS = 2_000
_DAY = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)


def subject_workbook(content: str) -> bytes:
    """`content` is JSON: subject, names of units and of the cells among them, rows (None: the template with its example)."""
    told = json.loads(content)
    layout, rows, units = LAYOUTS[Subject(told["subject"])], told["rows"], told["units"]
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    text = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True})
    sheet, notes, lists = (book.add_worksheet(name) for name in (layout.title, say.NOTES_SHEET, say.LISTS_SHEET))
    _head(sheet, layout, book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8EEF7"}), text)
    for number, row in enumerate([list(layout.example)] if rows is None else rows, start=1):
        _write(sheet, number, row, grey if rows is None else text)
    _validate(sheet, lists, layout, units, told["cells"])
    _note(notes, layout, book.add_format({"text_wrap": True, "valign": "top"}))
    book.close()
    return buffer.getvalue()


def _head(sheet: Worksheet, layout: Layout, bold: Format, text: Format) -> None:
    for at, column in enumerate(layout.columns):
        sheet.set_column(at, at, max(12, min(34, len(column.title) + 4)), text)
        sheet.write_string(0, at, f"{column.title} *" if column.is_required else column.title, bold)
    sheet.freeze_panes(1, 1)


def _write(sheet: Worksheet, number: int, row: Sequence[str], form: Format | None) -> None:
    for at, cell in enumerate(row):
        if cell:
            sheet.write_string(number, at, cell, form)


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        return None


def _write_as_read(sheet: Worksheet, number: int, row: Sequence[str], text: Format, day: Format) -> None:
    """What was read as a day or a number is one again; a number that begins with 0 is a text."""
    for at, cell in enumerate(row):
        if (found := _day(cell)) is not None:
            sheet.write_datetime(number, at, found, day)
        elif _NUMBER.fullmatch(cell):
            sheet.write_number(number, at, int(cell))
        elif cell:
            sheet.write_string(number, at, cell, text)


def _choices(column: Column, units: Sequence[str], cells: Sequence[str]) -> Sequence[str]:
    if column.kind is Kind.UNIT:
        return cells if column.is_cell else units
    if column.kind is Kind.FLAG:
        return (YES, NO)
    return [label for value, label in column.labels.items() if value] if column.kind is Kind.CHOICE else ()


def _validate(sheet: Worksheet, lists: Worksheet, layout: Layout, units: Sequence[str], cells: Sequence[str]) -> None:
    """Each list stands once on its own sheet: a list inside a rule may have 255 characters only."""
    used: dict[tuple[str, ...], int] = {}
    for at, column in enumerate(layout.columns):
        choices = tuple(_choices(column, units, cells))
        if not choices:
            continue
        if choices not in used:
            used[choices] = len(used)
            lists.write_string(0, used[choices], column.title)
            for number, choice in enumerate(choices, start=1):
                lists.write_string(number, used[choices], choice)
        letter = _letters(used[choices])
        source = f"='{say.LISTS_SHEET}'!${letter}$2:${letter}${len(choices) + 1}"
        sheet.data_validation(
            1, at, VALIDATED_ROWS, at, {"validate": "list", "source": source, "error_type": "warning"}
        )


def _letters(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else _letters(at // 26 - 1) + chr(ord("A") + at % 26)


def _note(notes: Worksheet, layout: Layout, wrapped: Format) -> None:
    notes.set_column(0, 0, 100, wrapped)
    lines = [say.EXAMPLE_NOTE, say.REQUIRED_NOTE, say.DATES_NOTE, *layout.notes, say.PRIVATE_NOTE]
    for number, line in enumerate(lines):
        notes.write_string(number, 0, line)


def faults_workbook(content: str) -> bytes:
    """`content` is JSON: headings (the last one is the column of faults) and rows of cells."""
    told: Mapping[str, list[list[str]]] = json.loads(content)
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    red = book.add_format({"num_format": "@", "font_color": "#B00020"})
    sheet = book.add_worksheet()
    headings = [str(one) for one in told["headings"]]
    last = len(headings) - 1
    for at, title in enumerate(headings):
        sheet.set_column(at, at, 60 if at == last else 18, text)
        sheet.write_string(0, at, title, bold)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(told["rows"], start=1):
        _write_as_read(sheet, number, row[:last], text, day)
        _write(sheet, number, [*[""] * last, *row[last:]], red)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
