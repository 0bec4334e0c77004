"""Databases in which turns wait to be taken, and how many statements it takes to take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.ids import digester
from bot.receive import to_row
from bot.turn import Surroundings
from bot.turns import Batch
from domain.legal import rule_book
from storage import inbox
from storage.connection import connect
from storage.inbox import NewRow
from storage.reading import Sources, Trees
from tests.durability.dying import How, batch_job, breaking, contents, copy_of, in_one_group
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.stage import EVENING, SECRET, Stage, open_stage

NOW = EVENING + timedelta(minutes=1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
REPORT = ("hop cb 5/11 90p 18/20 vang 2 co ly do, khong xet",)
INTRODUCTION = ("gioi thieu", "Lê Văn Thử Nghiệm", "01/02/1990", "Konya", "1/11/2026")


def around() -> Surroundings:
    sources = Sources(rule_book(), Trees(), lambda: "48210937", digester(SECRET))
    return Surroundings(sources, ZONE, "", {"web": WITH_BUTTONS})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A database file that nobody has open; `before` is all it holds, `after` all it holds once the turns are taken."""

    database: Path
    before: Mapping[str, Sequence[tuple[object, ...]]]
    after: Mapping[str, Sequence[tuple[object, ...]]]
    statements: int


def raw_rows(channel: FakeChannel, said: Sequence[tuple[str, str]]) -> list[NewRow]:
    """(person, text) as rows of the inbox; an empty person stands for an update that cannot be read."""
    raws = [channel.raw(who, NOW, None, text=text) if who else {"what": text} for who, text in said]
    return [row for raw in raws if (row := to_row(channel, BOT, raw, NOW)) is not None]


async def waiting(folder: Path, first: Mapping[str, Sequence[str]], then: Sequence[tuple[str, str]]) -> Waiting:
    """`first` is said and answered, `then` waits."""
    async with open_stage(folder) as stage:
        for person, texts in first.items():
            for text in texts:
                await stage.say(person, text)
        database, channel = stage.database, stage.channel
    put(database, raw_rows(channel, then))
    whole = copy_of(database, "whole.db")
    with breaking(whole, 0, How.STUMBLES) as connection:
        (taken,) = in_one_group(connection, batch_job(NOW, around()))
        statements = connection.seen
    assert isinstance(taken, Batch)
    assert taken.leaving, "the batch did not go through as a whole"
    return Waiting(database, contents(database), contents(whole), statements)


def put(database: Path, rows: Sequence[NewRow]) -> None:
    connection = connect(database)
    inbox.add(connection, rows)
    connection.close()


def receipts(stage: Stage, person: str) -> int:
    """How often the person was told that their report or introduction is in."""
    return sum(
        one.text.startswith("✅") and one.address.chat_id == person and one.action == "send"
        for one in stage.channel.sent
    )
