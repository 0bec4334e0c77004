"""Waiting without waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Timer:
    seconds: float
    act: Callable[[], None]
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


@dataclass
class Timers:
    """`set` are the timers that were set, `pauses` the seconds of every pause: none of them takes any time."""

    set: list[Timer] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def later(self, seconds: float, act: Callable[[], None]) -> Timer:
        self.set.append(Timer(seconds, act))
        return self.set[-1]

    def ring(self) -> None:
        """All the time that timers were set for has passed."""
        for timer in self.set:
            if not timer.is_cancelled:
                timer.act()
        self.set.clear()

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)
