"""Six messages back to back from two hundred people at once: two hundred right forms."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

from domain.channel import Json
from tests.durability.crowd import PEOPLE, chat, crowd, name, six_messages
from tests.fakes.channel import BOT
from tests.stage import Stage, fresh, open_stage

FORMS = """
SELECT a.chat_id, c.name, c.birth, c.firm, c.consent_on FROM candidate c JOIN account a ON a.person_id = c.added_by
WHERE a.chat_id LIKE 'officer%' ORDER BY c.added_by
"""
RIGHT = [
    (chat(nth), name(nth), f"1991-03-{nth % 28 + 1:02d}", f"Konya {nth}", "2026-11-01") for nth in range(1, PEOPLE + 1)
]
RECEIPTS = "SELECT count(*), count(DISTINCT chat_id) FROM outbox WHERE text LIKE '✅ Đã ghi%' AND state = 'sent'"


def updates(stage: Stage) -> list[Json]:
    """Everything that the two hundred write, each in order, nobody waiting for an answer."""
    texts = [(chat(nth), text) for nth in range(1, PEOPLE + 1) for text in six_messages(nth)]
    return [stage.channel.raw(who, stage.clock.now(), None, text=text) for who, text in texts]


async def forms_of(tmp_path: Path, *, is_shuffled: bool) -> list[tuple[object, ...]]:
    database = fresh(tmp_path)
    crowd(database)
    async with open_stage(tmp_path, database=database) as stage:
        raws = updates(stage)
        if is_shuffled:
            Random(7).shuffle(raws)
            await stage.receive([(BOT, raw) for raw in raws])
        else:
            await asyncio.gather(*(stage.receive([(BOT, raw)]) for raw in raws))
        await stage.program.settle()
        assert stage.query(RECEIPTS) == [(PEOPLE, PEOPLE)]
        return stage.query(FORMS)


async def test_two_hundred_people_get_two_hundred_right_forms(tmp_path: Path) -> None:
    assert await forms_of(tmp_path, is_shuffled=False) == RIGHT


async def test_what_waits_is_put_in_the_order_in_which_each_person_wrote(tmp_path: Path) -> None:
    assert await forms_of(tmp_path, is_shuffled=True) == RIGHT
