"""The tree below a unit as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from domain.decision import Audit, Decision
from domain.ids import UnitId
from domain.meetings import HeadCount
from domain.ports import Here, Read
from domain.tables import Cell, Column, ColumnType, Table
from domain.units import Unit, UnitKind
from handlers.tables import STEP, exported, may_print, refused, sheet
from handlers.units import card_sheet
from handlers.units.facts import Facts
from handlers.units.shown import CARD_STEP, Level
from language.say import exports as say_exports
from language.say import sheets as say
from language.say.unit_card import SIGNS

STEPS = (STEP, CARD_STEP)
INT, DATE = ColumnType.INT, ColumnType.DATE
COLUMNS = (
    *(Column(say.LEVEL, INT), Column(say.SHORT), Column(say.FULL), Column(say.KIND), Column(say.ABOVE)),
    *(Column(say.FOUNDED, DATE), Column(say.CELLS, INT), Column(say.LIVE, DATE), Column(say.DUE_DAY, INT)),
)
MEMBERS = Column(say.MEMBERS, INT, has_total=True)


def with_members(facts: Facts, read: Read) -> Facts:
    """The same with how many members each cell of the tree has; of a day that is over it is not known."""
    found = facts.level
    if found is None or found.tree.on != facts.here.today:
        return facts
    cells = [unit.id for _, unit in _below(found) if unit.kind is UnitKind.CELL]
    return replace(facts, members={cell: read.head_count(cell) for cell in cells})


def excel(facts: Facts, now: datetime) -> Decision:
    if facts.card is not None:
        return card_sheet.excel(facts.card, facts.here, now)
    return refused(facts.here) if facts.level is None else _tree(facts.level, facts.members, facts.here, now)


def _below(found: Level) -> Iterator[tuple[int, Unit]]:
    """The unit and all below it, each above its own, with how far down it stands."""
    waiting = [(1, unit) for unit in reversed([found.unit] if found.unit is not None else found.units)]
    while waiting:
        depth, unit = waiting.pop()
        yield depth, unit
        waiting += [(depth + 1, child) for child in reversed(found.tree.children_of(unit.id))]


def _tree(found: Level, members: Mapping[UnitId, HeadCount | None], here: Here, now: datetime) -> Decision:
    """Every level, not one page. The sum of members is one of cells: no unit is counted twice."""
    if not may_print(here):
        return refused(here)
    units = list(_below(found))
    known = {unit.id for _, unit in units} | {found.parent}
    rows: list[tuple[Cell, ...]] = []
    for depth, unit in units:
        above = found.tree.get(unit.parent_id) if unit.parent_id in known else None
        row: tuple[Cell, ...] = (depth, unit.short_name, unit.name, SIGNS[unit.kind])
        row += ("" if above is None else above.short_name, unit.founded_on, *_reports(unit, found))
        count = members.get(unit.id)
        rows.append((*row, *([None if count is None else count.total] if members else [])))
    columns = (*COLUMNS, MEMBERS) if members else COLUMNS
    top = found.unit
    table = Table(
        say.TREE, columns, tuple(rows), say_exports.as_of("" if top is None else top.short_name, found.tree.on)
    )
    about = None if top is None else top.id
    audit = Audit("exported", "tree", about or 0, unit_id=about)
    return exported(sheet(table, here, now), table.title, len(rows), audit)


def _reports(unit: Unit, found: Level) -> tuple[Cell, Cell, Cell]:
    """Cells below a committee; since when and until which day a cell reports."""
    if unit.owes_reports:
        return None, unit.is_live_from, unit.report_due_day
    is_above = unit.kind is UnitKind.COMMITTEE
    return (len(found.tree.of_kind(UnitKind.CELL, unit.id)) if is_above else None), None, None
