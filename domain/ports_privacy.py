"""What the flows may ask about rights of the person; a part of `domain.ports.Read`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.admission import Candidate
from domain.ids import CandidateId, UnitId
from domain.privacy import Consent, Ended, Expiring, Look, OwnCode, Request, Subject


class ReadPrivacy(Protocol):
    """Whatever is read here is somebody's: whoever shows it has checked that the actor may see it."""

    def candidate_to_handle(self, candidate_id: CandidateId) -> Candidate | None:
        """Also one whose consent was withdrawn, in units where the actor handles requests; None once erased."""
        ...

    def visited(self) -> Candidate | None:
        """Whose record this chat may look at by the candidate's own code, for half an hour after it was used."""
        ...

    def has_visited(self) -> bool:
        """Whether this chat ever looked at a record by a candidate's own code."""
        ...

    def is_stopped(self, candidate_id: CandidateId) -> bool: ...
    def own_code(self, digits: str) -> OwnCode | None: ...
    def fresh_own_code(self) -> tuple[str, str]: ...
    def consents(self, subject: Subject) -> Sequence[Consent]:
        """Oldest first."""
        ...

    def looks(self, subject: Subject, most: int) -> Sequence[Look]:
        """Who looked at the record or changed it, newest first."""
        ...

    def taken_out(self, subject: Subject, most: int) -> Sequence[Look]:
        """Files and papers with the record in them that others than the person had made, newest first."""
        ...

    def stopped(self, folded: str, within: frozenset[UnitId]) -> Sequence[Candidate]:
        """Candidates with exactly that folded name whose consent was withdrawn and who are not erased, followed or introduced there."""
        ...

    def guided_by(self, name: str) -> int:
        """How many candidates have a member of that name noted as their guide: namesakes are not told apart."""
        ...

    def messages_kept(self) -> int:
        """How many messages of the actor's own chats stand with their text."""
        ...

    def request(self, number: int) -> Request | None:
        """One that the actor handles; None for any other."""
        ...

    def open_requests(self, within: frozenset[UnitId]) -> Sequence[Request]:
        """Those that wait for an answer or for being done, by day."""
        ...

    def has_open(self, subject: Subject) -> Sequence[Request]:
        """The open requests about this subject."""
        ...

    def expiring(self, ended: Ended, within: frozenset[UnitId]) -> Expiring: ...
