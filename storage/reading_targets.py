"""Questions about targets and their history (`domain.ports_targets.ReadTargets`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from domain.ids import UnitId
from domain.targets import SetTarget
from storage import target_changes


class TargetsRead:
    """Part of `storage.reading.TurnRead`."""

    _db: sqlite3.Connection

    def target_by_id(self, target_id: int) -> SetTarget | None:
        return next(iter(target_changes.found(self._db, target_changes.BY_ID, {"id": target_id})), None)

    def targets_set(self, unit_ids: frozenset[UnitId], year: int) -> Sequence[SetTarget]:
        bound = {"units": json.dumps(sorted(unit_ids)), "first": f"{year:04d}-01-01", "last": f"{year:04d}-12-31"}
        return target_changes.found(self._db, target_changes.IN_YEAR, bound)

    def former_targets(self, target_id: int) -> Sequence[SetTarget]:
        return target_changes.found(self._db, target_changes.FORMER, {"id": target_id})
