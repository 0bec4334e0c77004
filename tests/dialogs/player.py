"""Plays a dialogue through the real pipeline, on any channel.

A file is a conversation as text. `# flows: a, b` names what it shows; `@ person` says who writes from here on; `> text` is typed,
`> [label]` pressed, `> (photo)` sent, `> (file NAME.xlsx)` a workbook of tests/dialogs/workbooks.py; `< …` is the answer, its
further lines indented; `+ 2h`, `+ 3d`, `+ 15m` moves the clock;
`~ 2026-11-09 07:30` lets it run to that local moment, and shows what then comes to the person unasked; `! restart` stops the
program and starts it again on the same database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from domain.channel import Capabilities
from language.say.operator import SILENCE
from tests.dialogs.drivers.fake import OnFake
from tests.fakes.channel import WITH_BUTTONS
from tests.stage import ZONE

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` is one of `@ > + ~ ! #`; answers are what the player writes, so they are not read."""

    mark: str
    text: str


def read(text: str) -> Iterator[Line]:
    """The lines that do something. Raises ValueError for a line that is none of the marks."""
    for line in text.splitlines():
        if not line.strip() or line.startswith(("<", "  ")):
            continue
        if line[0] not in "@>+~!#":
            raise ValueError(f"not a line of a dialogue: {line!r}")
        yield Line(line[0], line[1:].strip())


def flows_of(text: str) -> set[str]:
    """The flows that the file's first comment names."""
    found = re.search(r"^# flows: (.+)$", text, re.MULTILINE)
    return {name.strip() for name in found.group(1).split(",")} if found else set()


class Driver(Protocol):
    """People on one messenger. What each does returns what came to that person since, as they see it."""

    database: Path

    def there(self) -> AbstractAsyncContextManager[None]:
        """The messenger, with everybody's phone."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """The program, started on the database as it is now."""

    async def say(self, person: str, text: str) -> str: ...

    async def press(self, person: str, label: str) -> str:
        """The newest choice that begins with `label`. Raises AssertionError when there is none."""

    async def send(self, person: str, sent: str) -> str:
        """`sent` is one of `domain.talk.Sent`."""

    async def wait(self, by: timedelta) -> None:
        """The clock goes on; the program runs all the while."""

    async def unasked(self, person: str, until: datetime) -> str:
        """What comes by that moment without a word of theirs."""


class Player:
    """Collects the transcript as it really is."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.person = ""
        self.transcript: list[str] = []

    async def play(self, text: str) -> None:
        async with self._driver.there(), AsyncExitStack() as stack:
            await stack.enter_async_context(self._driver.running())
            for line in read(text):
                self.transcript.append(f"{line.mark} {line.text}".rstrip())
                match line.mark:
                    case "@":
                        self.person = line.text
                    case ">":
                        self._answered(await self._write(line.text.replace("\\n", "\n")))
                    case "+":
                        await self._driver.wait(timedelta(**{UNITS[line.text[-1]]: int(line.text[:-1])}))
                    case "~":
                        until = datetime.fromisoformat(line.text).replace(tzinfo=ZONE).astimezone(UTC)
                        self._answered(await self._driver.unasked(self.person, until))
                    case "!":
                        await stack.aclose()
                        await stack.enter_async_context(self._driver.running())

    async def _write(self, text: str) -> str:
        if text.startswith("(") and text.endswith(")"):
            return await self._driver.send(self.person, text[1:-1])
        if text.startswith("[") and text.endswith("]"):
            return await self._driver.press(self.person, text[1:-1])
        return await self._driver.say(self.person, text)

    def _answered(self, answer: str) -> None:
        if not answer:
            self.transcript.append("< " + SILENCE)
        for message in answer.split("\n\n") if answer else []:
            first, *rest = message.split("\n")
            self.transcript.append("< " + first)
            self.transcript += ["  " + line for line in rest]


async def played(
    text: str, folder: Path, capabilities: Capabilities = WITH_BUTTONS, name: str = "web"
) -> tuple[str, Path]:
    """The transcript as it really is on the fake messenger, and the database afterwards."""
    driver = OnFake(folder, capabilities, name)
    return await played_on(driver, text), driver.database


async def played_on(driver: Driver, text: str) -> str:
    """The transcript as it really is there."""
    player = Player(driver)
    await player.play(text)
    head = [line for line in text.splitlines() if line.startswith("#")]
    body = [line for line in player.transcript if not line.startswith("#")]
    return "\n".join([*head, *body]) + "\n"
