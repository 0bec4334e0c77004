"""Six messages back to back from two hundred people at once, by each way in which updates can come: two hundred right forms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.durability.crowd import PEOPLE, name, six_messages
from tests.durability.telegram.stage import chat, phones, served, zone_on_telegram
from tests.fakes.telegram import FakeTelegram
from tests.stage import EVENING, looking

FORMS = """
SELECT a.chat_id, c.name, c.birth, c.firm, c.consent_on FROM candidate c JOIN account a ON a.person_id = c.added_by
WHERE c.name LIKE 'Lò %' ORDER BY c.added_by
"""
RIGHT = [
    (str(chat(nth)), name(nth), f"1991-03-{nth % 28 + 1:02d}", f"Konya {nth}", "2026-11-01")
    for nth in range(1, PEOPLE + 1)
]


def everybody_writes(fake: FakeTelegram) -> None:
    """One person after another, each their six messages at once."""
    for nth in range(1, PEOPLE + 1):
        for text in six_messages(nth):
            fake.say(chat(nth), text)


async def wrong_forms(
    folder: Path, fake: FakeTelegram, *, is_posted: bool, takes_turns: bool = True
) -> Sequence[object]:
    """Forms that are not as their people wrote them; also of those who did not read, once, that theirs is in."""
    database = zone_on_telegram(folder, PEOPLE)
    async with served(database, fake, is_posted=is_posted, takes_turns=takes_turns) as here:
        await fake.drained(60)
        if not takes_turns:
            await here.program.start()
        await here.program.settle()
    with looking(database) as db:
        forms = db.execute(FORMS).fetchall()
    told = [
        nth
        for nth in range(1, PEOPLE + 1)
        if [text.startswith(f"✅ Đã ghi {name(nth)}.") for text in fake.chat(chat(nth)).texts].count(True) != 1
    ]
    assert fake.violations == []
    return [*(form for form in {*forms, *RIGHT} if forms.count(form) != 1 or form not in RIGHT), *told]


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(now=lambda: EVENING) as one:
        phones(one, PEOPLE)
        everybody_writes(one)
        yield one


@pytest.mark.slow
async def test_two_hundred_people_get_two_hundred_right_forms_when_polled(tmp_path: Path, fake: FakeTelegram) -> None:
    assert await wrong_forms(tmp_path, fake, is_posted=False) == []


@pytest.mark.slow
async def test_two_hundred_by_webhook_when_forty_people_at_a_time_overtake_each_other(
    tmp_path: Path, fake: FakeTelegram
) -> None:
    """In one chat Telegram posts a message once the one before was answered for."""
    assert await wrong_forms(tmp_path, fake, is_posted=True) == []


@pytest.mark.slow
async def test_two_hundred_by_webhook_when_what_waits_was_posted_in_any_order(tmp_path: Path) -> None:
    """Also within a chat: what was repeated after a refusal may come late."""
    async with FakeTelegram(now=lambda: EVENING, keeps_order=False) as fake:
        phones(fake, PEOPLE)
        everybody_writes(fake)
        Random(7).shuffle(fake.updates.pending)
        assert await wrong_forms(tmp_path, fake, is_posted=True, takes_turns=False) == []
