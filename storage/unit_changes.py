"""Writes changes of units. Every row that a change touches is kept as it was before, so that it can be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from domain.ids import OperationId, UnitId
from domain.unit_changes import (
    AddUnit,
    ChangeUnit,
    CloseUnit,
    SetAlias,
    SetObligation,
    SettleMerges,
    SetUnitDates,
    SetWaiver,
)
from domain.units import UnitKind
from storage import before
from storage.instants import iso

ADD_VERSION = (
    "INSERT INTO unit_version (unit_id, name, short_name, parent_id, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?)"
)
VERSIONS_FROM = """
SELECT valid_from, valid_to, name, short_name, parent_id FROM unit_version
WHERE unit_id = ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY valid_from
"""
SET_VERSION = "UPDATE unit_version SET name = ?, short_name = ?, parent_id = ? WHERE unit_id = ? AND valid_from = ?"
CHILDREN = """
SELECT v.unit_id, min(v.valid_from) FROM unit_version v JOIN unit u ON u.id = v.unit_id
WHERE v.parent_id = ? AND (v.valid_to IS NULL OR v.valid_to > ?) AND (u.closed_on IS NULL OR u.closed_on > ?) GROUP BY v.unit_id
"""
POSTS = "SELECT id, since FROM post WHERE unit_id = ? AND (until IS NULL OR until > ?) ORDER BY id"
COPY_POST = """
INSERT INTO post (id, person_id, role, unit_id, title, since, until)
SELECT :id, person_id, role, :unit, title, :since, until FROM post WHERE id = :post
"""
NOT_ADMITTED = """
SELECT id FROM candidate c WHERE unit_id = ? AND is_undone = 0 AND NOT EXISTS
 (SELECT 1 FROM candidate_event e WHERE e.candidate_id = c.id AND e.is_live = 1 AND e.step = 'ceremony') ORDER BY id
"""
TWIN = """
SELECT 1 FROM candidate c JOIN candidate o ON o.name = c.name AND o.birth = c.birth AND o.is_undone = 0 AND o.needs_matching = 0
WHERE c.id = ? AND o.unit_id = ? AND c.needs_matching = 0 LIMIT 1
"""
LATER = "SELECT since FROM obligation WHERE unit_id = ? AND kind = ? AND since > ?"
MERGED = "SELECT id, merged_into FROM unit WHERE merged_into IS NOT NULL AND closed_on <= ? ORDER BY closed_on, id"


def add_unit(connection: sqlite3.Connection, one: AddUnit) -> None:
    day, in_firm = one.on.isoformat(), one.kind in (UnitKind.UNION, UnitKind.ENTERPRISE)
    before.keep(connection, one.operation_id, "unit", one.id)
    connection.execute(
        "INSERT INTO unit (id, kind, founded_on, is_in_enterprise) VALUES (?, ?, ?, ?)",
        (one.id, one.kind, day, in_firm),
    )
    before.keep(connection, one.operation_id, "unit_version", one.id, day)
    connection.execute(ADD_VERSION, (one.id, one.name, one.short_name, one.parent_id, day, None))


def change_unit(connection: sqlite3.Connection, one: ChangeUnit) -> None:
    """Later versions follow as long as they had the old value; what was changed later on its own stays.

    Raises sqlite3.IntegrityError when the unit has no version on that day.
    """
    day, key = one.on.isoformat(), one.unit_id
    first, *later = connection.execute(VERSIONS_FROM, (key, day)).fetchall() or [None]
    if first is None or first[0] > day:
        raise sqlite3.IntegrityError("the unit does not exist on that day")
    since, until, *old = first
    asked = (one.name, one.short_name, None if one.parent_id is None else int(one.parent_id))
    new = [was if want is None else want for was, want in zip(old, asked, strict=True)]
    before.keep(connection, one.operation_id, "unit_version", key, since)
    if since == day:
        connection.execute(SET_VERSION, (*new, key, since))
    else:
        connection.execute(
            "UPDATE unit_version SET valid_to = ? WHERE unit_id = ? AND valid_from = ?", (day, key, since)
        )
        before.keep(connection, one.operation_id, "unit_version", key, day)
        connection.execute(ADD_VERSION, (key, *new, day, until))
    follows = [want is not None for want in asked]
    for since, _, *values in later:
        follows = [goes and value == was for goes, value, was in zip(follows, values, old, strict=True)]
        new_values = [want if goes else value for goes, want, value in zip(follows, new, values, strict=True)]
        if new_values != values:
            before.keep(connection, one.operation_id, "unit_version", key, since)
            connection.execute(SET_VERSION, (*new_values, key, since))


def close_unit(connection: sqlite3.Connection, one: CloseUnit) -> None:
    day = one.on.isoformat()
    if one.into is not None:
        for child, since in connection.execute(CHILDREN, (one.unit_id, day, day)).fetchall():
            on = max(one.on, date.fromisoformat(since))
            change_unit(connection, ChangeUnit(UnitId(child), on, one.operation_id, parent_id=one.into))
    before.keep(connection, one.operation_id, "unit", one.unit_id)
    connection.execute("UPDATE unit SET closed_on = ?, merged_into = ? WHERE id = ?", (day, one.into, one.unit_id))
    for post, since in connection.execute(POSTS, (one.unit_id, day)).fetchall():
        _end_post(connection, one, post, since)


def _end_post(connection: sqlite3.Connection, one: CloseUnit, post: int, since: str) -> None:
    """A post that has not begun by then goes over as it is: the code that begins it holds its number."""
    day = one.on.isoformat()
    before.keep(connection, one.operation_id, "post", post)
    if one.moves_posts and since >= day:
        connection.execute("UPDATE post SET unit_id = ? WHERE id = ?", (one.into, post))
        return
    if one.moves_posts:
        new = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM post").fetchone()[0])
        before.keep(connection, one.operation_id, "post", new)
        connection.execute(COPY_POST, {"id": new, "unit": one.into, "since": day, "post": post})
    connection.execute("UPDATE post SET until = ? WHERE id = ?", (day, post))


def not_admitted(connection: sqlite3.Connection, unit_id: UnitId) -> Sequence[int]:
    return [int(row[0]) for row in connection.execute(NOT_ADMITTED, (unit_id,)).fetchall()]


def has_twin(connection: sqlite3.Connection, candidate: int, unit_id: UnitId) -> bool:
    return connection.execute(TWIN, (candidate, unit_id)).fetchone() is not None


def settle(connection: sqlite3.Connection, one: SettleMerges) -> None:
    """A candidate whom the other unit follows, too, is marked for the office to match."""
    for old, into in connection.execute(MERGED, (one.on.isoformat(),)).fetchall():
        for candidate in not_admitted(connection, UnitId(old)):
            _keep(connection, one.operation_id, "candidate", candidate)
            is_double = has_twin(connection, candidate, UnitId(into))
            connection.execute(
                "UPDATE candidate SET unit_id = ?, needs_matching = max(needs_matching, ?) WHERE id = ?",
                (into, is_double, candidate),
            )
        for (folded,) in connection.execute("SELECT folded FROM unit_alias WHERE unit_id = ?", (old,)).fetchall():
            _keep(connection, one.operation_id, "unit_alias", folded, old)
            _keep(connection, one.operation_id, "unit_alias", folded, into)
            connection.execute("DELETE FROM unit_alias WHERE folded = ? AND unit_id = ?", (folded, old))
            connection.execute("INSERT OR IGNORE INTO unit_alias (unit_id, folded) VALUES (?, ?)", (into, folded))


def _keep(connection: sqlite3.Connection, operation_id: OperationId | None, name: str, *key: object) -> None:
    if operation_id is not None:
        before.keep(connection, operation_id, name, *key)


def set_alias(connection: sqlite3.Connection, one: SetAlias) -> None:
    before.keep(connection, one.operation_id, "unit_alias", one.folded, one.unit_id)
    if one.is_kept:
        connection.execute(
            "INSERT OR IGNORE INTO unit_alias (unit_id, folded) VALUES (?, ?)", (one.unit_id, one.folded)
        )
    else:
        connection.execute("DELETE FROM unit_alias WHERE folded = ? AND unit_id = ?", (one.folded, one.unit_id))


def set_dates(connection: sqlite3.Connection, one: SetUnitDates) -> None:
    before.keep(connection, one.operation_id, "unit", one.unit_id)
    connection.execute(
        "UPDATE unit SET go_live_on = coalesce(?, go_live_on), report_due_day = coalesce(?, report_due_day) WHERE id = ?",
        (iso(one.go_live_on), one.report_due_day, one.unit_id),
    )


def set_waiver(connection: sqlite3.Connection, one: SetWaiver) -> None:
    key = (str(one.period), one.unit_id)
    before.keep(connection, one.operation_id, "report_waiver", *key)
    connection.execute("DELETE FROM report_waiver WHERE period = ? AND unit_id = ?", key)
    if one.reason is not None:
        connection.execute("INSERT INTO report_waiver VALUES (?, ?, ?, ?)", (*key, iso(one.until), one.reason))


def set_obligation(connection: sqlite3.Connection, one: SetObligation) -> None:
    key = (one.unit_id, one.kind, str(one.since))
    for (since,) in connection.execute(LATER, key).fetchall():
        before.keep(connection, one.operation_id, "obligation", one.unit_id, one.kind, since)
    connection.execute("DELETE FROM obligation WHERE unit_id = ? AND kind = ? AND since > ?", key)
    before.keep(connection, one.operation_id, "obligation", *key)
    connection.execute(
        "INSERT INTO obligation (unit_id, kind, since, is_owed) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (unit_id, kind, since) DO UPDATE SET is_owed = excluded.is_owed",
        (*key, one.is_owed),
    )
