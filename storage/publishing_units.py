"""Units and people that a workbook brings. Others rest on them at once: they are not taken back, they are changed in their flows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from domain.imports import Verdict

Row = tuple[int, Verdict, dict[str, str], int | None]
UNIT = """
INSERT INTO unit (id, kind, founded_on, closed_on, go_live_on, report_due_day, is_in_enterprise, is_founding_counted,
 is_proposed_by_union_cell) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
VERSION = "INSERT INTO unit_version (unit_id, name, short_name, parent_id, valid_from) VALUES (?, ?, ?, ?, ?)"
ALIAS = "INSERT OR IGNORE INTO unit_alias (unit_id, folded) VALUES (?, ?)"
HEAD_COUNT = """
INSERT INTO head_count (unit_id, as_of, full_count, probationary_count, temporary_count, away_count, exempt_count)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
CHANGE_UNIT = """
UPDATE unit SET go_live_on = ?, report_due_day = ?, is_in_enterprise = ?, is_founding_counted = ?, is_proposed_by_union_cell = ?
WHERE id = ?
"""
PERSON = "INSERT INTO person (id, name, is_party_member) VALUES (?, ?, ?)"
POST = "INSERT INTO post (id, person_id, role, unit_id, title, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)"
COUNTS = ("full", "probationary", "temporary", "away", "exempt")
NEXT_UNIT = "SELECT coalesce(max(id), 0) + 1 FROM unit"
NEXT_PERSON = "SELECT coalesce(max(id), 0) + 1 FROM person"
NEXT_POST = "SELECT coalesce(max(id), 0) + 1 FROM post"


def units(db: sqlite3.Connection, added: Sequence[Row], changed: Sequence[Row], today: date) -> None:
    """Units first, then their places in the tree: a unit may stand below one of a later row."""
    del today
    first = int(db.execute(NEXT_UNIT).fetchone()[0])
    idents = {number: first + nth for nth, (number, _, _, _) in enumerate(added)}
    db.executemany(UNIT, [_unit(idents[number], fields) for number, _, fields, _ in added])
    db.executemany(VERSION, [_version(idents, number, fields) for number, _, fields, _ in added])
    both = [(idents[number], fields) for number, _, fields, _ in added]
    for _, _, fields, ident in changed:
        db.execute(CHANGE_UNIT, (*_settings(fields), ident))
        both.append((ident or 0, fields))
    aliases = [(ident, one) for ident, fields in both for one in fields["aliases"].split(";") if one]
    db.executemany(ALIAS, aliases)
    counted = [(ident, fields) for ident, fields in both if fields.get("is_counted")]
    db.executemany(HEAD_COUNT, [_head_count(ident, fields) for ident, fields in counted])


def _unit(ident: int, fields: Mapping[str, str]) -> tuple[object, ...]:
    live, *others = _settings(fields)
    return (ident, fields["kind"], fields["founded_on"], fields["closed_on"] or None, live, *others)


def _settings(fields: Mapping[str, str]) -> tuple[object, ...]:
    flags = ("is_in_enterprise", "is_founding_counted", "is_proposed_by_union_cell")
    return (
        fields["go_live_on"] or None,
        int(fields["report_due_day"] or 10),
        *(int(fields[one] or 0) for one in flags),
    )


def _version(idents: Mapping[int, int], number: int, fields: Mapping[str, str]) -> tuple[object, ...]:
    parent = int(fields["parent"])
    above = idents[-parent] if parent < 0 else parent
    return (idents[number], fields["name"], fields["short_name"], above, fields["founded_on"])


def _head_count(ident: int, fields: Mapping[str, str]) -> tuple[object, ...]:
    return (ident, fields["as_of"], *(int(fields[name] or 0) for name in COUNTS))


def people(db: sqlite3.Connection, added: Sequence[Row], changed: Sequence[Row]) -> None:
    """A row that is about the person of an earlier row adds a post to them."""
    person, post = (int(db.execute(sql).fetchone()[0]) for sql in (NEXT_PERSON, NEXT_POST))
    idents: dict[int, int] = {}
    for nth, (number, _, fields, _) in enumerate(added):
        told = int(fields.get("person") or 0)
        ident = told if told > 0 else idents.get(-told, 0)
        if not ident:
            ident, person = person, person + 1
            db.execute(PERSON, (ident, fields["name"], int(fields["is_party_member"])))
        idents[number] = ident
        held = (fields["role"], int(fields["unit"]), fields["title"], fields["since"], fields["until"] or None)
        db.execute(POST, (post + nth, ident, *held))
    for _, _, fields, held_as in changed:
        db.execute(
            "UPDATE post SET title = ?, since = ?, until = ? WHERE id = ?",
            (fields["title"], fields["since"], fields["until"] or None, held_as),
        )
        db.execute(
            "UPDATE person SET is_party_member = ? WHERE id = ?",
            (int(fields["is_party_member"]), int(fields["person"])),
        )
