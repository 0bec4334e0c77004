"""What all bots share: the clock, the ids, the switches, the people's names, and a signal at each change."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.fakes.zalo.chats import Message
from tests.fakes.zalo.switches import Limits, Switches

# Gets "said" or "sent", and the message.
Listener = Callable[[str, Message], None]


def wall_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 a server that stands for the outside world has the world's own time


def message_ids(seed: str = "") -> Callable[[], str]:
    """20 hexadecimal digits at each call, the same ones for the same seed."""
    numbers = itertools.count(1)
    return lambda: hashlib.sha256(f"{seed}/{next(numbers)}".encode()).hexdigest()[:20]


def milliseconds(at: datetime) -> int:
    """Since 1970, as Zalo writes every date."""
    return round(at.timestamp() * 1000)


class Changes:
    """Wakes everybody who waits whenever something changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def happened(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Returns as soon as it is so; looks at once, and again after each change."""
        while True:
            event = self._event
            if is_so():
                return
            await event.wait()


@dataclass(slots=True)
class World:
    """`second` is how long a second of a poll's `timeout` lasts."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    second: float
    switches: Switches
    limits: Limits
    names: dict[str, str] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def tell(self, event: str, message: Message) -> None:
        for listener in self.listeners:
            listener(event, message)
        self.changes.happened()
