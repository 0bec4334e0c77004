"""By whose word something was entered for a cell."""

from __future__ import annotations

import sqlite3

from domain.ids import CandidateId, OperationId, PersonId, UnitId
from domain.on_behalf import Behalf, Way
from domain.records import AddBehalf

ADD = "INSERT INTO on_behalf (operation_id, unit_id, by_word, way) VALUES (?, ?, ?, ?)"
GET = """
SELECT b.operation_id, b.unit_id, o.person_id, b.by_word, b.way FROM on_behalf b JOIN operation o ON o.id = b.operation_id
WHERE b.operation_id = ?
"""
OF_CANDIDATE = "SELECT operation_id FROM candidate WHERE id = ? AND is_undone = 0 AND operation_id IS NOT NULL"


def add(connection: sqlite3.Connection, record: AddBehalf) -> None:
    connection.execute(ADD, (record.operation_id, record.unit_id, record.by_word, record.way))


def behalf(connection: sqlite3.Connection, operation_id: OperationId) -> Behalf | None:
    row = connection.execute(GET, (operation_id,)).fetchone()
    if row is None:
        return None
    ident, unit, person, by_word, way = row
    return Behalf(OperationId(ident), UnitId(unit), PersonId(person), by_word, Way(way))


def of_candidate(connection: sqlite3.Connection, candidate_id: CandidateId) -> Behalf | None:
    row = connection.execute(OF_CANDIDATE, (candidate_id,)).fetchone()
    return None if row is None else behalf(connection, OperationId(row[0]))
