"""An update that nothing can parse, among good ones: the good ones are handled, and Telegram is rid of all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.durability.telegram.stage import BOT, CAST, chat, phones, served, zone_on_telegram
from tests.fakes.telegram import FakeTelegram
from tests.stage import EVENING, looking

DEEP: object = []
for _ in range(200):
    DEEP = [DEEP]
POISON: tuple[dict[str, object], ...] = (
    {"message": {"message_id": "?", "date": "yesterday", "chat": [1001], "text": {"no": "text"}}},
    {"message": None, "callback_query": {"id": 5, "data": ["x"], "message": 7}},
    {"message": {"message_id": 1, "date": 2**40, "chat": {"id": 10**30, "type": "private"}, "text": "menu"}},
    {"message": DEEP},
    {"edited_message": "\ud800"},
)
"""No library can parse them; the last is not even text."""


@pytest.mark.parametrize("is_posted", [False, True], ids=["polled", "by webhook"])
async def test_good_ones_are_handled_once_and_the_offset_moves_on(tmp_path: Path, is_posted: bool) -> None:
    database = zone_on_telegram(tmp_path, len(POISON))
    async with FakeTelegram(now=lambda: EVENING) as fake:
        phones(fake, len(POISON))
        for nth, update in enumerate(POISON, 1):
            fake.say(chat(nth), "menu")
            fake.raw(update)
        fake.say(CAST["secretary"], "menu")
        async with served(database, fake, is_posted=is_posted) as here:
            await here.settled()
            for chat_id in (*(chat(nth) for nth in range(1, len(POISON) + 1)), CAST["secretary"]):
                assert len(fake.chat(chat_id).texts) == 1, fake.chat(chat_id)
            fake.say(CAST["secretary"], "tien do")
            await here.settled()
        assert len(fake.chat(CAST["secretary"]).texts) == 2
        assert fake.violations == []
    with looking(database) as db:
        by_kind = dict(db.execute("SELECT kind, count(*) FROM inbox WHERE state = 'done' GROUP BY kind").fetchall())
        assert by_kind == {"text": len(POISON) + 2, "unreadable": len(POISON)}
        assert db.execute("SELECT DISTINCT bot_id FROM inbox WHERE kind = 'unreadable'").fetchall() == [(BOT,)]
    assert len(fake.chat(CAST["admin"]).texts) == len(POISON), "the administrator is told of each"
