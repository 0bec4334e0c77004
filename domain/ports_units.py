"""What the administration of units asks while it gathers facts (`domain.ports.Read`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from domain.ids import CandidateId, PostId, UnitId
from domain.units import UnitTree
from domain.zone import UnitVersion


class ReadUnits(Protocol):
    """Not limited by itself: whoever shows any of it asks only about units within reach."""

    def unit_versions(self, unit_id: UnitId) -> Sequence[UnitVersion]:
        """Names and places through time, oldest first."""
        ...

    def trees_from(self, day: date) -> Sequence[UnitTree]:
        """The tree of that day and of each later one on which it changes, in order."""
        ...

    def posts_in(self, unit_ids: frozenset[UnitId], day: date) -> Sequence[PostId]:
        """The posts in these units that hold on that day or later."""
        ...

    def not_admitted(self, unit_id: UnitId) -> Sequence[CandidateId]:
        """The candidates of the unit who are not admitted yet, whatever it answered."""
        ...

    def not_admitted_in(self, unit_ids: frozenset[UnitId]) -> int:
        """How many such candidates all these units have together."""
        ...

    def twins_between(self, unit_id: UnitId, other: UnitId) -> int:
        """How many of those also stand in the other unit, with the same name and birth."""
        ...
