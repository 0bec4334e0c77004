"""The one load driver: people who fill in a form, a fixed number of them at a time.

Every system is driven by this file, in a process of its own, so a difference in the table is a difference of the
systems. A person sends the first message, waits until the system's stubbed channel has recorded the reply, sends the
next, and so on. Nothing here knows a messenger, a library or chibot.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

Deliver = Callable[[int, str], Awaitable[None]]
"""Hands one message of a person over; returns when the vendor could be told that it was received."""

Replied = Callable[[int, str], None]
"""Told by the stubbed channel, on the event loop: the *last* message of the answer to this person's latest message."""


@dataclass(frozen=True, slots=True)
class Form:
    """What one person sends, first to last, and the answers that must be found in the system afterwards."""

    messages: tuple[str, ...]
    answers: tuple[str, ...]


def peak_rss_mb(pid: int | None = None) -> float:
    """Peak resident memory of a process, by default this one. Linux's own figure where there is one: getrusage's survives an exec."""
    status = Path(f"/proc/{'self' if pid is None else pid}/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    divisor = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / divisor


@dataclass(frozen=True, slots=True)
class System:
    """A started system under test. `form` gives the answers that it holds for a person, None while the form is open.

    `cpu_seconds` and `peak_rss_mb` are those of the system's process: this one, unless it runs in another.
    """

    name: str
    version: str
    durable: str
    deliver: Deliver
    form: Callable[[int], tuple[str, ...] | None]
    stop: Callable[[], Awaitable[None]]
    script: Callable[[int], Form]
    cpu_seconds: Callable[[], float] = time.process_time
    peak_rss_mb: Callable[[], float] = peak_rss_mb


Start = Callable[[Path, Replied], Awaitable[System]]
"""Opens a system on an empty folder on a real disk; every reply goes to the callback and to no network."""


@dataclass(slots=True)
class Driver:
    """Keeps who waits for a reply and since when."""

    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)
    last_reply: dict[int, str] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    def replied(self, person: int, text: str) -> None:
        """Ends the wait of this person. A reply that nobody waits for is ignored."""
        self.last_reply[person] = text
        future = self.waiting.pop(person, None)
        if future is not None and not future.done():
            future.set_result(time.perf_counter())

    async def converse(self, person: int, system: System) -> None:
        """Plays one person's whole form and notes the seconds from handing over to the reply, message by message."""
        loop = asyncio.get_running_loop()
        for text in system.script(person).messages:
            reply = self.waiting[person] = loop.create_future()
            handed_over = time.perf_counter()
            await system.deliver(person, text)
            self.latencies.append(await reply - handed_over)

    async def play(self, people: Iterable[int], system: System, in_flight: int, limit_seconds: float) -> None:
        """Plays everybody, `in_flight` at a time. Raises TimeoutError, naming who waits, when it takes too long."""
        queue = iter(people)

        async def lane() -> None:
            for person in queue:
                await self.converse(person, system)

        try:
            async with asyncio.timeout(limit_seconds), asyncio.TaskGroup() as lanes:
                for _ in range(in_flight):
                    lanes.create_task(lane())
        except TimeoutError:
            stuck = {person: self.last_reply.get(person) for person in sorted(self.waiting)[:3]}
            raise TimeoutError(f"no reply within the limit; first who wait, with their last reply: {stuck}") from None


async def measure(start: Start, folder: Path, people: int, in_flight: int, limit_seconds: float) -> dict[str, object]:
    """Starts the system, warms it up with `in_flight` other people, measures, stops it. Same keys for all."""
    driver = Driver()
    system = await start(folder, driver.replied)
    try:
        await driver.play(range(people + 1, people + in_flight + 1), system, in_flight, limit_seconds)
        driver.latencies.clear()
        gc.collect()
        wall, cpu, own = time.perf_counter(), system.cpu_seconds(), time.process_time()
        await driver.play(range(1, people + 1), system, in_flight, limit_seconds)
        wall, cpu, own = time.perf_counter() - wall, system.cpu_seconds() - cpu, time.process_time() - own
        rss_mb = system.peak_rss_mb()
        right = sum(system.form(person) == system.script(person).answers for person in range(1, people + 1))
    finally:
        await system.stop()
    updates = len(driver.latencies)
    return {
        "system": system.name,
        "version": system.version,
        "updates": updates,
        "updates_per_second": updates / wall,
        "median_ms": statistics.median(driver.latencies) * 1000,
        "p99_ms": statistics.quantiles(driver.latencies, n=100)[98] * 1000,
        "cpu_us_per_update": cpu / updates * 1e6,
        "driver_cpu_us_per_update": own / updates * 1e6,
        "rss_mb": rss_mb,
        "forms_right": right,
        "forms_wanted": people,
        "durable": system.durable,
    }


def add_load(parser: argparse.ArgumentParser) -> None:
    """The arguments that every runner has."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--in-flight", type=int, default=20)
    parser.add_argument("--limit-seconds", type=float, default=300)


def main(start: Start) -> None:
    """The command line of every runner: prints one JSON line with what was measured."""
    parser = argparse.ArgumentParser()
    add_load(parser)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measure(start, given.folder, given.people, given.in_flight, given.limit_seconds))))
