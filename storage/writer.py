"""The one writer. Jobs that wait together share one transaction (design.md §2, measured: tenfold).

A job is a plain function of the connection. It runs on the connection's own thread, inside BEGIN IMMEDIATE; its result is handed
over only after COMMIT. When a job raises, all are undone and run again, each in a savepoint of its own, so that it is rolled back
alone. When the database threw away the whole transaction (a full disk does, libraries.md §3.16), nothing of the group counts and
the jobs run again one by one. A job must therefore not change anything but the database before it returns.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage.connection import connect

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]
GROUP = 64


class Writer:
    """Build it with `await Writer.open(path)`; `await close()` finishes what was handed over."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[Job[Any], asyncio.Future[Any]]] = []
        self._flusher: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path | str) -> Writer:
        connection = aiosqlite.Connection(lambda: connect(path), 64)
        await connection
        return cls(connection)

    async def close(self) -> None:
        while self._flusher is not None:
            await asyncio.wait({self._flusher})
        await self._connection.close()

    async def transact(self, job: Job[T]) -> T:
        """The job's result, after it is on the disk. Raises what the job raised, or sqlite3.Error when it could not be committed.

        A caller that is cancelled does not stop the job: it happens whole, or not at all if it had not begun.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._flusher is None:
            self._flusher = asyncio.create_task(self._flush(), name="writer")
        return await future

    async def between(self, job: Job[T]) -> T:
        """Runs the job on the connection's thread between two transactions: for what SQLite refuses inside one."""
        return await self._on_thread(partial(job, self._raw()))

    async def _flush(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(0)  # whoever is about to hand something over joins this commit
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                results = await self._results([job for job, _ in group])
                for (_, future), result in zip(group, results, strict=True):
                    _settle(future, result)
        finally:
            self._flusher = None

    async def _results(self, jobs: list[Job[Any]]) -> Sequence[object]:
        """Result or exception of each job. When the connection itself is gone each of them is told: nobody waits for ever."""
        try:
            return await self._on_thread(partial(run_group, self._raw(), jobs))
        except (sqlite3.Error, ValueError) as error:
            return [error] * len(jobs)

    def _raw(self) -> sqlite3.Connection:
        raw: sqlite3.Connection = self._connection._conn
        return raw

    async def _on_thread(self, call: Callable[[], T]) -> T:
        """The only private call of aiosqlite in the program; tests/storage pins it."""
        execute: Callable[[Callable[[], T]], Awaitable[T]] = self._connection._execute
        return await execute(call)


def _settle(future: asyncio.Future[Any], result: object) -> None:
    if future.cancelled():
        return
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)


def run_group(connection: sqlite3.Connection, jobs: list[Job[Any]]) -> list[object]:
    """Result or exception of each job, in order, after COMMIT. Falls back to one transaction a job when the group was lost."""
    if len(jobs) == 1:
        return [_run_alone(connection, jobs[0])]
    try:
        return _run_together(connection, jobs)
    except BaseException:
        _roll_back(connection)
    try:
        connection.execute("BEGIN IMMEDIATE")
        results = [_run_in_savepoint(connection, job) for job in jobs]
        connection.execute("COMMIT")
        return results
    except sqlite3.Error:
        _roll_back(connection)
    except BaseException:
        _roll_back(connection)
        raise
    return [_run_alone(connection, job) for job in jobs]


def _run_together(connection: sqlite3.Connection, jobs: list[Job[Any]]) -> list[object]:
    """Nearly always nothing fails, and then no job needs a savepoint. Raises what the first to fail raised: nothing counts then."""
    connection.execute("BEGIN IMMEDIATE")
    results = [job(connection) for job in jobs]
    connection.execute("COMMIT")
    return results


def _run_alone(connection: sqlite3.Connection, job: Job[Any]) -> object:
    try:
        connection.execute("BEGIN IMMEDIATE")
        result: object = job(connection)
        connection.execute("COMMIT")
        return result
    except BaseException as error:
        _roll_back(connection)
        return error


def _run_in_savepoint(connection: sqlite3.Connection, job: Job[Any]) -> object:
    try:
        return in_savepoint(connection, job)
    except TransactionLost:
        raise
    except BaseException as error:
        return error


class TransactionLost(sqlite3.OperationalError):
    """SQLite rolled back the whole transaction inside a savepoint; nothing of it counts. Run the jobs again one by one."""


def in_savepoint(connection: sqlite3.Connection, job: Job[T]) -> T:
    """Runs the job in a savepoint inside the open transaction; undoes it alone when it raises.

    Raises what the job raised, or TransactionLost when the surrounding transaction is gone as well.
    """
    connection.execute("SAVEPOINT one_job")
    try:
        result = job(connection)
        connection.execute("RELEASE one_job")
        return result
    except BaseException as error:
        _back_to_savepoint(connection, error)
        raise


def _back_to_savepoint(connection: sqlite3.Connection, error: BaseException) -> None:
    """A savepoint that cannot be undone would leave half a job for the next COMMIT: then nothing of the transaction may count."""
    if not connection.in_transaction:
        raise TransactionLost(str(error)) from error
    try:
        connection.execute("ROLLBACK TO one_job")
        connection.execute("RELEASE one_job")
    except sqlite3.Error as second:
        raise TransactionLost(str(second)) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    """Never raises: what could not be rolled back is still open, so that the next BEGIN fails and comes here again."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")
