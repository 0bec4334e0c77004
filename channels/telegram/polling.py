"""Long polling by our own loop: Telegram forgets an update once a higher offset asks for more, and not before it is stored here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from channels.telegram.api import Api
from channels.telegram.insisting import LONGEST_SECONDS, Pause, insist
from channels.telegram.request import Unanswered
from channels.telegram.wire import ALLOWED_UPDATES, MOST
from domain.channel import Json, Receive

log = logging.getLogger("chibot.telegram")
POLL_SECONDS = 50
READ_SECONDS = POLL_SECONDS + 10.0
MOST_UPDATES = 100
SILENCE = timedelta(days=6)
"""After a week without updates Telegram numbers them anew, from anywhere: an old offset would hide them."""
Raws = Sequence[tuple[str, Json]]


class Poller:
    """`heard_at`: the end of the last poll whose updates, if any, are stored; until the first one, when it began to try."""

    def __init__(self, api: Api, bot_id: str, now: Callable[[], datetime], pause: Pause) -> None:
        self._api, self._bot_id, self._now, self._pause = api, bot_id, now, pause
        self._offset: int | None = None
        self._moved_at = now()
        self.heard_at = now()

    async def run(self, receive: Receive) -> None:
        """Until cancelled. Raises Misconfigured when the token is refused."""
        while True:
            raws = await insist("getUpdates", self._poll, self._pause)
            if raws:
                await insist("storing", partial(receive, raws), self._pause)
                await self._confirm(raws)
            self.heard_at = self._now()

    async def _poll(self) -> Raws:
        if self._now() - self._moved_at > SILENCE:
            self._offset = None
        found = await self._api.call(
            "getUpdates",
            read_seconds=READ_SECONDS,
            offset=self._offset,
            timeout=POLL_SECONDS,
            limit=MOST_UPDATES,
            allowed_updates=list(ALLOWED_UPDATES),
        )
        if not isinstance(found, list):
            raise Unanswered("no_list")
        return [(self._bot_id, as_update(one)) for one in found]

    async def _confirm(self, raws: Raws) -> None:
        """What has no number of its own goes with the others; alone it cannot be confirmed, and must not be asked for without a rest."""
        numbers = [number for _, raw in raws if (number := _number(raw)) is not None]
        if numbers:
            self._offset, self._moved_at = max(numbers) + 1, self._now()
        else:
            log.error("telegram: updates without a number")
            await self._pause(LONGEST_SECONDS)


def as_update(found: object) -> Json:
    """Anything at all, so that it can be stored: what is no object will be unreadable."""
    return found if isinstance(found, dict) else {"not_an_update": found}


def _number(raw: Json) -> int | None:
    number = raw.get("update_id")
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < MOST else None
