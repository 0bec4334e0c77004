"""The list of tasks as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from domain.decision import Audit, Decision
from domain.digest import Part
from domain.tables import Cell, Column, ColumnType, Table
from handlers.tables import exported, may_print, refused, sheet
from handlers.tasks.facts import Facts
from language.say import exports as say_exports


def excel(facts: Facts, now: datetime) -> Decision:
    """What the list counts in a line stands here line by line, in the same bounds: a cell that is at its report is not named."""
    rows = tuple(row for part in facts.parts for row in _lines(part, facts.here.today))
    if not rows or not may_print(facts.here):
        return refused(facts.here)
    columns = (*map(Column, (say_exports.CELL, say_exports.TASK)), Column(say_exports.DUE, ColumnType.DATE))
    columns += (Column(say_exports.STATE), Column(say_exports.COUNT, ColumnType.INT))
    table = Table(say_exports.TASKS, columns, rows, say_exports.as_of("", facts.here.today))
    audit = Audit("exported", "tasks", facts.here.actor.who)
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit)


def _lines(part: Part, today: date) -> Iterator[tuple[Cell, ...]]:
    unit = part.unit.short_name
    for one in part.owed:
        state = say_exports.LATE if one.due_on < today else say_exports.IN_TIME
        yield unit, say_exports.report(one.kind, one.period), one.due_on, state, 1
    if part.entries:
        yield unit, say_exports.ENTRIES, None, say_exports.WAITS, part.entries
    for month in part.months:
        told = say_exports.report(month.kind, month.period)
        yield from ((cell, told, None, say_exports.LATE, 1) for cell in month.late)
        if month.busy:
            yield unit, told, None, say_exports.BUSY, month.busy
        if left := month.owed - month.sent - len(month.late) - month.busy:
            yield unit, told, month.last_due_on, say_exports.IN_TIME, left
        yield unit, told, None, say_exports.SENT, month.sent
