"""What a signed link gives: one picture or file, as long as its day lasts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from channels.http.front import Handler
from domain.channel import File

Find = Callable[[int, int, str], Awaitable[File | None]]
"""(message, until when in epoch seconds, signature); None for a link that is not ours or is over."""


def saved_as(name: str) -> dict[str, str]:
    """Headers by which a browser saves what it gets under that name, rather than show or guess at it."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }


def files(find: Find) -> Handler:
    """404 for every link that does not hold, whatever is wrong with it. Nobody may keep or guess about what is given."""

    async def give(request: web.Request) -> web.Response:
        parts = request.match_info
        if not (parts["id"].isdecimal() and parts["until"].isdecimal() and len(parts["id"] + parts["until"]) < 36):
            raise web.HTTPNotFound
        found = await find(int(parts["id"]), int(parts["until"]), parts["signature"])
        if found is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", **saved_as(found.name)}
        return web.Response(body=found.body, content_type=found.content_type, headers=headers)

    return give
