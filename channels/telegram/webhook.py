"""The webhook: Telegram posts each update to the one public server (`channels.http.front`)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from channels.http.front import Front
from channels.http.webhook import webhook
from channels.telegram import wire
from channels.telegram.polling import as_update
from domain.channel import Json, Receive

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is where Telegram posts; without a path of its own it gets /telegram/<bot id>, the path that `front` serves.

    Raises ValueError for a URL that is not https, or a secret that Telegram would not take: it is what tells Telegram
    from anybody else.
    """

    url: str
    secret: str = field(repr=False)
    front: Front = field(repr=False)

    def __post_init__(self) -> None:
        if not SECRET.fullmatch(self.secret):
            raise ValueError("a webhook's secret is 1 to 256 of A-Z, a-z, 0-9, _ and -")
        if urlsplit(self.url).scheme not in ("https", "http"):
            raise ValueError("a webhook's address begins with https://")

    def address(self, bot_id: str) -> str:
        has_path = urlsplit(self.url).path not in ("", "/")
        return self.url if has_path else self.url.rstrip("/") + path(bot_id)

    def serve(self, bot_id: str, receive: Receive) -> None:
        """Adds the bot's path. Raises ValueError when the same bot has it already."""
        self.front.add_post(path(bot_id), webhook(wire.CHANNEL, bot_id, SECRET_HEADER, self.secret, receive, _updates))


def _updates(body: bytes) -> Sequence[Json]:
    return [as_update(json.loads(body))]


def path(bot_id: str) -> str:
    return f"/telegram/{bot_id}"
