"""Plays a dialogue through the real pipeline, on any channel.

A file is a conversation as text. `# flows: a, b` names what it shows; `@ person` says who writes from here on; `> text` is typed,
`> [label]` pressed, `> (photo)` sent; `< …` is the answer, its further lines indented; `+ 2h`, `+ 3d`, `+ 15m` moves the clock;
`~ 2026-11-09 07:30` lets it run to that local moment, and shows what then comes to the person unasked; `! restart` stops the
program and starts it again on the same database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.channel import Capabilities
from language.say.operator import SILENCE
from storage import upkeep
from tests.fakes.channel import WITH_BUTTONS
from tests.stage import ZONE, Stage, fresh, open_stage

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


class Player:
    """Holds the stage open over restarts and collects the transcript as it really is."""

    def __init__(self, folder: Path, capabilities: Capabilities, name: str) -> None:
        self._folder, self._capabilities, self._name = folder, capabilities, name
        self._database = fresh(folder)
        self.person = ""
        self.transcript: list[str] = []

    async def play(self, text: str) -> None:
        async with AsyncExitStack() as stack:
            stage = await self._open(stack, None)
            for line in read(text):
                self.transcript.append(f"{line.mark} {line.text}".rstrip())
                match line.mark:
                    case "@":
                        self.person = line.text
                    case ">":
                        self._answered(await self._write(stage, line.text.replace("\\n", "\n")))
                    case "+":
                        stage.clock.advance(timedelta(**{UNITS[line.text[-1]]: int(line.text[:-1])}))
                    case "~":
                        self._answered(await self._unasked(stage, datetime.fromisoformat(line.text)))
                    case "!":
                        await stack.aclose()
                        stage = await self._open(stack, stage)

    async def _unasked(self, stage: Stage, until: datetime) -> str:
        """The program ticks now and at that moment: what it planned before it ran it would not send. It was alive all the while."""
        await stage.tick(self.person)
        moment = until.replace(tzinfo=ZONE).astimezone(UTC)
        await stage.program.writer.transact(lambda db: upkeep.beat(db, moment))
        stage.clock.set(moment)
        return await stage.tick(self.person)

    async def _open(self, stack: AsyncExitStack, before: Stage | None) -> Stage:
        stage = await stack.enter_async_context(
            open_stage(self._folder, capabilities=self._capabilities, name=self._name, database=self._database)
        )
        if before is not None:
            stage.clock.set(before.clock.now())
            stage.channel.continue_from(before.channel)
        return stage

    async def _write(self, stage: Stage, text: str) -> str:
        if text.startswith("(") and text.endswith(")"):
            return await stage.send(self.person, text[1:-1])
        if not (text.startswith("[") and text.endswith("]")):
            return await stage.say(self.person, text)
        if self._capabilities.has_buttons:
            return await stage.press(self.person, text[1:-1])
        return await stage.say(self.person, self._letter(stage, text[1:-1]))

    def _letter(self, stage: Stage, label: str) -> str:
        """The letter of the choice in the newest message that offers it; the label itself when a later message took its place."""
        messages = list(stage.channel.screen.get(self.person, {}).values())
        for newest, message in enumerate(reversed(messages)):
            labels = [button.label for row in message.rows for button in row]
            found = next((index for index, one in enumerate(labels) if one.startswith(label)), None)
            if found is not None:
                return chr(ord("a") + found) if newest == 0 else labels[found]
        raise AssertionError(f"{self.person} is offered no {label!r}")

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
    """The transcript as it really is, and the database afterwards."""
    player = Player(folder, capabilities, name)
    await player.play(text)
    head = [line for line in text.splitlines() if line.startswith("#")]
    body = [line for line in player.transcript if not line.startswith("#")]
    return "\n".join([*head, *body]) + "\n", folder / "practice.db"
