"""What the flow of workbooks reads (`domain.ports_imports.ReadImports`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.ids import UnitId
from domain.imports import Subject, Upload
from domain.units import Unit
from storage import known, uploads

if TYPE_CHECKING:
    from domain.ports import Here


class ImportsRead:
    """Part of `storage.reading.TurnRead`."""

    _db: sqlite3.Connection
    here: Here

    def upload(self, upload_id: int) -> Upload | None:
        found = uploads.get(self._db, upload_id)
        return found if found is not None and found.person_id == self.here.actor.who else None

    def open_upload(self) -> Upload | None:
        return uploads.open_of(self._db, self.here.actor.who)

    def next_upload(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM upload").fetchone()[0])

    def import_stamp(self, subject: Subject, within: frozenset[UnitId]) -> str:
        return known.stamp(self._db, subject, within)

    def every_unit(self) -> Sequence[Unit]:
        return known.all_units(self._db, self.here.today)

    def upload_rows(self, upload_id: int) -> Sequence[tuple[int, list[str], str]]:
        return uploads.rows_with_faults(self._db, upload_id)
