"""Calls that have to succeed before anything else makes sense: tried again until they do, or until a person has to act."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from channels.telegram.errors import failure
from channels.telegram.request import Throttled
from channels.telegram.wire import CHANNEL
from domain.channel import NotStored
from domain.failures import Misconfigured

log = logging.getLogger("chibot.telegram")
LONGEST_SECONDS = 30.0
CONFLICT_SECONDS = 5.0
Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds (`asyncio.sleep`)."""
T = TypeVar("T")


async def insist(what: str, attempt: Callable[[], Awaitable[T]], pause: Pause) -> T:
    """The result of the first attempt that succeeds, with longer and longer pauses of up to half a minute between.

    Raises Misconfigured when Telegram does not know the token.
    """
    tries = 0
    while True:
        try:
            return await attempt()
        except InvalidToken:
            break
        except (TelegramError, NotStored) as error:
            seconds, reason = _wait(error, tries)
        tries += 1
        log.warning("telegram: %s failed (%s), again in %g s", what, reason, seconds)
        await pause(seconds)
    raise Misconfigured(CHANNEL, "token_refused")


def _wait(error: TelegramError | NotStored, tries: int) -> tuple[float, str]:
    """How long, and why, in words of our own."""
    seconds = min(2.0 ** min(tries, 10), LONGEST_SECONDS)
    match error:
        case NotStored():
            return seconds, "not_stored"
        case Throttled():
            return error.seconds, "throttled"
        case Conflict():
            return max(seconds, CONFLICT_SECONDS), "another program receives with the same token"
        case _:
            return seconds, failure(error).code
