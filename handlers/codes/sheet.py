"""Who has joined and who has not, as a file."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Decision
from domain.tables import Cell, Column, ColumnType, Table
from domain.talk import Page
from handlers.codes.facts import Facts
from handlers.codes.people import GONE, IN, LOCKED, MISSING, Seen, everybody, listed_on, unit_name
from handlers.tables import exported, may_print, refused, sheet
from language.say import codes as say_codes
from language.say import exports as say_exports
from language.say import sheets as say


def excel(page: Page, facts: Facts, now: datetime) -> Decision:
    """The whole list that was shown, a line for each post."""
    found = listed_on(page, everybody(facts, now), facts)
    if not found or not may_print(facts.here):
        return refused(facts.here)
    columns = (
        *map(Column, (say_exports.CELL, say_exports.NAME, say.POST, say_exports.STATE)),
        *(Column(say.JOINED_ON, ColumnType.DATE), Column(say.CODE_UNTIL, ColumnType.DATE), Column(say.DETAIL)),
    )
    rows = tuple(_row(one, facts) for one in found)
    about = say.only(say_codes.MISSING if page.about == MISSING else "", page.part)
    table = Table(say.JOINED, columns, rows, say_exports.as_of(about, facts.here.today))
    audit = Audit("exported", "joined", facts.here.actor.who)
    units = {one.member.person.id: one.post.unit_id for one in reversed(found)}
    looks = [Audit("exported", "person", ident, unit_id=unit) for ident, unit in sorted(units.items())]
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit, looks=looks)


def _row(one: Seen, facts: Facts) -> tuple[Cell, ...]:
    """Whoever is in has no need of the day of a code, whoever is not has not come on any day."""
    zone, member = facts.here.zone, one.member
    is_in, code = one.kind in (IN, GONE, LOCKED), member.codes.get(one.post.id)
    joined = member.joined_at.astimezone(zone).date() if is_in and member.joined_at is not None else None
    is_waiting = not is_in and code is not None and not code.is_used and code.cancelled_why is None
    until = code.expires_at.astimezone(zone).date() if is_waiting and code is not None else None
    about = (unit_name(one.post, facts), member.person.name, one.post.title, say.JOINED_STATES[one.kind])
    return (*about, joined, until, one.told)
