"""The real program is killed at random times under load and in bad weather, while the clock jumps: people talk on as if nothing were."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram import unclamped, verdict
from tests.durability.telegram.jumping import JumpingClock
from tests.durability.telegram.people import Phone, Told, introduce, report, write_ahead
from tests.durability.telegram.process import log, on_phones, quiet, set_clock, start
from tests.durability.telegram.stage import CAST, chat, phones, zone_on_telegram
from tests.durability.telegram.weather import Weather
from tests.fakes.telegram import FakeTelegram, Message

LONG = timedelta(days=10_000)
"""For which this Telegram keeps what nobody fetched: the clock jumps over weeks in which no day has passed."""
FIRST_UPDATE = 1001
SECRETARIES = {"secretary": "18/20 vang 2 co ly do", "secretary_maple": "du", "two_posts": "du"}


@dataclass(frozen=True, slots=True)
class Soak:
    """One run: so many kills, a jump of the clock every so many, at most so many messages on phones between two; people who

    wait for each answer, people who write whole forms ahead, people who only get what the clock sets off; a fault every so many
    calls.
    """

    kills: int
    kills_a_jump: int
    most_messages: int
    patient: int
    hasty: int
    quiet: int
    calls_a_fault: int
    seed: int

    @property
    def officers(self) -> int:
        return self.patient + self.hasty + self.quiet


@dataclass(slots=True)
class World:
    soak: Soak
    fake: FakeTelegram
    clock: JumpingClock
    program: RealProgram
    told: Told = field(default_factory=Told)
    arrived: int = 0

    def __post_init__(self) -> None:
        self.fake.world.listeners.append(self._hear)

    def _hear(self, event: str, message: Message) -> None:
        self.arrived += event == "message" and message.is_from_bot

    async def talk(self) -> None:
        """Until everybody has ended what they began."""
        async with asyncio.TaskGroup() as group:
            for nth in range(1, self.soak.patient + 1):
                group.create_task(introduce(self._phone(chat(nth)), nth))
            for nth in range(self.soak.patient + 1, self.soak.patient + self.soak.hasty + 1):
                group.create_task(write_ahead(self._phone(chat(nth)), nth))
            for persona, attendance in SECRETARIES.items():
                group.create_task(report(self._phone(CAST[persona]), attendance))

    def _phone(self, chat_id: int) -> Phone:
        return Phone(self.fake, self.program.database, chat_id, self.told)

    async def kill_and_start(self, random: Random) -> None:
        """Every fifth kill comes while the program starts, the others some messages and a random moment after it asked for updates."""
        for number in range(self.soak.kills):
            if number and number % self.soak.kills_a_jump == 0:
                self.clock.jump()
            set_clock(self.program, self.clock.now())
            if number % 5 == 4:
                await self.program.spawn()
                await asyncio.sleep(random.uniform(0, 1.2))
            else:
                await start(self.program, self.fake)
                await self._arrived(random.randint(1, self.soak.most_messages))
                await asyncio.sleep(random.uniform(0, 0.05))
            await self.program.kill()

    async def _arrived(self, count: int) -> None:
        """So many more messages of the bot, answers and what the clock set off."""
        goal = self.arrived + count
        await self.fake.until(lambda: self.arrived >= goal, 2 * PATIENCE_SECONDS, lambda: log(self.program))

    async def end(self) -> None:
        """The sky is clear, the program runs."""
        set_clock(self.program, self.clock.now())
        await start(self.program, self.fake)
        await self._arrived(self.soak.most_messages)
        self.told.is_over = True


async def run(folder: Path, soak: Soak) -> Mapping[str, object]:
    """The whole of it, and the verdict; the figures."""
    zone_on_telegram(folder, soak.officers)
    clock, random = JumpingClock(), Random(soak.seed)
    async with FakeTelegram(now=clock.now, kept=LONG, first_update_id=FIRST_UPDATE) as fake:
        phones(fake, soak.officers)
        program = on_phones(folder, fake)
        program.script = Path(unclamped.__file__)
        world = World(soak, fake, clock, program)
        chats = [*CAST.values(), *(chat(nth) for nth in range(1, soak.officers + 1))]
        weather = Weather(fake, chats, soak.calls_a_fault, random)
        try:
            await through(world, weather, random)
        finally:
            await program.kill()
        return judged(world) | {"faults": dict(weather.met)}


async def through(world: World, weather: Weather, random: Random) -> None:
    async with asyncio.TaskGroup() as group:
        talking = group.create_task(world.talk())
        blowing = group.create_task(weather.run())
        await world.kill_and_start(random)
        blowing.cancel()
        weather.clear_up()
        await world.end()
        await talking
    await quiet(world.program, world.fake)
    assert await world.program.stop() == 0, log(world.program)


def judged(world: World) -> dict[str, object]:
    database, fake, told = world.program.database, world.fake, world.told
    assert fake.violations == []
    verdict.every_update_once(database, range(FIRST_UPDATE, fake.updates.next_id))
    verdict.every_record_once(database, told)
    verdict.nothing_is_left(database)
    verdict.phones_agree(database, fake)
    sent = verdict.digests(database, fake, world.clock.weeks)
    return {
        "kills": world.soak.kills,
        "acknowledged": len(told.names) + len(told.receipts),
        "answers shown as uncertain": told.unseen,
        "weeks": len(world.clock.weeks),
        "digests": dict(sent),
        "bulk": verdict.bulk(database),
        "updates": fake.updates.next_id - FIRST_UPDATE,
        "calls": len(fake.calls),
    }


@pytest.mark.slow
async def test_killed_3_times_in_bad_weather_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    await run(
        tmp_path,
        Soak(kills=3, kills_a_jump=1, most_messages=6, patient=2, hasty=1, quiet=3, calls_a_fault=20, seed=11),
    )


@pytest.mark.soak
async def test_killed_200_times_in_bad_weather_nothing_is_lost_or_doubled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two programs side by side, a hundred kills each: a start is what takes the time."""
    one = Soak(100, kills_a_jump=5, most_messages=40, patient=10, hasty=3, quiet=30, calls_a_fault=60, seed=2026)
    soaks = [one, replace(one, seed=2027)]
    folders = [tmp_path / str(soak.seed) for soak in soaks]
    for folder in folders:
        folder.mkdir()
    found = await asyncio.gather(*(run(folder, soak) for folder, soak in zip(folders, soaks, strict=True)))
    with capsys.disabled():
        for figures in found:
            print("\n" + "\n".join(f"{name}: {value}" for name, value in figures.items()))
