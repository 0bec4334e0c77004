"""Drives one bot over HTTP: the load of `benchmarks/load.py` in this process, the bot in a process of its own.

CPU time and memory are the bot's; what the stand-in and the driver need stands beside it, to show that they keep up. Linux
only: they are read from the kernel.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.form import script
from benchmarks.load import Form, Replied, System, add_load, measure, peak_rss_mb
from benchmarks.over_http.standin import StandIn, serving

COMMANDS = {"chibot": "/caidat"}
"""How the form begins, where not with /start: that word means joining to chibot."""


def cpu_seconds(pid: int) -> float:
    """User and system time of that process, all threads: its own clock, as clock_getcpuclockid(3) numbers them."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass(slots=True)
class Child:
    """The bot's process."""

    process: subprocess.Popen[str]
    people: int
    forms: list[tuple[str, ...] | None] = field(default_factory=list)

    def line(self) -> str:
        """Raises RuntimeError when the bot has ended instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the bot ended before its time; its last words are above")
        return line

    def form(self, person: int) -> tuple[str, ...] | None:
        """What the bot held when it was asked first."""
        if not self.forms:
            assert self.process.stdin is not None
            print(self.people, file=self.process.stdin, flush=True)
            self.forms = [None if one is None else tuple(one) for one in json.loads(self.line())]
        return self.forms[person - 1]

    async def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            await asyncio.to_thread(self.process.wait, 15)
        except subprocess.TimeoutExpired:
            self.process.kill()


async def start(command: list[str], people: int, folder: Path, replied: Replied) -> System:
    """Listens, starts the bot's process, and waits until it runs."""
    standin = StandIn(replied)
    stack = AsyncExitStack()
    address = await stack.enter_async_context(serving(standin))
    pipe = subprocess.PIPE
    process = subprocess.Popen([*command, str(folder), address], stdin=pipe, stdout=pipe, text=True)  # noqa: ASYNC220 - once, before the load begins
    child = Child(process, people)
    stack.push_async_callback(child.end)
    told = json.loads(await asyncio.to_thread(child.line))
    name = told["system"]

    def written(person: int) -> Form:
        return script(person, COMMANDS.get(name, "/start"))

    return System(
        name=name,
        version=told["version"],
        durable=told["durable"],
        deliver=standin.put,
        form=child.form,
        stop=stack.aclose,
        script=written,
        cpu_seconds=partial(cpu_seconds, process.pid),
        peak_rss_mb=partial(peak_rss_mb, process.pid),
    )


def main() -> None:
    """Prints one JSON line with what was measured."""
    parser = argparse.ArgumentParser()
    add_load(parser)
    parser.add_argument("command", nargs="+", help="what starts the bot; a folder and the address are added")
    given = parser.parse_args()
    begin = partial(start, given.command, given.people)
    print(json.dumps(asyncio.run(measure(begin, given.folder, given.people, given.in_flight, given.limit_seconds))))


if __name__ == "__main__":
    main()
