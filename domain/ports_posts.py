"""What is asked about the people of a unit: who has joined, who holds which post, who looks after the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.decision import Operation
from domain.ids import CodeId, OperationId, PersonId, PostId, UnitId
from domain.people import Person, Post
from domain.talk import Draft, FlowName


@dataclass(frozen=True, slots=True)
class Invitation:
    """The newest code for a post. `cancelled_why` is None for one that nobody cancelled."""

    id: CodeId
    expires_at: datetime
    is_used: bool
    cancelled_why: str | None = None

    def is_open(self, now: datetime) -> bool:
        return not self.is_used and self.cancelled_why is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class MovedDraft:
    """A form that went from one person to another with a post. `draft` is as whoever got it left it, None when they touched it since,

    or when the other one has begun another of that kind: then it stays.
    """

    flow: FlowName
    of: Person
    to: Person
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with posts within the actor's reach that are not over, begun or not, in the order in which they were given.

    `is_whole`: all their posts are within reach. `joined_at` is when their first account was linked, None without one.
    `is_reachable`: on one account at least. `codes` has the newest code of each post.
    """

    person: Person
    posts: tuple[Post, ...]
    is_whole: bool
    joined_at: datetime | None
    is_reachable: bool
    is_locked: bool
    codes: Mapping[PostId, Invitation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Burden:
    """What hangs on a unit and goes with its post: candidates that are followed, and entries that wait for an answer."""

    followed: int
    waiting: int


class ReadPosts(Protocol):
    """Limited to the units in which the actor may manage posts, but for `posts_ever`."""

    def members(self) -> Sequence[Member]: ...
    def member(self, person_id: PersonId) -> Member | None: ...
    def posts_ever(self, person_id: PersonId) -> Sequence[Post]:
        """Every post of the person, over or not begun, in any unit: to decide by, never to show."""
        ...

    def lasting_admins(self) -> Mapping[PostId, PersonId]:
        """The posts, without an end, of administrators at the top of the tree who are not locked and can be reached."""
        ...

    def handed_over(self, person_id: PersonId) -> Post | None:
        """The post that the person handed over last, if they have done so."""
        ...

    def concerned(self, operation_id: OperationId) -> frozenset[PersonId]:
        """Whose posts the operation changed."""
        ...

    def moved_drafts(self, operation: Operation) -> Sequence[MovedDraft]:
        """The forms that went along with the post that this operation handed over."""
        ...

    def burden(self, unit_id: UnitId) -> Burden: ...
