"""The practice page's server with somebody who opened it properly, and a recorder behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar

from channels.web import Persona, WebChannel
from domain.channel import Button, File, HistoryLine, Json
from domain.people import Address

KEY = "right-key"
START = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)


class Behind:
    """What stands behind the channel: a clock that stands still, what was received, and a short history."""

    def __init__(self) -> None:
        self.time = START
        self.received: list[Json] = []
        self.trouble: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    def now(self) -> datetime:
        return self.time

    async def receive(self, updates: Sequence[tuple[str, Json]]) -> None:
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        for bot_id, raw in updates:
            assert bot_id == "practice"
            self.received.append(raw)

    async def file(self, address: Address, ident: int) -> File | None:
        """Message 8 of Mai has one."""
        body = f"{address.chat_id}:{ident}".encode()
        return File("danh sách.csv", "text/csv", body) if (address.chat_id, ident) == ("mai", 8) else None

    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]:
        asked = HistoryLine(7, False, f"chào, {address.chat_id}", (), START)
        return [asked, HistoryLine(8, True, "Có đúng không?", ((Button("Đúng", "t"),),), START)]


class Site:
    """One browser. `entered` opened the printed address; `stranger` did not."""

    def __init__(self, channel: WebChannel, session: ClientSession) -> None:
        self.channel = channel
        self.session = session
        self.root = f"http://127.0.0.1:{channel.port}"
        self._answers: list[ClientResponse] = []

    async def post(self, body: object, **headers: str) -> ClientResponse:
        """As the page posts: JSON from our own origin."""
        own = {"Origin": self.root, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._kept(await self.session.post(f"{self.root}/api/send", data=json.dumps(body), headers=own | named))

    async def get(self, path: str, **headers: str) -> ClientResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._kept(await self.session.get(self.root + path, headers=named, allow_redirects=False))

    def close(self) -> None:
        """Hangs up on every answer, the endless ones too."""
        for answer in self._answers:
            answer.close()

    def _kept(self, answer: ClientResponse) -> ClientResponse:
        self._answers.append(answer)
        return answer


@pytest.fixture
def behind() -> Behind:
    return Behind()


def channel_before(behind: Behind, run_id: str = "run1", is_listening: asyncio.Event | None = None) -> WebChannel:
    personas = [Persona("mai", "Trần Thị Mai", "Bí thư Chi bộ Konya"), Persona("nam", "Hoài Nam", "Quản trị")]
    heard = is_listening or asyncio.Event()
    return WebChannel("127.0.0.1", 0, KEY, personas, behind, behind.now, lambda: run_id, lambda _address: heard.set())


@pytest.fixture
async def stranger(behind: Behind) -> AsyncIterator[Site]:
    listening = asyncio.Event()
    channel = channel_before(behind, is_listening=listening)
    task = asyncio.create_task(channel.run(behind.receive))
    await asyncio.wait_for(listening.wait(), 5)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        site = Site(channel, session)
        yield site
        site.close()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def entered(stranger: Site) -> Site:
    response = await stranger.session.get(stranger.channel.address)
    assert response.status == 200
    return stranger
