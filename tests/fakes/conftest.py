"""A fake Telegram and a fake Zalo with a clock that stands still, and bots that call them plainly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, FormData

from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Caller:
    """Calls methods as JSON (`bot`), as a form (`form`) or with files (`upload`); returns status and answer."""

    fake: FakeTelegram
    session: ClientSession

    async def __call__(self, method: str, /, **params: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.address(method), json=params) as response:
            return response.status, await response.json()

    async def form(self, method: str, /, **params: str) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.address(method), data=params) as response:
            return response.status, await response.json()

    async def upload(self, method: str, part: str, data: bytes, /, **params: str) -> tuple[int, dict[str, object]]:
        body = FormData(params)
        body.add_field(part, data, filename=f"{part}.bin", content_type="application/octet-stream")
        async with self.session.post(self.address(method), data=body) as response:
            return response.status, await response.json()

    async def refused(self, method: str, /, **params: object) -> str:
        """The description of the refusal."""
        status, answer = await self(method, **params)
        assert status == answer["error_code"]
        assert answer["ok"] is False
        return str(answer["description"])

    async def update_ids(self, **params: object) -> list[int]:
        status, answer = await self("getUpdates", **params)
        assert status == 200, answer
        found = answer["result"]
        assert isinstance(found, list)
        return [update["update_id"] for update in found]

    def address(self, method: str) -> str:
        return f"{self.fake.url}/bot{self.fake.token}/{method}"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(now=clock.now, first_update_id=100, second=0.01) as fake:
        yield fake


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Caller]:
    async with ClientSession() as session:
        yield Caller(fake, session)


@dataclass(slots=True)
class ZaloCaller:
    """Calls methods as JSON; returns the HTTP status and the answer. `bot` is the number of the bot."""

    fake: FakeZalo
    session: ClientSession

    async def __call__(self, method: str, bot: int = 0, /, **params: object) -> tuple[int, dict[str, object]]:
        async with self.session.post(self.address(method, bot), json=params) as response:
            return response.status, await response.json()

    async def code(self, method: str, bot: int = 0, /, **params: object) -> object:
        """0, or the code of the refusal."""
        _, answer = await self(method, bot, **params)
        assert answer["ok"] is ("error_code" not in answer), answer
        return answer.get("error_code", 0)

    async def result(self, method: str, bot: int = 0, /, **params: object) -> dict[str, object]:
        """Of a call that must succeed."""
        status, answer = await self(method, bot, **params)
        assert (status, answer["ok"]) == (200, True), answer
        found = answer["result"]
        assert isinstance(found, dict)
        return found

    async def message(self, bot: int = 0, timeout: object = 0) -> dict[str, object]:
        """That of the next update; an empty one when there is none."""
        _, answer = await self("getUpdates", bot, timeout=timeout)
        if not answer["ok"]:
            assert answer["error_code"] == 408, answer
            return {}
        found = answer["result"]
        assert isinstance(found, dict)
        message = found["message"]
        assert isinstance(message, dict)
        return message

    async def texts(self, bot: int = 0) -> list[object]:
        """Of every update that waits."""
        found: list[object] = []
        while message := await self.message(bot):
            found.append(message.get("text"))
        return found

    def address(self, method: str, bot: int = 0) -> str:
        return f"{self.fake.url}/bot{self.fake.tokens[bot]}/{method}"


@pytest.fixture
async def zalo(clock: FakeClock) -> AsyncIterator[FakeZalo]:
    async with FakeZalo(now=clock.now, second=0.01) as fake:
        yield fake


@pytest.fixture
async def call(zalo: FakeZalo) -> AsyncIterator[ZaloCaller]:
    async with ClientSession() as session:
        yield ZaloCaller(zalo, session)
