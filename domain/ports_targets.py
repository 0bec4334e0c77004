"""What the administration of targets asks while it gathers facts (`domain.ports.Read`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.ids import UnitId
from domain.targets import SetTarget


class ReadTargets(Protocol):
    """Not limited by itself: whoever shows any of it asks only about units within reach."""

    def target_by_id(self, target_id: int) -> SetTarget | None: ...
    def targets_set(self, unit_ids: frozenset[UnitId], year: int) -> Sequence[SetTarget]:
        """All that are in force in some part of that year, by unit and in the order in which they were first set."""
        ...

    def former_targets(self, target_id: int) -> Sequence[SetTarget]:
        """What this one has replaced, newest first."""
        ...
