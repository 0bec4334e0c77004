"""Reads and calls about the webhook, tried again until they succeed, or until a person has to act."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from channels.http.client import NoAnswer
from channels.zalo_bot.api import READ_SECONDS, Api, Garbled, Ok, Outcome, Refused
from channels.zalo_bot.errors import CONFLICT, Trouble, told, trouble
from channels.zalo_bot.wire import CHANNEL
from domain.failures import Misconfigured

log = logging.getLogger("chibot.zalo")
LONGEST_SECONDS = 30.0
CONFLICT_SECONDS = 5.0
Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds (`asyncio.sleep`)."""


async def insist(api: Api, method: str, pause: Pause, **parameters: object) -> object:
    """The result of the first call that succeeds, with longer and longer pauses of up to half a minute between.

    Raises Misconfigured for what no repeat will change: `code` is "token_refused", or the method and Zalo's number.
    """
    tries = 0
    while True:
        outcome = await api.call(method, READ_SECONDS, **parameters)
        if isinstance(outcome, Ok):
            return outcome.result
        await check(api, method, outcome)
        tries += 1
        seconds = wait(outcome, tries)
        log.warning("zalo: %s failed (%s), again in %g s", method, told(outcome), seconds)
        await pause(seconds)


async def check(api: Api, method: str, outcome: Refused | Garbled | NoAnswer) -> None:
    """Raises Misconfigured where trying again is no use."""
    match trouble(outcome):
        case Trouble.STOP:
            raise Misconfigured(CHANNEL, "token_refused")
        case Trouble.PERMANENT:
            raise Misconfigured(CHANNEL, f"{method}_{told(outcome)}")
        case Trouble.DOUBT if await is_token_bad(api):
            raise Misconfigured(CHANNEL, "token_refused")
        case _:
            return


async def is_token_bad(api: Api) -> bool:
    """Asked once, after an answer that is not Zalo's: a bad token can give one. A network that fails now proves nothing."""
    outcome: Outcome = await api.call("getMe")
    return isinstance(outcome, Garbled) or (isinstance(outcome, Refused) and trouble(outcome) is Trouble.STOP)


def wait(outcome: Refused | Garbled | NoAnswer, tries: int) -> float:
    seconds: float = min(2.0 ** min(tries - 1, 10), LONGEST_SECONDS)
    return max(seconds, CONFLICT_SECONDS) if outcome == Refused(CONFLICT) else seconds
