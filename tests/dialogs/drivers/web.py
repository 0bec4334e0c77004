"""The practice page: what a browser posts, and the events that it listens to."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, CookieJar

from bot.program import Program, StoredHistory
from channels.web import Persona, WebChannel
from domain.channel import Channel
from sample_data.cast import personas
from tests.dialogs.drivers.served import Served, Shown

PEOPLE = [*(Persona(one.key, one.name, one.post) for one in personas()), Persona("newcomer", "", "")]
EVENT = re.compile(r"id: (?P<cursor>\S+)\nevent: (?P<event>\w+)\ndata: (?P<data>.*)\n\n")


@dataclass(slots=True)
class Page:
    """One person's. `messages` are as they stand there, by their id; `cursor` is up to where it listened."""

    cursor: str = "run.0"
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def hear(self, event: str, data: dict[str, Any]) -> None:
        if event == "strip":
            self.messages[data["id"]]["rows"] = []
        elif event in ("message", "edit"):
            self.messages[data["id"]] = data


class OnWeb(Served):
    name = "web"
    page: WebChannel

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        self._posts = 0
        self._pages = {one.key: Page() for one in PEOPLE}
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as self._session:
            yield

    async def channel(self, program: Program) -> Channel:
        """The pages stay open while the program starts again, and its events are numbered anew."""
        for page in self._pages.values():
            page.cursor = "run.0"
        history, self._is_open = StoredHistory(program.writer), asyncio.Event()
        self.page = WebChannel(
            "127.0.0.1", 0, "key", PEOPLE, history, self.clock.now, lambda: "run", lambda _: self._is_open.set()
        )
        return self.page

    async def is_up(self) -> None:
        await self._is_open.wait()
        (await self._session.get(self.page.address)).close()

    async def type(self, person: str, text: str) -> None:
        await self._post(person, text=text)

    async def choose(self, person: str, label: str) -> str:
        for key, message in reversed(self._pages[person].messages.items()):
            for button in (button for row in message["rows"] for button in row):
                if button["label"].startswith(label):
                    await self._post(person, press=button["token"], message_id=key)
                    return f"[{button['label']}]"
        raise AssertionError(f"{person} sees no button {label!r}")

    async def hand_over(self, person: str, sent: str) -> None:
        await self._post(person, media=sent)

    async def hand_file(self, person: str, name: str, data: bytes) -> None:
        headers = {"Origin": self._root, "Content-Type": "application/octet-stream", "Sec-Fetch-Site": "same-origin"}
        async with self._session.post(f"{self._root}/api/upload?as={person}", data=data, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            kept = await answer.json()
        await self._post(person, file={"name": name, "size": kept["size"], "reference": kept["reference"]})

    async def seen(self, person: str) -> Mapping[str, Shown]:
        await self._listen(person)
        return {
            key: Shown(one["text"], tuple(tuple(button["label"] for button in row) for row in one["rows"]))
            for key, one in self._pages[person].messages.items()
        }

    @property
    def _root(self) -> str:
        return f"http://127.0.0.1:{self.page.port}"

    async def _post(self, person: str, **content: object) -> None:
        self._posts += 1
        body = json.dumps({"as": person, "id": f"n{self._posts}", **content})
        headers = {"Origin": self._root, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        async with self._session.post(f"{self._root}/api/send", data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()

    async def _listen(self, person: str) -> None:
        """Up to the newest event that there is now."""
        page = self._pages[person]
        async with self._session.get(f"{self._root}/api/history?as={person}") as answer:
            newest = (await answer.json())["cursor"]
        if page.cursor == newest:
            return
        async with self._session.get(f"{self._root}/api/events?as={person}&after={page.cursor}") as stream:
            heard = ""
            while page.cursor != newest:
                heard += (await stream.content.readany()).decode()
                while (found := EVENT.search(heard)) is not None:
                    page.cursor, heard = found["cursor"], heard[found.end() :]
                    page.hear(found["event"], json.loads(found["data"]))
