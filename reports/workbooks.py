"""Reads a workbook that somebody sent: its size is looked at before anything is unpacked, and nothing in it is ever run."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from domain.imports import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    FileRefused,
    Sheet,
    SheetRow,
    Trouble,
)
from language.sheets.find import Headings, best_heading
from language.text import clean

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_ROWS = 15
LONGEST_CELL = 32_767
Cell = int | float | str | bool | time | date | datetime | timedelta
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}?>\s{0,20}<f\b')


def read_workbook(content: bytes, headings: Headings) -> Sheet | FileRefused:
    """The sheet with the best row of headings. Never raises for any bytes: what cannot be read is refused with its reason."""
    trouble = _guarded(content)
    if trouble is not None:
        return FileRefused(trouble)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _chosen(workbook, content, headings)
    except PasswordError:
        return FileRefused(Trouble.PASSWORD)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError, NotImplementedError, RuntimeError):
        return FileRefused(Trouble.NO_WORKBOOK)


def _guarded(content: bytes) -> Trouble | None:
    """What can be said without unpacking."""
    if len(content) > MOST_BYTES:
        return Trouble.TOO_LARGE
    if content.startswith(OLE):
        return Trouble.PASSWORD if _ENCRYPTED in content else Trouble.OLD_FORMAT
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return Trouble.NO_WORKBOOK
    if any(entry.flag_bits & 1 for entry in entries):
        return Trouble.PASSWORD
    if len(entries) > 10_000 or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return Trouble.TOO_LARGE
    return None if any(entry.filename.startswith("xl/") for entry in entries) else Trouble.NO_WORKBOOK


def _chosen(workbook: CalamineWorkbook, content: bytes, headings: Headings) -> Sheet | FileRefused:
    found: list[tuple[int, int, int, list[list[Cell]], CalamineSheet]] = []
    for index in range(min(len(workbook.sheet_names), 10)):
        sheet = workbook.get_sheet_by_index(index)
        if sheet.total_width > MOST_COLUMNS * 20:
            return FileRefused(Trouble.TOO_MANY_COLUMNS)
        top = sheet.to_python(skip_empty_area=False, nrows=HEADER_ROWS)
        at, score = best_heading([_texts(row) for row in top], headings)
        found.append((score, -index, at, top, sheet))
    if not found:
        return FileRefused(Trouble.EMPTY)
    score, index, at, top, sheet = max(found, key=lambda one: one[:2])
    if not any(_texts(row) for row in top):
        return FileRefused(Trouble.EMPTY)
    if score == 0:
        return FileRefused(Trouble.NO_HEADER)
    return _sheet(sheet, at, _formulas(content, -index))


def _texts(row: Sequence[Cell]) -> list[str]:
    texts = [text_of(cell) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _sheet(sheet: CalamineSheet, at: int, formulas: dict[int, tuple[int, ...]]) -> Sheet | FileRefused:
    rows: list[SheetRow] = []
    names: list[str] = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False, nrows=at + MOST_ROWS * 2), start=1):
        if number <= at:
            continue
        texts = _texts(row)
        if number == at + 1:
            names = texts
            if len(names) > MOST_COLUMNS:
                return FileRefused(Trouble.TOO_MANY_COLUMNS)
        elif any(texts) or number in formulas:
            rows.append(SheetRow(number, tuple(texts[: len(names)]), formulas.get(number, ())))
            if len(rows) > MOST_ROWS:
                return FileRefused(Trouble.TOO_MANY_ROWS)
    if sheet.total_height > at + 2 * MOST_ROWS:
        return FileRefused(Trouble.TOO_MANY_ROWS)
    if not rows:
        return FileRefused(Trouble.EMPTY)
    return Sheet(sheet.name, tuple(names), tuple(rows), bool(sheet.merged_cell_ranges))


@lru_cache(maxsize=20_000)
def _cleaned(text: str) -> str:
    return clean(text)


def text_of(cell: Cell) -> str:
    """The cell as text in one form: whole numbers without a point, days as 2026-11-05, NFC."""
    if isinstance(cell, str):
        return cell if cell.isascii() and cell == cell.strip() and cell.isprintable() else _cleaned(cell)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def _formulas(content: bytes, index: int) -> dict[int, tuple[int, ...]]:
    """Columns (from 0) of calculated cells by row (from 1), in the sheet of that number."""
    found: dict[int, list[int]] = {}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        path = _path_of(packed, index)
        data = packed.read(path) if path else b""
    if b"<f" in data:
        for column, row in _cells(data):
            found.setdefault(row, []).append(column)
    return {row: tuple(columns) for row, columns in found.items()}


def _cells(data: bytes) -> Iterator[tuple[int, int]]:
    for match in _FORMULA.finditer(data):
        number = 0
        for letter in match[1]:
            number = number * 26 + letter - 64
        yield number - 1, int(match[2])


_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]{1,300})"')


def _path_of(packed: zipfile.ZipFile, index: int) -> str:
    """Where the sheet of that number lies in the archive; "" when that cannot be told."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ""
    idents = [
        match[1]
        for match in re.finditer(rb'<(?:\w+:)?sheet\b[^>]*?r:id="([^"]{1,60})"', packed.read("xl/workbook.xml"))
    ]
    targets: dict[bytes, bytes] = {}
    for relation in _RELATION.finditer(packed.read("xl/_rels/workbook.xml.rels")):
        pairs: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(relation[0]))
        if {b"Id", b"Target"} <= pairs.keys():
            targets[pairs[b"Id"]] = pairs[b"Target"]
    if index >= len(idents) or idents[index] not in targets:
        return ""
    target = targets[idents[index]].decode("utf-8", "replace")
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return path if path in names else ""
