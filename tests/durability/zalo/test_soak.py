"""What polling at most once can lose: the real program is stopped and killed at random moments while people write forms line by line."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.clock import Clock
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.people import Told
from tests.durability.telegram.process import log, set_clock
from tests.durability.telegram.verdict import every_record_once
from tests.durability.zalo import verdict
from tests.durability.zalo.people import Losses, Phone, introduce, report
from tests.durability.zalo.process import polling, quiet, start
from tests.durability.zalo.stage import CAST, SECOND, chat, zone_on_zalo
from tests.fakes.zalo import TOKENS, FakeZalo, Limits, Message, Switches
from tests.stage import EVENING, looking

SECRETARIES = {"secretary": "18/20 vang 2 co ly do", "secretary_maple": "du", "two_posts": "du"}
UNTOLD = """
SELECT count(*) FROM outbox WHERE channel = 'zalo_bot' AND state = 'uncertain' AND is_receipt AND NOT is_bulk AND retold_by IS NULL
"""


@dataclass(frozen=True, slots=True)
class Soak:
    """One run: first so many stops, then so many kills, each after at most so many messages on phones; so many people, and
    whether Zalo keeps for them what is said while nobody polls.
    """

    stops: int
    kills: int
    most_messages: int
    officers: int
    keeps: bool
    seed: int


@dataclass(slots=True)
class World:
    soak: Soak
    fake: FakeZalo
    clock: Clock
    program: RealProgram
    losses: Losses
    told: Told = field(default_factory=Told)
    arrived: int = 0

    def __post_init__(self) -> None:
        self.fake.listeners.append(self._hear)

    def _hear(self, event: str, _message: Message) -> None:
        self.arrived += event == "sent"

    async def talk(self) -> None:
        """Until everybody has ended what they began."""
        async with asyncio.TaskGroup() as group:
            for nth in range(1, self.soak.officers + 1):
                group.create_task(introduce(self._phone(chat(nth)), nth))
            for persona, attendance in SECRETARIES.items():
                group.create_task(report(self._phone(CAST[persona]), attendance))

    def _phone(self, chat_id: str) -> Phone:
        return Phone(self.fake, self.losses, chat_id, self.told)

    async def stop_and_start(self, random: Random) -> None:
        """SIGTERM each time."""
        for _ in range(self.soak.stops):
            await self._run_for_a_while(random)
            assert await self.program.stop() == 0, log(self.program)
            self.losses.count_dropped()

    async def kill_and_start(self, random: Random) -> None:
        """kill -9 each time; every fifth comes while the program starts. A poll waits for ten seconds: it outlives its program."""
        self.fake.world.second = 1
        for number in range(self.soak.kills):
            if number % 5 == 4:
                set_clock(self.program, self.clock.now())
                await self.program.spawn()
                await asyncio.sleep(random.uniform(0, 1.2))
            else:
                await self._run_for_a_while(random)
            await self.program.kill()
            self.losses.count_dropped()

    async def _run_for_a_while(self, random: Random) -> None:
        """Some messages and a random moment after it asked for updates."""
        set_clock(self.program, self.clock.now())
        await start(self.program, self.fake)
        await self._arrived(random.randint(1, self.soak.most_messages))
        await asyncio.sleep(random.uniform(0, 0.05))

    async def _arrived(self, count: int) -> None:
        goal = self.arrived + count
        await self.fake.until(lambda: self.arrived >= goal, 2 * PATIENCE_SECONDS, lambda: log(self.program))

    async def end(self) -> None:
        """It runs; everybody ends their form, and writes once more, so that what was uncertain is told again."""
        self.fake.world.second = SECOND
        set_clock(self.program, self.clock.now())
        await start(self.program, self.fake)
        await self._arrived(self.soak.most_messages)
        self.told.is_over = True


async def run(folder: Path, soak: Soak) -> Mapping[str, object]:
    """The whole of it, and the verdict; the figures."""
    clock, random = Clock(EVENING), Random(soak.seed)
    switches = Switches(offline_queue=soak.keeps, offline_after=timedelta(seconds=1))
    limits = Limits(messages_per_month=None, users=None)
    async with FakeZalo(TOKENS[:1], now=clock.now, second=SECOND, switches=switches, limits=limits) as fake:
        database = zone_on_zalo(folder, fake, soak.officers)
        world = World(soak, fake, clock, polling(folder, fake), Losses(fake, database))
        try:
            at_stops = await through(world, random)
        finally:
            await world.program.kill()
        return judged(world, at_stops)


async def through(world: World, random: Random) -> int:
    """How many updates were handed over before the first kill."""
    async with asyncio.TaskGroup() as group:
        talking = group.create_task(world.talk())
        await world.stop_and_start(random)
        losses = world.losses
        assert (losses.dropped, losses.cut_off) == (set(), set()), "a stop lost what was handed over"
        at_stops = losses.handed
        await world.kill_and_start(random)
        await world.end()
        await talking
    await quiet(world.program, world.fake)
    for chat_id in (*(CAST[persona] for persona in SECRETARIES), *map(chat, range(1, world.soak.officers + 1))):
        await world._phone(chat_id).say("menu", "cần làm gì?")
    await quiet(world.program, world.fake)
    assert await world.program.stop() == 0, log(world.program)
    losses.count_dropped()
    return at_stops


def judged(world: World, at_stops: int) -> dict[str, object]:
    database, fake, told, losses = world.program.database, world.fake, world.told, world.losses
    assert fake.violations == []
    every_record_once(database, told)
    verdict.nothing_is_left(database)
    verdict.no_message_twice(database, fake)
    with looking(database) as db:
        assert db.execute(UNTOLD).fetchone() == (0,), "an uncertain receipt was never told again"
    lost, after = len(losses.dropped) + len(losses.cut_off), losses.handed - at_stops
    assert len(losses.dropped | losses.cut_off) == lost <= world.soak.kills, "more than one update a kill"
    return {
        "Zalo keeps what is said while nobody polls": world.soak.keeps,
        "stops": f"{world.soak.stops}, {at_stops} updates handed over, 0 lost",
        "kills": f"{world.soak.kills}, {after} updates handed over, {lost} lost ({100 * lost / max(1, after):.1f} %)",
        "of these handed to a dead poll": len(losses.cut_off),
        "of these in hand and not stored": len(losses.dropped),
        "said while nobody polled, never handed over": len(losses.unheard),
        "acknowledged": len(told.names) + len(told.receipts),
        "messages": verdict.states(database),
    }


@pytest.mark.slow
async def test_killed_twice_one_update_a_kill_is_lost_at_most(tmp_path: Path) -> None:
    await run(tmp_path, Soak(stops=1, kills=2, most_messages=2, officers=2, keeps=True, seed=11))


@pytest.mark.soak
async def test_killed_100_times_one_update_a_kill_is_lost_at_most_and_none_by_10_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two programs side by side: on a Zalo that keeps what is said while nobody polls, and on one that does not."""
    soaks = [Soak(5, 50, 3, 8, keeps=True, seed=2026), Soak(5, 50, 3, 8, keeps=False, seed=2027)]
    folders = [tmp_path / str(soak.seed) for soak in soaks]
    for folder in folders:
        folder.mkdir()
    found = await asyncio.gather(*(run(folder, soak) for folder, soak in zip(folders, soaks, strict=True)))
    with capsys.disabled():
        for figures in found:
            print("\n" + "\n".join(f"{name}: {value}" for name, value in figures.items()))
