"""Time that runs several times faster, for everything at once: the clock, every wait of the event loop, the pace of sending.

Work is not faster: a millisecond of CPU counts as `speed` milliseconds, so that what is measured here is an upper bound.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from datetime import datetime, timedelta


class _Hurried(selectors.DefaultSelector):
    """Waits `speed` times shorter than it is told."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(None if timeout is None else timeout / self._speed)


class ScaledLoop(asyncio.SelectorEventLoop):
    """An event loop on which a second is over after 1 / `speed` seconds."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_Hurried(speed))

    def time(self) -> float:
        return super().time() * self._speed


class ScaledClock:
    """`now` begins at an instant (UTC) and runs `speed` times as fast as the machine's clock; it can be set."""

    def __init__(self, start: datetime, speed: float = 1) -> None:
        self._speed = speed
        self.set(start)

    def set(self, start: datetime) -> None:
        self._start, self._since = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._since) * self._speed)
