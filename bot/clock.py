"""The only place that asks the time. Everywhere else `now` is an argument."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """UTC now. With `start` (practice and tests) it begins at that instant and then runs on with the machine's monotonic clock."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._since = time.monotonic()

    def now(self) -> datetime:
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=time.monotonic() - self._since)


def seconds() -> float:
    """A running number of seconds that never jumps: for lengths of time only."""
    return time.monotonic()
