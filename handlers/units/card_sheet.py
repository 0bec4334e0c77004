"""The card of one unit as a file: a line for each thing that it tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from domain.decision import Audit, Decision
from domain.ports import Here
from domain.tables import Column, ColumnType, Table
from domain.units import UnitKind
from handlers.tables import exported, may_print, refused, sheet
from handlers.units.shown import Card
from language.say import exports as say_exports
from language.say import sheets as say
from language.say import unit_reports as say_reports
from language.say.unit_card import SIGNS

Row = tuple[str, int | None, date | None, str]
COLUMNS = (
    *(Column(say_exports.WHAT), Column(say.NUMBER, ColumnType.INT)),
    *(Column(say.DAY, ColumnType.DATE), Column(say.TOLD)),
)


def excel(found: Card, here: Here, now: datetime) -> Decision:
    unit = found.unit
    if not may_print(here):
        return refused(here)
    rows = (*_names(found), *_counts(found, here.today), *_reports(found), *_past(found))
    table = Table(say.CARD, COLUMNS, rows, say_exports.as_of(unit.short_name, found.day))
    audit = Audit("exported", "unit", unit.id, unit_id=unit.id)
    return exported(sheet(table, here, now), table.title, len(rows), audit)


def _names(found: Card) -> Iterator[Row]:
    unit = found.unit
    yield say.FULL, None, None, unit.name
    yield say.SHORT, None, None, unit.short_name
    yield say.KIND, None, None, SIGNS[unit.kind]
    if unit.parent_id in found.names:
        yield say.ABOVE, None, None, found.names[unit.parent_id]
    yield say.FOUNDED, None, unit.founded_on, ""
    if unit.closed_on is not None:
        yield say.CLOSED, None, unit.closed_on, ""
    for alias in found.aliases:
        yield say.ALIAS, None, None, alias


def _counts(found: Card, today: date) -> Iterator[Row]:
    """Posts and candidates are only known as they stand now."""
    if found.unit.kind is UnitKind.COMMITTEE:
        yield say.CELLS, found.cell_count, None, ""
    if found.day == today:
        yield say.POST_COUNT, found.post_count, None, ""
        yield say.FOLLOWED, found.followed_count, None, ""


def _reports(found: Card) -> Iterator[Row]:
    unit = found.unit
    for told, since, above in say_reports.rows(unit.id, unit.obligations, found.names):
        yield told, None, since, above
    if not unit.owes_reports:
        return
    yield say.LIVE, None, unit.is_live_from, ""
    yield say.DUE_DAY, unit.report_due_day, None, ""
    for one in unit.waivers:
        what = say.waiver(one.period, is_exempt=one.until is None)
        yield what, None, one.until, one.reason
    if found.head_count is not None:
        counted = asdict(found.head_count)
        yield from ((name, counted[field], None, "") for field, name in say.HEAD_COUNT.items())


def _past(found: Card) -> Iterator[Row]:
    """Names and places through time, where there is more than one to tell."""
    for one in found.versions if len(found.versions) > 1 else ():
        above = "" if one.parent_id is None else found.names.get(one.parent_id, "")
        yield say.VERSION, None, one.starts_on, say.version(one.name, above)
