"""What exports ask of the database (`domain.ports.Read`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.exports import Printed
from domain.ids import CandidateId, UnitId


class ReadExports(Protocol):
    """Limited to what posts that may print reach: a post that only looks adds nothing."""

    def to_print(
        self,
        units: frozenset[UnitId] | None = None,
        part: str = "",
        *,
        only: Sequence[CandidateId] | None = None,
        is_waiting: bool = False,
        is_open: bool = False,
    ) -> Sequence[Printed]:
        """Candidates sorted by given name, at most one more than `MOST_EXPORTED`. `units`: theirs, of a union those whom it introduced

        (None: of all within reach). `part`: in whose folded name a word begins with it. `only`: these. `is_waiting`: whom no cell
        has answered yet. `is_open`: who is followed and not admitted yet.
        """
        ...
