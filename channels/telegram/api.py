"""Calls of the Bot API, with the answers as they came."""

from __future__ import annotations

from typing import Any

from telegram import Bot

from channels.http.client import HttpClient
from channels.telegram.request import READ_SECONDS, TelegramRequest


class Api(Bot):
    """Calls a method by its name and gives its raw result.

    The library's own methods read the whole answer: one update that they cannot read would hold all the others for
    ever, and an answer that they cannot read would look like a message that was not sent.
    """

    __slots__ = ()

    def __init__(self, token: str, api_url: str, client: HttpClient) -> None:
        root = api_url.rstrip("/")
        request = TelegramRequest(client)
        super().__init__(token, f"{root}/bot", f"{root}/file/bot", request, request)

    async def call(self, method: str, *, read_seconds: float = READ_SECONDS, **parameters: Any) -> Any:
        """Parameters that are None are left out. Raises TelegramError, of which nothing but its class and our own codes may be shown."""
        return await self._post(method, dict(parameters), read_timeout=read_seconds)
