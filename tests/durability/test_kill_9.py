"""The real process is killed with `kill -9` at random times under a stream of conversations, and started again each time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.durability.real_program import PATIENCE_SECONDS, Browser, RealProgram
from tests.stage import looking

SECRETARIES = {"secretary": "18/20 vang 2 co ly do", "secretary_maple": "du", "two_posts": "du"}
RECEIPT = re.compile(r"Mã tiếp nhận (\S+-\d+)")
GIVEN = (
    "An",
    "Bình",
    "Cúc",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Minh",
    "Nga",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Yến",
)


@dataclass(slots=True)
class Acknowledged:
    """What people were told is in: who got which receipt number, names of candidates. `pulse` is set at each of their steps."""

    receipts: list[tuple[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pulse: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def until(self, steps: int) -> None:
        for _ in range(steps):
            self.pulse.clear()
            await asyncio.wait_for(self.pulse.wait(), PATIENCE_SECONDS)


async def introduce(browser: Browser, told: Acknowledged) -> None:
    """One introduction after another: each step's question shows that the draft stands where it stood."""
    for number in count():
        if told.is_over:
            return
        name = f"Lò {GIVEN[number // 225 % 15]} {GIVEN[number // 15 % 15]} {GIVEN[number % 15]}"
        steps = (("gioi thieu", "1/4"), (name, "2/4"), (f"{number % 28 + 1:02d}/03/1991", "3/4"), ("Konya", "4/4"))
        for text, expected in (*steps, ("1/11/2026", "Xem lại giúp"), ("gui", f"Đã ghi {name}")):
            await browser.say(text, expected)
            told.pulse.set()
        told.names.append(name)


async def report(browser: Browser, attendance: str, told: Acknowledged) -> None:
    """The same meeting again and again: each report is taken back before the next."""
    line = f"hop cb 5/11 18h-19h {attendance}, khong xet"
    while not told.is_over:
        for text, expected in (("menu", "cần làm gì?"), (line, "Xem lại")):
            await browser.say(text, expected)
            told.pulse.set()
        said = await browser.say("gui", "Mã tiếp nhận")
        told.pulse.set()
        found = RECEIPT.search(said)
        assert found is not None, said
        told.receipts.append((browser.person, found[1]))
        await browser.say("thu hoi", f"Đã thu hồi: {found[1]}")
        told.pulse.set()


async def kill_and_start(program: RealProgram, told: Acknowledged, kills: int, random: Random) -> None:
    """Every fifth kill comes while the program starts; the others a few steps and a random moment after it is up."""
    for number in range(kills):
        await program.spawn()
        if number % 5 == 0:
            await asyncio.sleep(random.uniform(0, 1))
        else:
            await program.until_up()
            await told.until(random.randint(1, 9))
            await asyncio.sleep(random.uniform(0, 0.05))
        await program.kill()
    await program.spawn()
    await program.until_up()
    await told.until(6)
    told.is_over = True


async def run(folder: Path, kills: int, seed: int) -> tuple[RealProgram, Acknowledged]:
    """The whole of it; every conversation ends its last form, then the program is stopped."""
    program, told = RealProgram(folder), Acknowledged()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(introduce(Browser(program, "union"), told))
            for person, attendance in SECRETARIES.items():
                group.create_task(report(Browser(program, person), attendance, told))
            group.create_task(kill_and_start(program, told, kills, Random(seed)))
        assert await program.stop() == 0
    finally:
        await program.kill()
    return program, told


def nothing_is_lost_or_doubled(database: Path, told: Acknowledged) -> None:
    with looking(database) as db:
        new = "first_sent_at >= (SELECT min(received_at) FROM inbox)"
        meetings = db.execute(f"SELECT receipt, state FROM meeting WHERE {new} ORDER BY receipt").fetchall()
        assert meetings == [(receipt, "undone") for receipt in sorted(receipt for _, receipt in told.receipts)]
        names = db.execute(
            "SELECT name FROM candidate WHERE added_at >= (SELECT min(received_at) FROM inbox)"
        ).fetchall()
        assert sorted(names) == [(name,) for name in sorted(told.names)]
        texts = [
            text for (text,) in db.execute("SELECT text FROM outbox WHERE action = 'send' AND text LIKE '✅ Đã %'")
        ]
        assert sum("Mã tiếp nhận" in text for text in texts) == len(told.receipts)
        assert sum("Đã ghi" in text for text in texts) == len(told.names)
        audited = dict(db.execute("SELECT action, count(*) FROM audit GROUP BY action").fetchall())
        assert (audited["reported"], audited["introduced"]) == (len(told.receipts), len(told.names))
        assert db.execute("SELECT DISTINCT state FROM inbox").fetchall() == [("done",)]
        assert db.execute("SELECT DISTINCT state FROM outbox").fetchall() == [("sent",)]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
async def test_killed_4_times_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    program, told = await run(tmp_path, 4, seed=9)
    nothing_is_lost_or_doubled(program.database, told)


@pytest.mark.soak
async def test_killed_50_times_nothing_acknowledged_is_lost_or_doubled(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    program, told = await run(tmp_path, 50, seed=2026)
    nothing_is_lost_or_doubled(program.database, told)
    record_property("acknowledged", len(told.receipts) + len(told.names))
    print(f"{len(told.receipts)} meetings and {len(told.names)} candidates were acknowledged; 0 lost, 0 doubled")
