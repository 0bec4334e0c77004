"""One interval tick. APScheduler runs it; what is due is decided by our own keys, so that nothing happens twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger("chibot.tick")
TICK_SECONDS = 10


async def run_ticks(tick: Callable[[], Awaitable[None]]) -> None:
    """Calls `tick` at once and then every ten seconds, until cancelled: coalesced, never dropped for being late."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    async def safely() -> None:
        try:
            await tick()
        except Exception:
            log.exception("tick failed")

    trigger = IntervalTrigger(seconds=TICK_SECONDS)
    scheduler.add_job(safely, trigger, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        await safely()
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)
