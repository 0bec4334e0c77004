"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta


class FakeClock:
    """`now()` gives the same instant until `advance` or `set`."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        self._now = to
