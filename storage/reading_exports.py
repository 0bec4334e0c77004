"""What exports read in their turn (`domain.ports_exports.ReadExports`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from domain.exports import Printed
from domain.ids import CandidateId, UnitId
from domain.people import Role
from domain.ports import Here
from domain.rights import GRANTS, Action, reach
from storage import exports
from storage.candidates import Reach


class ExportsRead:
    """Part of `storage.reading.TurnRead`."""

    _db: sqlite3.Connection
    here: Here

    def to_print(
        self,
        units: frozenset[UnitId] | None = None,
        part: str = "",
        *,
        only: Sequence[CandidateId] | None = None,
        is_waiting: bool = False,
        is_open: bool = False,
    ) -> Sequence[Printed]:
        return exports.to_print(self._db, self._printable, units, part, only, is_waiting=is_waiting, is_open=is_open)

    @property
    def _printable(self) -> Reach:
        """Whoever may look in one unit and print in another prints that other one alone."""
        tree, posts = self.here.tree, [post for post in self.here.actor.posts if Action.PRINT in GRANTS[post.role]]
        own = reach((post for post in posts if post.role is not Role.UNION), Action.SEE_CANDIDATES, tree)
        return Reach(own, reach((post for post in posts if post.role is Role.UNION), Action.SEE_CANDIDATES, tree))
