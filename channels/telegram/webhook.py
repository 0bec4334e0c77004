"""The webhook: Telegram posts each update, and is answered 200 once it is stored."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from channels.telegram.polling import as_update
from domain.channel import Json, NotStored, Receive

log = logging.getLogger("chibot.telegram")
BODY_LIMIT_BYTES = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


def _nobody(_port: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is where Telegram posts; without a path of its own it gets /telegram/<bot id>, the path that is served on `host`:`port`.

    `is_listening` gets the port (port 0: any free one). Raises ValueError for a URL that is not https, or a secret that
    Telegram would not take: it is what tells Telegram from anybody else.
    """

    url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 8080
    is_listening: Callable[[int], None] = _nobody

    def __post_init__(self) -> None:
        if not SECRET.fullmatch(self.secret):
            raise ValueError("a webhook's secret is 1 to 256 of A-Z, a-z, 0-9, _ and -")
        if urlsplit(self.url).scheme not in ("https", "http"):
            raise ValueError("a webhook's address begins with https://")

    def address(self, bot_id: str) -> str:
        has_path = urlsplit(self.url).path not in ("", "/")
        return self.url if has_path else self.url.rstrip("/") + path(bot_id)


def path(bot_id: str) -> str:
    return f"/telegram/{bot_id}"


class Batches:
    """What is posted while a batch is being stored makes up the next one: one commit for all of them."""

    def __init__(self, receive: Receive, bot_id: str) -> None:
        self._receive, self._bot_id = receive, bot_id
        self._waiting: list[tuple[str, Json]] = []
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def put(self, raw: Json) -> None:
        """Returns once it is stored. Raises NotStored."""
        self._waiting.append((self._bot_id, raw))
        if self._next is None:
            self._next = asyncio.create_task(self._store(self._running))
        await asyncio.shield(self._next)

    async def _store(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._running, self._next = self._next, None
        batch, self._waiting = self._waiting, []
        await self._receive(batch)


def app(secret: str, bot_id: str, receive: Receive) -> web.Application:
    """Answers 200 only to updates that are stored, 403 without the secret, 400 to what is not JSON, 503 when storing failed."""
    batches = Batches(receive, bot_id)

    async def post(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
            return web.Response(status=403)
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
            return web.Response(status=400)
        try:
            await batches.put(as_update(raw))
        except NotStored:
            log.warning("telegram: an update could not be stored, it will come again")
            return web.Response(status=503)
        return web.Response()

    application = web.Application(client_max_size=BODY_LIMIT_BYTES)
    application.router.add_post(path(bot_id), post)
    return application
