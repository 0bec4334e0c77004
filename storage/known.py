"""What stands already, in the fields of a workbook (`domain.imports`): what rows are held against, and what an export holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date

from domain.ids import UnitId
from domain.imports import STEP_DOCUMENTS, STEPS, Known, KnownRow, Subject
from domain.people import is_whole_within
from domain.units import Unit, UnitTree
from storage import people, posts
from storage import units as stored_units

ALL_UNITS = """
SELECT u.id, u.kind, v.name, v.short_name, v.parent_id, u.founded_on, u.closed_on, u.go_live_on, u.report_due_day, u.is_in_enterprise
FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.valid_from = coalesce(
 (SELECT max(valid_from) FROM unit_version WHERE unit_id = u.id AND valid_from <= :day),
 (SELECT min(valid_from) FROM unit_version WHERE unit_id = u.id))
ORDER BY u.id
"""
UNITS = """
SELECT u.id, v.name, v.short_name, u.kind, v.parent_id AS parent, u.founded_on, u.closed_on, u.go_live_on, u.report_due_day,
 u.is_in_enterprise, u.is_founding_counted, u.is_proposed_by_union_cell,
 (SELECT group_concat(folded, ';') FROM (SELECT folded FROM unit_alias WHERE unit_id = u.id ORDER BY folded)) AS aliases,
 h.full_count AS full, h.probationary_count AS probationary, h.temporary_count AS temporary, h.away_count AS away,
 h.exempt_count AS exempt, h.as_of
FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.valid_from = coalesce(
 (SELECT max(valid_from) FROM unit_version WHERE unit_id = u.id AND valid_from <= :day),
 (SELECT min(valid_from) FROM unit_version WHERE unit_id = u.id))
LEFT JOIN head_count h ON h.id =
 (SELECT id FROM head_count WHERE unit_id = u.id AND is_undone = 0 ORDER BY as_of DESC, id DESC LIMIT 1)
ORDER BY u.id
"""
PEOPLE = """
SELECT o.id, p.name, o.unit_id AS unit, o.role, o.title, o.since, o.until, p.is_party_member, p.id AS person
FROM post o JOIN person p ON p.id = o.person_id ORDER BY o.id
"""
TARGETS = """
SELECT id, indicator, unit_id AS unit, starts_on, ends_on, issuer, document, least, most, kind, is_inferred, is_approximate, term,
 published, document_on, set_at IS NOT NULL AS is_set FROM target WHERE replaced_by IS NULL ORDER BY id
"""
CANDIDATES = """
SELECT id, name, folded, birth, sex, unit_id AS unit, firm, consent_on, introduced_unit_id AS introduced_unit, introduced_by, intake,
 job, is_manager, education, is_youth_union_member,
 (SELECT group_concat(value, ';') FROM (SELECT value FROM json_each(achievements) ORDER BY value)) AS achievements,
 CASE WHEN is_union_officer = 1 THEN 'officer' WHEN is_union_member = 1 THEN 'member' WHEN is_union_member = 0 THEN 'none' END AS "union",
 is_stopped FROM candidate WHERE is_undone = 0 AND is_erased = 0 ORDER BY id
"""
EVENTS = """
SELECT e.candidate_id, e.step, coalesce(e.happened_on, '?'), e.document, e.guide FROM candidate_event e WHERE e.is_live = 1
"""
MEETINGS = """
SELECT id, unit_id AS unit, period, kind, is_held, reason, held_on, starts, ends, minutes, full_count AS full,
 probationary_count AS probationary, temporary_count AS temporary, away_count AS away, exempt_count AS exempt, present, absent_excused,
 absent_unexcused, considered, topic, place, resolutions, proposals, are_dues_paid, is_import FROM meeting WHERE state = 'live' ORDER BY id
"""
YEARLY = "SELECT id, indicator, unit_id AS unit, year, number, source FROM figure ORDER BY id"
COUNTED = """
SELECT DISTINCT CASE step WHEN 'ceremony' THEN 'admitted' ELSE 'introduced' END, unit_id, CAST(substr(happened_on, 1, 4) AS INTEGER)
FROM candidate_event WHERE step IN ('ceremony', 'identified') AND is_live = 1 AND happened_on IS NOT NULL
"""
ROWS: Mapping[Subject, str] = {
    Subject.UNITS: UNITS,
    Subject.PEOPLE: PEOPLE,
    Subject.TARGETS: TARGETS,
    Subject.CANDIDATES: CANDIDATES,
    Subject.MEETINGS: MEETINGS,
    Subject.YEARLY: YEARLY,
}
_TREE = """
SELECT (SELECT count(*) FROM unit) || '.' || (SELECT count(*) FROM unit_version) || '.' || (SELECT count(*) FROM unit_alias)
 || '.' || (SELECT coalesce(max(id), 0) FROM row_before)
"""
_MARKS = "SELECT value FROM meta WHERE name IN ('units', ?) ORDER BY name"
"""Triggers write them with every update."""
_CANDIDATES = """
SELECT (SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || total(is_undone) || '.' || total(is_stopped) || '.' || total(is_erased)
 FROM candidate)
 || '.' || (SELECT coalesce(max(id), 0) || '.' || total(is_live) FROM candidate_event)
"""
STAMPS: Mapping[Subject, str] = {
    Subject.UNITS: "SELECT coalesce(max(id), 0) || '.' || total(is_undone) FROM head_count",
    Subject.PEOPLE: """SELECT (SELECT coalesce(max(id), 0) FROM person) || '.' ||
 (SELECT count(*) || '.' || total(julianday(since)) || '.' || total(julianday(until)) FROM post)
 || '.' || (SELECT coalesce(group_concat(post_id), '') FROM lasting_admin)""",
    Subject.TARGETS: "SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || total(replaced_by IS NULL) FROM target",
    Subject.CANDIDATES: _CANDIDATES,
    Subject.MEETINGS: "SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || total(state = 'live') FROM meeting",
    Subject.YEARLY: "SELECT (SELECT count(*) || '.' || total(number) FROM figure) || '.' || ("
    "SELECT coalesce(max(id), 0) || '.' || total(is_live) FROM candidate_event)",
}


def stamp(connection: sqlite3.Connection, subject: Subject, within: frozenset[UnitId]) -> str:
    """Another one whenever rows of that subject, units, or what may be written to, may have changed."""
    parts = [connection.execute(sql).fetchone()[0] for sql in (STAMPS[subject], _TREE)]
    marks = [row[0] for row in connection.execute(_MARKS, (subject,)).fetchall()]
    return f"{parts[0]}|{parts[1]}|{'.'.join(marks)}|{len(within)}.{sum(within)}"


def all_units(connection: sqlite3.Connection, today: date) -> tuple[Unit, ...]:
    """Closed ones too, with the names that they have now or had last, and what is asked of them."""
    rows, excused, asked = (
        connection.execute(ALL_UNITS, {"day": today.isoformat()}).fetchall(),
        stored_units.waivers(connection),
        stored_units.obligations(connection),
    )
    units = (stored_units.of_row(row, excused.get(row[0], ()), asked.get(row[0], ())) for row in rows)
    return tuple(UnitTree.of(today, units).units.values())


def known(connection: sqlite3.Connection, subject: Subject, within: frozenset[UnitId], today: date) -> Known:
    """Whoever reaches the top of the tree reaches the units that are closed, too: past records happened there."""
    units = all_units(connection, today)
    is_whole = any(unit.parent_id is None and unit.id in within for unit in units)
    closed = frozenset(unit.id for unit in units if unit.closed_on is not None and unit.closed_on <= today)
    return Known(
        today,
        within | closed if is_whole else within,
        units,
        tuple(stored_units.aliases(connection)),
        tuple(rows_of(connection, subject, today)),
        stamp(connection, subject, within),
        _people(connection, None if is_whole else within, today) if subject is Subject.PEOPLE else {},
        frozenset(map(tuple, connection.execute(COUNTED).fetchall())) if subject is Subject.YEARLY else frozenset(),
        frozenset(map(int, posts.lasting_admins(connection))) if subject is Subject.PEOPLE else frozenset(),
    )


def at_once(connection: sqlite3.Connection, subject: Subject, within: frozenset[UnitId], today: date) -> Known:
    """The same on a reading connection of its own: as it stood at one moment."""
    connection.execute("BEGIN")
    try:
        return known(connection, subject, within, today)
    finally:
        connection.execute("ROLLBACK")


def rows_of(connection: sqlite3.Connection, subject: Subject, today: date) -> list[KnownRow]:
    """Every record of the subject, oldest first."""
    sql = ROWS[subject]
    cursor = connection.execute(sql, {"day": today.isoformat()} if ":day" in sql else {})
    names = [column[0] for column in cursor.description][1:]
    found = [KnownRow(row[0], dict(zip(names, map(_text, row[1:]), strict=True))) for row in cursor]
    return _FINISHED.get(subject, _as_it_is)(connection, found)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _as_it_is(_connection: sqlite3.Connection, found: list[KnownRow]) -> list[KnownRow]:
    return found


def _candidates(connection: sqlite3.Connection, found: list[KnownRow]) -> list[KnownRow]:
    steps: dict[int, dict[str, str]] = {}
    for ident, step, day, document, guide in connection.execute(EVENTS):
        mine = steps.setdefault(ident, {})
        mine[step] = day
        if document and step in STEP_DOCUMENTS:
            mine[STEP_DOCUMENTS[step]] = document
        if guide:
            mine["guide"] = guide
    empty = dict.fromkeys((*STEPS, *STEP_DOCUMENTS.values(), "guide"), "")
    told = [({name: value for name, value in row.fields.items() if name != "is_stopped"}, row) for row in found]
    return [
        KnownRow(row.id, {**fields, **empty, **steps.get(row.id, {})}, is_stopped=row.fields["is_stopped"] == "1")
        for fields, row in told
    ]


def _meetings(_connection: sqlite3.Connection, found: list[KnownRow]) -> list[KnownRow]:
    """What a cell reported itself is its own word: no workbook changes it."""
    told = [({name: value for name, value in row.fields.items() if name != "is_import"}, row) for row in found]
    return [KnownRow(row.id, fields, row.fields["is_import"] != "1") for fields, row in told]


def _people(
    connection: sqlite3.Connection, within: frozenset[UnitId] | None, today: date
) -> dict[str, tuple[int, ...]]:
    """Whoever has a post elsewhere is a stranger to a file; nobody is where `within` is None."""
    found: dict[str, tuple[int, ...]] = {}
    for ident, name in connection.execute("SELECT id, name FROM person WHERE is_erased = 0 ORDER BY id").fetchall():
        if within is None or is_whole_within(people.posts_ever(connection, ident), within, today):
            found[name] = (*found.get(name, ()), ident)
    return found


_FINISHED: Mapping[Subject, Callable[[sqlite3.Connection, list[KnownRow]], list[KnownRow]]] = {
    Subject.CANDIDATES: _candidates,
    Subject.MEETINGS: _meetings,
}
