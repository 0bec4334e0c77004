"""The facts about rights of the person; a part of `storage.reading.TurnRead` (`domain.ports_privacy.ReadPrivacy`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from domain.admission import Candidate
from domain.ids import CandidateId, UnitId
from domain.ports import Here
from domain.privacy import Consent, Ended, Expiring, Look, OwnCode, Request, Subject
from domain.rights import Action, reach
from storage import candidates, people, privacy

if TYPE_CHECKING:
    from storage.reading import Sources

VISIT = timedelta(minutes=30)
"""So long a chat may look at the record of the candidate whose code was typed there."""


EVER = datetime(1970, 1, 1, tzinfo=UTC)


class PrivacyRead:
    _db: sqlite3.Connection
    _sources: Sources
    here: Here

    def candidate_to_handle(self, candidate_id: CandidateId) -> Candidate | None:
        return privacy.to_handle(self._db, candidate_id, self._handled())

    def visited(self) -> Candidate | None:
        return privacy.visited(self._db, self.here.actor.account_id, self.here.sent_at - VISIT)

    def has_visited(self) -> bool:
        return privacy.visited(self._db, self.here.actor.account_id, EVER) is not None

    def is_stopped(self, candidate_id: CandidateId) -> bool:
        return privacy.is_stopped(self._db, candidate_id)

    def own_code(self, digits: str) -> OwnCode | None:
        digests = (self._sources.digest(digits), *self._sources.old_digests(digits))
        return next((found for one in digests if (found := privacy.code(self._db, one)) is not None), None)

    def fresh_own_code(self) -> tuple[str, str]:
        """Digits that no other code has, and their digest. Only the digest may be stored."""
        while True:
            digits = self._sources.fresh_digits()
            digest = self._sources.digest(digits)
            if people.code(self._db, digest) is None and privacy.code(self._db, digest) is None:
                return digits, digest

    def consents(self, subject: Subject) -> Sequence[Consent]:
        return privacy.consents(self._db, subject)

    def looks(self, subject: Subject, most: int) -> Sequence[Look]:
        return privacy.looks(self._db, subject, most)

    def taken_out(self, subject: Subject, most: int) -> Sequence[Look]:
        return privacy.taken_out(self._db, subject, most)

    def stopped(self, folded: str, within: frozenset[UnitId]) -> Sequence[Candidate]:
        return privacy.stopped(self._db, folded, within)

    def guided_by(self, name: str) -> int:
        return candidates.guided_by(self._db, name)

    def messages_kept(self) -> int:
        return privacy.messages_kept(self._db, self.here.actor.who)

    def request(self, number: int) -> Request | None:
        found = privacy.request(self._db, number)
        return found if found is not None and found.unit_id in self._handled() else None

    def open_requests(self, within: frozenset[UnitId]) -> Sequence[Request]:
        return privacy.open_requests(self._db, within)

    def has_open(self, subject: Subject) -> Sequence[Request]:
        return privacy.open_about(self._db, subject)

    def expiring(self, ended: Ended, within: frozenset[UnitId]) -> Expiring:
        return privacy.expiring(self._db, ended, within)

    def _handled(self) -> frozenset[UnitId]:
        return reach(self.here.actor.posts, Action.HANDLE_REQUESTS, self.here.tree)
