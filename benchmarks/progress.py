"""`python -m benchmarks.progress`: how long one `/tiendo` takes as the zone grows; medians of five runs.

A call is one whole turn as the office, who sees everything: the inbox row, understanding, gathering, the answer in the
outbox, the commit. As in the running program the trees of units stay in memory, and what was loaded at the start is no
work for the garbage collector; every count is read from the records at each call.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.environment import HERE
from benchmarks.table import number, render
from bot.program import freeze_loaded
from bot.turn import Surroundings, take
from domain.channel import Capabilities
from domain.ids import UnitId
from domain.legal import rule_book
from domain.people import Address, Role
from domain.talk import FlowName, Press
from domain.targets import Indicator
from domain.units import UnitKind
from domain.zone import UnitVersion, Zone, ZoneUnit
from handlers.progress.view import View
from sample_data.zone import sample_zone
from storage import inbox, loading, migrate
from storage.connection import connect
from storage.inbox import NewRow
from storage.instants import to_ms
from storage.reading import Sources, Trees
from storage.writer import in_savepoint

SIZES = (1_000, 10_000, 100_000)
MORE_CELLS = 300
CALLS = 200
RUNS = 5
WARM_UP_CALLS = 5
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)
TODAY = NOW.astimezone(ZONE).date()
FIRST_DAY = date(2017, 1, 1)
ROOT = UnitId(1)
STEPS = (
    *("identified", "awareness_class", "guide_assigned", "application", "cv_declared", "background_check"),
    *("cell_resolution", "base_resolution", "decision", "ceremony"),
)
"""One live event a candidate and step: ten events need ten of the steps of the procedure, in its order."""
CANDIDATE = """
INSERT INTO candidate (id, name, folded, sort_key, birth, unit_id, introduced_unit_id, firm, intake, consent_on, added_on, added_at)
VALUES (?, ?, ?, ?, ?, ?, ?, 'Konya', 'received', ?, ?, ?)
"""
EVENT = "INSERT INTO candidate_event (candidate_id, step, unit_id, happened_on, recorded_at) VALUES (?, ?, ?, ?, ?)"
MEETING = """
INSERT INTO meeting (id, receipt, unit_id, period, kind, is_held, reason, sent_at, first_sent_at, due_at, is_on_time)
VALUES (?, ?, ?, ?, 'regular', 0, 'other', ?, ?, ?, ?)
"""
EVERYTHING = Capabilities(
    has_buttons=True,
    can_edit=True,
    takes_files=True,
    sends_files=True,
    sends_images=True,
    text_limit=4096,
    may_speak_first=True,
    repeats_uncertain=True,
)


def grown(zone: Zone) -> Zone:
    """The sample zone's units, people and targets with a few hundred cells more, and nobody in them yet."""
    first = max(unit.id for unit in zone.units) + 1
    committees = [unit.id for unit in zone.units if unit.kind is UnitKind.COMMITTEE]
    cells = [
        ZoneUnit(
            UnitId(first + nth),
            f"more{nth}",
            UnitKind.CELL,
            FIRST_DAY,
            (UnitVersion(f"Cell {nth}", f"C{nth}", committees[nth % len(committees)], FIRST_DAY),),
            go_live_on=date(TODAY.year, 1, 1),
            is_in_enterprise=True,
        )
        for nth in range(MORE_CELLS)
    ]
    consents = tuple(one for one in zone.consents if one.candidate_id is None)
    return replace(zone, units=(*zone.units, *cells), candidates=(), events=(), consents=consents)


def fill(path: Path, candidates: int, steps: Sequence[str]) -> None:
    """Makes a migrated database at `path`: that many candidates over a tree of units, each with these steps."""
    zone = grown(sample_zone(TODAY))
    cells = [unit.id for unit in zone.units if unit.kind is UnitKind.CELL]
    connection = connect(path)
    migrate.apply(connection)
    connection.execute("BEGIN")
    loading.load(connection, zone)
    chance = random.Random(candidates)
    moves = [(nth, chance.choice(cells), chance.randrange(3_500)) for nth in range(1, candidates + 1)]
    connection.executemany(CANDIDATE, (_candidate(nth, cell, start) for nth, cell, start in moves))
    connection.executemany(EVENT, (row for nth, cell, start in moves for row in _events(nth, cell, start, steps)))
    connection.executemany(MEETING, _meetings(len(zone.meetings), cells[-MORE_CELLS:]))
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _candidate(nth: int, cell: UnitId, start: int) -> tuple[object, ...]:
    name, day = f"Candidate {nth:06d}", (FIRST_DAY + timedelta(days=start)).isoformat()
    return (nth, name, name.lower(), name.lower(), f"1990-01-{1 + nth % 28:02d}", cell, cell, day, day, to_ms(NOW))


def _events(nth: int, cell: UnitId, start: int, steps: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """One step a fortnight or so; those that lie after today have not happened, and are dated at the very beginning."""
    for at, step in enumerate(steps):
        day = FIRST_DAY + timedelta(days=start + at * (10 + nth % 30))
        yield nth, step, cell, (day if day <= TODAY else FIRST_DAY).isoformat(), to_ms(NOW)


def _meetings(first: int, cells: list[UnitId]) -> Iterator[tuple[object, ...]]:
    """Each of these cells has said every month of this year, nine times in ten by its day, that it did not meet."""
    numbers, at = count(first + 1), to_ms(NOW)
    for cell in cells:
        for month in range(1, TODAY.month):
            nth = next(numbers)
            yield nth, f"MORE-{nth}", cell, f"{TODAY.year}-{month:02d}", at, at, at, nth % 10 > 0


def opened(path: Path) -> dict[str, Callable[[], object]]:
    """What the office asks, each as one call: the whole turn from the command to the committed reply, on that database.

    The connection is opened here, once; the trees of units are kept from one call to the next, nothing else is.
    """
    connection = connect(path)
    office = "SELECT chat_id, channel, bot_id FROM account a JOIN post o ON o.person_id = a.person_id WHERE o.role = ? LIMIT 1"
    chat, channel, bot_id = connection.execute(office, (Role.OFFICE,)).fetchone()
    sources = Sources(rule_book(), Trees(), lambda: "", lambda digits: digits)
    turn = partial(_turn, connection, sources, Address(channel, bot_id, chat), count(1))
    kids = Press(FlowName.PROGRESS, "kids", 0, View(Indicator.ADMITTED, ROOT, TODAY.year).pack())
    return {
        "tien do ket nap": partial(turn, "text", "tien do ket nap"),
        "tien do": partial(turn, "text", "tien do"),
        "[by unit]": partial(turn, "press", f'["{kids.token()}", null]'),
    }


def _turn(
    connection: sqlite3.Connection, sources: Sources, address: Address, calls: Iterator[int], kind: str, body: str
) -> None:
    """Raises AssertionError when the turn answered nothing."""
    nth = next(calls)
    now = NOW + timedelta(seconds=20 * nth)
    around = Surroundings(sources, ZONE, "", {address.channel: EVERYTHING})
    connection.execute("BEGIN IMMEDIATE")
    inbox.add(connection, [NewRow(address, f"call {nth}", nth, kind, body, None if kind == "press" else now, now)])
    row = inbox.waiting(connection, now, 1)[0]
    in_savepoint(connection, lambda db: take(db, [row], now, around))
    connection.execute("COMMIT")
    said = connection.execute(
        "SELECT text FROM outbox WHERE turn_id = ? ORDER BY id DESC LIMIT 1", (row.id,)
    ).fetchone()
    assert said is not None, body


def measure(call: Callable[[], object], n: int) -> tuple[float, float]:
    """The median and the 99th percentile of `n` calls one after another, in milliseconds, after a short warm-up."""
    for _ in range(WARM_UP_CALLS):
        call()
    freeze_loaded()
    times = []
    for _ in range(n):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=100, method="inclusive")[98]


Measured = dict[str, list[tuple[float, float]]]
"""What was asked, and (median, 99th percentile) of each run in milliseconds."""


def measured(folder: Path, candidates: int) -> tuple[float, Measured]:
    """Fills one database; gives its size in MB, and what each call took. The questions take turns from run to run."""
    path = folder / f"{candidates}.db"
    fill(path, candidates, STEPS)
    calls = opened(path)
    times: Measured = {name: [] for name in calls}
    for _ in range(RUNS):
        for name, call in calls.items():
            times[name].append(measure(call, CALLS))
    return path.stat().st_size / 1024 / 1024, times


def middle(runs: list[tuple[float, float]], at: int) -> float:
    return statistics.median(run[at] for run in runs)


def cells(runs: list[tuple[float, float]]) -> list[str]:
    """The median of the runs' medians, that of their 99th percentiles, and the range of the latter."""
    tails = [tail for _, tail in runs]
    return [number(middle(runs, 0)), number(middle(runs, 1)), f"{number(min(tails))}–{number(max(tails))}"]


def main() -> int:
    data = HERE / ".data"
    data.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        found = {candidates: measured(Path(folder), candidates) for candidates in SIZES}
    rows = [
        [
            *(f"{size:,}", f"{size * len(STEPS):,}", number(megabytes)),
            *(cell for runs in times.values() for cell in cells(runs)),
        ]
        for size, (megabytes, times) in found.items()
    ]
    (_, least), (_, most) = found[SIZES[0]], found[SIZES[-1]]
    grew = [
        cell
        for name in most
        for cell in (*(number(middle(most[name], at) / middle(least[name], at)) + "×" for at in (0, 1)), "")
    ]
    rows.append([f"{SIZES[-1] // SIZES[0]}×", "", "", *grew])
    heads = [head for name in most for head in (f"{name}: p50 ms", "p99 ms", "lowest–highest")]
    print(render(["candidates", "events", "database MB", *heads], rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
