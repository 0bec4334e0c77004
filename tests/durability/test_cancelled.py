"""Tasks that are cancelled wherever they wait: a job happens whole or not at all, and nothing is mixed or left open."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from bot.program import Parts, Program
from storage.writer import Writer
from tests.durability.crowd import PEOPLE, chat, crowd, six_messages
from tests.fakes.channel import BOT, FakeChannel
from tests.stage import EVENING, SECRET, ZONE, fresh, looking, open_stage

PAIR = "INSERT INTO pair (number, half) VALUES (?, ?)"


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    opened = await Writer.open(tmp_path / "x.db")
    await opened.transact(lambda db: db.execute("CREATE TABLE pair (number INTEGER, half TEXT)"))
    yield opened
    await opened.close()


def both(number: int, db: sqlite3.Connection) -> int:
    db.execute(PAIR, (number, "a"))
    db.execute(PAIR, (number, "b"))
    return number


async def spin(times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


async def test_caller_cancelled_at_any_moment_leaves_a_whole_job_or_none(writer: Writer) -> None:
    for number in range(150):
        task = asyncio.create_task(writer.transact(partial(both, number)))
        neighbour = asyncio.create_task(writer.transact(partial(both, 1000 + number)))
        await spin(number % 30)
        task.cancel()
        with suppress(asyncio.CancelledError):
            assert await task == number
        assert await neighbour == 1000 + number

    halves = await writer.transact(
        lambda db: db.execute("SELECT number, count(*) FROM pair GROUP BY number HAVING count(*) <> 2").fetchall()
    )
    kept = await writer.transact(lambda db: db.execute("SELECT count(*) FROM pair WHERE number >= 1000").fetchone())
    assert (halves, kept) == ([], (300,))


async def test_no_transaction_is_left_open(writer: Writer) -> None:
    for number in range(50):
        task = asyncio.create_task(writer.transact(partial(both, number)))
        await spin(number % 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    assert await writer.between(lambda db: db.in_transaction) is False


async def test_closing_finishes_what_was_handed_over(tmp_path: Path) -> None:
    writer = await Writer.open(tmp_path / "y.db")
    await writer.transact(lambda db: db.execute("CREATE TABLE pair (number INTEGER, half TEXT)"))
    tasks = [asyncio.create_task(writer.transact(partial(both, number))) for number in range(300)]
    await spin(1)
    await writer.close()

    assert await asyncio.gather(*tasks) == list(range(300))
    with looking(tmp_path / "y.db") as db:
        assert db.execute("SELECT count(*) FROM pair").fetchone() == (600,)


async def test_caller_after_the_end_is_told_rather_than_left_waiting(tmp_path: Path) -> None:
    writer = await Writer.open(tmp_path / "z.db")
    await writer.close()

    with pytest.raises(ValueError, match=r"closed|no active"):
        await asyncio.wait_for(writer.transact(lambda db: db.execute("SELECT 1")), 5)


@pytest.mark.slow
async def test_program_cancelled_at_any_moment_is_resumed_exactly_once(tmp_path: Path) -> None:
    """Started and cancelled again and again under one burst, which is handed over anew each time, as a messenger does."""
    database, channel = fresh(tmp_path), FakeChannel()
    crowd(database)
    people = range(1, PEOPLE + 1, 5)
    raws = [channel.raw(chat(nth), EVENING, None, text=text) for nth in people for text in six_messages(nth)]
    for spins in range(2, 400, 25):
        program = await Program.open(Parts(database, SECRET, ZONE, "", lambda: EVENING))
        receive = program.add(channel)
        task = asyncio.create_task(program.run([(channel, receive)]))
        handing = asyncio.create_task(receive([(BOT, raw) for raw in raws[: spins * 2]]))
        await spin(spins)
        task.cancel()
        await asyncio.gather(task, handing, return_exceptions=True)
    async with open_stage(tmp_path, database=database) as stage:
        await stage.receive([(BOT, raw) for raw in raws])
        await stage.program.settle()
        told = stage.query("SELECT count(*), count(DISTINCT chat_id) FROM outbox WHERE text LIKE '✅ Đã ghi%'")
        forms = stage.query("SELECT count(*) FROM candidate WHERE firm LIKE 'Konya %' AND added_by > 9")
        states = stage.query("SELECT DISTINCT state FROM inbox UNION SELECT DISTINCT state FROM outbox ORDER BY 1")

    assert told == [(len(people), len(people))]
    assert forms == [(len(people),)]
    assert states == [("done",), ("sent",)]
