"""The turns of the assistant without an event loop: each call is one turn on a copy in memory, taken as the program takes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.ids import digester
from bot.receive import to_row
from bot.turn import Surroundings, take
from channels.rendering import lettered
from domain.channel import Button, Capabilities, Json, Outgoing, OutgoingAction
from domain.ids import OutboxId
from domain.legal import rule_book
from domain.people import Address
from domain.talk import Conversation, Draft
from storage import conversations, inbox
from storage.inbox import WaitingRow
from storage.outbox import unpack
from storage.reading import Sources, Trees
from storage.writer import in_savepoint
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.stage import EVENING, SECRET, ZONE, template

NEW = "SELECT id, chat_id, action, text, buttons FROM outbox WHERE id > ? ORDER BY id"
OWNER = "SELECT person_id, id FROM account WHERE chat_id = ? AND channel = 'web'"


def _take(row: WaitingRow, now: datetime, around: Surroundings, connection: sqlite3.Connection) -> None:
    take(connection, [row], now, around)


@dataclass(frozen=True, slots=True)
class Said:
    """One message that left, to whom, with its buttons."""

    chat: str
    text: str
    buttons: tuple[Button, ...]


class Desk:
    """Raises what a turn raises. `aside()` takes back everything that was done within."""

    def __init__(self, at: datetime = EVENING, capabilities: Capabilities = WITH_BUTTONS) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.execute("PRAGMA foreign_keys = ON")
        self.load(template())
        self.now, self.digits = at, 10_000_000
        self.channel = FakeChannel("web", capabilities)
        sources = Sources(rule_book(), Trees(), self._fresh, digester(SECRET))
        self.around = Surroundings(sources, ZONE, "", {"web": capabilities})
        self.screen: dict[str, list[Said]] = {}
        self._presses = 0

    def load(self, database: Path) -> None:
        """A copy of that database takes the place of what was there."""
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        source = sqlite3.connect(database)
        source.backup(self.db)
        source.close()
        self.db.execute("BEGIN")

    def close(self) -> None:
        self.db.close()

    def say(self, who: str, text: str) -> str:
        return self.shown(self.turn(who, text=text), who)

    def press(self, who: str, label: str) -> str:
        """The newest visible button whose label begins with `label`. Raises AssertionError when there is none."""
        return self.press_token(who, self.token(who, label))

    def press_token(self, who: str, token: str) -> str:
        return self.shown(self.turn(who, press=token), who)

    def token(self, who: str, label: str) -> str:
        for said in reversed(self.screen.get(who, [])):
            for button in said.buttons:
                if button.label.startswith(label):
                    return button.token
        raise AssertionError(f"{who} sees no button {label!r}: {[one.text for one in self.screen.get(who, [])[-2:]]}")

    def turn(self, who: str, **content: str) -> list[Said]:
        """Everything that left after this turn, to whomever. Each press is on a message of its own: never a double tap."""
        self._presses += 1
        if "press" in content:
            content.setdefault("message_id", f"m{self._presses}")
        self.receive(self.channel.raw(who, self.now, None, **content))
        before = int(self.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0])
        for row in inbox.waiting(self.db, self.now, 10):
            in_savepoint(self.db, partial(_take, row, self.now, self.around))
        found = [
            Said(chat, text, tuple(one for line in unpack(buttons) for one in line))
            for _, chat, action, text, buttons in self.db.execute(NEW, (before,)).fetchall()
            if action != OutgoingAction.STRIP
        ]
        for said in found:
            self.screen.setdefault(said.chat, []).append(said)
        return found

    def receive(self, raw: Json) -> None:
        row = to_row(self.channel, BOT, raw, self.now)
        assert row is not None
        inbox.add(self.db, [row])

    def shown(self, said: list[Said], who: str) -> str:
        return "\n\n".join(self._one(one) for one in said if one.chat == who)

    def _one(self, said: Said) -> str:
        rows = tuple((one,) for one in said.buttons)
        outgoing = Outgoing(OutboxId(0), Address("web", BOT, said.chat), OutgoingAction.SEND, said.text, rows)
        if self.channel.capabilities.has_buttons:
            return "\n".join([said.text, *(f"[{one.label}]" for one in said.buttons)])
        return lettered(outgoing)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def conversation(self, who: str) -> Conversation:
        row = self.db.execute(OWNER, (who,)).fetchone()
        assert row is not None, f"{who} has no account"
        return conversations.get(self.db, f"a{row[1]}" if row[0] is None else f"p{row[0]}")

    def draft(self, who: str) -> Draft | None:
        return self.conversation(who).draft

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self.db.execute(sql, values).fetchall()

    def number(self, sql: str, *values: object) -> int:
        return int(str(self.query(sql, *values)[0][0]))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is done within is rolled back: the next example finds the desk as it was."""
        screen, now = {who: list(said) for who, said in self.screen.items()}, self.now
        self.db.execute("SAVEPOINT aside")
        try:
            yield
        finally:
            self.db.execute("ROLLBACK TO aside")
            self.db.execute("RELEASE aside")
            self.screen, self.now = screen, now

    def everything(self) -> str:
        """All that stands in the database, as one text."""
        tables = [str(row[0]) for row in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(repr(self.query(f'SELECT * FROM "{table}"')) for table in tables)

    def _fresh(self) -> str:
        self.digits += 1
        return str(self.digits)
