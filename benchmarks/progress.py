"""`python -m benchmarks.progress`: how long one `/tiendo` takes as the zone grows.

The lead fills in `fill` and `opened`; the rest measures and prints.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.environment import HERE
from benchmarks.table import number, render

SIZES = (1_000, 10_000, 100_000)
EVENTS_EACH = 10
CALLS = 200
WARM_UP_CALLS = 5


def fill(path: Path, candidates: int, events: int) -> None:
    """Makes a migrated database at `path`: that many candidates over a tree of units, with `events` events each."""
    raise NotImplementedError("benchmarks/progress.py: fill() waits for the schema")


def opened(path: Path) -> Callable[[], object]:
    """One `/tiendo` of a leader who sees the whole tree, from the command to the reply, on the database at `path`.

    The connection is opened here, once; nothing may be remembered from one call to the next.
    """
    raise NotImplementedError("benchmarks/progress.py: opened() waits for the flow")


def measure(call: Callable[[], object], n: int) -> tuple[float, float]:
    """The median and the 99th percentile of `n` calls one after another, in milliseconds, after a short warm-up."""
    for _ in range(WARM_UP_CALLS):
        call()
    times = []
    for _ in range(n):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]


def row(folder: Path, candidates: int) -> list[str]:
    """Fills one database, measures it, and gives the table's row."""
    path = folder / f"{candidates}.db"
    fill(path, candidates, EVENTS_EACH)
    p50, p99 = measure(opened(path), CALLS)
    size_mb = path.stat().st_size / 1024 / 1024
    return [f"{candidates:,}", f"{candidates * EVENTS_EACH:,}", number(size_mb), number(p50), number(p99)]


def main() -> int:
    """Exit status 1 while `fill` or `opened` is missing."""
    data = HERE / ".data"
    data.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        try:
            rows = [row(Path(folder), candidates) for candidates in SIZES]
        except NotImplementedError as missing:
            print(f"Not measured: {missing}")
            return 1
    print(render(["candidates", "events", "database MB", "/tiendo p50 ms", "p99 ms"], rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
