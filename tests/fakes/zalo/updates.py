"""The updates of one bot: each is handed over once, to a poll or to a webhook, and is gone then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.fakes.zalo.parameters import Json
from tests.fakes.zalo.refusals import Refusal, other_poller
from tests.fakes.zalo.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """`body` is the flat update; `message_id` is None where it has none."""

    body: Json
    chat_id: str
    at: datetime
    message_id: str | None = None
    bot: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """An update that nobody gets any more: the poll was cut off, nobody polled, or the webhook did not take it."""

    update: Update
    why: Literal["disconnect", "offline", "webhook"]


@dataclass(slots=True, eq=False)
class Poller:
    """One getUpdates that waits. `is_gone`: its connection is, and the server has not noticed."""

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    ended_by: Refusal | None = None
    is_gone: bool = False
    is_silenced: bool = False


class Inbox:
    """`pending` waits to be handed over, `handed` was, `lost` never will be. `added` is set when a webhook has work."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.pending: list[Update] = []
        self.handed: list[Update] = []
        self.lost: list[Lost] = []
        self.posting: list[Update] = []
        self.added = asyncio.Event()
        self.has_webhook = False
        self._pollers: list[Poller] = []
        self._waits: set[asyncio.Task[Update | None]] = set()
        self._polled_at: datetime | None = None

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits at this moment, with somebody at the other end."""
        return any(not one.is_gone and not one.is_silenced for one in self._pollers)

    def add(self, update: Update) -> bool:
        """False for one that is lost at once."""
        if self._is_offline():
            self.lost.append(Lost(update, "offline"))
            self._world.changes.happened()
            return False
        self.pending.append(update)
        self.wake()
        return True

    def _is_offline(self) -> bool:
        switches = self._world.switches
        if switches.offline_queue or self.has_webhook or (switches.offline_after and self.is_polled):
            return False
        if len(self.pending) < sum(not one.is_silenced for one in self._pollers):
            return False
        return self._polled_at is None or self._world.now() - self._polled_at >= switches.offline_after

    def wake(self) -> None:
        """There is something to hand over, or somebody else to hand it to."""
        self.added.set()
        for poller in self._pollers:
            poller.woken.set()
        self._world.changes.happened()

    async def poll(self, seconds: int) -> Update | None:
        """The next update; None when there was none for so long. It is handed over: whoever gets it must say when it was
        not sent, by `cut`. Raises Refusal when another poll takes over. Cancelled, it goes on to wait for nobody.
        """
        poller = Poller()
        waiting = asyncio.create_task(self._wait(poller, seconds))
        self._waits.add(waiting)
        waiting.add_done_callback(self._waits.discard)
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            poller.is_gone = True
            waiting.add_done_callback(self._handed_to_nobody)
            self._world.changes.happened()
            raise

    async def _wait(self, poller: Poller, seconds: int) -> Update | None:
        self._meet_older()
        self._pollers.append(poller)
        self._world.changes.happened()
        try:
            async with asyncio.timeout(seconds * self._world.second):
                while (found := self._next_for(poller)) is None:
                    await poller.woken.wait()
                    poller.woken.clear()
        except TimeoutError:
            return None
        finally:
            self._pollers.remove(poller)
            self._polled_at = self._world.now()
            self._world.changes.happened()
        return found

    def _meet_older(self) -> None:
        match self._world.switches.second_poller:
            case "409":
                self.end_polls(other_poller)
            case "silence":
                self.silence()

    def _next_for(self, poller: Poller) -> Update | None:
        if poller.ended_by is not None:
            raise poller.ended_by
        if poller.is_silenced or not self.pending:
            return None
        found = self.pending.pop(-1 if self._world.switches.reorder else 0)
        self.handed.append(found)
        self._world.changes.happened()
        return found

    def _handed_to_nobody(self, waited: asyncio.Task[Update | None]) -> None:
        if waited.cancelled() or waited.exception() is not None:
            return
        if (update := waited.result()) is not None:
            self.cut(update)

    def cut(self, update: Update) -> None:
        """It was handed over, and its connection was cut."""
        self.handed.remove(update)
        if self._world.switches.lose_update_on_disconnect:
            self.lost.append(Lost(update, "disconnect"))
            self._world.changes.happened()
        else:
            self.pending.insert(0, update)
            self.wake()

    def silence(self) -> None:
        """The polls that wait get nothing any more."""
        for poller in self._pollers:
            poller.is_silenced = True

    def end_polls(self, refusal: Callable[[], Refusal]) -> None:
        for poller in self._pollers:
            poller.ended_by = refusal()
            poller.woken.set()

    async def close(self) -> None:
        """Nobody waits any more."""
        waits = list(self._waits)
        for waiting in waits:
            waiting.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
