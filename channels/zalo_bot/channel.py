"""Zalo as a channel: several bots side by side, each with its own people, its own months and its own token."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Never

from channels.http.client import HttpClient
from channels.http.webhook import Inlet
from channels.zalo_bot import hook, webhooks, wire
from channels.zalo_bot.api import Api
from channels.zalo_bot.insisting import Pause, insist, is_token_bad
from channels.zalo_bot.polling import Poller
from channels.zalo_bot.sending import Sender
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    Door,
    FileRef,
    Json,
    Outgoing,
    OutgoingAction,
    Pace,
    Receive,
)
from domain.failures import Failure, FailureKind, Misconfigured
from domain.quota import Quota

log = logging.getLogger("chibot.zalo")
API_URL = "https://bot-api.zaloplatforms.com"
FREE = Quota(per_month=3_000, users=50)
"""The free plan, for each bot; both directions are said to count."""
TEXT_LIMIT = 2_000
HALTED_SECONDS = 300.0
STARTING_SECONDS = 1.0


class Bot:
    """One token. Its id is known once `getMe` answered; `is_halted`: a person has to act before it works again."""

    def __init__(self, api: Api, number: int) -> None:
        self.api, self.number = api, number
        self.id, self.name = "", ""
        self.sender: Sender | None = None
        self.poller: Poller | None = None
        self.is_halted = False


class ZaloBots:
    """All bots of one installation. With a webhook they are served, without one polled.

    `takes_over`: a webhook that somebody else left is taken down rather than refused. `proxy_url`: "http://…" or "socks5://…".
    `pause` waits between tries. Raises ValueError for another kind of proxy, or a token that is none.
    """

    name = wire.CHANNEL

    def __init__(
        self,
        tokens: Sequence[str],
        now: Callable[[], datetime],
        api_url: str = API_URL,
        proxy_url: str = "",
        webhook: hook.Webhook | None = None,
        *,
        takes_over: bool = False,
        text_limit: int = TEXT_LIMIT,
        quota: Quota = FREE,
        pause: Pause = asyncio.sleep,
    ) -> None:
        if not tokens or not all(":" in token for token in tokens):
            raise ValueError("a token of Zalo is <digits>:<text>")
        self.capabilities = Capabilities(
            has_buttons=False,
            can_edit=False,
            takes_files=False,
            sends_files=False,
            sends_images=False,
            text_limit=text_limit,
            may_speak_first=False,
            repeats_uncertain=False,
            pace=Pace(5, 1.0),
            quota=quota,
        )
        self._now, self._webhook, self._takes_over, self._pause = now, webhook, takes_over, pause
        self._client = HttpClient(proxy_url)
        self._bots = [Bot(Api(token, api_url, self._client), number) for number, token in enumerate(tokens, 1)]
        self._inlet = Inlet()
        if webhook is not None:
            webhook.serve(self._inlet.receive, now)
        self._asking: set[asyncio.Task[None]] = set()

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        return wire.read(bot_id, raw)

    def doors(self) -> Sequence[Door]:
        """The bots that answer now, as people find them in Zalo."""
        return [Door(self.name, bot.id, bot.name) for bot in self._bots if bot.id and not bot.is_halted]

    @property
    def has_halted(self) -> bool:
        """Whether one of them waits for a person."""
        return any(bot.is_halted for bot in self._bots)

    async def run(self, receive: Receive) -> None:
        """Until cancelled. A bot that a person has to see to halts alone; raises Misconfigured when none is left."""
        self._inlet.open(receive)
        tasks = [asyncio.create_task(self._alone(bot, receive)) for bot in self._bots]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await _ended(tasks)
        errors = [error for task in done if (error := task.exception()) is not None]
        raise errors[0] if errors else tasks[0].result()

    async def _alone(self, bot: Bot, receive: Receive) -> Misconfigured:
        """Why it halted."""
        try:
            await self._greet(bot)
            await self._serve(bot, receive)
        except Misconfigured as reason:
            bot.is_halted = True
            log.error("zalo: bot %s halts: %s", bot.number, reason.code)
            return reason

    async def _greet(self, bot: Bot) -> None:
        me = await insist(bot.api, "getMe", self._pause)
        ident = str(me.get("id") or "") if isinstance(me, dict) else ""
        if not ident or any(other.id == ident for other in self._bots):
            raise Misconfigured(self.name, "same_bot_twice" if ident else "getMe_without_id")
        bot.sender = Sender(bot.api, self.capabilities, self._now, lambda: self._doubt(bot))
        bot.id, bot.name = ident, str(me.get("account_name") or "") if isinstance(me, dict) else ""
        log.info("zalo: bot %s is %s", bot.number, bot.id)

    async def _serve(self, bot: Bot, receive: Receive) -> Never:
        if self._webhook is not None:
            await self._webhook.front.listening.wait()
            await webhooks.register(bot.api, self._webhook.address(bot.id), self._webhook.secret, self._pause)
            await asyncio.Event().wait()
        await webhooks.refuse_leftover(bot.api, self._pause, takes_over=self._takes_over)
        bot.poller = Poller(bot.api, bot.id, self._now, self._pause)
        await bot.poller.run(receive)

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        """What belongs to a bot of which nothing is known is refused once all have said who they are: its token is gone."""
        bot = next((one for one in self._bots if one.id == outgoing.address.bot_id), None)
        if bot is None or bot.sender is None:
            return self._nobody()
        if outgoing.action is not OutgoingAction.SEND:
            return _never_called(outgoing)
        if not bot.is_halted:
            outcome = await bot.sender.send(outgoing)
            if not isinstance(outcome, Failure) or outcome.kind is not FailureKind.MISCONFIGURED:
                return outcome
            bot.is_halted = True
            log.error("zalo: bot %s halts: %s", bot.number, outcome.code)
        return self._halted()

    def _nobody(self) -> Failure:
        """Who has not said yet who it is may be the one. Only that chat waits: the other bots may be well."""
        if not all(one.id or one.is_halted for one in self._bots):
            return Failure(FailureKind.THROTTLED, "starting", STARTING_SECONDS)
        return Failure(FailureKind.REJECTED, "other_bot") if all(one.id for one in self._bots) else self._halted()

    def _halted(self) -> Failure:
        """It waits for a person."""
        if all(one.is_halted for one in self._bots):
            return Failure(FailureKind.MISCONFIGURED, "halted")
        return Failure(FailureKind.THROTTLED, "halted", HALTED_SECONDS)

    def _doubt(self, bot: Bot) -> None:
        """After an answer that is not Zalo's: is the token still good?"""
        task = asyncio.create_task(self._ask(bot))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, bot: Bot) -> None:
        if await is_token_bad(bot.api):
            bot.is_halted = True
            log.error("zalo: bot %s halts: token_refused", bot.number)

    async def acknowledge(self, arrival: Arrival) -> None:
        """Typing is not shown: the answer is there sooner, and a call more might count."""
        del arrival

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        """Nothing comes in here but words."""
        del bot_id, file, most
        return Failure(FailureKind.NOT_SUPPORTED, "no_files")

    def heard_at(self) -> datetime | None:
        """Of the bot that was silent for longest."""
        polled = [bot.poller.heard_at for bot in self._bots if bot.poller is not None and not bot.is_halted]
        return min(polled, default=None)

    async def close(self) -> None:
        await self._client.close()
        await asyncio.gather(*self._asking, return_exceptions=True)


def _never_called(outgoing: Outgoing) -> Delivered | Failure:
    """Zalo shows no buttons and no menu, and a message stays as it was sent: a new one goes out instead of an edited one."""
    match outgoing.action:
        case OutgoingAction.EDIT:
            return Failure(FailureKind.TOO_OLD, "never_edited")
        case OutgoingAction.STRIP:
            return Delivered(outgoing.message_id or "")
        case _:
            return Failure(FailureKind.NOT_SUPPORTED, outgoing.action.value)


async def _ended(tasks: Sequence[asyncio.Task[Misconfigured]]) -> None:
    """Not by a TaskGroup: that passes on the first cancellation only, and the second one is to end what the first waits for."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
