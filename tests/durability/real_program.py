"""The real program as a process of its own, and browsers that talk to it: killed, started again, talked to again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientConnectionError, ClientPayloadError, ClientSession, ClientTimeout, CookieJar
from yarl import URL

from tests.durability.nursery import Child, born

START = "2026-11-05T19:42:00+07:00"
LOST = (ClientConnectionError, ClientPayloadError, ConnectionError)
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class RealProgram:
    """`chibot run --practice` in a folder of its own. `is_up` is set while it answers; `root` is then its address.

    `settings` go before its own; `script` is what is started in place of `chibot`.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    script: Path | None = None
    is_up: asyncio.Event = field(default_factory=asyncio.Event)
    root: str = ""
    session: ClientSession | None = None
    _process: Child | None = None

    @property
    def database(self) -> Path:
        return self.folder / "practice.db"

    async def spawn(self) -> None:
        """Starts the process; it is not up yet."""
        given = {
            "CHIBOT_LOG_LEVEL": "WARNING",
            "CHIBOT_DATABASE_URL": f"sqlite:///{self.database}",
            "CHIBOT_WEB_PORT": "0",
            "CHIBOT_NOW": START,
            **self.settings,
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("CHIBOT_")}
        log = self.folder / "log.txt"
        self._process = await born(("run", "--practice"), self.folder, others | given, self.script, log)

    async def until_up(self) -> None:
        """Waits for the printed address, and enters by it as a browser does."""
        assert self._process is not None
        printed = ""
        while "http://" not in printed:
            printed = (await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_SECONDS)).decode()
            assert printed, (self.folder / "log.txt").read_text()
        url = URL(printed[printed.index("http://") :].strip())
        timeout = ClientTimeout(total=None, sock_read=PATIENCE_SECONDS)
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True), timeout=timeout)
        self.root = str(url.origin())
        (await self.session.get(url)).close()
        self.is_up.set()

    async def kill(self) -> None:
        """kill -9: no handler runs, nothing is flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, by: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(by)
        status = await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        self.is_up.clear()
        if self.session is not None:
            await self.session.close()
            self.session = None
        return status


@dataclass(slots=True)
class Browser:
    """One person's page. It keeps what it could not hand over, and sends it again with the same id."""

    program: RealProgram
    person: str
    sent: int = 0
    _cursor: str = ""

    async def say(self, text: str, expected: str) -> str:
        """Sends once in effect, whatever dies meanwhile, and returns the bot's line that holds `expected`."""
        self.sent += 1
        body = {"as": self.person, "id": f"m-{self.sent}", "text": text}
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await self._posted(body):
                    pass
                while (line := await self._answered(expected)) is None:
                    pass
        except TimeoutError:
            raise AssertionError(f"{self.person} said {text!r} and did not get {expected!r}") from None
        return line

    async def _posted(self, body: Mapping[str, str]) -> bool:
        """False when nobody knows whether it arrived."""
        session = await self._session()
        with suppress(*LOST):
            own = {"Origin": self.program.root, "Content-Type": "application/json"}
            async with session.post(f"{self.program.root}/api/send", data=json.dumps(body), headers=own) as response:
                assert response.status == 200, await response.text()
                return True
        await asyncio.sleep(0)
        return False

    async def _answered(self, expected: str) -> str | None:
        """The line, when it stands after our own newest one; otherwise waits for the next event, or for a restart."""
        session = await self._session()
        with suppress(*LOST):
            async with session.get(f"{self.program.root}/api/history?as={self.person}") as response:
                history = await response.json()
            lines = history["lines"]
            newest = max(index for index, line in enumerate(lines) if not line["is_from_bot"])
            for line in lines[newest + 1 :]:
                if expected in line["text"]:
                    return str(line["text"])
            async with session.get(
                f"{self.program.root}/api/events?as={self.person}&after={history['cursor']}"
            ) as events:
                while not (await events.content.readline()).startswith(b"data: {"):
                    if events.content.at_eof():
                        break
        await asyncio.sleep(0)
        return None

    async def _session(self) -> ClientSession:
        await self.program.is_up.wait()
        assert self.program.session is not None
        return self.program.session
