"""What flows may ask while they gather facts. Implemented by storage/; tests use the same implementation on a file in memory.

Everything is read inside the turn's write transaction, after the writes of earlier turns. Methods that take or return units or
candidates are limited to what the actor's posts reach today: outside = not found (design.md §2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from domain.admission import AdmissionStep, Candidate, StepEvent, Vote
from domain.calendar import Calendar
from domain.decision import Operation
from domain.ids import AccountId, CandidateId, CodeId, MeetingId, OperationId, PersonId, PostId, TurnId, UnitId
from domain.legal import RuleBook
from domain.meetings import Gap, HeadCount, Meeting, MeetingKind
from domain.people import Actor, Person, Post, Role
from domain.periods import BirthDate, Period
from domain.rights import Action
from domain.talk import Conversation, Draft, FlowName
from domain.targets import Coverage, Indicator, Target
from domain.units import UnitTree


@dataclass(frozen=True, slots=True)
class Here:
    """The turn's surroundings. `today` is local; `sent_at` is when the person sent it (UTC), which decides on time or late.

    `authority` is the document on whose authority the program runs, with whom to ask; empty in a trial (ux.md).
    """

    actor: Actor
    conversation: Conversation
    tree: UnitTree
    today: date
    sent_at: datetime
    turn_id: TurnId
    zone: tzinfo
    authority: str
    has_buttons: bool = True


@dataclass(frozen=True, slots=True)
class StoredCode:
    """An invitation found by its digits, whatever its state.

    `used_by` is the account that used it; `linked` the same account when this code gave it its person.
    """

    id: CodeId
    person: Person
    post: Post
    made_by: PersonId | None
    made_at: datetime
    expires_at: datetime
    is_used: bool
    is_cancelled: bool
    used_by: AccountId | None = None
    linked: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """A candidate who might be the same person. What stands outside the actor's reach is only a fact: no name, no unit."""

    is_visible: bool
    candidate: Candidate | None
    is_same: bool


class Read(Protocol):
    """Read-only. `here` is known before anything is asked."""

    here: Here
    rules: RuleBook
    raw_days: int

    def tree(self, on: date) -> UnitTree: ...
    def calendar(self) -> Calendar: ...
    def aliases(self) -> Sequence[tuple[str, UnitId]]: ...
    def reach(self, action: Action) -> frozenset[UnitId]: ...
    def next_id(self, table: str) -> int: ...
    def fresh_code(self) -> tuple[str, str]: ...
    def code(self, digits: str) -> StoredCode | None: ...
    def code_by_id(self, code_id: CodeId) -> StoredCode | None: ...
    def code_tries(self, since: datetime) -> tuple[int, int]: ...
    def person(self, person_id: PersonId) -> Person | None: ...
    def people_named(self, name: str) -> Sequence[Person]: ...
    def holders(self, unit_id: UnitId | None, roles: Sequence[Role]) -> Sequence[Person]: ...
    def posts_of(self, person_id: PersonId) -> Sequence[Post]: ...
    def accounts_of(self, person_id: PersonId) -> Sequence[int]: ...
    def post(self, post_id: PostId) -> Post | None: ...
    def candidate(self, candidate_id: CandidateId) -> Candidate | None: ...
    def candidates(self, folded: str, most: int, skip: int = 0) -> Sequence[Candidate]: ...
    def followed(self, unit_id: UnitId) -> Sequence[Candidate]: ...
    def waiting_entries(self) -> Sequence[Candidate]: ...
    def twins(self, folded: str, name: str, birth: BirthDate) -> Sequence[Twin]: ...
    def events(self, candidate_id: CandidateId) -> Sequence[StepEvent]: ...
    def votes(self, candidate_id: CandidateId) -> Sequence[tuple[MeetingId, Vote]]: ...
    def votes_at(self, meeting_id: MeetingId) -> int: ...
    def head_count(self, unit_id: UnitId) -> HeadCount | None: ...
    def meeting(self, unit_id: UnitId, period: Period, kind: MeetingKind) -> Meeting | None: ...
    def meeting_by_id(self, meeting_id: MeetingId) -> Meeting | None: ...
    def months_reported(self, unit_id: UnitId, year: int) -> frozenset[int]: ...
    def next_receipt(self, prefix: str) -> str: ...
    def gaps(self, since: datetime) -> Sequence[Gap]: ...
    def counts(self, indicator: Indicator, starts_on: date, ends_on: date) -> Mapping[UnitId, tuple[int, int]]: ...
    def counted(
        self, indicator: Indicator, starts_on: date, ends_on: date, within: frozenset[UnitId]
    ) -> Sequence[tuple[str, date | None]]: ...
    def targets(self, indicator: Indicator, unit_id: UnitId, on: date) -> Sequence[Target]: ...
    def coverage(self, indicator: Indicator, unit_id: UnitId, on: date) -> Coverage | None: ...
    def operation(self, operation_id: OperationId) -> Operation | None: ...
    def draft_of(self, person_id: PersonId, flow: FlowName) -> Draft | None: ...
    def last_operation(self) -> Operation | None: ...


__all__ = ["AdmissionStep", "Here", "Read", "StoredCode", "Twin"]
