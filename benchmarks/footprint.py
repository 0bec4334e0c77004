"""`python -m benchmarks.footprint`: how long `chibot run --practice` takes to start, and what memory it holds.

Starts twice on the same temporary folder: the first start makes the database and loads the sample zone, the second
finds it. Linux only (memory is read in /proc). Only loopback is used.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import HERE, REPOSITORY
from benchmarks.table import number, render

COMMAND = [str(REPOSITORY / ".venv" / "bin" / "chibot"), "run", "--practice"]
LIMIT_SECONDS = 60
SETTLE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Footprint:
    """One start: seconds until the practice address stood on stdout, then memory two seconds later, and its peak."""

    start_seconds: float
    rss_mb: float
    peak_rss_mb: float


def free_ports(count: int) -> list[int]:
    """Different loopback ports that nobody listens on at this moment."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def surroundings(folder: Path, web_port: int, http_port: int) -> dict[str, str]:
    """The environment of a start: none of the caller's CHIBOT_* settings, and everything written below `folder`."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("CHIBOT_")}
    return inherited | {
        "CHIBOT_DATABASE_URL": f"sqlite:///{folder.resolve() / 'practice.db'}",
        "CHIBOT_WEB_PORT": str(web_port),
        "CHIBOT_HTTP_PORT": str(http_port),
        "PYTHONUNBUFFERED": "1",
    }


async def measure(command: list[str], folder: Path) -> Footprint:
    """Starts the command in `folder` (so that no `.env` of the repository counts), waits for the address, stops it.

    Raises RuntimeError, with the last lines that it wrote, when it ends or 60 seconds pass before the address appears.
    """
    web_port, http_port = free_ports(2)
    environment = surroundings(folder, web_port, http_port)
    with (folder / "stderr.txt").open("w+") as errors:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=environment, stdout=PIPE, stderr=errors
        )
        try:
            try:
                async with asyncio.timeout(LIMIT_SECONDS):
                    is_ready = await address_printed(process, web_port)
            except TimeoutError:
                is_ready = False
            seconds = time.perf_counter() - began
            if not is_ready:
                errors.seek(0)
                raise RuntimeError(f"no address on stdout after {seconds:.1f} s\n" + "".join(errors.readlines()[-10:]))
            await asyncio.sleep(SETTLE_SECONDS)
            return Footprint(seconds, memory_mb(process.pid, "VmRSS"), memory_mb(process.pid, "VmHWM"))
        finally:
            await stop(process)


async def address_printed(process: Process, port: int) -> bool:
    """Reads stdout up to the line that names the practice page's port; False when stdout ends first."""
    assert process.stdout is not None
    async for line in process.stdout:
        if f":{port}".encode() in line:
            return True
    return False


async def stop(process: Process) -> None:
    """Asks the process to end, and insists after ten seconds."""
    if process.returncode is None:
        # Not process.send_signal: it reaps a child that has just ended, and asyncio then warns of an unknown child.
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(10):
            await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()


def memory_mb(pid: int, field: str) -> float:
    """VmRSS (now) or VmHWM (peak) of one process."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines[field].split()[0]) / 1024


def main() -> int:
    """Measures the command given as arguments, by default chibot's; exit status 1 when it does not start."""
    command = sys.argv[1:] or COMMAND
    data = HERE / ".data"
    data.mkdir(exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory(dir=data) as folder:
        for label in ("first start, loads the sample zone", "second start, same data"):
            try:
                found = asyncio.run(measure(command, Path(folder)))
            except (RuntimeError, OSError) as failure:
                print(f"Not measured: {failure}")
                return 1
            rows.append([label, number(found.start_seconds), number(found.rss_mb), number(found.peak_rss_mb)])
    print(render(["chibot run --practice", "start s", "RSS MB", "peak RSS MB"], rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
