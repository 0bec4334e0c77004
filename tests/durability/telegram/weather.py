"""Trouble of every kind that Telegram and the way to it can make, one after another, while people talk."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from random import Random

from tests.fakes.telegram import FakeTelegram, Fault, bad_gateway, hang, reset, server_error, throttled

SEND, POLL, STRIP, PRESS = "sendMessage", "getUpdates", "editMessageReplyMarkup", "answerCallbackQuery"
ANY = (SEND, SEND, SEND, SEND, SEND, SEND, POLL, None)
MOST_HANGING = 3
Kind = tuple[str, Callable[[Random], Fault], Sequence[str | None], int]
KINDS: tuple[Kind, ...] = (
    ("429 for one chat", lambda random: throttled(random.randint(1, 3)), (SEND,), 3),
    ("429 for all", lambda _: throttled(1), (SEND,), 6),
    ("hangs, taken", lambda _: hang(), (SEND, STRIP, PRESS), 1),
    ("hangs, not read", lambda _: hang(is_taken=False), (SEND, STRIP, PRESS), 1),
    ("reset, taken", lambda _: reset(is_taken=True), ANY, 2),
    ("reset, not read", lambda _: reset(is_taken=False), ANY, 2),
    ("500", lambda _: server_error(), ANY, 2),
    ("502", lambda _: bad_gateway(), ANY, 2),
)
"""What it is called, the fault, the methods that meet it (None: any), how many calls at most."""


class Weather:
    """A fault every so many `calls` in the mean, so that there is as much of it in each stretch of talk. `met` counts by kind."""

    def __init__(self, fake: FakeTelegram, chats: Sequence[int], calls: int, random: Random) -> None:
        self._fake, self._chats, self._calls, self._random = fake, chats, calls, random
        self._made: list[tuple[str, Fault]] = []
        self._hanging: deque[Fault] = deque()
        self._foul_at = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            goal = len(self._fake.calls) + self._random.randint(1, 2 * self._calls)
            await self._reached(goal)
            self._turn()

    @property
    def met(self) -> Counter[str]:
        return sum((Counter({name: fault.met_count}) for name, fault in self._made), Counter[str]())

    def clear_up(self) -> None:
        self._fake.faults.clear()

    async def _reached(self, goal: int) -> None:
        """However long it takes: while the program is down nobody calls."""
        while len(self._fake.calls) < goal:
            try:
                await self._fake.until(lambda: len(self._fake.calls) >= goal, 60)
            except AssertionError:
                await asyncio.sleep(0)

    def _turn(self) -> None:
        name, fault, methods, most = self._random.choice(KINDS)
        method = self._random.choice([one for one in methods if one in (SEND, STRIP, PRESS) or self._has_polled()])
        if method in (POLL, None):
            self._foul_at = len(self._fake.calls)
        chat_id = self._random.choice(self._chats) if name == "429 for one chat" else None
        times = 1 if method == POLL else self._random.randint(1, most)
        made = self._fake.fail(fault(self._random), times, method, chat_id)
        self._made.append((name, made))
        if name.startswith("hangs"):
            self._hanging.append(made)
            if len(self._hanging) > MOST_HANGING:
                self._hanging.popleft().release()

    def _has_polled(self) -> bool:
        """Updates were fetched since the last trouble of polling: after several in a row the program rests for half a minute,

        as it should.
        """
        since = self._fake.calls[self._foul_at :]
        return self._foul_at == 0 or any(one.method == POLL and one.status == 200 for one in since)
