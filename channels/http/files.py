"""What a signed link gives: one picture or file, as long as its day lasts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web

from channels.http.front import Handler
from domain.channel import File

Find = Callable[[int, int, str], Awaitable[File | None]]
"""(message, until when in epoch seconds, signature); None for a link that is not ours or is over."""


def files(find: Find) -> Handler:
    """404 for every link that does not hold, whatever is wrong with it. Nobody may keep or guess about what is given."""

    async def give(request: web.Request) -> web.Response:
        parts = request.match_info
        if not (parts["id"].isdecimal() and parts["until"].isdecimal() and len(parts["id"] + parts["until"]) < 36):
            raise web.HTTPNotFound
        found = await find(int(parts["id"]), int(parts["until"]), parts["signature"])
        if found is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        return web.Response(body=found.body, content_type=found.content_type, headers=headers)

    return give
