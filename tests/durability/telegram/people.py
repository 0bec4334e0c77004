"""People on Telegram who know the forms by heart. Each says a thing once: what is not confirmed, Telegram itself brings again."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.durability.crowd import GIVEN
from tests.fakes.telegram import FakeTelegram

RECEIPT = re.compile(r"Mã tiếp nhận (\S+-\d+)")
LOOK_SECONDS = 5
MOST_LOOKS = 48
"""Four minutes: most of the time nobody is there to answer, and to one chat goes one message a second."""
SHOWN_AS_LOST = """
SELECT o.text FROM outbox o JOIN inbox i ON i.id = o.turn_id
WHERE i.channel = 'telegram' AND i.external_id = ? AND o.state IN ('uncertain', 'failed') ORDER BY o.id
"""
"""An answer that may not have arrived, and that the program says so of."""


@dataclass(slots=True)
class Told:
    """What people were told is in: names of candidates; receipts, and whether each was taken back. `unseen` counts answers of
    which the program says itself that nobody knows whether they arrived.
    """

    names: list[str] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    unseen: int = 0
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's phone."""

    fake: FakeTelegram
    database: Path
    chat_id: int
    told: Told

    async def say(self, text: str, *expected: str) -> str:
        """Returns the bot's answer, the first since then that holds one of the expected."""
        seen = self._newest()
        return await self.answer(self.fake.say(self.chat_id, text), seen, *expected)

    async def press(self, label: str, *expected: str) -> str:
        seen = self._newest()
        return await self.answer(self.fake.press(self.chat_id, label), seen, *expected)

    async def answer(self, update_id: int | None, seen: int, *expected: str) -> str:
        """Also what the program itself shows as uncertain: the person goes on as if it had come."""
        found: list[str] = []

        def has_come() -> bool:
            found.extend(self._since(seen, expected))
            return bool(found)

        for _ in range(MOST_LOOKS):
            with suppress(AssertionError):
                await self.fake.until(has_come, LOOK_SECONDS)
            if not found and (lost := self._shown_as_lost(update_id, expected)):
                self.told.unseen += 1
                found.extend(lost)
            if found:
                return found[0]
        raise AssertionError(f"no answer with {expected} in\n{self.fake.chat(self.chat_id)}")

    def write_ahead(self, *texts: str) -> tuple[int | None, int]:
        """All at once; the id of the last update, and what was seen before."""
        seen = self._newest()
        return [self.fake.say(self.chat_id, text) for text in texts][-1], seen

    def _newest(self) -> int:
        return next(reversed(self.fake.world.chat(self.chat_id).messages), 0)

    def _since(self, seen: int, expected: tuple[str, ...]) -> list[str]:
        found = []
        for message in self.fake.world.chat(self.chat_id).newest_first():
            if message.message_id <= seen:
                break
            if message.is_from_bot and any(part in message.text for part in expected):
                found.append(message.text)
        return found

    def _shown_as_lost(self, update_id: int | None, expected: tuple[str, ...]) -> list[str]:
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db,
        ):
            rows = db.execute(SHOWN_AS_LOST, (str(update_id),)).fetchall()
            return [text for (text,) in rows if any(part in text for part in expected)]
        return []


def form(nth: int, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The name, and what is said and expected up to the last word."""
    at = nth * 1000 + number
    name = " ".join(["Lò", *(GIVEN[at // 15**place % 15] for place in range(3, -1, -1))])
    birth = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1980 + number // 28 % 20}"
    steps = (
        ("gioi thieu", "1/4"),
        (name, "2/4"),
        (birth, "3/4"),
        (f"Konya {nth}", "4/4"),
        ("1/11/2026", "Xem lại giúp"),
    )
    return name, steps


async def introduce(phone: Phone, nth: int) -> None:
    """One introduction after another: each step's question shows that the draft stands where it stood. Every third is sent by button."""
    for number in count():
        if phone.told.is_over:
            return
        name, steps = form(nth, number)
        for text, expected in steps:
            await phone.say(text, expected)
        if number % 3 == 2:
            await phone.press("Gửi giới thiệu", f"Đã ghi {name}")
        else:
            await phone.say("gui", f"Đã ghi {name}")
        phone.told.names.append(name)


async def write_ahead(phone: Phone, nth: int) -> None:
    """Whole forms at once, without waiting for a question."""
    for number in count():
        if phone.told.is_over:
            return
        name, steps = form(nth, number)
        last, seen = phone.write_ahead(*(text for text, _ in steps), "gui")
        await phone.answer(last, seen, f"Đã ghi {name}")
        phone.told.names.append(name)


async def report(phone: Phone, attendance: str) -> None:
    """The same meeting again and again: each report is taken back before the next. Once the clock has jumped past the ten minutes
    for that, the report stands, and they only look around.
    """
    line = f"hop cb 5/11 18h-19h {attendance}, khong xet"
    stands = False
    while not phone.told.is_over:
        await phone.say("menu", "cần làm gì?")
        if stands:
            continue
        await phone.say(line, "Xem lại")
        found = RECEIPT.search(await phone.say("gui", "Mã tiếp nhận"))
        assert found is not None
        said = await phone.say("thu hoi", f"Đã thu hồi: {found[1]}", "đã quá 10 phút", "Không có việc nào")
        stands = "Đã thu hồi" not in said
        phone.told.receipts[found[1]] = "live" if stands else "undone"
