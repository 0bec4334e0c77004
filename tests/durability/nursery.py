"""Processes of the program that have its second of imports behind them: forked from one process, which imports and does nothing else.

Each has its own pid, folder, environment and streams, is killed and ends like any other, and runs `bot.main` from its first line on.
That the installed command starts as well is seen in tests/bot/test_run_on_telegram.py.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.durability.newborn import live

Stream = tuple[asyncio.StreamReader, asyncio.ReadTransport]


class Child:
    """A process that began as `born` says."""

    def __init__(self, process: ForkServerProcess, out: Stream, err: Stream) -> None:
        assert process.pid is not None
        self.pid = process.pid
        self.stdout, self.stderr = out[0], err[0]
        self._process, self._ends = process, (out[1], err[1])

    @property
    def returncode(self) -> int | None:
        """None while it lives; minus the number of the signal that killed it."""
        return self._process.exitcode

    def send_signal(self, by: signal.Signals) -> None:
        """Nothing when it has ended."""
        if self.returncode is None:
            os.kill(self.pid, by)

    async def wait(self) -> int:
        """Returns the exit status. What was not read by then cannot be read any more."""
        await asyncio.to_thread(self._process.join)
        for end in self._ends:
            end.close()
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """What it wrote and nobody has read, once it has ended."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out, err


async def born(
    argv: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    script: Path | None = None,
    log: Path | None = None,
) -> Child:
    """`chibot` with those arguments, in that folder, with that environment and no other; or a script that calls its `main`.

    With a `log` its errors are written at the end of that file, and there are none to read.
    """
    stdout, out = Pipe(duplex=False)
    stderr, err = Pipe(duplex=False)
    errors = err if log is None else Connection(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), readable=False)
    process = _nursery().Process(target=live, args=(argv, folder, dict(environment), script, out, errors), daemon=True)
    process.start()
    for end in {out, err, errors}:
        end.close()
    return Child(process, await _stream(stdout), await _stream(stderr))


@cache
def _nursery() -> ForkServerContext:
    """It ends with the process of the tests."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["bot.main", live.__module__])
    return context


async def _stream(end: Connection) -> Stream:
    reader = asyncio.StreamReader()
    file = os.fdopen(os.dup(end.fileno()), "rb", buffering=0)
    end.close()
    connect = asyncio.get_running_loop().connect_read_pipe
    transport, _ = await connect(lambda: asyncio.StreamReaderProtocol(reader), file)
    return reader, transport
