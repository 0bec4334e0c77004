"""How many messages each channel may be given at a moment: a token bucket a paced channel, a rest a chat. Pure over instants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.channel import Channel, OutgoingAction, Pace
from domain.people import Address
from storage.outbox import Claimed

BURST_SECONDS = 0.2
"""What may go at once after a silence, in seconds of the pace: no second then has more than 1.2 times the pace."""
NEARLY = 1e-3
"""A token that is whole but for the rounding of instants counts as whole."""


@dataclass(slots=True)
class Bucket:
    """`tokens` as of `at`; below zero after a message that cost two. `lent` are promised to a transaction that is under way."""

    pace: Pace
    tokens: float
    at: datetime
    lent: int = 0

    @classmethod
    def full(cls, pace: Pace, now: datetime) -> Bucket:
        return cls(pace, max(1.0, pace.per_second * BURST_SECONDS), now)

    def fill(self, now: datetime) -> None:
        """A clock that went back gives nothing, and takes nothing away."""
        seconds = max(0.0, (now - self.at).total_seconds())
        self.tokens = min(max(1.0, self.pace.per_second * BURST_SECONDS), self.tokens + seconds * self.pace.per_second)
        self.at = now

    @property
    def whole(self) -> int:
        return max(0, int(self.tokens + NEARLY))

    def next_at(self) -> datetime | None:
        """When the next token is there; None while one is."""
        return None if self.whole else self.at + timedelta(seconds=(1 - self.tokens) / self.pace.per_second)


class Pacing:
    """What the channels' paces allow. Whoever finds messages in a transaction borrows what is there, so that two never spend it twice."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._buckets: dict[str, Bucket] = {}
        self._resting: dict[Address, datetime] = {}

    def room(self, name: str, now: datetime, unpaced: int, *, with_lent: bool = False) -> int:
        """How many messages the channel may be given now: `unpaced` where it has no pace.

        `with_lent` counts what a transaction under way has borrowed, too.
        """
        bucket = self._bucket(name, now)
        if bucket is None:
            return unpaced
        return bucket.whole if with_lent else max(0, bucket.whole - bucket.lent)

    @contextmanager
    def lending(self, rooms: Mapping[str, int]) -> Iterator[None]:
        """Nobody else may have that room meanwhile. What was begun by then is paid for by `began`; the rest is given back."""
        lent = [(bucket, rooms[name]) for name, bucket in self._buckets.items() if name in rooms]
        for bucket, count in lent:
            bucket.lent += count
        try:
            yield
        finally:
            for bucket, count in lent:
                bucket.lent -= count

    def resting(self, now: datetime) -> frozenset[Address]:
        """Chats that had a new message less than their channel's `chat_seconds` ago."""
        self._resting = {chat: until for chat, until in self._resting.items() if self._is_resting(chat, until, now)}
        return frozenset(self._resting)

    def _is_resting(self, chat: Address, until: datetime, now: datetime) -> bool:
        """Not for longer than a chat ever rests: then the clock went back."""
        return timedelta(0) < until - now <= self._rest_of(chat.channel)

    def _rest_of(self, name: str) -> timedelta:
        pace = self._channels[name].capabilities.pace
        return timedelta(0) if pace is None else timedelta(seconds=pace.chat_seconds)

    def began(self, claimed: Claimed, now: datetime) -> None:
        """A call begins: it costs a token, and one more where taking off buttons follows. A new message lets its chat rest."""
        where = claimed.outgoing.address
        bucket = self._bucket(where.channel, now)
        if bucket is None:
            return
        bucket.tokens -= 1 if claimed.strip is None else 2
        if claimed.outgoing.action is OutgoingAction.SEND:
            self._resting[where] = now + self._rest_of(where.channel)

    def next_at(self, now: datetime) -> datetime | None:
        """When more will be allowed than is now; None when nothing is held back."""
        self.resting(now)
        tokens = [bucket.next_at() for name in self._buckets if (bucket := self._bucket(name, now)) is not None]
        return min([*filter(None, tokens), *self._resting.values()], default=None)

    def _bucket(self, name: str, now: datetime) -> Bucket | None:
        """Filled up to now; None for a channel without a pace."""
        pace = self._channels[name].capabilities.pace
        if pace is None:
            return None
        bucket = self._buckets.setdefault(name, Bucket.full(pace, now))
        bucket.fill(now)
        return bucket
