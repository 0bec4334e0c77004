"""What goes to the page: the recent events of one conversation, and everybody who listens to it."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator

from domain.channel import Json

KEPT_EVENTS = 500
"""Enough for a page that slept through a lunch break; a longer gap makes the page load the history again."""


class Feed:
    """Numbered server-sent events. An id is `run.number`: one of another run of the program is a gap."""

    def __init__(self, run_id: str, heartbeat_seconds: float = 15.0) -> None:
        self._run_id = run_id
        self._heartbeat_seconds = heartbeat_seconds
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=KEPT_EVENTS)
        self._newest = 0
        self._awake: set[asyncio.Event] = set()
        self._is_closed = False

    @property
    def cursor(self) -> str:
        """Listening after it brings everything that is pushed from now on."""
        return f"{self._run_id}.{self._newest}"

    def push(self, event: str, data: Json) -> None:
        self._newest += 1
        self._kept.append((self._newest, self._framed(event, self._newest, data)))
        self._wake()

    def open(self) -> None:
        self._is_closed = False

    def close(self) -> None:
        """Ends every listener at once."""
        self._is_closed = True
        self._wake()

    async def after(self, cursor: str | None) -> AsyncGenerator[bytes, None]:
        """Every event after `cursor` (None: from now on), a comment when nothing happens; ends when the feed closes.

        A cursor that the kept events no longer reach gives one event "reload" and goes on from now.
        """
        seen = self._newest if cursor is None else self._number(cursor)
        awake = asyncio.Event()
        self._awake.add(awake)
        try:
            while not self._is_closed:
                awake.clear()
                if seen is None or seen < self._newest - len(self._kept):
                    seen = self._newest
                    yield self._framed("reload", seen, {})
                for number, frame in [kept for kept in self._kept if kept[0] > seen]:
                    seen = number
                    yield frame
                if not awake.is_set() and not await self._heard(awake):
                    yield b": still here\n\n"
        finally:
            self._awake.discard(awake)

    def _framed(self, event: str, number: int, data: Json) -> bytes:
        return f"id: {self._run_id}.{number}\nevent: {event}\ndata: {json.dumps(data)}\n\n".encode()

    def _number(self, cursor: str) -> int | None:
        run_id, _, number = cursor.rpartition(".")
        if run_id != self._run_id or not number.isascii() or not number.isdigit() or len(number) > 15:
            return None
        return int(number) if int(number) <= self._newest else None

    def _wake(self) -> None:
        for awake in self._awake:
            awake.set()

    async def _heard(self, awake: asyncio.Event) -> bool:
        try:
            async with asyncio.timeout(self._heartbeat_seconds):
                await awake.wait()
        except TimeoutError:
            return False
        return True
