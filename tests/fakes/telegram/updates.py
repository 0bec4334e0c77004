"""The queue of updates: each stays until a higher offset confirms it, or a webhook took it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.telegram.methods import NOT_BY_DEFAULT, UPDATE_KINDS
from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.refusals import OTHER_POLLER, WEBHOOK_WAS_SET, Refusal, conflict

FAR_AHEAD = 10
MOST_TIMEOUT_SECONDS = 50
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Update:
    """`queue` is what a webhook keeps in order: one kind of update of one chat."""

    update_id: int
    body: Json
    queue: tuple[str, int]
    at: datetime


class Poller:
    """One getUpdates that waits."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.ended_by: Refusal | None = None

    def end(self, refusal: Refusal | None = None) -> None:
        self.ended_by = refusal
        self.woken.set()


class UpdateQueue:
    """`second` is how long a second of `timeout` lasts here. `forgives`: an offset that lies far ahead of every update (as
    after a silent week, when the ids start anew) is taken for a mistake and confirms nothing, as Telegram's own server does;
    without it such an offset swallows whatever comes. `kept` is how long Telegram waits for somebody to fetch an update.
    """

    def __init__(
        self,
        first_id: int,
        now: Callable[[], datetime],
        second: float = 1.0,
        forgives: bool = True,
        changed: Callable[[], None] = lambda: None,
        kept: timedelta = KEPT,
    ) -> None:
        self.changed, self._now, self._kept = changed, now, kept
        self.next_id, self._second, self._forgives = first_id, second, forgives
        self.pending: list[Update] = []
        self.allowed: set[str] = UPDATE_KINDS - NOT_BY_DEFAULT
        self.added = asyncio.Event()
        self._poller: Poller | None = None

    @property
    def has_poller(self) -> bool:
        """Whether a getUpdates waits at this moment."""
        return self._poller is not None

    def allow(self, kinds: Collection[str] | None) -> None:
        """Remembered until it is said anew; an empty list is the default. Updates that wait already are not touched."""
        if kinds is not None:
            self.allowed = set(kinds) or UPDATE_KINDS - NOT_BY_DEFAULT

    def add(self, kind: str, content: Json, chat_id: int) -> int | None:
        """Its id; None for a kind that the bot did not ask for: Telegram drops it."""
        return self.put({kind: content}, kind, chat_id) if kind in self.allowed else None

    def put(self, content: Json, kind: str = "", chat_id: int = 0) -> int:
        """Anything, whatever the bot asked for. An `update_id` in it stands, and the next one follows it."""
        given = content.get("update_id")
        update_id = given if isinstance(given, int) else self.next_id
        self.next_id = update_id + 1
        self.pending.append(Update(update_id, {"update_id": update_id, **content}, (kind, chat_id), self._now()))
        self.wake()
        return update_id

    def wake(self) -> None:
        self.added.set()
        if self._poller is not None:
            self._poller.woken.set()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Json]:
        """As getUpdates answers. Raises Refusal when another poll or a webhook ends the wait."""
        self.forget_old()
        self._confirm(offset)
        found = self._from(offset)
        if not found and timeout > 0:
            await self._wait(min(timeout, MOST_TIMEOUT_SECONDS))
            found = self._from(offset)
        return [update.body for update in found[: min(max(limit, 1), 100)]]

    async def _wait(self, timeout: int) -> None:
        self.end_poll(conflict(OTHER_POLLER))
        poller = self._poller = Poller()
        self.changed()
        try:
            async with asyncio.timeout(timeout * self._second):
                await poller.woken.wait()
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
        if poller.ended_by is not None:
            raise poller.ended_by

    def end_poll(self, refusal: Refusal | None = None) -> None:
        """Ends the poll that waits, if one does: with nothing, or with a refusal."""
        if self._poller is not None:
            self._poller.end(refusal)
            self._poller = None

    def end_for_webhook(self) -> None:
        self.end_poll(conflict(WEBHOOK_WAS_SET))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif not self._is_mistaken(offset):
            self.pending = [update for update in self.pending if update.update_id >= offset]
        self.changed()

    def _from(self, offset: int) -> list[Update]:
        if offset <= 0 or self._is_mistaken(offset):
            return list(self.pending)
        return [update for update in self.pending if update.update_id >= offset]

    def _is_mistaken(self, offset: int) -> bool:
        return self._forgives and offset > self.next_id + FAR_AHEAD

    def forget_old(self) -> None:
        """Nobody fetched them for so long: Telegram gives up."""
        now = self._now()
        self.pending = [update for update in self.pending if now - update.at < self._kept]

    def drop(self) -> None:
        """`drop_pending_updates`."""
        self.pending.clear()
        self.changed()

    def taken(self, update: Update) -> None:
        """A webhook answered for it."""
        self.pending = [one for one in self.pending if one is not update]
        self.changed()
