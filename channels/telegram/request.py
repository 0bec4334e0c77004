"""python-telegram-bot's requests over the one HTTP client, and what can become of them."""

from __future__ import annotations

import json
from typing import Any

from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from channels.http.client import Form, HttpClient, NoAnswer, Part

READ_SECONDS = 20.0


class NotWritten(NetworkError):
    """The request never left: it certainly had no effect. The message is a code."""


class Unanswered(NetworkError):
    """The request left and no answer of Telegram came: it may have been obeyed. The message is a code."""


class Throttled(TelegramError):
    """Too many requests: not before `seconds`. (The library's own RetryAfter warns whoever reads its seconds.)"""

    def __init__(self, seconds: float) -> None:
        super().__init__("429")
        self.seconds = seconds


class _Answered(dict[str, Any]):
    """An answer of Telegram. One that lacks what is looked for is none."""

    def __missing__(self, key: str) -> Any:
        raise Unanswered(f"no_{key}")


class TelegramRequest(BaseRequest):
    """Raises NotWritten, Unanswered, Throttled, and the library's errors for what Telegram refuses.

    Nothing that it raises holds the address, which holds the token.
    """

    __slots__ = ("_client",)

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        await self._client.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own logs what it cannot read. A page of somebody in between (a proxy, a block) is no answer."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise Unanswered("not_json")
        return _Answered(answer)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        body = None if request_data is None else _body(request_data)
        seconds = float(read_timeout) if isinstance(read_timeout, int | float) else READ_SECONDS
        answer = await self._client.call(method, url, body, "application/json", seconds)
        if isinstance(answer, NoAnswer):
            raise (Unanswered if answer.is_written else NotWritten)(answer.code)
        if not 200 <= answer.status <= 299:
            self._check(answer.status, answer.body)
        return answer

    def _check(self, status: int, body: bytes) -> None:
        """Leaves to the library what Telegram itself refused."""
        if status >= 500:
            raise Unanswered(f"http_{status}")
        if status == 413:
            raise BadRequest("Request Entity Too Large")
        refusal = self.parse_json_payload(body)
        if status == 429:
            parameters = refusal.get("parameters")
            seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
            raise Throttled(max(1.0, float(seconds)) if isinstance(seconds, int | float) else 1.0)
        if not isinstance(refusal.get("description"), str):
            raise Unanswered(f"http_{status}")


def _body(data: RequestData) -> bytes | Form:
    """JSON; with files a form whose texts the library has written."""
    if not data.contains_files:
        return json.dumps(data.parameters).encode()
    files = {
        name: Part(name_of_file, content_type, content)
        for name, (name_of_file, content, content_type) in (data.multipart_data or {}).items()
        if isinstance(content, bytes)
    }
    return Form(data.json_parameters, files)
