"""What goes out: plain text in as few parts as possible, for each costs one message of the month."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

from channels.http.client import NoAnswer
from channels.rendering import parts
from channels.zalo_bot.api import Api, Garbled, Ok, Refused
from channels.zalo_bot.errors import failure
from domain.channel import Capabilities, Delivered, Outgoing
from domain.failures import Failure, FailureKind

log = logging.getLogger("chibot.zalo")
FIRST_REST = timedelta(seconds=5)
MOST_THROTTLED = 5
"""Zalo does not say whether a 429 is about the last second or the month: after so many in a row it is taken for the month."""
QUOTA_REST_SECONDS = 3_600.0


class Sender:
    """Sends on one bot. A long text that was interrupted goes on after the parts that arrived; none is sent twice.

    `doubted` is called when an answer came that is not Zalo's.
    """

    def __init__(
        self, api: Api, capabilities: Capabilities, now: Callable[[], datetime], doubted: Callable[[], None]
    ) -> None:
        self._api, self._capabilities, self._now, self._doubted = api, capabilities, now, doubted
        self._throttled = 0
        self._rests_until: datetime | None = None

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        """Never raises for what Zalo may do. While the bot rests after a 429 nothing is called."""
        if (waiting := self._resting()) is not None:
            return waiting.after(outgoing.parts_sent)
        return await self._say(outgoing)

    async def _say(self, outgoing: Outgoing) -> Delivered | Failure:
        texts = parts(outgoing._replace(text=unicodedata.normalize("NFC", outgoing.text)), self._capabilities)
        message_id = ""
        for at in range(outgoing.parts_sent, len(texts)):
            rested_until = self._rests_until
            outcome = await self._api.call("sendMessage", chat_id=outgoing.address.chat_id, text=texts[at])
            if not isinstance(outcome, Ok):
                return self._failure(outcome, rested_until).after(at)
            self._throttled, self._rests_until = 0, None
            result = outcome.result
            message_id = str(result.get("message_id") or "") if isinstance(result, dict) else ""
        return Delivered(message_id)

    def _failure(self, outcome: Refused | Garbled | NoAnswer, rested_until: datetime | None) -> Failure:
        if isinstance(outcome, Garbled):
            self._doubted()
        found = failure(outcome)
        return self._throttle(rested_until) if found.kind is FailureKind.THROTTLED else found

    def _resting(self) -> Failure | None:
        now, until = self._now(), self._rests_until
        if until is None or not now < until:
            return None
        return self._throttling((until - now).total_seconds())

    def _throttle(self, rested_until: datetime | None) -> Failure:
        """Calls that were under way together are one refusal: only the first of them counts, and begins the rest."""
        if self._rests_until != rested_until and (waiting := self._resting()) is not None:
            return waiting
        self._throttled += 1
        rest = FIRST_REST * 2 ** min(self._throttled - 1, MOST_THROTTLED - 1)
        if self._throttled == MOST_THROTTLED:
            log.error(
                "zalo: %s refusals for too many messages in a row: the month's messages seem to be used up",
                MOST_THROTTLED,
            )
        if self._throttled >= MOST_THROTTLED:
            rest = timedelta(seconds=QUOTA_REST_SECONDS)
        self._rests_until = self._now() + rest
        return self._throttling(rest.total_seconds())

    def _throttling(self, seconds: float) -> Failure:
        kind = FailureKind.THROTTLED if self._throttled < MOST_THROTTLED else FailureKind.QUOTA_OUT
        return Failure(kind, "429", seconds)
