"""The address to which Zalo posts, as the settings give it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

SECRET_HEADER = "X-Bot-Api-Secret-Token"
SECRET = re.compile(r"[\x21-\x7e]{8,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """`url` is the public beginning; each bot gets /zalo/<bot id> behind it.

    Raises ValueError for an address that is not https, or a secret that Zalo would not take.
    """

    url: str
    secret: str

    def __post_init__(self) -> None:
        if not SECRET.fullmatch(self.secret):
            raise ValueError("a webhook's secret is 8 to 256 visible characters")
        if urlsplit(self.url).scheme not in ("https", "http"):
            raise ValueError("a webhook's address begins with https://")

    def address(self, bot_id: str) -> str:
        return f"{self.url.rstrip('/')}{path(bot_id)}"


def path(bot_id: str) -> str:
    return f"/zalo/{bot_id}"
