"""The units of the sample zone: committees, cells, and under each cell in a firm the firm and perhaps its base union."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.meetings import HeadCount
from domain.units import UnitKind
from domain.zone import ConfirmedCount, UnitVersion, ZoneUnit
from language.text import fold
from sample_data.rows import CellRow, Units

FIRM, UNION = "firm_", "cdcs_"
"""What stands before a cell's key in the keys of its firm and of its base union."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its row and what belongs to it. `workplace` is where its candidates work."""

    id: UnitId
    row: CellRow
    workplace: str
    union_id: UnitId | None

    @property
    def head_count(self) -> HeadCount:
        return HeadCount(*self.row.members)


@dataclass(frozen=True, slots=True)
class Tree:
    units: tuple[ZoneUnit, ...]
    ids: Mapping[str, UnitId]
    cells: tuple[Cell, ...]
    head_counts: tuple[ConfirmedCount, ...]

    def cell(self, key: str) -> Cell:
        return next(cell for cell in self.cells if cell.row.key == key)


def build(rows: Units, go_live_on: date) -> Tree:
    """Ids follow the file: the root, committees, cells, then firms, then unions."""
    ids = {key: UnitId(nth) for nth, key in enumerate(_keys(rows), start=1)}
    units = (
        _root(rows, ids),
        *_committees(rows, ids),
        *(_cell(row, rows, ids, go_live_on) for row in rows.cell),
        *_firms(rows.cell, ids),
        *_unions(rows.cell, ids),
    )
    cells = tuple(
        Cell(ids[row.key], row, row.firm or row.workplace or "", ids.get(UNION + row.key)) for row in rows.cell
    )
    counts = tuple(ConfirmedCount(cell.id, go_live_on, cell.head_count) for cell in cells)
    return Tree(units, ids, cells, counts)


def _keys(rows: Units) -> Iterator[str]:
    yield "root"
    yield from (row.key for row in rows.committee)
    yield from (row.key for row in rows.cell)
    yield from (FIRM + row.key for row in rows.cell if row.firm)
    yield from (UNION + row.key for row in rows.cell if row.union)


def _folded(aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(alias) for alias in aliases))


def _root(rows: Units, ids: Mapping[str, UnitId]) -> ZoneUnit:
    row = rows.root
    versions = (
        UnitVersion(row.name, row.short, None, row.founded_on, row.renamed_on),
        UnitVersion(row.new_name, row.new_short, None, row.renamed_on),
    )
    return ZoneUnit(ids["root"], "root", UnitKind.COMMITTEE, row.founded_on, versions, _folded(row.aliases))


def _committees(rows: Units, ids: Mapping[str, UnitId]) -> Iterator[ZoneUnit]:
    for row in rows.committee:
        version = UnitVersion(row.name, row.short, ids["root"], row.founded_on)
        yield ZoneUnit(
            ids[row.key],
            row.key,
            UnitKind.COMMITTEE,
            row.founded_on,
            (version,),
            _folded(row.aliases),
            is_invented=row.is_invented,
        )


def _cell(row: CellRow, rows: Units, ids: Mapping[str, UnitId], go_live_on: date) -> ZoneUnit:
    name = row.name or f"Chi bộ {row.firm}"
    versions: tuple[UnitVersion, ...] = (UnitVersion(name, row.short, ids[row.under], row.founded_on),)
    if row.moves_to is not None:
        moved_on = rows.root.renamed_on
        versions = (
            UnitVersion(name, row.short, ids[row.under], row.founded_on, moved_on),
            UnitVersion(name, row.short, ids[row.moves_to], moved_on),
        )
    return ZoneUnit(
        ids[row.key],
        row.key,
        UnitKind.CELL,
        row.founded_on,
        versions,
        _folded(row.aliases),
        go_live_on=go_live_on,
        report_due_day=row.due_day,
        is_in_enterprise=row.firm is not None,
        is_founding_counted=row.is_founding_counted,
        is_proposed_by_union_cell=row.is_proposed_by_union_cell,
        is_invented=row.is_invented,
    )


def _firms(rows: Iterable[CellRow], ids: Mapping[str, UnitId]) -> Iterator[ZoneUnit]:
    """The short name is the full one: the bare brand means the cell, never its firm."""
    for row in rows:
        if row.firm:
            version = UnitVersion(row.firm, row.firm, ids[row.key], row.founded_on)
            yield _below(FIRM + row.key, UnitKind.ENTERPRISE, row, version, ids)


def _unions(rows: Iterable[CellRow], ids: Mapping[str, UnitId]) -> Iterator[ZoneUnit]:
    for row in rows:
        if row.union:
            name = f"Công đoàn cơ sở {row.firm}"
            version = UnitVersion(name, f"CĐCS {row.union}", ids[row.key], row.founded_on)
            yield _below(UNION + row.key, UnitKind.UNION, row, version, ids)


def _below(key: str, kind: UnitKind, row: CellRow, version: UnitVersion, ids: Mapping[str, UnitId]) -> ZoneUnit:
    return ZoneUnit(ids[key], key, kind, row.founded_on, (version,), is_in_enterprise=True, is_invented=row.is_invented)
