"""People on Zalo who write forms line by line. What Zalo handed to nobody they write again, as one does who gets no answer."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from tests.durability.real_program import PATIENCE_SECONDS
from tests.durability.telegram.people import LOOK_SECONDS, MOST_LOOKS, RECEIPT, Told, form
from tests.fakes.zalo import FakeZalo
from tests.stage import looking

SHOWN_AS_LOST = """
SELECT o.text FROM outbox o JOIN inbox i ON i.id = o.turn_id
WHERE i.channel = 'zalo_bot' AND i.external_id = ? AND o.state = 'uncertain' ORDER BY o.id
"""


@dataclass(slots=True)
class Losses:
    """Updates that nobody gets any more. `dropped` were handed over, and the program ended before they were stored."""

    fake: FakeZalo
    database: Path
    dropped: set[str] = field(default_factory=set)

    def count_dropped(self) -> None:
        """The program has ended."""
        with looking(self.database) as db:
            rows = db.execute("SELECT chat_id, external_id FROM inbox WHERE channel = 'zalo_bot'").fetchall()
        stored = {str(external).removeprefix(f"{chat_id}:") for chat_id, external in rows}
        self.dropped = {one.message_id or "" for one in self.fake.bots[0].inbox.handed} - stored
        self.fake.world.changes.happened()

    @property
    def cut_off(self) -> set[str]:
        """Handed to the poll of a program that was gone."""
        return {one.update.message_id or "" for one in self.fake.lost if one.why == "disconnect"}

    @property
    def unheard(self) -> set[str]:
        """Said while nobody polled."""
        return {one.update.message_id or "" for one in self.fake.lost if one.why == "offline"}

    @property
    def handed(self) -> int:
        return len(self.fake.bots[0].inbox.handed) + len(self.cut_off)

    def have(self, message_id: str) -> bool:
        return message_id in self.dropped or any(one.update.message_id == message_id for one in self.fake.lost)


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's phone."""

    fake: FakeZalo
    losses: Losses
    chat_id: str
    told: Told

    async def say(self, text: str, *expected: str) -> str:
        """Returns the bot's answer, the first since then that holds one of the expected; also one that the program shows as uncertain."""
        seen = len(self.fake.chat(self.chat_id).from_bot)
        message_id = self.fake.say(self.chat_id, text)
        for _ in range(MOST_LOOKS):
            with suppress(AssertionError):
                await self.fake.until(partial(self._is_known, message_id, seen, expected), LOOK_SECONDS)
            if found := self._since(seen, expected):
                return found[0]
            if self.losses.have(message_id):
                await self.fake.polled(within=PATIENCE_SECONDS)
                message_id = self.fake.say(self.chat_id, text)
            elif lost := self._shown_as_lost(message_id, expected):
                self.told.unseen += 1
                return lost[0]
        raise AssertionError(f"no answer with {expected} in\n{self.fake.chat(self.chat_id)}")

    def _is_known(self, message_id: str, seen: int, expected: tuple[str, ...]) -> bool:
        return bool(self._since(seen, expected)) or self.losses.have(message_id)

    def _since(self, seen: int, expected: tuple[str, ...]) -> list[str]:
        texts = self.fake.chat(self.chat_id).texts[seen:]
        return [one for one in texts if any(part in one for part in expected)]

    def _shown_as_lost(self, message_id: str, expected: tuple[str, ...]) -> list[str]:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(f"file:{self.losses.database}?mode=ro", uri=True)) as db,
        ):
            rows = db.execute(SHOWN_AS_LOST, (f"{self.chat_id}:{message_id}",)).fetchall()
            return [text for (text,) in rows if any(part in text for part in expected)]
        return []


async def introduce(phone: Phone, nth: int) -> None:
    """One introduction after another: each step's question shows that the draft stands where it stood."""
    for number in count():
        if phone.told.is_over:
            return
        name, steps = form(nth, number)
        for text, expected in (*steps, ("gui", f"Đã ghi {name}")):
            await phone.say(text, expected)
        phone.told.names.append(name)


async def report(phone: Phone, attendance: str) -> None:
    """The same meeting again and again: each report is taken back before the next."""
    line = f"hop cb 5/11 18h-19h {attendance}, khong xet"
    while not phone.told.is_over:
        await phone.say(line, "Xem lại")
        found = RECEIPT.search(await phone.say("gui", "Mã tiếp nhận"))
        assert found is not None
        await phone.say("thu hoi", f"Đã thu hồi: {found[1]}")
        phone.told.receipts[found[1]] = "undone"
