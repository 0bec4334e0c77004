"""The one public HTTP server: the webhooks of every bot, and what else is asked over HTTP, share its port."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from channels.http.server import serve

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
BODY_LIMIT_BYTES = 1024 * 1024
"""Reading a longer body raises `web.HTTPRequestEntityTooLarge`."""


def _nobody(_port: int) -> None:
    return


class Front:
    """Routes are added before it runs; a path is written as aiohttp does ("/files/{name}").

    `port` 0 takes any free one: once `listening` is set, `port` is the real one, and `is_listening` was told it.
    """

    def __init__(self, host: str, port: int, is_listening: Callable[[int], None] = _nobody) -> None:
        self.host, self.port, self.listening = host, port, asyncio.Event()
        self._is_listening = is_listening
        self._routes: dict[tuple[str, str], Handler] = {}
        self._is_running = False

    def add_post(self, path: str, handler: Handler) -> None:
        """Raises ValueError for a path that is taken, RuntimeError once the server runs."""
        self._add("POST", path, handler)

    def add_get(self, path: str, handler: Handler) -> None:
        """HEAD is answered as well. Raises ValueError for a path that is taken, RuntimeError once the server runs."""
        self._add("GET", path, handler)

    async def run(self) -> None:
        """Until cancelled. It listens when it has a route, otherwise it only waits. Raises OSError when the port is taken."""
        self._is_running = True
        if not self._routes:
            await asyncio.Event().wait()
        app = web.Application(client_max_size=BODY_LIMIT_BYTES)
        for (method, path), handler in self._routes.items():
            add = app.router.add_post if method == "POST" else app.router.add_get
            add(path, handler)
        try:
            await serve(app, self.host, self.port, self._heard)
        finally:
            self.listening.clear()

    def _add(self, method: str, path: str, handler: Handler) -> None:
        if self._is_running:
            raise RuntimeError(f"{path} is added too late: the server runs")
        if (method, path) in self._routes:
            raise ValueError(f"{method} {path} is taken: two bots cannot share an address")
        self._routes[method, path] = handler

    def _heard(self, port: int) -> None:
        self.port = port
        self._is_listening(port)
        self.listening.set()
