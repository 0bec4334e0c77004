"""The server: reads each call, lets it meet its trouble, and has it answered as the Bot Platform does."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.zalo import faults
from tests.fakes.zalo.answering import Answering, Call, Reply, Violation
from tests.fakes.zalo.bots import Bot
from tests.fakes.zalo.chats import ChatView
from tests.fakes.zalo.faults import Fault, Faults, Trouble
from tests.fakes.zalo.parameters import Unreadable, body_of
from tests.fakes.zalo.people import People
from tests.fakes.zalo.switches import Limits, Switches
from tests.fakes.zalo.updates import Lost, Update
from tests.fakes.zalo.webhook import Delivery, Hook, Posting, Webhook
from tests.fakes.zalo.world import Listener, World, message_ids, wall_clock

TOKENS = (
    "1483560274951:mot-fakefakefakefakefakefakefakefake",
    "2950174836622:hai-fakefakefakefakefakefakefakefake",
    "3716204859903:ba-fakefakefakefakefakefakefakefakef",
)


class FakeZalo(People):
    """Zalo's Bot Platform for several bots: `async with FakeZalo() as fake`, then `fake.url` and `fake.tokens`.

    `now` is the clock of messages and months, `new_id` makes the ids of messages, and `second` is how long a second of a poll's
    `timeout` lasts. `patience_seconds` is how long a post waits for the webhook, `backoff_seconds` how long before it retries.
    """

    def __init__(
        self,
        tokens: Sequence[str] = TOKENS,
        port: int = 0,
        *,
        now: Callable[[], datetime] = wall_clock,
        new_id: Callable[[], str] | None = None,
        second: float = 1.0,
        switches: Switches | None = None,
        limits: Limits | None = None,
        patience_seconds: float = 2.0,
        backoff_seconds: float = 0.01,
    ) -> None:
        world = World(now, new_id or message_ids(), second, switches or Switches(), limits or Limits())
        super().__init__(world, [Bot(world, number, token) for number, token in enumerate(tokens)])
        self.tokens = tuple(tokens)
        self.calls: list[Call] = []
        self.faults = Faults()
        self._posting = Posting(patience_seconds, backoff_seconds)
        self._webhooks = [Webhook(world, bot, self._posting) for bot in self.bots]
        self._answering = Answering(world, self._webhooks)
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._port, self._is_closing = port, False

    @property
    def url(self) -> str:
        """The root of the API: what stands before `/bot<token>/`."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/bot{token}/{method}", self._take)
        app.router.add_post("/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2, handler_cancellation=True)
        await self._runner.setup()
        await self.open_port()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Polls that wait are ended and what hangs is released: nobody is left behind."""
        self._is_closing = True
        self.faults.clear()
        for bot, webhook in zip(self.bots, self._webhooks, strict=True):
            await bot.inbox.close()
            await webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What a test asks and arranges.

    async def open_port(self) -> None:
        """Listens again, at the same address."""
        assert self._runner is not None
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        self._site = web.SockSite(self._runner, listening)
        await self._site.start()

    async def close_port(self) -> None:
        """Nobody can connect until `open_port`, and a call on an old connection is cut off unread. Polls that wait go on."""
        assert self._site is not None
        site, self._site = self._site, None
        await site.stop()

    @property
    def switches(self) -> Switches:
        return self.world.switches

    @property
    def limits(self) -> Limits:
        return self.world.limits

    @property
    def listeners(self) -> list[Listener]:
        """Each is called with "said" or "sent", and the message."""
        return self.world.listeners

    @property
    def violations(self) -> list[Violation]:
        """Each breach of the documentation so far."""
        return self._answering.violations

    @property
    def lost(self) -> list[Lost]:
        """The updates that no bot gets any more, bot after bot."""
        return [lost for bot in self.bots for lost in bot.inbox.lost]

    @property
    def deliveries(self) -> list[Delivery]:
        """Every post to a webhook, probes and repeats included."""
        return self._posting.made

    def webhook(self, bot: int = 0) -> Hook | None:
        return self._webhooks[bot].hook

    def leave_webhook(self, url: str, secret: str = "cua-nguoi-khac", bot: int = 0) -> None:
        """Somebody else set it, before or meanwhile; nothing is checked."""
        self._webhooks[bot].set(Hook(url, secret))

    def calls_of(self, method: str, chat: str | None = None, bot: int | None = None) -> list[Call]:
        """In order; those of one chat or one bot when it is given."""
        return [
            one
            for one in self.calls
            if one.method == method and chat in (None, one.params.get("chat_id")) and bot in (None, one.bot)
        ]

    def fail(
        self,
        fault: Fault,
        times: int | None = 1,
        method: str | None = None,
        chat: str | None = None,
        bot: int | None = None,
    ) -> Fault:
        """The next `times` calls (None: all) of that method, chat and bot meet it. Faults planned first are met first."""
        fault.times, fault.method, fault.chat, fault.bot = times, method, chat, bot
        return self.faults.plan(fault)

    def fail_next(
        self, method: str | None, code: int, n: int | None = 1, *, is_taken: bool = False, bot: int | None = None
    ) -> Fault:
        """The next `n` calls of that method (None: of any) get an envelope with that code."""
        return self.fail(faults.refused(code, is_taken), n, method, bot=bot)

    async def settled(
        self, chat: str, until: Callable[[ChatView], bool], bot: int = 0, within: float = 10.0
    ) -> ChatView:
        """The chat as soon as it is so. Raises AssertionError, with what is there instead, after `within` seconds."""
        await self.until(lambda: until(self.chat(chat, bot)), within, lambda: str(self.chat(chat, bot)))
        return self.chat(chat, bot)

    async def drained(self, within: float = 10.0) -> None:
        """Returns once every update of every bot is handed over, or lost."""

        def waiting() -> list[Update]:
            return [update for bot in self.bots for update in bot.inbox.pending + bot.inbox.posting]

        await self.until(lambda: not waiting(), within, lambda: f"waiting: {waiting()}")

    async def polled(self, bot: int = 0, within: float = 10.0) -> None:
        """Returns once a long poll waits."""
        await self.until(lambda: self.bots[bot].is_polled, within, lambda: f"nobody polls for bot {bot}")

    async def until(
        self, is_so: Callable[[], bool], within: float = 10.0, instead: Callable[[], str] = lambda: ""
    ) -> None:
        """Returns as soon as it is so; looks again whenever something happened here."""
        try:
            async with asyncio.timeout(within):
                await self.world.changes.until(is_so)
        except TimeoutError:
            last = [(one.method, one.status, one.description) for one in self.calls[-5:]]
            raise AssertionError(f"not within {within} s; {instead()}\nlast calls: {last}") from None

    # What a bot meets.

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if self._is_closing or self._site is None:
            return _cut(request)
        method = request.match_info["method"]
        bot = next((one for one in self.bots if one.token == request.match_info["token"]), None)
        if bot is None:
            self.calls.append(call := Call(method, {}, self.world.now()))
            return await self._sent(request, call, self._answering.unknown_token(call))
        if (fault := self.faults.next(method, bot.number)) is not None:
            if fault.trouble is Trouble.HANGS:
                await fault.released.wait()
            return _cut(request)
        self.calls.append(call := Call(method, {}, self.world.now(), bot.number))
        try:
            return await self._answer(request, call, bot)
        finally:
            self.world.changes.happened()

    async def _answer(self, request: web.Request, call: Call, bot: Bot) -> web.StreamResponse:
        try:
            body = await body_of(request)
        except Unreadable as error:
            refusal = self._answering.breach(call, bot, str(error))
            return await self._sent(request, call, self._answering.refusal(call, refusal))
        call.params = dict(body.values)
        fault = self.faults.next_read(call.method, bot.number, call.params.get("chat_id"))
        if fault is None:
            return await self._sent(request, call, await self._answering.reply(call, bot, body), bot)
        if not fault.is_taken:
            return await self._sent(request, call, self._answering.in_its_place(call, fault))
        reply = await self._answering.reply(call, bot, body)
        self.world.changes.happened()
        if fault.trouble is Trouble.HANGS:
            return await self._sent(request, call, reply, bot, fault.released)
        _take_back(bot, reply)
        if fault.trouble is Trouble.RESET:
            return _cut(request)
        return await self._sent(request, call, self._answering.in_its_place(call, fault))

    async def _sent(
        self,
        request: web.Request,
        call: Call,
        reply: Reply,
        bot: Bot | None = None,
        after: asyncio.Event | None = None,
    ) -> web.StreamResponse:
        """Sends it now, or `after` that. Where nobody takes it any more, the update in it was handed to nobody."""
        kind = "application/json" if reply.is_json else "text/html"
        response = web.Response(text=reply.text, status=reply.status, content_type=kind)
        try:
            if after is not None:
                await after.wait()
            call.status = reply.status
            await response.prepare(request)
            await response.write_eof()
        except (ConnectionError, asyncio.CancelledError):
            call.status = None
            _take_back(bot, reply)
            raise
        return response


def _take_back(bot: Bot | None, reply: Reply) -> None:
    if bot is not None and reply.update is not None:
        bot.inbox.cut(reply.update)


def _cut(request: web.Request) -> web.StreamResponse:
    """The connection is gone; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
