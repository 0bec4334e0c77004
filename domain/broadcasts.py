"""A message of the office to many: to whom it goes, and how far its sending is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar import ONE_DAY, QUIET_UNTIL, Calendar, is_open
from domain.ids import PersonId, UnitId
from domain.people import Address, Role
from domain.quota import Use

MOST_CHARACTERS = 1500
"""Of the text: with its first and last line it is one message on every messenger, and each part of a longer one would count on Zalo."""
LONGEST_REST = timedelta(days=11)
"""The longest holiday with its weekends: what was sent before it still waits for its end."""


class Where(StrEnum):
    """Whether somebody can be written to: OPEN, nobody has joined, their messengers say that they are gone, no messages left."""

    OPEN = "open"
    NOT_JOINED = "not_joined"
    GONE = "gone"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom the broadcast is for. `address` is where it would go now: only when `where` is OPEN."""

    person_id: PersonId
    where: Where
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes of one counting bot's month."""

    use: Use
    messages: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody once, in the order of their ids. `costs` only for bots that count."""

    people: tuple[Recipient, ...] = ()
    costs: tuple[Cost, ...] = ()

    def count(self, where: Where) -> int:
        return sum(one.where is where for one in self.people)

    @property
    def reachable(self) -> tuple[Recipient, ...]:
        return tuple(one for one in self.people if one.where is Where.OPEN)

    def by_channel(self) -> Sequence[tuple[str, int]]:
        """How many by which messenger, most first."""
        names = [one.address.channel for one in self.people if one.address is not None]
        return sorted(((name, names.count(name)) for name in sorted(set(names))), key=lambda pair: -pair[1])


class Ended(StrEnum):
    """STOPPED: some had left already; WITHDRAWN: nobody has got it, nor will."""

    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`unit_ids` with all below them; an empty `roles` means every role. `left_out`: who could not be written to when it was sent."""

    id: int
    person_id: PersonId
    unit_ids: tuple[UnitId, ...]
    roles: tuple[Role, ...]
    at: datetime
    total: int
    left_out: int
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How many of its messages are where: `taken_back` were stopped, `failed` did not arrive, of which `gone` where nobody is any more."""

    sent: int = 0
    waiting: int = 0
    uncertain: int = 0
    failed: int = 0
    gone: int = 0
    taken_back: int = 0

    @property
    def left(self) -> int:
        """Messages that a messenger has, or may have."""
        return self.sent + self.uncertain


def leaves_at(local: datetime, calendar: Calendar) -> datetime:
    """The first local moment from then on at which people may be written to unasked; the moment itself when it is one."""
    moment = local
    while not is_open(moment, calendar):
        day = moment.date() if moment.time() < QUIET_UNTIL else moment.date() + ONE_DAY
        while calendar.is_holiday(day):
            day += ONE_DAY
        moment = datetime.combine(day, QUIET_UNTIL, tzinfo=local.tzinfo)
    return moment
