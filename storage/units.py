"""Units, their names over time, aliases and head counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.ids import UnitId
from domain.meetings import HeadCount, MeetingKind
from domain.obligations import Obligation
from domain.periods import Period
from domain.records import SetHeadCount
from domain.units import Unit, UnitKind, UnitTree, Waiver
from storage.instants import to_day

TREE = """
SELECT u.id, u.kind, v.name, v.short_name, v.parent_id, u.founded_on, u.closed_on, u.go_live_on, u.report_due_day, u.is_in_enterprise
FROM unit u JOIN unit_version v ON v.unit_id = u.id
WHERE v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to > :day)
  AND u.founded_on <= :day AND (u.closed_on IS NULL OR u.closed_on > :day)
"""

WAIVERS = "SELECT unit_id, period, until, reason FROM report_waiver ORDER BY unit_id, period"
OBLIGATIONS = "SELECT unit_id, kind, since, is_owed FROM obligation ORDER BY unit_id, since"
STOOD = """
SELECT unit_id, valid_from, parent_id FROM unit_version WHERE valid_from <= ? AND unit_id IN
 (SELECT unit_id FROM unit_version GROUP BY unit_id HAVING count(DISTINCT coalesce(parent_id, 0)) > 1) ORDER BY unit_id, valid_from
"""
STAMP = "SELECT value FROM meta WHERE name = 'units'"
HEAD_COUNT = """
SELECT full_count, probationary_count, temporary_count, away_count, exempt_count FROM head_count
WHERE unit_id = ? AND is_undone = 0 ORDER BY as_of DESC, id DESC LIMIT 1
"""


def tree(connection: sqlite3.Connection, on: date) -> UnitTree:
    """The tree of that day: last year's report is by last year's tree."""
    rows, excused, asked = (
        connection.execute(TREE, {"day": on.isoformat()}).fetchall(),
        waivers(connection),
        obligations(connection),
    )
    moved = moves(connection, on) if asked else {}
    units = (of_row(row, excused.get(row[0], ()), asked.get(row[0], ())) for row in rows)
    return UnitTree.of(on, (replace(unit, moves=moved[unit.id]) if unit.id in moved else unit for unit in units))


def moves(connection: sqlite3.Connection, on: date) -> Mapping[int, tuple[tuple[date, UnitId | None], ...]]:
    """By unit, oldest first: below which one it stood until that day, and from when on; units that never moved are left out."""
    found: dict[int, tuple[tuple[date, UnitId | None], ...]] = {}
    for unit, since, parent in connection.execute(STOOD, (on.isoformat(),)).fetchall():
        above = None if parent is None else UnitId(parent)
        before = found.get(unit, ())
        if not before or before[-1][1] != above:
            found[unit] = (*before, (date.fromisoformat(since), above))
    return found


def waivers(connection: sqlite3.Connection) -> Mapping[int, Sequence[Waiver]]:
    """By unit, oldest month first; units without any are left out."""
    found: dict[int, list[Waiver]] = {}
    for unit, period, until, reason in connection.execute(WAIVERS).fetchall():
        found.setdefault(unit, []).append(Waiver(Period.parse(period), to_day(until), reason))
    return found


def obligations(connection: sqlite3.Connection) -> Mapping[int, Sequence[Obligation]]:
    """What was set for each unit itself, oldest first; units without any are left out."""
    found: dict[int, list[Obligation]] = {}
    for unit, kind, since, is_owed in connection.execute(OBLIGATIONS).fetchall():
        found.setdefault(unit, []).append(
            Obligation(MeetingKind(kind), Period.parse(since), bool(is_owed), UnitId(unit))
        )
    return found


def stamp(connection: sqlite3.Connection) -> str:
    """Another text after each change of what a tree is made of; the former one again when the change is rolled back."""
    row = connection.execute(STAMP).fetchone()
    return "" if row is None else str(row[0])


def of_row(
    row: tuple[int, str, str, str, int | None, str, str | None, str | None, int, int],
    waivers: Sequence[Waiver] = (),
    obligations: Sequence[Obligation] = (),
) -> Unit:
    ident, kind, name, short_name, parent, founded, closed, live, due_day, in_enterprise = row
    return Unit(
        UnitId(ident),
        UnitKind(kind),
        name,
        short_name,
        None if parent is None else UnitId(parent),
        date.fromisoformat(founded),
        to_day(closed),
        to_day(live),
        due_day,
        bool(in_enterprise),
        tuple(waivers),
        tuple(obligations),
    )


def aliases(connection: sqlite3.Connection) -> Sequence[tuple[str, UnitId]]:
    """Folded other names of units, longest first, so that the most specific one is found first."""
    rows = connection.execute("SELECT folded, unit_id FROM unit_alias ORDER BY length(folded) DESC, folded").fetchall()
    return [(folded, UnitId(unit)) for folded, unit in rows]


def head_count(connection: sqlite3.Connection, unit_id: UnitId) -> HeadCount | None:
    """The newest confirmed count, or None when nobody has confirmed one yet."""
    row = connection.execute(HEAD_COUNT, (unit_id,)).fetchone()
    return None if row is None else HeadCount(*row)


def set_head_count(connection: sqlite3.Connection, record: SetHeadCount) -> None:
    count = record.head_count
    connection.execute(
        "INSERT INTO head_count (unit_id, as_of, full_count, probationary_count, temporary_count, away_count, exempt_count,"
        " operation_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.unit_id,
            record.as_of.isoformat(),
            count.full,
            count.probationary,
            count.temporary,
            count.away,
            count.exempt,
            record.operation_id,
        ),
    )


def add_root(connection: sqlite3.Connection, name: str, founded_on: date) -> None:
    """The first unit of an empty database, number 1, above all that come later."""
    day = founded_on.isoformat()
    connection.execute("INSERT INTO unit (id, kind, founded_on) VALUES (1, ?, ?)", (UnitKind.COMMITTEE, day))
    connection.execute(
        "INSERT INTO unit_version (unit_id, name, short_name, parent_id, valid_from) VALUES (1, ?, ?, NULL, ?)",
        (name, name, day),
    )


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nobody has put a unit into this database yet."""
    return connection.execute("SELECT 1 FROM unit LIMIT 1").fetchone() is None
