"""The trail as a file: all that fits what was asked for, newest first, up to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.decision import Audit, Decision
from domain.ports import Here
from domain.tables import Cell, Column, ColumnType, Table
from domain.trail import Entry
from handlers.tables import exported, may_print, refused, sheet, unit_name
from language.say import exports as say_exports
from language.say import sheets as say
from language.say import trail as say_trail

MOST = 5_000
"""Lines in one file; whoever needs older ones asks for a day, a person or a unit."""


def excel(
    entries: Sequence[Entry], heading: Sequence[str], audit: Audit, looks: Sequence[Audit], here: Here, now: datetime
) -> Decision:
    """`entries` may hold one more than fit. The same fields as in the list, and never a value."""
    if not entries or not may_print(here):
        return refused(here)
    columns = (
        *(Column(say.WHEN, ColumnType.DATETIME), Column(say.WHO), Column(say.DID)),
        *(Column(say.RECORDS, ColumnType.INT, has_total=True), Column(say.FIELDS), Column(say_exports.CELL)),
    )
    rows = tuple(_row(one, here) for one in entries[:MOST])
    about = say.trail_of(heading, MOST if len(entries) > MOST else None)
    table = Table(say_trail.TITLE, columns, rows, about)
    return exported(sheet(table, here, now), table.title, len(rows), audit, looks=looks, is_personal=True)


def _row(one: Entry, here: Here) -> tuple[Cell, ...]:
    unit = "" if one.unit_id is None else unit_name(one.unit_id, here)
    at = one.at.astimezone(here.zone).replace(tzinfo=None)
    return at, say_trail.who(one), say_trail.did(one, unit), one.count, say_trail.fields(one), unit
