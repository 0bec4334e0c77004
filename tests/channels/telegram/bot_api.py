"""A Bot API that says what a test wants it to say, and keeps every call as it came."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from aiohttp import web

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz0123456"
BOT_ID = "123456789"
Parameters = dict[str, Any]


class Trouble(Enum):
    """What happens to a request after it was taken."""

    HANG = auto()
    RESET = auto()
    DISCONNECT = auto()


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int
    body: Any = None
    text: str | None = None


def refused(code: int, description: str, **parameters: object) -> Reply:
    """As Telegram refuses."""
    body = {"ok": False, "error_code": code, "description": description}
    return Reply(code, {**body, "parameters": parameters} if parameters else body)


def done(result: object) -> Reply:
    return Reply(200, {"ok": True, "result": result})


@dataclass
class BotApi:
    """`calls` are (method, parameters) in order. What is not scripted by `will` is done; updates are waited for without end."""

    calls: list[tuple[str, Parameters]] = field(default_factory=list)
    root: str = ""
    _script: dict[str, deque[Reply | Trouble]] = field(default_factory=lambda: defaultdict(deque))
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _last_id: int = 100

    def will(self, method: str, *replies: Reply | Trouble) -> None:
        """The next calls of that method are answered so."""
        self._script[method].extend(replies)

    def of(self, method: str) -> list[Parameters]:
        return [parameters for name, parameters in self.calls if name == method]

    async def called(self, method: str, times: int = 1) -> list[Parameters]:
        """Waits until that method was called so often."""
        return await self._until(lambda: self.of(method) if len(self.of(method)) >= times else None)

    async def _until(self, look: Callable[[], list[Parameters] | None]) -> list[Parameters]:
        async with asyncio.timeout(10):
            while (found := look()) is None:
                self._came.clear()
                await self._came.wait()
        return found

    async def answer(self, request: web.Request) -> web.StreamResponse:
        assert request.path.startswith(f"/bot{TOKEN}/"), "an unknown token"
        assert request.content_type == "application/json"
        method = request.path.rpartition("/")[2]
        self.calls.append((method, await request.json()))
        self._came.set()
        scripted = self._script[method]
        reply = scripted.popleft() if scripted else self._usual(method)
        if isinstance(reply, Trouble):
            return await self._trouble(reply, request)
        if reply.text is not None:
            return web.Response(status=reply.status, text=reply.text, content_type="text/html")
        return web.json_response(reply.body, status=reply.status)

    def _usual(self, method: str) -> Reply | Trouble:
        if method == "getUpdates":
            return Trouble.HANG
        if method == "getMe":
            return done({"id": int(BOT_ID), "is_bot": True, "first_name": "Chi bộ", "username": "chibo_bot"})
        if method == "sendMessage":
            self._last_id += 1
            return done({"message_id": self._last_id, "date": 1, "chat": {"id": 5, "type": "private"}})
        return done(True)

    async def _trouble(self, trouble: Trouble, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        if trouble is Trouble.HANG:
            await self._ended.wait()
        elif trouble is Trouble.RESET:
            request.transport.abort()
        else:
            request.transport.close()
        return web.Response(status=500)

    def end(self) -> None:
        self._ended.set()


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    api = BotApi()
    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", api.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield api
    api.end()
    await runner.cleanup()
