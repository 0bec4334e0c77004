"""People, their posts, their accounts, and who acts in a turn (design.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.ids import AccountId, PersonId, PostId, UnitId


class Role(StrEnum):
    ADMIN = "admin"
    OFFICE = "office"
    LEADER = "leader"
    SECRETARY = "secretary"
    UNION = "union"
    COLLABORATOR = "collaborator"


@dataclass(frozen=True, slots=True)
class Post:
    """One role in one unit. `title` is how the office calls it (a deputy has the role SECRETARY). `until` is exclusive."""

    id: PostId
    person_id: PersonId
    role: Role
    unit_id: UnitId
    title: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def is_over_on(self, day: date) -> bool:
        """Whether it neither holds nor will hold: ended, or taken back before it began."""
        return self.until is not None and (self.until <= day or self.until <= self.since)


def is_whole_within(posts: Sequence[Post], units: Collection[UnitId], day: date) -> bool:
    """Whether all that somebody holds, or will hold, is in these units; of somebody who has left, all that they held."""
    standing = [post for post in posts if not post.is_over_on(day)]
    return bool(posts) and all(post.unit_id in units for post in standing or posts)


NOT_YET = date(9999, 1, 1)
"""A post begins when its code was used (and, over several units, confirmed)."""
INVITATION_VALID = timedelta(days=7)
UNCHOSEN_HOUR = "07:30"
"""The hour of whoever has not chosen one: they are written to when CHIBOT_DIGEST_AT says. It is none of those on offer."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """How a person wants the weekly digest: none before `paused_until`, a local date; none for a week without news;

    on which account what they did not ask for arrives (None: where they wrote last).
    """

    paused_until: date | None = None
    skips_empty: bool = False
    account_id: AccountId | None = None

    def is_paused_on(self, day: date) -> bool:
        return self.paused_until is not None and day < self.paused_until


@dataclass(frozen=True, slots=True)
class Person:
    """One human. `message_hour` is the local "HH:MM" at which bulk messages may come."""

    id: PersonId
    name: str
    is_party_member: bool = True
    message_hour: str = "07:30"


class Address(NamedTuple):
    """Where a message comes from and an answer goes to. Ids are the vendor's, opaque text."""

    channel: str
    bot_id: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Account:
    """One chat of a person, since `linked_at` (UTC). `is_gone`: the messenger said that nobody can be reached there, until they write."""

    id: AccountId
    address: Address
    is_gone: bool
    linked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wrote: an account, and the person with the posts of today behind it when it is linked; none while they are locked."""

    account_id: AccountId
    address: Address
    person: Person | None = None
    posts: tuple[Post, ...] = ()
    is_locked: bool = False

    @property
    def owner(self) -> str:
        """The key of the conversation: the person, so that a form goes on in another messenger; else the account."""
        return f"p{self.person.id}" if self.person is not None else f"a{self.account_id}"

    @property
    def who(self) -> PersonId:
        """The linked person's id. Raises ValueError for an account that nobody has linked."""
        if self.person is None:
            raise ValueError("no person is linked to this account")
        return self.person.id
