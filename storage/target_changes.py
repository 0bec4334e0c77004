"""Targets that people set and amend: the former value stays, with who changed it, when, and by which document."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from domain.ids import PersonId, UnitId
from domain.records import PutTarget
from domain.targets import Indicator, SetTarget, Target, TargetKind
from storage import before
from storage.instants import from_ms, iso, to_day, to_ms

FIELDS = (
    "t.indicator, t.unit_id, t.starts_on, t.ends_on, t.issuer, t.document, t.least, t.most, t.kind, t.is_inferred,"
    " t.is_approximate, t.term, t.published, t.id, t.document_on, t.set_by, t.set_at, t.replaced_by"
)
BY_ID = f"SELECT {FIELDS}, p.name FROM target t LEFT JOIN person p ON p.id = t.set_by WHERE t.id = :id"
IN_YEAR = f"""
SELECT {FIELDS}, p.name FROM target t LEFT JOIN person p ON p.id = t.set_by
WHERE t.unit_id IN (SELECT value FROM json_each(:units)) AND t.starts_on <= :last AND t.ends_on >= :first AND t.replaced_by IS NULL
ORDER BY t.unit_id, t.indicator, t.id
"""
FORMER = f"""
WITH RECURSIVE chain (id) AS (
 SELECT id FROM target WHERE replaced_by = :id UNION SELECT target.id FROM target JOIN chain ON target.replaced_by = chain.id
) SELECT {FIELDS}, p.name FROM target t JOIN chain ON chain.id = t.id LEFT JOIN person p ON p.id = t.set_by ORDER BY t.id DESC
"""
INSERT = """
INSERT INTO target (id, indicator, unit_id, starts_on, ends_on, issuer, document, least, most, kind, is_inferred, is_approximate, term,
 published, document_on, set_by, set_at, is_import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def found(connection: sqlite3.Connection, query: str, bound: Mapping[str, object]) -> Sequence[SetTarget]:
    return [_of_row(row) for row in connection.execute(query, bound).fetchall()]


def _of_row(row: tuple[object, ...]) -> SetTarget:
    texts = [None if value is None else str(value) for value in row]
    target = Target(
        Indicator(texts[0] or ""),
        UnitId(int(texts[1] or 0)),
        date.fromisoformat(texts[2] or ""),
        date.fromisoformat(texts[3] or ""),
        texts[4] or "",
        texts[5] or "",
        int(texts[6] or 0),
        int(texts[7] or 0),
        TargetKind(texts[8] or ""),
        texts[9] == "1",
        texts[10] == "1",
        texts[11],
        texts[12],
    )
    set_by = None if texts[15] is None else PersonId(int(texts[15]))
    set_at = None if texts[16] is None else from_ms(int(texts[16]))
    replaced_by = None if texts[17] is None else int(texts[17])
    return SetTarget(int(texts[13] or 0), target, to_day(texts[14]), set_by, set_at, replaced_by, texts[18] or "")


def put(connection: sqlite3.Connection, one: PutTarget) -> None:
    """Raises sqlite3.IntegrityError when another one of the same issuer, unit, indicator and period is in force."""
    if one.replaces is not None:
        _point(connection, one, one.replaces)
    _keep(connection, one, one.id)
    goal = one.target
    connection.execute(
        INSERT,
        (
            *(one.id, goal.indicator, goal.unit_id, goal.starts_on.isoformat(), goal.ends_on.isoformat(), goal.issuer),
            *(goal.document, goal.least, goal.most, goal.kind, goal.is_inferred, goal.is_approximate, goal.term),
            *(goal.published, iso(one.document_on), one.by, to_ms(one.at), one.is_import),
        ),
    )
    if one.replaces is not None:
        _point(connection, one, one.id)


def _point(connection: sqlite3.Connection, one: PutTarget, at: int) -> None:
    """The old row steps back, first behind itself: in either order of writing and undoing only one of the two is in force."""
    _keep(connection, one, one.replaces)
    connection.execute("UPDATE target SET replaced_by = ? WHERE id = ?", (at, one.replaces))


def _keep(connection: sqlite3.Connection, one: PutTarget, ident: int | None) -> None:
    if one.operation_id is not None:
        before.keep(connection, one.operation_id, "target", ident)
