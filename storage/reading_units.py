"""Questions about units through time (`domain.ports_units.ReadUnits`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from domain.ids import CandidateId, PostId, UnitId
from domain.units import UnitTree
from domain.zone import UnitVersion
from storage import unit_changes, units
from storage.instants import to_day

if TYPE_CHECKING:
    from storage.reading import Sources

VERSIONS = (
    "SELECT name, short_name, parent_id, valid_from, valid_to FROM unit_version WHERE unit_id = ? ORDER BY valid_from"
)
CHANGES = """
SELECT valid_from FROM unit_version WHERE valid_from > :day
UNION SELECT founded_on FROM unit WHERE founded_on > :day
UNION SELECT closed_on FROM unit WHERE closed_on > :day ORDER BY 1
"""
POSTS = """
SELECT id FROM post WHERE unit_id IN (SELECT value FROM json_each(?)) AND (until IS NULL OR until > ?)
"""
NOT_ADMITTED = """
SELECT count(*) FROM candidate c WHERE c.unit_id IN (SELECT value FROM json_each(?)) AND c.is_undone = 0 AND NOT EXISTS
 (SELECT 1 FROM candidate_event e WHERE e.candidate_id = c.id AND e.is_live = 1 AND e.step = 'ceremony')
"""


class UnitsRead:
    """Part of `storage.reading.TurnRead`."""

    _db: sqlite3.Connection
    _sources: Sources

    def unit_versions(self, unit_id: UnitId) -> Sequence[UnitVersion]:
        return [
            UnitVersion(
                name, short, None if parent is None else UnitId(parent), date.fromisoformat(since), to_day(until)
            )
            for name, short, parent, since, until in self._db.execute(VERSIONS, (unit_id,)).fetchall()
        ]

    def trees_from(self, day: date) -> Sequence[UnitTree]:
        rows = self._db.execute(CHANGES, {"day": day.isoformat()}).fetchall()
        days = [day, *(date.fromisoformat(row[0]) for row in rows)]
        return [units.tree(self._db, one) for one in days]

    def posts_in(self, unit_ids: frozenset[UnitId], day: date) -> Sequence[PostId]:
        rows = self._db.execute(POSTS, (json.dumps(sorted(unit_ids)), day.isoformat())).fetchall()
        return [PostId(row[0]) for row in rows]

    def not_admitted(self, unit_id: UnitId) -> Sequence[CandidateId]:
        return [CandidateId(one) for one in unit_changes.not_admitted(self._db, unit_id)]

    def not_admitted_in(self, unit_ids: frozenset[UnitId]) -> int:
        return int(self._db.execute(NOT_ADMITTED, (json.dumps(sorted(unit_ids)),)).fetchone()[0])

    def twins_between(self, unit_id: UnitId, other: UnitId) -> int:
        return sum(unit_changes.has_twin(self._db, one, other) for one in unit_changes.not_admitted(self._db, unit_id))
