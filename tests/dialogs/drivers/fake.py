"""The messenger in memory, with buttons or without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from domain.channel import Capabilities
from domain.talk import is_way_out
from storage import upkeep
from tests.dialogs.workbooks import file_of
from tests.stage import Stage, fresh, open_stage


class OnFake:
    """A choice is made by its button, or by its letter where there are none."""

    def __init__(self, folder: Path, capabilities: Capabilities, name: str) -> None:
        self._folder, self._capabilities, self._name = folder, capabilities, name
        self.database = fresh(folder)
        self._opened: Stage | None = None

    @property
    def _stage(self) -> Stage:
        assert self._opened is not None
        return self._opened

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        yield

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        before, opened = (
            self._opened,
            open_stage(self._folder, capabilities=self._capabilities, name=self._name, database=self.database),
        )
        async with opened as stage:
            self._opened = stage
            if before is not None:
                stage.clock.set(before.clock.now())
                stage.channel.continue_from(before.channel)
            yield

    async def say(self, person: str, text: str) -> str:
        return await self._stage.say(person, text)

    async def press(self, person: str, label: str) -> str:
        if self._capabilities.has_buttons:
            return await self._stage.press(person, label)
        return await self._stage.say(person, self._letter(person, label))

    async def send(self, person: str, sent: str) -> str:
        if sent.startswith("file "):
            name = sent.removeprefix("file ")
            return await self._stage.send_file(person, name, file_of(name))
        return await self._stage.send(person, sent)

    async def wait(self, by: timedelta) -> None:
        self._stage.clock.advance(by)

    async def unasked(self, person: str, until: datetime) -> str:
        """The program ticks now and at that moment: what it planned before it ran it would not send. It was alive all the while."""
        stage = self._stage
        before = await stage.tick(person)
        await stage.program.writer.transact(lambda db: upkeep.beat(db, until))
        stage.clock.set(until)
        return "\n\n".join(filter(None, [before, await stage.tick(person)]))

    def _letter(self, person: str, label: str) -> str:
        """The letter of the choice in the newest message that offers it; the label itself when a later message took its place."""
        messages = list(self._stage.channel.screen.get(person, {}).values())
        for newest, message in enumerate(reversed(messages)):
            buttons = [button for row in message.rows for button in row]
            if (
                way := next((one.label for one in buttons if is_way_out(one.token) and one.label == label), None)
            ) is not None:
                return way
            labels = [button.label for button in buttons if not is_way_out(button.token)]
            found = next((index for index, one in enumerate(labels) if one.startswith(label)), None)
            if found is not None:
                return chr(ord("a") + found) if newest == 0 else labels[found]
        raise AssertionError(f"{person} is offered no {label!r}")
