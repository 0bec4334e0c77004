"""Trouble on demand: what the next calls meet instead of an answer."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from math import ceil

from tests.fakes.telegram.refusals import Refusal, bad_request, too_many


class Trouble(Enum):
    """What happens. Of a call that was not read nothing is kept; of one that was taken everything is done but the answer."""

    REFUSED = auto()
    BAD_GATEWAY = auto()
    HANGS_AFTER_TAKING = auto()
    HANGS_BEFORE_READING = auto()
    RESET_AFTER_TAKING = auto()
    RESET_BEFORE_READING = auto()


UNREAD = {Trouble.HANGS_BEFORE_READING, Trouble.RESET_BEFORE_READING}


@dataclass(slots=True, eq=False)
class Fault:
    """Met by the next `times` calls (None: by all) that fit. `met` is set at the first; `release()` lets those go that hang:
    what was taken is answered then, what was not read is cut off.
    """

    trouble: Trouble
    refusal: Refusal | None = None
    times: int | None = 1
    method: str | None = None
    chat_id: int | None = None
    met: asyncio.Event = field(default_factory=asyncio.Event)
    met_count: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Those that hang go on, and nobody meets the fault any more."""
        self.times = self.met_count
        self.released.set()

    @property
    def is_over(self) -> bool:
        return self.times is not None and self.met_count >= self.times

    def fits(self, method: str, chat_id: object) -> bool:
        return not self.is_over and self.method in (None, method) and self.chat_id in (None, chat_id)

    def meet(self) -> None:
        self.met_count += 1
        self.met.set()


def refused(refusal: Refusal) -> Fault:
    """Any refusal."""
    return Fault(Trouble.REFUSED, refusal)


def throttled(retry_after: int) -> Fault:
    """429; for all, for a method or for one chat, as `fail` says."""
    return refused(too_many(retry_after))


def server_error() -> Fault:
    return refused(Refusal(500, "Internal Server Error: restart"))


def cannot_parse() -> Fault:
    """For texts that look right and are not."""
    return refused(bad_request('can\'t parse entities: Unsupported start tag "x" at byte offset 0'))


def cannot_edit() -> Fault:
    """The message is too old, or not of a kind that may change."""
    return refused(bad_request("message can't be edited"))


def bad_gateway() -> Fault:
    """502 with a page of HTML, as the proxy before the servers answers."""
    return Fault(Trouble.BAD_GATEWAY)


def hang(is_taken: bool = True) -> Fault:
    """Never answers until `release()`. `is_taken`: the message was sent all the same."""
    return Fault(Trouble.HANGS_AFTER_TAKING if is_taken else Trouble.HANGS_BEFORE_READING)


def reset(is_taken: bool) -> Fault:
    """The connection is cut, after the message was sent or before anything was read."""
    return Fault(Trouble.RESET_AFTER_TAKING if is_taken else Trouble.RESET_BEFORE_READING)


class Faults:
    """Those that are planned, the first that fits is met."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> Fault:
        if fault.trouble in UNREAD and fault.chat_id is not None:
            raise ValueError("what is not read names no chat")
        self._planned.append(fault)
        return fault

    def next(self, method: str) -> Fault | None:
        """The fault of a call that was not read yet."""
        return self._first(lambda one: one.trouble in UNREAD and one.fits(method, None))

    def next_read(self, method: str, chat_id: object) -> Fault | None:
        """The fault of a call that was read."""
        return self._first(lambda one: one.trouble not in UNREAD and one.fits(method, chat_id))

    def _first(self, fits: Callable[[Fault], bool]) -> Fault | None:
        found = next((one for one in self._planned if fits(one)), None)
        if found is not None:
            found.meet()
        return found

    def clear(self) -> None:
        """All is well again; what hangs goes on."""
        for fault in self._planned:
            fault.release()
        self._planned.clear()


@dataclass(frozen=True, slots=True)
class Limits:
    """New messages that are let through; None sets no limit. A group's count is that of a sliding minute."""

    per_second: int | None = None
    per_chat_second: int | None = None
    per_group_minute: int | None = None


class RateLimits:
    """429 with the seconds until the next message fits, by the given clock. A refused message does not count."""

    def __init__(self, limits: Limits, now: Callable[[], datetime]) -> None:
        self.limits, self._now = limits, now
        self._all: deque[datetime] = deque()
        self._chats: dict[int, deque[datetime]] = {}
        self._groups: dict[int, deque[datetime]] = {}

    def check(self, chat_id: int) -> None:
        """Counts one new message. Raises Refusal when it is one too many."""
        now = self._now()
        windows = [(self._all, self.limits.per_second, 1), (_of(self._chats, chat_id), self.limits.per_chat_second, 1)]
        if chat_id < 0:
            windows.append((_of(self._groups, chat_id), self.limits.per_group_minute, 60))
        for sent, most, seconds in windows:
            span = timedelta(seconds=seconds)
            while sent and now - sent[0] >= span:
                sent.popleft()
            if most is not None and len(sent) >= most:
                raise too_many(max(1, ceil((sent[0] + span - now).total_seconds())))
        for sent, most, _ in windows:
            if most is not None:
                sent.append(now)


def _of(windows: dict[int, deque[datetime]], chat_id: int) -> deque[datetime]:
    return windows.setdefault(chat_id, deque())
