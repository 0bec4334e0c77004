"""A real Chromium on the real page, served by the real channel; only what stands behind the channel is scripted."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser.scripted_bot import ScriptedBot

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 640}


class Served:
    """The channel on a port that stays the same when it is stopped and started again."""

    def __init__(self, bot: ScriptedBot) -> None:
        self.bot = bot
        self._task: asyncio.Task[None] | None = None
        self._port = 0

    @property
    def address(self) -> str:
        return self.bot.channel.address

    async def start(self) -> None:
        listening = asyncio.Event()
        channel = self.bot.restarted(self._port, lambda _address: listening.set())
        self._task = asyncio.create_task(channel.run(self.bot.receive))
        await asyncio.wait_for(listening.wait(), 5)
        self._port = channel.port

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    serving = Served(ScriptedBot())
    await serving.start()
    yield serving
    await serving.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(served: Served) -> ScriptedBot:
    return served.bot


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, served: Served) -> AsyncIterator[Page]:
    """A page on a small phone, opened as Trần Thị Mai. Any complaint in its console fails the test."""
    context = await browser.new_context(viewport=PHONE, locale="vi-VN", has_touch=True)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(served.address)
    await page.get_by_role("button", name="Trần Thị Mai").click()
    yield page
    await context.close()
    assert complaints == []
