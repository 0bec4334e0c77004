"""What every webhook does: a vendor posts an update, proves who it is by a header, and is answered 200 once it is stored."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable, Sequence

from aiohttp import web

from channels.http.front import Handler
from domain.channel import Json, NotStored, Receive


class Inlet:
    """The `Receive` of a channel that is posted to before it runs: until it is opened nothing is stored, so that it comes again."""

    def __init__(self) -> None:
        self._receive: Receive | None = None

    def open(self, receive: Receive) -> None:
        self._receive = receive

    async def receive(self, raws: Sequence[tuple[str, Json]]) -> None:
        if self._receive is None:
            raise NotStored("the channel does not run yet")
        await self._receive(raws)


class Batches:
    """What is posted while a batch is being stored makes up the next one: one commit for all of them."""

    def __init__(self, receive: Receive, bot_id: str) -> None:
        self._receive, self._bot_id = receive, bot_id
        self._waiting: list[tuple[str, Json]] = []
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def put(self, raws: Sequence[Json]) -> None:
        """Returns once they are stored. Raises NotStored."""
        self._waiting += [(self._bot_id, raw) for raw in raws]
        if self._next is None:
            self._next = asyncio.create_task(self._store(self._running))
        await asyncio.shield(self._next)

    async def _store(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._running, self._next = self._next, None
        batch, self._waiting = self._waiting, []
        await self._receive(batch)


def webhook(
    channel: str,
    bot_id: str,
    secret_header: str,
    secret: str,
    receive: Receive,
    shape: Callable[[bytes], Sequence[Json]],
) -> Handler:
    """Answers 200 only to updates that are stored, 403 without the secret, 400 to what is not JSON, 503 when storing failed.

    `shape` makes raw updates of a body, or raises ValueError for one that is not JSON. `channel` is the name under which trouble
    is logged. Raises ValueError for an
    empty secret: whoever sends no header would know it.
    """
    if not secret:
        raise ValueError("a webhook needs a secret")
    expected, batches = secret.encode(), Batches(receive, bot_id)
    log = logging.getLogger(f"chibot.{channel}")

    async def post(request: web.Request) -> web.Response:
        given = request.headers.get(secret_header, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=403)
        try:
            raws = shape(await request.read())
        except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
            return web.Response(status=400)
        try:
            if raws:
                await batches.put(raws)
        except NotStored:
            log.warning("%s: an update could not be stored, it will come again", channel)
            return web.Response(status=503)
        return web.Response()

    return post
