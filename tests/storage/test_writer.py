"""The one writer: what waits together is committed together; what fails, fails alone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import aiosqlite
import pytest

from storage.writer import Job, TransactionLost, Writer, in_savepoint, run_group
from tests.durability.dying import How, breaking

ADD = "INSERT INTO number (value) VALUES (?)"
ALL = "SELECT value FROM number ORDER BY value"


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    opened = await Writer.open(tmp_path / "x.db")
    await opened.transact(lambda db: db.execute("CREATE TABLE number (value INTEGER UNIQUE)"))
    yield opened
    await opened.close()


def add(value: int, db: sqlite3.Connection) -> int:
    db.execute(ADD, (value,))
    return value


def add_and_fail(value: int, db: sqlite3.Connection) -> int:
    db.execute(ADD, (value,))
    raise KeyError(value)


async def numbers(writer: Writer) -> list[int]:
    return await writer.transact(lambda db: [row[0] for row in db.execute(ALL)])


async def test_private_call_runs_on_the_connections_thread_and_returns_the_value(tmp_path: Path) -> None:
    """`aiosqlite.Connection._execute` and `_conn` are the only private names that we use of any library."""
    async with aiosqlite.connect(tmp_path / "y.db") as connection:
        execute: Callable[[Callable[[], object]], Awaitable[object]] = connection._execute
        here, there, again = (
            threading.get_ident(),
            await execute(threading.get_ident),
            await execute(threading.get_ident),
        )
        assert (await execute(lambda: 42), there == again, there != here) == (42, True, True)
        assert isinstance(connection._conn, sqlite3.Connection)
        with pytest.raises(ZeroDivisionError):
            await execute(lambda: 1 // 0)


async def test_writer_uses_that_thread(writer: Writer) -> None:
    threads = {await writer.transact(lambda db: threading.get_ident()) for _ in range(3)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_jobs_that_wait_together_share_a_commit(writer: Writer) -> None:
    seen: list[str] = []
    await writer.between(lambda db: db.set_trace_callback(seen.append))
    results = await asyncio.gather(*(writer.transact(partial(add, value)) for value in range(200)))

    assert results == list(range(200))
    assert seen.count("COMMIT") <= 4


async def test_job_that_fails_is_rolled_back_alone(writer: Writer) -> None:
    jobs = [partial(add, 1), partial(add_and_fail, 2), partial(add, 3), partial(add, 1), partial(add, 4)]
    found = await asyncio.gather(*(writer.transact(job) for job in jobs), return_exceptions=True)

    assert [type(one) for one in found] == [int, KeyError, int, sqlite3.IntegrityError, int]
    assert await numbers(writer) == [1, 3, 4]


async def test_single_job_that_fails_is_rolled_back(writer: Writer) -> None:
    with pytest.raises(KeyError):
        await writer.transact(partial(add_and_fail, 1))
    assert await numbers(writer) == []


async def test_base_exception_is_rolled_back_too(writer: Writer) -> None:
    def leave(db: sqlite3.Connection) -> None:
        db.execute(ADD, (1,))
        raise SystemExit

    with pytest.raises(SystemExit):
        await writer.transact(leave)
    assert await numbers(writer) == []


async def test_transaction_that_was_lost_is_redone_one_by_one(writer: Writer) -> None:
    """As a full disk does it: SQLite rolls back everything in the middle of a job."""

    def lose(db: sqlite3.Connection) -> int:
        db.execute(ADD, (2,))
        db.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    jobs: Sequence[Job[int]] = [partial(add, 1), lose, partial(add, 3)]
    found: Sequence[object] = await asyncio.gather(*(writer.transact(job) for job in jobs), return_exceptions=True)

    assert (found[0], type(found[1]), found[2]) == (1, sqlite3.OperationalError, 3)
    assert await numbers(writer) == [1, 3]


async def test_what_a_job_returns_is_handed_over_only_after_the_commit(writer: Writer, tmp_path: Path) -> None:
    reader = sqlite3.connect(tmp_path / "x.db")
    await writer.transact(partial(add, 7))
    assert reader.execute(ALL).fetchall() == [(7,)]
    reader.close()


def test_savepoint_that_cannot_be_undone_loses_the_whole_transaction(tmp_path: Path) -> None:
    """Otherwise the next COMMIT would keep half a job."""
    with breaking(tmp_path / "x.db", 0, How.STUMBLES) as db:
        db.execute("CREATE TABLE number (value INTEGER UNIQUE)")
        db.execute("BEGIN IMMEDIATE")
        db.arm(3, How.STUMBLES)  # SAVEPOINT, INSERT, and then ROLLBACK TO
        with pytest.raises(TransactionLost):
            in_savepoint(db, partial(add_and_fail, 1))
        db.execute("ROLLBACK")


@pytest.mark.parametrize("n", range(1, 25))
def test_statement_that_fails_once_leaves_no_half_job(tmp_path: Path, n: int) -> None:
    """Whichever it is, the second ROLLBACK of a failing job too: what stands is what was reported as done."""
    with breaking(tmp_path / "x.db", 0, How.STUMBLES) as db:
        db.execute("CREATE TABLE number (value INTEGER UNIQUE)")
        db.arm(n, How.STUMBLES)
        found = run_group(db, [partial(add, 1), partial(add_and_fail, 2), partial(add, 3)])
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.arm(0, How.STUMBLES)
        assert db.execute(ALL).fetchall() == [(one,) for one in found if isinstance(one, int)]


async def test_connection_that_is_gone_tells_everybody_who_waits(tmp_path: Path) -> None:
    writer = await Writer.open(tmp_path / "x.db")
    await writer.between(lambda db: db.close())
    waiting = [asyncio.create_task(writer.transact(partial(add, value))) for value in range(100)]
    found = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)

    assert {type(one) for one in found} == {sqlite3.ProgrammingError}
    await writer.close()
