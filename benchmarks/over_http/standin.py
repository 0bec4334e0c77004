"""A stand-in for the Bot API, as light as can be: it answers at once, and judges nothing (`tests/fakes/telegram` does).

Updates are confirmed as at Telegram: one stays until `getUpdates` asks for a higher number. What a bot does not need for
the form is refused, so that no call goes by unnoticed.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from urllib.parse import parse_qsl

from aiohttp import web

from benchmarks.load import Replied
from benchmarks.telegram import BOT, raw_update, sent_message

DONE = frozenset({"answerCallbackQuery", "deleteMyCommands", "deleteWebhook", "sendChatAction", "setMyCommands"})
EDITS = frozenset({"editMessageReplyMarkup", "editMessageText"})
MOST_UPDATES = 100


class StandIn:
    """`put` is what people write; `replied` hears of every `sendMessage` as soon as it has come."""

    def __init__(self, replied: Replied) -> None:
        self._replied = replied
        self._updates: deque[tuple[int, bytes]] = deque()
        self._arrived = asyncio.Event()
        self._update_ids, self._message_ids = count(1), count(1)

    async def put(self, person: int, text: str) -> None:
        update_id = next(self._update_ids)
        self._updates.append((update_id, json.dumps(raw_update(update_id, person, text)).encode()))
        self._arrived.set()

    async def answer(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        fields = _fields(request.content_type, await request.read())
        if method == "sendMessage":
            return self._sent(fields)
        if method == "getUpdates":
            return await self._fetched(fields)
        if method in EDITS:
            return _ok(sent_message(int(str(fields["message_id"])), int(str(fields["chat_id"])), ""))
        if method in DONE or method == "getMe":
            return _ok({"ok": True, "result": BOT if method == "getMe" else True})
        return web.Response(status=404, body=b'{"ok":false,"error_code":404,"description":"Not Found"}')

    def _sent(self, fields: Mapping[str, object]) -> web.Response:
        person, text = int(str(fields["chat_id"])), str(fields["text"])
        self._replied(person, text)
        return _ok(sent_message(next(self._message_ids), person, text))

    async def _fetched(self, fields: Mapping[str, object]) -> web.Response:
        """Waits for the first update up to `timeout` seconds; those below `offset` are confirmed and gone."""
        offset, seconds = (int(str(fields.get(name) or 0)) for name in ("offset", "timeout"))
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if not self._updates:
            self._arrived.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._arrived.wait()
        found = [body for _, (_, body) in zip(range(MOST_UPDATES), self._updates, strict=False)]
        return web.Response(body=b'{"ok":true,"result":[' + b",".join(found) + b"]}", content_type="application/json")


def _fields(content_type: str, body: bytes) -> Mapping[str, object]:
    """chibot sends JSON, the others forms."""
    if not body:
        return {}
    fields: Mapping[str, object] = (
        json.loads(body) if content_type == "application/json" else dict(parse_qsl(body.decode()))
    )
    return fields


def _ok(answer: Mapping[str, object]) -> web.Response:
    return web.Response(body=json.dumps(answer).encode(), content_type="application/json")


@asynccontextmanager
async def serving(standin: StandIn) -> AsyncIterator[str]:
    """Listens on a free port of loopback; gives the address to which `/bot<token>/<method>` is added."""
    runner = web.ServerRunner(web.Server(standin.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
