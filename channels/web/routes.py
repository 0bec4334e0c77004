"""The addresses of the practice page's server, and what each answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from aiohttp import web

from channels.http.files import saved_as
from channels.web import wire
from channels.web.door import Door
from channels.web.feed import Feed
from channels.web.uploads import MOST_BYTES, Uploads
from domain.channel import History, Json, Receive, Unreadable
from domain.people import Address
from language.say import web as say

log = logging.getLogger(__name__)

BODY_LIMIT_BYTES = 64 * 1024

PAGE_FILES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "bubble.js": "text/javascript",
    "talk.js": "text/javascript",
    "post.js": "text/javascript",
    "upload.js": "text/javascript",
    "people.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Routes:
    """`personas` is what the picker shows; `feeds` has a feed for each of their keys; `next_order` numbers arrivals."""

    door: Door
    personas: Sequence[Json]
    feeds: Mapping[str, Feed]
    history: History
    receive: Receive
    now: Callable[[], datetime]
    next_order: Callable[[], int]
    uploads: Uploads

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self.door.guard], client_max_size=BODY_LIMIT_BYTES)
        app.on_response_prepare.append(self.door.mark_safe)
        app.on_shutdown.append(self._close_feeds)
        app.router.add_get("/", self._page)
        app.router.add_get("/{file}", self._file)
        app.router.add_get("/api/personas", self._personas)
        app.router.add_get("/api/history", self._history)
        app.router.add_get("/api/events", self._events)
        app.router.add_post("/api/send", self._send)
        app.router.add_post("/api/upload", self._upload)
        app.router.add_get("/api/file/{id}", self._download)
        return app

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=_file_text("page.html"), content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        if name not in PAGE_FILES:
            raise web.HTTPNotFound
        return web.Response(text=_file_text(name), content_type=PAGE_FILES[name])

    async def _personas(self, _request: web.Request) -> web.Response:
        return web.json_response(self.personas)

    async def _history(self, request: web.Request) -> web.Response:
        """The cursor is taken first: what is sent while the history is read comes twice rather than never."""
        persona = self._persona(request.query.get("as", ""))
        cursor = self.feeds[persona].cursor
        lines = await self.history.lines(Address(wire.CHANNEL, wire.BOT_ID, persona))
        return web.json_response({"cursor": cursor, "lines": wire.history_json(lines)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        feed = self.feeds[self._persona(request.query.get("as", ""))]
        cursor = request.headers.get("Last-Event-ID") or request.query.get("after")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            await response.write(b"retry: 1000\n\n")
            async with aclosing(feed.after(cursor)) as frames:
                async for frame in frames:
                    await response.write(frame)
        except ConnectionResetError:
            pass  # the page went away: nobody is left to tell
        return response

    async def _send(self, request: web.Request) -> web.Response:
        """Answers 200 only once the message is committed; until then the page keeps it, with the same id."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text=say.unreadable())
        try:
            posted = wire.read_posted(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413, text=say.too_long())
        except Unreadable:
            raise web.HTTPBadRequest(text=say.unreadable()) from None
        self._persona(posted.persona)
        if posted.file is not None and not self.uploads.is_of(posted.persona, posted.file.reference):
            raise web.HTTPBadRequest(text=say.file_gone())
        at = self.now()
        try:
            await self.receive([(wire.BOT_ID, wire.stored(posted, at, self.next_order()))])
        except Exception:  # whatever it was, the person must read that nothing was stored
            log.exception("a message of the practice page was not stored")
            raise web.HTTPServiceUnavailable(text=say.not_stored()) from None
        return web.json_response({"ok": True, "at": at.isoformat()})

    async def _upload(self, request: web.Request) -> web.Response:
        """The bytes alone; the message that names their reference follows. Read no further than the limit."""
        persona = self._persona(request.query.get("as", ""))
        body = bytearray()
        async for chunk in request.content.iter_chunked(1 << 16):
            body += chunk
            if len(body) > MOST_BYTES:
                return web.Response(status=413, text=say.file_too_large(MOST_BYTES))
        if not body:
            raise web.HTTPBadRequest(text=say.file_empty())
        return web.json_response({"reference": self.uploads.keep(persona, bytes(body)), "size": len(body)})

    async def _download(self, request: web.Request) -> web.Response:
        """What goes with a message of one's own chat; nothing else exists here."""
        persona, number = self._persona(request.query.get("as", "")), request.match_info["id"]
        if not number.isascii() or not number.isdigit() or len(number) > 15:
            raise web.HTTPNotFound
        found = await self.history.file(Address(wire.CHANNEL, wire.BOT_ID, persona), int(number))
        if found is None:
            raise web.HTTPNotFound(text=say.no_file())
        return web.Response(body=found.body, content_type=found.content_type, headers=saved_as(found.name))

    def _persona(self, key: str) -> str:
        if key not in self.feeds:
            raise web.HTTPBadRequest(text=say.unknown_persona())
        return key

    async def _close_feeds(self, _app: web.Application) -> None:
        for feed in self.feeds.values():
            feed.close()


def _file_text(name: str) -> str:
    return files("channels.web").joinpath("page", name).read_text(encoding="utf-8")
