"""What broadcasts, the trail and reports by somebody's word ask while they gather facts (part of `domain.ports.Read`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.broadcasts import Audience, Broadcast, Sending
from domain.ids import CandidateId, OperationId, PersonId, UnitId
from domain.on_behalf import Behalf
from domain.people import Person, Role
from domain.trail import Entry, Record, Wanted


class ReadOffice(Protocol):
    def audience(self, unit_ids: Sequence[UnitId], roles: Sequence[Role]) -> Audience:
        """Who holds one of the roles (any, when none is named) in these units or below, but for whoever asks.

        Units outside the actor's reach count for nobody.
        """
        ...

    def broadcast(self, ident: int) -> Broadcast | None:
        """None where the actor may not send to all its units."""
        ...

    def own_broadcast(self) -> Broadcast | None:
        """The last one that the actor sent."""
        ...

    def sending(self, ident: int) -> Sending: ...

    def trail(self, wanted: Wanted, most: int) -> Sequence[Entry]:
        """The newest entries that fit, newest first; those of one turn about several records of a kind are one entry.

        Limited to units within reach of SEE_TRAIL; what belongs to no unit is seen with its person, or from the top of the tree.
        """
        ...

    def record_numbered(self, number: str) -> Record | None:
        """The report with that receipt number, whatever became of it, within reach."""
        ...

    def users(self) -> Sequence[Person]:
        """Everybody who holds or held a post within reach of SEE_TRAIL."""
        ...

    def behalf(self, operation_id: OperationId) -> Behalf | None:
        """By whose word the operation was entered, and by whom; None where somebody entered what is their own."""
        ...

    def told_of(self, operation_id: OperationId) -> Sequence[PersonId]:
        """Who was told of a change of posts or of what a cell owes, by a notice of its own."""
        ...

    def behalf_of_candidate(self, candidate_id: CandidateId) -> Behalf | None:
        """By whose word the candidate was introduced."""
        ...
