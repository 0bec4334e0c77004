"""The one public HTTP server on a free port, for as long as a test asks it something."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from channels.http.front import Front


def front() -> Front:
    return Front("127.0.0.1", 0)


@asynccontextmanager
async def serving(one: Front) -> AsyncIterator[str]:
    """Its address. Raises what ended it meanwhile."""
    task = asyncio.create_task(one.run())
    try:
        await asyncio.wait_for(one.listening.wait(), 5)
        yield f"http://127.0.0.1:{one.port}"
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
