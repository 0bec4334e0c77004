"""`python -m benchmarks.digest`: the week's digest to 5,000 people, composed as fast as can be, then sent at a messenger's pace.

The whole program on a database on the disk; only the messenger is a stub. Composing: the tick at Monday 07:30 sets all of
them off, everything is sent at once; nine Mondays in one process. Sending: 25 messages a second in all and one a second per
chat, as to Telegram, each answered after a tenth of a second, while people write; clock, waits and pace run `--speed` times
faster than real, work does not.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from benchmarks.digest_zone import BOT_ID, FIRST_PERSON, MONDAY, WEEKS, fill
from benchmarks.environment import HERE, machine
from benchmarks.footprint import memory_mb
from benchmarks.scaled import ScaledClock, ScaledLoop
from benchmarks.systems.chibot import TELEGRAM, ZONE, Messenger
from benchmarks.table import number, render
from benchmarks.telegram import raw_update
from bot.program import Parts, Program, freeze_loaded
from domain.channel import Delivered, Outgoing, OutgoingAction, Pace, Receive
from domain.ids import OutboxId
from domain.weeks import Week
from scheduler.tick import TICK_SECONDS
from storage.connection import connect_to_read

PACE = Pace(25, 1.0)
ANSWER_SECONDS = 0.1
ASKED = ("tien do", "menu", "tien do ket nap", "viec")
TURNS_A_SECOND = 2
EVE = MONDAY - timedelta(hours=20)
"""The program runs since the day before: what was planned before its first start is nobody's loss, and is not sent."""
LOOK_SECONDS = 0.05
UNTAKEN = "SELECT 1 FROM inbox WHERE state = 'waiting' LIMIT 1"
UNCOMPOSED = "SELECT 1 FROM inbox WHERE state = 'waiting' AND is_planned = 1 LIMIT 1"
UNSENT = "SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') LIMIT 1"
UNSENT_BULK = "SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') AND is_bulk = 1 LIMIT 1"
LOST = """
SELECT count(*) FROM person p WHERE p.id >= ? AND NOT EXISTS (
 SELECT 1 FROM outbox o WHERE o.once_key = 'digest:' || ? || ':' || p.id AND o.state = 'sent')
"""


class Stub(Messenger):
    """Answers each call after `seconds`. Keeps when each began, and which bulk message came how often."""

    def __init__(self, pace: Pace | None, seconds: float) -> None:
        super().__init__(lambda _person, _text: None)
        self.capabilities = replace(TELEGRAM, pace=pace)
        self.seconds = seconds
        self.bulk: Counter[OutboxId] = Counter()
        self.begun: list[float] = []
        self.waiting: dict[int, asyncio.Future[float]] = {}

    async def send(self, outgoing: Outgoing) -> Delivered:
        self.begun.append(asyncio.get_running_loop().time())
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if outgoing.is_bulk:
            self.bulk[outgoing.id] += 1
        elif outgoing.action is OutgoingAction.SEND:
            self._replied(int(outgoing.address.chat_id))
        return Delivered(outgoing.message_id or str(next(self.message_ids)))

    def _replied(self, person: int) -> None:
        if (reply := self.waiting.pop(person, None)) is not None:
            reply.set_result(asyncio.get_running_loop().time())

    def doubled(self) -> int:
        """How many bulk messages came once too often. Counts anew from here on."""
        times, self.bulk = self.bulk, Counter()
        self.begun.clear()
        return sum(times.values()) - len(times)

    def most_in_a_second(self) -> int:
        """Of all calls, in any stretch of one second."""
        first, most = 0, 0
        for last, at in enumerate(self.begun):
            while at - self.begun[first] >= 1:
                first += 1
            most = max(most, last + 1 - first)
        return most


@dataclass(frozen=True, slots=True)
class Opened:
    """A running program, what hands it messages, and a connection that looks on."""

    program: Program
    receive: Receive
    stub: Stub
    clock: ScaledClock
    reader: sqlite3.Connection

    async def until_none(self, query: str) -> None:
        """Looks on from outside: the program has no word for "all composed"."""
        while self.reader.execute(query).fetchone() is not None:  # noqa: ASYNC110 - nobody is told when all is composed
            await asyncio.sleep(LOOK_SECONDS)

    def lost(self, week: Week) -> int:
        return int(self.reader.execute(LOST, (FIRST_PERSON, str(week))).fetchone()[0])


@asynccontextmanager
async def opened(database: Path, stub: Stub, speed: float) -> AsyncIterator[Opened]:
    """The program since the eve of the first Monday, its nightly work done."""
    clock = ScaledClock(EVE, speed)
    program = await Program.open(Parts(database, "a secret key for the benchmark only", ZONE, "", clock.now))
    receive = program.add(stub)
    reader = connect_to_read(database)
    await program.start()
    try:
        await program.tick()
        await program.settle()
        freeze_loaded()
        yield Opened(program, receive, stub, clock, reader)
    finally:
        reader.close()
        await program.close()


@dataclass(frozen=True, slots=True)
class Composed:
    """One Monday. Seconds from the tick on: until all are in the inbox, until all are composed, until all are sent."""

    week: Week
    set_off_seconds: float
    composed_seconds: float
    sent_seconds: float
    rss_mb: float
    lost: int
    doubled: int


async def compose(database: Path) -> tuple[float, list[Composed]]:
    """The memory before the first of the Mondays in MB, and what each of them took."""
    async with opened(database, Stub(None, 0), 1) as running:
        before = rss_mb()
        return before, [await _monday(running, week) for week in range(WEEKS)]


async def _monday(running: Opened, week: int) -> Composed:
    """The tick two seconds after half past seven, and all that comes of it."""
    monday = MONDAY + timedelta(weeks=week)
    running.clock.set(monday + timedelta(seconds=2))
    began = time.perf_counter()
    await running.program.tick()
    set_off = time.perf_counter() - began
    await running.until_none(UNTAKEN)
    composed = time.perf_counter() - began
    await running.until_none(UNSENT)
    sent = time.perf_counter() - began
    reported, doubled = Week.of((monday - timedelta(weeks=1)).date()), running.stub.doubled()
    return Composed(reported, set_off, composed, sent, rss_mb(), running.lost(reported), doubled)


def rss_mb() -> float:
    gc.collect()
    return memory_mb(os.getpid(), "VmRSS")


@dataclass(frozen=True, slots=True)
class Sent:
    """All in scaled seconds. `waits` are those of whoever wrote meanwhile, from handing over to the vendor's answer."""

    seconds: float
    calls: int
    most_in_a_second: int
    waits: list[float]
    lost: int
    doubled: int


async def send(database: Path, people: int, speed: float) -> Sent:
    """Sends one week's digests at the pace while people write; ends when all are sent."""
    stub = Stub(PACE, ANSWER_SECONDS)
    async with opened(database, stub, speed) as running:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        stub.begun.clear()
        running.clock.set(MONDAY + timedelta(seconds=2))
        began = loop.time()
        await running.program.tick()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_tick(running.program, over))
            writing = tasks.create_task(_write(running, people, over))
            await running.until_none(UNCOMPOSED)
            await running.until_none(UNSENT_BULK)
            seconds = loop.time() - began
            over.set()
        week = Week.of((MONDAY - timedelta(weeks=1)).date())
        calls, most = len(stub.begun), stub.most_in_a_second()
        return Sent(seconds, calls, most, writing.result(), running.lost(week), stub.doubled())


async def _tick(program: Program, over: asyncio.Event) -> None:
    while not over.is_set():
        await asyncio.sleep(TICK_SECONDS)
        await program.tick()


async def _write(running: Opened, people: int, over: asyncio.Event) -> list[float]:
    """Somebody at random, twice a second, whether or not the others have their answers; how long each waited."""
    chance, waits = random.Random(2), list[float]()
    everybody = range(FIRST_PERSON, FIRST_PERSON + people)
    async with asyncio.TaskGroup() as turns:
        for nth in count(1):
            if over.is_set():
                break
            person = chance.choice(everybody)
            if person not in running.stub.waiting:
                turns.create_task(_turn(running, nth, person, chance.choice(ASKED), waits))
            await asyncio.sleep(1 / TURNS_A_SECOND)
    return waits


async def _turn(running: Opened, nth: int, person: int, text: str, waits: list[float]) -> None:
    """Raises TimeoutError when there is no answer within a minute."""
    loop = asyncio.get_running_loop()
    reply = running.stub.waiting[person] = loop.create_future()
    began = loop.time()
    await running.receive([(BOT_ID, raw_update(nth, person, text))])
    async with asyncio.timeout(60):
        waits.append(await reply - began)


def composed_table(before: float, mondays: list[Composed]) -> str:
    head = ["composing", "set off s", "composed s (goal < 10)", "all sent s", "RSS MB after", "lost", "doubled"]
    rows = [["before the first", "", "", "", number(before), "", ""]]
    for one in mondays:
        seconds = (one.set_off_seconds, one.composed_seconds, one.sent_seconds)
        rows.append([str(one.week), *map(number, seconds), number(one.rss_mb), str(one.lost), str(one.doubled)])
    return render(head, rows)


def sent_table(sent: Sent) -> str:
    waits = [statistics.median(sent.waits), statistics.quantiles(sent.waits, n=100)[98], max(sent.waits)]
    rows = [
        ["digests lost, doubled", f"{sent.lost}, {sent.doubled}"],
        ["sent in s", number(sent.seconds)],
        ["calls in all; most in any second", f"{sent.calls:,}; {sent.most_in_a_second}"],
        ["turns of people meanwhile", f"{len(sent.waits):,}"],
        ["their wait s: median", number(waits[0])],
        ["p99 (goal < 1.5)", number(waits[1])],
        ["longest", number(waits[2])],
    ]
    return render(["sending at 25 a second, in scaled time", ""], rows)


def main() -> int:
    """Exit status 1 when a digest was lost or came twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--speed", type=float, default=3, help="how many times faster than real time the sending runs")
    parser.add_argument("--data", type=Path, default=HERE / ".data", help="where the database lies; not on a RAM disk")
    given = parser.parse_args()
    given.data.mkdir(parents=True, exist_ok=True)
    facts = machine(given.data) | {"people": given.people, "speed": given.speed}
    print(" · ".join(f"{key} {value}" for key, value in facts.items()), end="\n\n")
    with tempfile.TemporaryDirectory(dir=given.data) as folder:
        first, second = Path(folder, "composing.db"), Path(folder, "sending.db")
        fill(first, given.people)
        shutil.copy(first, second)
        before, mondays = asyncio.run(compose(first))
        print(composed_table(before, mondays), end="\n\n", flush=True)
        with asyncio.Runner(loop_factory=lambda: ScaledLoop(given.speed)) as runner:
            sent = runner.run(send(second, given.people, given.speed))
    print(sent_table(sent))
    is_whole = not any(one.lost or one.doubled for one in mondays) and not sent.lost and not sent.doubled
    return 0 if is_whole else 1


if __name__ == "__main__":
    raise SystemExit(main())
