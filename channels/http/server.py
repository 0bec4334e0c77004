"""Serves an aiohttp application on one port until cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

GRACE_SECONDS = 5.0
"""How long requests that are being stored may still take at shutdown. Endless answers must end by `on_shutdown`."""


async def serve(
    app: web.Application,
    host: str,
    port: int,
    is_listening: Callable[[int], None],
    grace_seconds: float = GRACE_SECONDS,
) -> None:
    """Listens until cancelled, then lets running requests finish. `is_listening` gets the port (port 0: any free one).

    Raises OSError when the port is taken. There is no access log: an address may carry a key.
    """
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=grace_seconds)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        is_listening(int(runner.addresses[0][1]))
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
