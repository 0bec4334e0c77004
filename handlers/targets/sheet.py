"""The targets of one unit and year as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.decision import Audit, Decision
from domain.tables import Cell, Column, ColumnType, Table
from domain.targets import SetTarget
from domain.units import Unit
from handlers.tables import exported, may_print, refused, sheet
from handlers.targets.facts import Facts, Listed
from language.say import exports as say_exports
from language.say import sheets as say
from language.say.progress import NAMES

INT, DATE = ColumnType.INT, ColumnType.DATE
COLUMNS = (
    *(Column(say.TARGET), Column(say.FROM, DATE), Column(say.TO, DATE), Column(say.LEAST, INT), Column(say.MOST, INT)),
    *(Column(say.ISSUER), Column(say.DOCUMENT), Column(say.DOCUMENT_ON, DATE), Column(say_exports.STATE)),
    *(Column(say.SETTER), Column(say.SET_ON, DATE), Column(say.SHARED, INT), Column(say.SHARED_BY, INT)),
    Column(say.NOTE),
)


def excel(unit: Unit, facts: Facts, now: datetime) -> Decision:
    """Each target and what it has replaced. No total: a sum of different things says nothing."""
    rows = tuple(row for one in facts.listed for row in _rows(one, facts))
    if not rows or not may_print(facts.here, unit.id):
        return refused(facts.here)
    table = Table(say.TARGETS, COLUMNS, rows, say.of_year(unit.short_name, facts.year))
    audit = Audit("exported", "targets", unit.id, unit_id=unit.id)
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit)


def _rows(one: Listed, facts: Facts) -> Iterator[tuple[Cell, ...]]:
    total, count = one.shared or (None, None)
    yield _row(one.target, say.IN_FORCE, (total, count), facts)
    for old in one.former:
        yield _row(old, say.FORMER, (None, None), facts)


def _row(one: SetTarget, state: str, shared: tuple[int | None, int | None], facts: Facts) -> tuple[Cell, ...]:
    target = one.target
    set_on = None if one.set_at is None else one.set_at.astimezone(facts.here.zone).date()
    most = None if target.most == target.least else target.most
    about = (NAMES[target.indicator], target.starts_on, target.ends_on, target.least, most, target.issuer)
    return (*about, target.document, one.document_on, state, one.setter, set_on, *shared, say.target_note(target))
