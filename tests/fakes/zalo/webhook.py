"""Webhook mode: what setWebhook sets, its probe, and how updates are posted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import ClientError, ClientSession, ClientSSLError, ClientTimeout, DummyCookieJar

from tests.fakes.zalo.bots import Bot
from tests.fakes.zalo.parameters import Json
from tests.fakes.zalo.updates import Lost, Update
from tests.fakes.zalo.world import World, milliseconds

SECRET_HEADER = "X-Bot-Api-Secret-Token"
USER_AGENT = "Java/1.8"
HINTS = {
    "webhook.ok": "The address answered",
    "webhook.http.403": "The address forbids the request",
    "webhook.http.404": "The address does not exist",
    "webhook.http.5xx": "The server behind the address failed",
    "webhook.http.other": "The address did not answer 200",
    "webhook.err.tls": "The certificate was not accepted",
    "webhook.err.unreachable": "Nobody listens at the address",
}


@dataclass(frozen=True, slots=True)
class Hook:
    """What setWebhook set."""

    url: str
    secret: str


@dataclass(slots=True)
class Delivery:
    """One post. `status` is None while, or because, nobody answered; `update` is None for a probe."""

    bot: int
    body: bytes
    headers: Mapping[str, str]
    at: datetime
    update: Update | None = None
    status: int | None = None
    answer: bytes = b""
    trouble: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status <= 299

    @property
    def outcome(self) -> str:
        """As `verification` names it."""
        if self.status is None:
            return f"webhook.err.{self.trouble}"
        if self.is_taken:
            return "webhook.ok"
        if self.status in (403, 404):
            return f"webhook.http.{self.status}"
        return "webhook.http.5xx" if self.status >= 500 else "webhook.http.other"


@dataclass(slots=True)
class Posting:
    """How posts are made: `patience_seconds` for an answer, `backoff_seconds` before a retry; `made` are all of them."""

    patience_seconds: float
    backoff_seconds: float
    made: list[Delivery] = field(default_factory=list)


class Webhook:
    """One bot's. Updates of one chat follow each other, those of several are posted at once; with `reorder` even those of one
    chat are.
    """

    def __init__(self, world: World, bot: Bot, posting: Posting) -> None:
        self._world, self._bot, self._posting = world, bot, posting
        self.hook: Hook | None = None
        self._updated_at = world.now()
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def set(self, hook: Hook | None) -> None:
        """From now on updates are posted there, and polls that wait get nothing any more; None: they wait for a poll again.
        Posts on their way are not called back.
        """
        self.hook, self._updated_at = hook, self._world.now()
        self._bot.inbox.has_webhook = hook is not None
        if hook is not None:
            self._bot.inbox.silence()
            self._loop = self._loop or asyncio.create_task(self._run())
        self._bot.inbox.wake()

    def json(self) -> Json:
        """As getWebhookInfo answers."""
        return {"url": self.hook.url if self.hook else "", "updated_at": milliseconds(self._updated_at)}

    async def verification(self, hook: Hook) -> Json:
        """Posts the probe, and says what came of it."""
        switches = self._world.switches
        outcome = "webhook.ok"
        if switches.probe is not None:
            outcome = (await self._post(hook, switches.probe, None)).outcome
        if switches.verification == "failed":
            outcome = "webhook.http.other"
        return {"ok": outcome == "webhook.ok", "url": hook.url, "outcome": outcome, "hint": HINTS[outcome]}

    async def close(self) -> None:
        """Posts on their way are given up."""
        tasks = [task for task in (self._loop, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _run(self) -> None:
        inbox = self._bot.inbox
        while True:
            inbox.added.clear()
            while self.hook is not None and (update := self._next()) is not None:
                inbox.pending.remove(update)
                inbox.posting.append(update)
                task = asyncio.create_task(self._deliver(self.hook, update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            await inbox.added.wait()

    def _next(self) -> Update | None:
        inbox = self._bot.inbox
        if self._world.switches.reorder:
            return inbox.pending[-1] if inbox.pending else None
        busy = {update.chat_id for update in inbox.posting}
        return next((update for update in inbox.pending if update.chat_id not in busy), None)

    async def _deliver(self, hook: Hook, update: Update) -> None:
        inbox = self._bot.inbox
        body = json.dumps(self._packed(update.body), ensure_ascii=False).encode()
        delivery = await self._post(hook, body, update)
        for _ in range(self._world.switches.webhook_retries):
            if delivery.is_taken:
                break
            await asyncio.sleep(self._posting.backoff_seconds)
            delivery = await self._post(hook, body, update)
        inbox.posting.remove(update)
        if delivery.is_taken:
            inbox.handed.append(update)
        else:
            inbox.lost.append(Lost(update, "webhook"))
        inbox.wake()

    def _packed(self, body: Json) -> object:
        match self._world.switches.envelope:
            case "wrapped":
                return {"ok": True, "result": body}
            case "list":
                return [body]
        return body

    async def _post(self, hook: Hook, body: bytes, update: Update | None) -> Delivery:
        headers = {SECRET_HEADER: hook.secret, "User-Agent": USER_AGENT, "Content-Type": "application/json"}
        delivery = Delivery(self._bot.number, body, headers, self._world.now(), update)
        self._posting.made.append(delivery)
        if self._session is None:
            patience = ClientTimeout(total=self._posting.patience_seconds)
            self._session = ClientSession(timeout=patience, cookie_jar=DummyCookieJar())
        try:
            async with self._session.post(hook.url, data=body, headers=headers, allow_redirects=False) as response:
                delivery.answer = await response.read()
                delivery.status = response.status
        except ClientSSLError:
            delivery.trouble = "tls"
        except (ClientError, OSError, TimeoutError):
            delivery.trouble = "unreachable"
        self._world.changes.happened()
        return delivery
