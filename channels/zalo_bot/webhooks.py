"""Where Zalo sends a bot's updates: to whoever polls, or to one address. The address outlives the program that set it."""

from __future__ import annotations

import logging

from channels.zalo_bot.api import Api, Ok, Refused
from channels.zalo_bot.errors import told
from channels.zalo_bot.insisting import Pause, check, insist, wait
from channels.zalo_bot.wire import CHANNEL
from domain.failures import Misconfigured

log = logging.getLogger("chibot.zalo")
LOOK_SECONDS = 5.0


async def standing(api: Api, pause: Pause) -> str:
    """The address that is set now, "" for none. 404 means that none was ever set."""
    tries = 0
    while True:
        outcome = await api.call("getWebhookInfo")
        if isinstance(outcome, Ok):
            found = outcome.result.get("url") if isinstance(outcome.result, dict) else ""
            return str(found or "")
        if outcome == Refused(404):
            return ""
        await check(api, "getWebhookInfo", outcome)
        tries += 1
        log.warning("zalo: getWebhookInfo failed (%s)", told(outcome))
        await pause(wait(outcome, tries))


async def refuse_leftover(api: Api, pause: Pause, *, takes_over: bool = False) -> None:
    """Polls stay silent while an address is set. Raises Misconfigured then, unless it may be taken down."""
    if not await standing(api, pause):
        return
    if not takes_over:
        raise Misconfigured(CHANNEL, "webhook_left")
    await insist(api, "deleteWebhook", pause)
    log.warning("zalo: the webhook that was set is taken down, as the settings say")


async def silenced(api: Api) -> bool:
    """Whether somebody has set an address meanwhile, as far as one call can tell: no poll waits for a second one."""
    outcome = await api.call("getWebhookInfo", LOOK_SECONDS)
    return isinstance(outcome, Ok) and isinstance(outcome.result, dict) and bool(outcome.result.get("url"))


async def register(api: Api, url: str, secret: str, pause: Pause) -> None:
    """Sets the address, also where it stands already: the secret may be another one, and Zalo tests it again.

    Zalo keeps it even where that test fails: that is only told.
    """
    result = await insist(api, "setWebhook", pause, url=url, secret_token=secret)
    verified = result.get("verification") if isinstance(result, dict) else None
    if isinstance(verified, dict) and verified.get("ok") is not True:
        log.error("zalo: the webhook is set, but Zalo could not reach it (%s)", str(verified.get("outcome"))[:60])
