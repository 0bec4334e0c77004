"""Telegram as a messenger (`domain.channel.Channel`)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from telegram import BotCommandScopeAllPrivateChats
from telegram.error import BadRequest

from channels.http.client import HttpClient
from channels.http.webhook import Inlet
from channels.telegram import webhook as hook
from channels.telegram import wire
from channels.telegram.api import Api
from channels.telegram.errors import failure
from channels.telegram.fetching import bring
from channels.telegram.insisting import Pause, insist
from channels.telegram.polling import Poller
from channels.telegram.presence import Later, Presence
from channels.telegram.sending import Sender, set_menu
from domain.channel import Arrival, Capabilities, Delivered, FileRef, Json, Outgoing, Pace, PressIn, Receive
from domain.failures import Failure, FailureKind, Misconfigured

log = logging.getLogger("chibot.telegram")
API_URL = "https://api.telegram.org"


class TelegramChannel:
    """One bot; its id is the number before the colon of its token. With a webhook it is posted to, without one polled.

    A webhook's path is added to its front at once: what is posted before `run` is asked for again.

    `proxy_url`: "http://…" or "socks5://…". `default_menu`: (command, description) for every private chat that has no
    menu of its own. `username`, without the @, is known once `run` has greeted Telegram. `pause` waits between tries,
    `later` before typing is shown. Raises ValueError for another kind of proxy.
    """

    name = wire.CHANNEL
    capabilities = Capabilities(
        has_buttons=True,
        can_edit=True,
        takes_files=True,
        sends_files=True,
        sends_images=True,
        text_limit=4096,
        may_speak_first=True,
        repeats_uncertain=True,
        pace=Pace(25, 1.0),
        has_menus=True,
        asks_contact=True,
    )

    def __init__(
        self,
        token: str,
        now: Callable[[], datetime],
        api_url: str = API_URL,
        proxy_url: str = "",
        webhook: hook.Webhook | None = None,
        default_menu: Sequence[tuple[str, str]] = (),
        *,
        pause: Pause = asyncio.sleep,
        later: Later | None = None,
    ) -> None:
        self.bot_id, self.username = token.partition(":")[0], ""
        self._client = HttpClient(proxy_url)
        self._api = Api(token, api_url, self._client)
        self._webhook, self._default_menu, self._pause = webhook, tuple(default_menu), pause
        self._presence = Presence(self._api, later=later)
        self._sender = Sender(self._api, self.capabilities, now)
        self._poller = Poller(self._api, self.bot_id, now, pause)
        self._inlet = Inlet()
        if webhook is not None:
            webhook.serve(self.bot_id, self._inlet.receive)

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        return wire.read(bot_id, raw)

    async def run(self, receive: Receive) -> None:
        """Until cancelled. Raises Misconfigured when a person has to act."""
        self._inlet.open(receive)
        await insist("getMe", self._greet, self._pause)
        if self._default_menu:
            await insist("setMyCommands", self._offer_menu, self._pause)
        if self._webhook is None:
            forget = partial(self._api.call, "deleteWebhook", drop_pending_updates=False)
            await insist("deleteWebhook", forget, self._pause)
            await self._poller.run(receive)
        else:
            await self._register(self._webhook)
            await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        """An address of another bot is refused: the token was changed, and this one may not speak there."""
        if outgoing.address.bot_id != self.bot_id:
            return Failure(FailureKind.REJECTED, "other_bot")
        self._presence.spoke(outgoing.address.chat_id)
        return await self._sender.send(outgoing)

    async def acknowledge(self, arrival: Arrival) -> None:
        match arrival.content:
            case PressIn(_, _, str(callback_id)):
                await self._presence.pressed(callback_id)
            case PressIn():
                return
            case _:
                self._presence.heard(arrival.address.chat_id)

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        """Telegram gives the place of a file for an hour, and gives none of more than 20 MB."""
        if bot_id != self.bot_id:
            return Failure(FailureKind.REJECTED, "other_bot")
        return await bring(self._api, self._client, file, most)

    def heard_at(self) -> datetime | None:
        return None if self._webhook is not None else self._poller.heard_at

    async def close(self) -> None:
        await self._presence.close()
        await self._client.close()

    async def _greet(self) -> None:
        me = await self._api.call("getMe")
        self.username = str(me.get("username") or "") if isinstance(me, dict) else ""
        log.info("telegram: connected as @%s", self.username)

    async def _offer_menu(self) -> None:
        """Without it everything else works: a refusal is only told."""
        try:
            await set_menu(self._api, self._default_menu, BotCommandScopeAllPrivateChats())
        except BadRequest as error:
            log.error("telegram: the menu for everybody was refused (%s)", failure(error).code)

    async def _register(self, webhook: hook.Webhook) -> None:
        """Tells Telegram where, once somebody listens there."""
        await webhook.front.listening.wait()
        is_refused = await insist("setWebhook", partial(self._told_where, webhook), self._pause)
        if is_refused:
            raise Misconfigured(self.name, "webhook_refused")

    async def _told_where(self, webhook: hook.Webhook) -> bool:
        """Whether Telegram refuses the address."""
        try:
            await self._api.call(
                "setWebhook",
                url=webhook.address(self.bot_id),
                secret_token=webhook.secret,
                allowed_updates=list(wire.ALLOWED_UPDATES),
                drop_pending_updates=False,
            )
        except BadRequest:
            return True
        return False
