"""The address to which Zalo posts, as the settings give it, and what is posted there."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web

from channels.http.front import Front, Handler
from channels.http.webhook import webhook
from channels.zalo_bot.wire import CHANNEL, stamped, unwrapped
from domain.channel import Json, Receive

SECRET_HEADER = "X-Bot-Api-Secret-Token"
SECRET = re.compile(r"[\x21-\x7e]{8,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is the public beginning; each bot gets /zalo/<bot id> behind it, which `front` serves.

    Raises ValueError for an address that is not https, or a secret that Zalo would not take.
    """

    url: str
    secret: str = field(repr=False)
    front: Front = field(repr=False)

    def __post_init__(self) -> None:
        if not SECRET.fullmatch(self.secret):
            raise ValueError("a webhook's secret is 8 to 256 visible characters")
        if urlsplit(self.url).scheme not in ("https", "http"):
            raise ValueError("a webhook's address begins with https://")

    def address(self, bot_id: str) -> str:
        return f"{self.url.rstrip('/')}/zalo/{bot_id}"

    def serve(self, receive: Receive, now: Callable[[], datetime]) -> None:
        """One path for all bots: their ids are known only once the program runs, and whoever has the secret is Zalo."""
        handlers: dict[str, Handler] = {}

        def updates(body: bytes) -> Sequence[Json]:
            """Zalo's test of an address is not documented: a body that is none of its updates is answered, and that is all."""
            try:
                found = unwrapped(json.loads(body))
            except (ValueError, RecursionError):
                return []
            at = now()
            return [stamped(one, at) for one in found if "event_name" in one or "message" in one]

        async def post(request: web.Request) -> web.StreamResponse:
            bot_id = request.match_info["bot"]
            given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(given, self.secret.encode()):
                return web.Response(status=403)
            if bot_id not in handlers:
                handlers[bot_id] = webhook(CHANNEL, bot_id, SECRET_HEADER, self.secret, receive, updates)
            return await handlers[bot_id](request)

        self.front.add_post("/zalo/{bot:[0-9A-Za-z_-]{1,40}}", post)
