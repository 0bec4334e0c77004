"""Everybody's clock, which runs on and now and then jumps: through nights and weeks, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import cycle

from bot.clock import Clock
from domain.weeks import Week
from tests.stage import EVENING, ZONE

MORNING = time(7, 30, 5)


class JumpingClock:
    """Begins at the evening of the tests. Each `jump` is the next of a round that passes one week in six."""

    def __init__(self) -> None:
        self._clock = Clock(EVENING)
        self._jumps = cycle(ROUND)
        self.weeks: set[Week] = set()
        """Those whose digest fell due at a moment to which it jumped."""

    def now(self) -> datetime:
        return self._clock.now()

    def jump(self) -> None:
        to = next(self._jumps)(self.now())
        local = to.astimezone(ZONE)
        if local.time() == MORNING:
            self.weeks.add(Week.of(local.date()).shift(-1))
        self._clock = Clock(to)


def _by(hours: float) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(hours=hours)


def _to_monday(now: datetime) -> datetime:
    """The next Monday on which a digest falls due, a few seconds after its hour."""
    local = now.astimezone(ZONE)
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, MORNING, tzinfo=ZONE).astimezone(now.tzinfo)


ROUND = (_to_monday, _by(-25), _by(25), _by(2.5), _by(-3), _by(4 * 24))
