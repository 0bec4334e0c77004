"""Long polling. Zalo hands each update over once, when it answers: what is lost on the way, or before it is stored, never comes again.

So each one is stored before the next is asked for, and a poll that is under way when the program stops is waited for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Never

from channels.http.client import NoAnswer
from channels.zalo_bot.api import Api, Garbled, Ok, Outcome, Refused
from channels.zalo_bot.errors import Trouble, told, trouble
from channels.zalo_bot.insisting import LONGEST_SECONDS, Pause, check, wait
from channels.zalo_bot.webhooks import silenced
from channels.zalo_bot.wire import CHANNEL, stamped, unwrapped
from domain.channel import Json, NotStored, Receive
from domain.failures import Misconfigured

log = logging.getLogger("chibot.zalo")
POLL_SECONDS = 10
"""A stop waits for no longer than that: the shortest of what the vendor's examples use."""
READ_SECONDS = POLL_SECONDS + 7.0
RECHECK = timedelta(minutes=30)
"""A webhook that somebody else sets silences the polls without any error."""
Raws = Sequence[tuple[str, Json]]


class Poller:
    """`heard_at`: the end of the last good poll; until the first one, when it began to try."""

    def __init__(self, api: Api, bot_id: str, now: Callable[[], datetime], pause: Pause) -> None:
        self._api, self._bot_id, self._now, self._pause = api, bot_id, now, pause
        self._tries = 0
        self._stopping = asyncio.Event()
        self._checked_at = now()
        self.heard_at = now()

    async def run(self, receive: Receive) -> Never:
        """Until cancelled; then the poll that is under way ends first, and what it brings is stored. A second one ends that, too.

        Raises Misconfigured when a person has to act.
        """
        while True:
            poll = asyncio.create_task(self._poll(receive))
            try:
                outcome = await asyncio.shield(poll)
            except asyncio.CancelledError:
                self._stopping.set()
                await _ended(poll)
                raise
            await self._learn(outcome)

    async def _poll(self, receive: Receive) -> Outcome:
        """One call. What it brings is stored: nothing but that keeps a stop waiting."""
        outcome = await self._api.call("getUpdates", READ_SECONDS, timeout=str(POLL_SECONDS))
        if isinstance(outcome, Ok):
            now = self._now()
            raws = [(self._bot_id, stamped(one, now)) for one in unwrapped(outcome.result)]
            await self._store(raws, receive)
        return outcome

    async def _learn(self, outcome: Outcome) -> None:
        """Returns when the next poll may begin."""
        if not isinstance(outcome, Ok) and trouble(outcome) is not Trouble.AGAIN:
            return await self._troubled(outcome)
        self._tries, self.heard_at = 0, self._now()
        if not timedelta(0) <= self.heard_at - self._checked_at <= RECHECK:
            self._checked_at = self.heard_at
            await self._look()
        return None

    async def _look(self) -> None:
        if await silenced(self._api):
            raise Misconfigured(CHANNEL, "webhook_left")

    async def _troubled(self, outcome: Refused | Garbled | NoAnswer) -> None:
        """A poll that failed may have taken an update with it; asking again recovers nothing."""
        if trouble(outcome) is Trouble.PERMANENT:
            await self._look()
        await check(self._api, "getUpdates", outcome)
        self._tries += 1
        seconds = wait(outcome, self._tries)
        log.warning("zalo: a poll failed (%s), again in %g s; what it may have brought is lost", told(outcome), seconds)
        await self._pause(seconds)

    async def _store(self, raws: Raws, receive: Receive) -> None:
        """As often as it takes: nobody else has them. Gives up only when the program ends, after one more try."""
        tries = 0
        while raws:
            try:
                return await receive(raws)
            except NotStored:
                tries += 1
                if self._stopping.is_set():
                    log.error("zalo: %s updates could not be stored before the end, and are lost", len(raws))
                    return None
                log.warning("zalo: an update could not be stored, again")
                await self._rest(min(2.0 ** min(tries - 1, 10), LONGEST_SECONDS))
        return None

    async def _rest(self, seconds: float) -> None:
        """Cut short by a stop."""
        either = [asyncio.ensure_future(self._pause(seconds)), asyncio.ensure_future(self._stopping.wait())]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in either:
                one.cancel()


async def _ended(poll: asyncio.Task[Outcome]) -> None:
    """Whatever comes of it: the program is ending already."""
    try:
        await asyncio.wait({poll})
    finally:
        if not poll.done():
            poll.cancel()
        elif not poll.cancelled():
            poll.exception()
