"""The dry run: every row of a sheet against what stands. Pure; tens of thousands of rows a second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.imports import CheckedRow, Fields, Known, KnownRow, SheetRow, Subject, Verdict
from handlers.imports.names import FileUnits
from handlers.imports.rules import RULES, Context, key_of
from language.reading import Misread
from language.say import imports as say
from language.sheets.cells import NUMBERS, Kind, Reading, read
from language.sheets.columns import IGNORED, Column, Layout
from language.text import clean, fold

MOST_REMEMBERED = 2_000
MOST_SAID = 2
"""Sentences for one row; the others come when these are mended."""


def check(layout: Layout, mapping: Sequence[str], rows: Iterable[SheetRow], known: Known) -> list[CheckedRow]:
    """A verdict for each row, in order."""
    given = list(rows)
    reader = Reader(layout, mapping, given, known)
    checked = [reader.checked(row) for row in given]
    return list(_with_parents(checked)) if layout.subject is Subject.UNITS else checked


def is_example(layout: Layout, mapping: Sequence[str], row: SheetRow) -> bool:
    """Whether what is told in the row is the template's example."""
    if not any(say.EXAMPLE_MARK in cell for cell in row.cells):
        return False
    examples = {column.name: fold(column.example) for column in layout.columns}
    told = [(name, fold(cell)) for name, cell in zip(mapping, row.cells, strict=False) if name in examples]
    return bool(told) and "vi du" in fold(" ".join(row.cells)) and all(examples[name] == cell for name, cell in told)


class Reader:
    """One pass over the rows of a sheet: it remembers what earlier rows were about."""

    def __init__(self, layout: Layout, mapping: Sequence[str], rows: Sequence[SheetRow], known: Known) -> None:
        self._layout, self._known = layout, known
        self._columns = [(at, one) for at, name in enumerate(mapping) if (one := _column(layout, name)) is not None]
        self._missing = {one.name for one in layout.columns} - {one.name for _, one in self._columns}
        self._units = FileUnits(known, _names_in(self._columns, rows, layout))
        self._standing: dict[tuple[str, ...], list[KnownRow]] = {}
        for row in known.rows:
            self._standing.setdefault(key_of(layout, row.fields), []).append(row)
        self._seen: dict[tuple[str, ...], list[int]] = {}
        self._once: dict[tuple[str, ...], int] = {}
        self._context = Context(known, self._units, layout.subject)
        self._fields: dict[str, dict[str, str | Misread]] = {one.name: {} for one in layout.columns}
        self._readings = {
            one.name: Reading(known.today, self._units, one.labels, one.most, one.words) for one in layout.columns
        }

    def checked(self, row: SheetRow) -> CheckedRow:
        told, faults = self._told(row)
        rule = RULES[self._layout.subject]
        rule.complete(told)
        faults += [
            say.missing(one.title)
            for one in self._layout.columns
            if one.name in self._layout.key and not told.get(one.name) and not one.default and not faults
        ]
        if faults:
            return CheckedRow(row, Verdict.REFUSE, " ".join(dict.fromkeys(faults[:MOST_SAID])))
        key = key_of(self._layout, {**self._defaults, **{name: value for name, value in told.items() if value}})
        before, standing = self._seen.setdefault(key, []), self._standing.get(key, ())
        before.append(row.number)
        if len(before) > max(1, len(standing)):
            return CheckedRow(row, Verdict.REFUSE, say.twice(before[0]))
        if len(standing) >= len(before):
            return self._against(row, told, standing[len(before) - 1])
        return self._new(row, told)

    @property
    def _defaults(self) -> dict[str, str]:
        return {one.name: one.default for one in self._layout.columns if one.default}

    def _told(self, row: SheetRow) -> tuple[dict[str, str], list[str]]:
        told: dict[str, str] = {}
        faults: list[str] = []
        for at, column in self._columns:
            text = row.cells[at] if at < len(row.cells) else ""
            if at in row.formulas and (column.kind in NUMBERS or not text):
                faults.append(say.formula(column.title))
                continue
            found = self._field(column, text) if text else ""
            if isinstance(found, Misread):
                faults.append(say.misread(column.title, found))
            else:
                told[column.name] = found
        return told, faults

    def _field(self, column: Column, text: str) -> str | Misread:
        """Most cells of a column are the same few texts."""
        read_before = self._fields[column.name]
        if (found := read_before.get(text)) is None:
            found = read(column.kind, text, self._readings[column.name])
            if len(read_before) < MOST_REMEMBERED:
                read_before[text] = found
        return found

    def _against(self, row: SheetRow, told: Fields, one: KnownRow) -> CheckedRow:
        if one.is_stopped:
            return CheckedRow(row, Verdict.REFUSE, say.withdrawn())
        rule = RULES[self._layout.subject]
        told = rule.beside(told, one.fields)
        changed = tuple(
            name
            for name, value in told.items()
            if value and name in one.fields and not rule.is_same(name, value, one.fields[name])
        )
        if not changed:
            self._is_again(row, one.fields)
            return CheckedRow(row, Verdict.SAME, record_id=one.id)
        titles = [column.title for column in self._layout.columns if column.name in changed]
        if one.is_fixed:
            return CheckedRow(row, Verdict.REFUSE, say.fixed(titles))
        fields = {**one.fields, **{name: rule.merged(name, told[name], one.fields[name]) for name in changed}}
        fault = rule.change(changed, fields, one, self._context) or rule.fault(fields, self._context)
        if fault := fault or self._is_again(row, fields):
            return CheckedRow(row, Verdict.REFUSE, fault)
        return CheckedRow(row, Verdict.CHANGE, changed=changed, fields=fields, record_id=one.id)

    def _new(self, row: SheetRow, told: Fields) -> CheckedRow:
        rule = RULES[self._layout.subject]
        fields = {one.name: told.get(one.name) or one.default for one in self._layout.columns}
        lacking = [one.title for one in self._layout.columns if one.is_required and not fields[one.name]]
        if lacking:
            return CheckedRow(row, Verdict.REFUSE, say.lacking(lacking))
        if (amended := rule.amended(fields, self._context)) is not None:
            return self._against(row, told, amended)
        fault = rule.fault(fields, self._context) or rule.add(fields, row.number, self._context)
        if fault := fault or self._is_again(row, fields):
            return CheckedRow(row, Verdict.REFUSE, fault)
        return CheckedRow(row, Verdict.ADD, fields=fields)

    def _is_again(self, row: SheetRow, fields: Fields) -> str:
        """What is wrong when an earlier row is about the same although its key is another one."""
        identity = RULES[self._layout.subject].identity(fields)
        first = self._once.setdefault(identity, row.number) if identity else row.number
        return "" if first == row.number else say.twice(first)


def _column(layout: Layout, name: str) -> Column | None:
    return None if name in ("", IGNORED) else layout.column(name)


def _names_in(columns: Sequence[tuple[int, Column]], rows: Sequence[SheetRow], layout: Layout) -> dict[str, int]:
    """Only a workbook of units names units that do not stand yet."""
    at = next((at for at, one in columns if one.name == "name"), None)
    if layout.subject is not Subject.UNITS or at is None:
        return {}
    found: dict[str, int] = {}
    for row in rows:
        if at < len(row.cells) and clean(row.cells[at]):
            found.setdefault(fold(row.cells[at]), row.number)
    return found


def _with_parents(checked: Sequence[CheckedRow]) -> Iterator[CheckedRow]:
    """A unit below one that is not taken, or below itself, is not taken either."""
    by_number = {one.row.number: one for one in checked}
    for one in checked:
        seen: set[int] = set()
        at: CheckedRow | None = one
        while at is not None and at.verdict is Verdict.ADD and at.fields.get("parent", "").startswith("-"):
            above = -int(at.fields["parent"])
            if above in seen or above not in by_number:
                at = None
                break
            seen.add(above)
            at = by_number[above]
        is_lost = one.verdict is Verdict.ADD and (
            at is None or at.verdict not in (Verdict.ADD, Verdict.SAME, Verdict.CHANGE)
        )
        if is_lost:
            yield replace(one, verdict=Verdict.REFUSE, why=say.parent_refused(), fields={})
        elif (
            one.fields.get("parent", "").startswith("-") and (stands := by_number[-int(one.fields["parent"])]).record_id
        ):
            yield replace(one, fields={**one.fields, "parent": str(stands.record_id)})
        else:
            yield one


__all__ = ["Kind", "check", "is_example"]
