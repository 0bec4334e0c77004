"""Stopping: what was taken is answered, what was claimed is sent, and the stop itself never hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot import program as wiring
from bot.program import Parts, Program
from bot.turns import Batch
from domain.channel import Delivered, Outgoing, Receive
from domain.failures import Failure
from storage.writer import Job
from tests.durability.real_program import Browser, RealProgram
from tests.fakes.channel import BOT, FakeChannel
from tests.stage import EVENING, SECRET, ZONE, Stage, fresh, looking, open_stage


class SlowChannel(FakeChannel):
    """Hands over one message when it runs; each call to the vendor waits until `gate` is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.calling, self.received = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def run(self, receive: Receive) -> None:
        await receive([(BOT, self.raw("secretary", EVENING, None, text="menu"))])
        self.received.set()
        await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        self.calling.set()
        await self.gate.wait()
        return await super().send(outgoing)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


def states(database: Path) -> tuple[list[tuple[str]], list[tuple[str]]]:
    with looking(database) as db:
        return db.execute("SELECT state FROM inbox WHERE channel <> 'clock'").fetchall(), db.execute(
            "SELECT state FROM outbox"
        ).fetchall()


async def running(tmp_path: Path) -> tuple[Path, SlowChannel, asyncio.Task[None]]:
    database, channel = fresh(tmp_path), SlowChannel()
    program = await Program.open(Parts(database, SECRET, ZONE, "", lambda: EVENING))
    task = asyncio.create_task(program.run([(channel, program.add(channel))]))
    return database, channel, task


@pytest.mark.parametrize("loop", ["turns", "dispatcher"])
async def test_loop_that_is_woken_and_cancelled_at_the_same_moment_ends(stage: Stage, loop: str) -> None:
    """`asyncio.wait_for` of Python 3.11 swallows a cancellation that comes together with the result."""
    one = stage.program.turns if loop == "turns" else stage.program.dispatcher
    for spins in range(12):
        task = asyncio.create_task(one.run())
        for _ in range(200):
            await asyncio.sleep(0)
        for _ in range(spins):
            await asyncio.sleep(0)
        one.wake()
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=2)
        assert done, "the loop went on"


async def test_stop_waits_for_the_answer_that_is_being_sent(tmp_path: Path) -> None:
    database, channel, task = await running(tmp_path)
    await channel.calling.wait()
    task.cancel()
    channel.gate.set()
    with suppress(asyncio.CancelledError):
        await task

    assert states(database) == ([("done",)], [("sent",)])


async def test_stop_right_after_receiving_answers_first(tmp_path: Path) -> None:
    database, channel, task = await running(tmp_path)
    channel.gate.set()
    await channel.received.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

    assert states(database) == ([("done",)], [("sent",)])


async def test_vendor_that_never_answers_does_not_stop_the_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "DRAIN_SECONDS", 0.05)
    database, channel, task = await running(tmp_path)
    await channel.calling.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)

    assert states(database) == ([("done",)], [("sending",)])


async def test_second_stop_while_draining_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, channel, task = await running(tmp_path)
    await channel.calling.wait()
    task.cancel()
    await asyncio.sleep(0)
    monkeypatch.setattr(wiring, "DRAIN_SECONDS", 0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)

    assert states(database) == ([("done",)], [("sending",)])


@pytest.mark.slow
async def test_sigterm_answers_what_came_in_and_ends_well(tmp_path: Path) -> None:
    program = RealProgram(tmp_path)
    try:
        await program.spawn()
        await program.until_up()
        await Browser(program, "secretary").say("menu", "Đồng chí cần làm gì?")
        posting = asyncio.create_task(Browser(program, "union", 7)._posted({"as": "union", "id": "z", "text": "menu"}))
        await posting
        assert await program.stop() == 0
    finally:
        await program.kill()
    assert states(program.database) == ([("done",)] * 2, [("sent",)] * 2)


async def test_what_left_with_a_commit_is_sent_though_the_loop_was_cancelled_in_that_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, channel = await Program.open(Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING)), FakeChannel()
    receive, transact = program.add(channel), program.writer.transact
    committed, gate = asyncio.Event(), asyncio.Event()

    async def slowly(job: Job[Any]) -> Any:
        result = await transact(job)
        if isinstance(result, Batch) and result.leaving:
            committed.set()
            await gate.wait()
        return result

    monkeypatch.setattr(program.writer, "transact", slowly)
    loop = asyncio.create_task(program.turns.run())
    await receive([(BOT, channel.raw("secretary", EVENING, None, text="menu"))])
    await committed.wait()
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    closing = asyncio.create_task(program.close())
    for _ in range(5_000):
        await asyncio.sleep(0)
    assert not closing.done()
    gate.set()
    await closing

    assert len(channel.sent) == 1
    assert states(program.parts.database)[1] == [("sent",)]
