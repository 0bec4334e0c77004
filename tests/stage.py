"""The whole assistant on a temporary database with the sample zone: what most tests above the flows talk to."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.program import Parts, Program
from bot.receive import Receiver
from channels.rendering import lettered
from domain.channel import Capabilities, Door, Outgoing, OutgoingAction
from sample_data.zone import sample_zone
from storage import loading, migrate
from storage.connection import connect
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.fakes.clock import FakeClock

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)
"""Thursday 05/11/2026, 19:42 in Viet Nam: the moment at which the tests, the pictures and the guide take place."""
SECRET = "a secret key for the tests only, long enough"


@cache
def template() -> Path:
    """A migrated database with the sample zone, made once a run; tests copy it."""
    folder = tempfile.mkdtemp(prefix="chibot-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "sample.db"
    connection = connect(path)
    migrate.apply(connection)
    connection.execute("BEGIN")
    loading.load(connection, sample_zone(EVENING.astimezone(ZONE).date()))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    return path


def fresh(folder: Path) -> Path:
    """A copy of the sample database in that folder."""
    target = folder / "practice.db"
    shutil.copy(template(), target)
    return target


@contextmanager
def looking(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database)
    try:
        yield connection
    finally:
        connection.close()


@dataclass(slots=True)
class Stage:
    """Talks as a person and reads what they see."""

    program: Program
    channel: FakeChannel
    receive: Receiver
    clock: FakeClock
    database: Path

    async def say(self, person: str, text: str) -> str:
        """Sends a text and returns what was answered since, as the person reads it."""
        return await self._send(person, text=text)

    async def send(self, person: str, media: str) -> str:
        return await self._send(person, media=media)

    async def send_file(self, person: str, name: str, content: bytes) -> str:
        self.channel.files[name] = content
        return await self._send(person, file=name)

    async def send_card(self, person: str, phone: str, *, is_own: bool) -> str:
        return await self._send(person, phone=phone, own="yes" if is_own else "")

    async def press(self, person: str, label: str) -> str:
        """Presses the newest visible button whose label begins with `label`. Raises AssertionError when there is none."""
        message_id, token = self.button(person, label)
        return await self._send(person, press=token, message_id=message_id)

    async def press_token(self, person: str, token: str, message_id: str = "none") -> str:
        return await self._send(person, press=token, message_id=message_id)

    def button(self, person: str, label: str) -> tuple[str, str]:
        for message_id, message in reversed(self.channel.screen.get(person, {}).items()):
            for row in message.rows:
                for button in row:
                    if button.label.startswith(label):
                        return message_id, button.token
        raise AssertionError(f"{person} sees no button {label!r}: {self.labels(person)}")

    def labels(self, person: str) -> list[str]:
        return [b.label for one in self.channel.screen.get(person, {}).values() for row in one.rows for b in row]

    def last(self, person: str) -> str:
        return list(self.channel.screen[person].values())[-1].text

    async def tick(self, person: str) -> str:
        """What the clock sets off now, and what of it comes to that person."""
        before = len(self.channel.sent)
        await self.program.tick()
        await self.program.settle()
        return self._since(before, person)

    async def _send(self, person: str, **content: str) -> str:
        before = len(self.channel.sent)
        await self.receive([(BOT, self.channel.raw(person, self.clock.now(), None, **content))])
        await self.program.settle()
        return self._since(before, person)

    def _since(self, before: int, person: str) -> str:
        return "\n\n".join(self.shown(one) for one in self.channel.sent[before:] if self._is_answer(one, person))

    @staticmethod
    def _is_answer(one: Outgoing, person: str) -> bool:
        is_shown = one.action in (OutgoingAction.SEND, OutgoingAction.EDIT)
        return is_shown and one.address.chat_id == person

    def shown(self, one: Outgoing) -> str:
        if not self.channel.capabilities.has_buttons:
            return lettered(one)
        rows = ["  ".join(f"[{button.label}]" for button in row) for row in one.rows]
        sent = [f"({one.attachment.name})"] if one.attachment is not None else []
        return "\n".join([one.text, *sent, *rows])

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with looking(self.database) as connection:
            return connection.execute(sql, values).fetchall()


def sample_digits() -> Iterator[str]:
    """The codes that the program makes, from its start on: always the same ones."""
    return (str(48_210_937 + 1_111 * number) for number in count())


@asynccontextmanager
async def open_stage(
    folder: Path,
    *,
    capabilities: Capabilities = WITH_BUTTONS,
    name: str = "web",
    database: Path | None = None,
    at: datetime = EVENING,
    doors: Sequence[Door] = (),
) -> AsyncIterator[Stage]:
    """A running assistant. Give `database` to restart on the file of an earlier stage. `doors` are bots that people find by name."""
    path = database or fresh(folder)
    clock = FakeClock(at)
    digits = sample_digits()
    parts = Parts(
        path, SECRET, ZONE, "", clock.now, fresh_digits=lambda: next(digits), doors=(lambda: doors) if doors else None
    )
    program = await Program.open(parts)
    channel = FakeChannel(name, capabilities)
    receive = program.add(channel)
    await program.start()
    try:
        yield Stage(program, channel, receive, clock, path)
    finally:
        await program.close()
