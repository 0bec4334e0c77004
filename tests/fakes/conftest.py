"""A fake Telegram with a clock that stands still, and a bot that calls it plainly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, FormData

from tests.fakes.clock import FakeClock
from tests.fakes.telegram import FakeTelegram

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
