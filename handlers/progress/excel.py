"""The table of a view as a file: the units below, everything at a glance, or the records behind a number."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Decision
from domain.tables import Cell, Column, ColumnType, Table
from domain.targets import Indicator
from domain.units import Unit
from handlers.progress.facts import Facts
from handlers.progress.view import View
from handlers.tables import exported, may_print, refused, sheet
from language.say import exports as say
from language.say import progress as say_progress
from language.say import sheets as say_sheets
from language.say.words import voice_of

BY_UNIT, OVERVIEW, RECORDS = "excel", "excelall", "excelrec"
EXPORTS = (BY_UNIT, OVERVIEW, RECORDS)
INT, PERCENT = ColumnType.INT, ColumnType.PERCENT


def excel(step: str, view: View, unit: Unit, facts: Facts, now: datetime) -> Decision:
    if not may_print(facts.here, unit.id) or not facts.is_known:
        return refused(facts.here)
    if step == RECORDS:
        return _records(view, unit, facts, now)
    table = _overview(unit, facts) if step == OVERVIEW else _by_unit(view, unit, facts)
    file = sheet(table, facts.here, now)
    audit = Audit("exported", "progress", unit.id, (view.indicator.value,), unit_id=unit.id)
    return exported(file, table.title, len(table.rows), audit)


def _by_unit(view: View, unit: Unit, facts: Facts) -> Table:
    """Sums of numerators and of denominators; of targets none, for a unit may have no own one."""
    is_share = view.indicator is Indicator.MEETINGS_ON_TIME
    voice = voice_of(facts.here.actor.person)
    columns = (
        Column(say.CELL),
        Column(say_progress.name_of(view.indicator, voice), INT, has_total=True),
        Column(say.OWED if is_share else say.GOAL, INT, has_total=is_share),
        Column(say.RATE, PERCENT, has_total=is_share, of=(1, 2)),
    )
    rows = tuple(
        (
            say_progress.itself(row.unit.short_name) if row.is_itself else row.unit.short_name,
            row.count.number,
            (row.count.of or None) if is_share else row.goal,
            None,
        )
        for row in facts.rows
    )
    title = say.by_unit(say_progress.name_of(view.indicator, voice))
    return Table(title, columns, rows, say.as_of(unit.name, facts.as_of))


def _overview(unit: Unit, facts: Facts) -> Table:
    columns = (
        *(Column(say.WHAT), Column(say.DONE, INT), Column(say.BASE, INT), Column(say.BASE_IS)),
        Column(say.RATE, PERCENT, of=(1, 2)),
    )
    voice = voice_of(facts.here.actor.person)
    rows: list[tuple[Cell, ...]] = []
    for indicator, count, goal in facts.overview:
        name = say_progress.name_of(indicator, voice)
        if count is None:
            rows.append((name, None, None, say.UNKNOWN, None))
        elif count.of or indicator is Indicator.MEETINGS_ON_TIME:
            rows.append((name, count.number, count.of, say.IS_OWED, None))
        else:
            rows.append((name, count.number, goal, "" if goal is None else say.IS_GOAL, None))
    return Table(say.OVERVIEW, columns, tuple(rows), say.as_of(unit.name, facts.as_of))


def _records(view: View, unit: Unit, facts: Facts, now: datetime) -> Decision:
    """One by one what the list counts by month; of a year that was entered as one figure, the figure."""
    if not facts.records:
        return refused(facts.here)
    name = say_progress.name_of(view.indicator, voice_of(facts.here.actor.person))
    columns = (
        *(Column(say_sheets.RECORD), Column(say_sheets.DAY, ColumnType.DATE), Column(say.CELL)),
        Column(say.COUNT, INT, has_total=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in facts.records:
        what, count = say_sheets.record(view.indicator, one.name)
        rows.append((what, one.day, (one.unit or unit).short_name, count))
    table = Table(say_sheets.records_of(name), columns, tuple(rows), say.as_of(unit.name, facts.as_of))
    audit = Audit("exported", "records", unit.id, (view.indicator.value,), unit_id=unit.id)
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit)
