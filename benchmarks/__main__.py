"""`python -m benchmarks`: chibot and its named peers under one load, one process each, medians of several runs."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.environment import HERE, REPOSITORY, machine, peers_python
from benchmarks.table import number, render

Result = dict[str, Any]
"""One line of JSON from a runner; the keys are those of `benchmarks.load.measure`."""


@dataclass(frozen=True, slots=True)
class Runner:
    """One system: what `--only` calls it, its module, and whether it runs in the peers' environment.

    `is_over_http`: it polls a Bot API in another process (`benchmarks/over_http`) instead of being handed its updates.
    """

    name: str
    module: str
    is_peer: bool
    is_over_http: bool = False

    def command(self, peers: Path | None, folder: str, load: list[str]) -> list[str]:
        """What runs it, with the peers' interpreter where it needs that."""
        start = [str(peers) if self.is_peer else sys.executable, "-m", self.module]
        if self.is_over_http:
            return [sys.executable, "-m", "benchmarks.over_http.drive", folder, *load, "--", *start]
        return [*start, folder, *load]


RUNNERS = (
    Runner("chibot", "benchmarks.systems.chibot", is_peer=False),
    Runner("aiogram", "benchmarks.peers.aiogram_form", is_peer=True),
    Runner("python-telegram-bot", "benchmarks.peers.ptb_form", is_peer=True),
    Runner("aiogram-plain", "benchmarks.peers.aiogram_plain", is_peer=True),
    Runner("introduction", "benchmarks.systems.introduction", is_peer=False),
    Runner("chibot-http", "benchmarks.systems.chibot_http", is_peer=False, is_over_http=True),
    Runner("aiogram-http", "benchmarks.peers.aiogram_http", is_peer=True, is_over_http=True),
    Runner("python-telegram-bot-http", "benchmarks.peers.ptb_http", is_peer=True, is_over_http=True),
)

MEASURES = {
    "updates_per_second": "updates/s",
    "median_ms": "reply, median ms",
    "p99_ms": "reply, p99 ms",
    "cpu_us_per_update": "CPU µs/update",
    "rss_mb": "peak RSS MB",
}
DRIVER = {"driver_cpu_us_per_update": "stand-in and driver, CPU µs/update"}
GROUPS: dict[str, Callable[[Runner], bool]] = {
    "memory": lambda runner: not runner.is_over_http,
    "http": lambda runner: runner.is_over_http,
    "peers": lambda runner: runner.is_peer,
}
HEADINGS = {False: "Handed over in memory", True: "Over local HTTP"}


def run_once(runner: Runner, peers: Path | None, data: Path, load: list[str]) -> Result:
    """Runs one system in a fresh process on an empty folder. Raises RuntimeError with its last words when it fails."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CHIBOT_", "PYTHON"))}
    environment |= {"PYTHONPATH": str(REPOSITORY), "PTB_TIMEDELTA": "1"}
    with tempfile.TemporaryDirectory(dir=data) as folder:
        command = runner.command(peers, folder, load)
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{runner.name} failed: {(done.stderr.splitlines() or ['no message'])[-1]}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def run_all(runners: list[Runner], data: Path, load: list[str], runs: int) -> tuple[dict[str, list[Result]], list[str]]:
    """Every system in turn, `runs` times over, so that a slow minute hits all alike. Gives results and failures."""
    peers = peers_python() if any(runner.is_peer for runner in runners) else None
    results: dict[str, list[Result]] = {}
    failures: dict[str, str] = {}
    for run in range(1, runs + 1):
        for runner in runners:
            if runner.name in failures:
                continue
            try:
                result = run_once(runner, peers, data, load)
            except RuntimeError as failure:
                failures[runner.name] = str(failure)
                continue
            results.setdefault(runner.name, []).append(result)
            print(f"run {run}: {runner.name} {number(result['updates_per_second'])} updates/s", file=sys.stderr)
    for name in failures:
        results.pop(name, None)
    return results, list(failures.values())


def comparison(results: dict[str, list[Result]], *, is_over_http: bool) -> str:
    """One row a measure, one column a system, and after each peer the ratio chibot / peer. Empty without results of that kind."""
    runners = {runner.name: runner for runner in RUNNERS if runner.is_over_http is is_over_http}
    results = {name: found for name, found in results.items() if name in runners}
    if not results:
        return ""
    ours = results.get("chibot-http" if is_over_http else "chibot")
    header = ["median of the runs"]
    for name, found in results.items():
        header.append("{system} {version}".format_map(found[0]))
        if ours and runners[name].is_peer:
            header.append("chibot / peer")

    def row(label: str, cell: Callable[[list[Result]], str], key: str | None = None) -> list[str]:
        cells = [label]
        for name, found in results.items():
            cells.append(cell(found))
            if ours and runners[name].is_peer:
                cells.append(f"{number(middle(ours, key) / middle(found, key))}×" if key else "")
        return cells

    def spread(found: list[Result]) -> str:
        rates = [result["updates_per_second"] for result in found]
        return f"{number(min(rates))}–{number(max(rates))}"

    rows = [row(label, partial(typical, key=key), key) for key, label in MEASURES.items()]
    rows.insert(1, row("updates/s, slowest–fastest", spread))
    if is_over_http:
        rows += [row(label, partial(typical, key=key)) for key, label in DRIVER.items()]
    rows.append(
        row("forms right (worst run)", lambda found: "{forms_right} of {forms_wanted}".format_map(worst(found)))
    )
    rows.append(row("on disk at the reply", lambda found: str(found[0]["durable"])))
    return f"{HEADINGS[is_over_http]}:\n\n{render(header, rows)}\n"


def typical(found: list[Result], key: str) -> str:
    return number(middle(found, key))


def middle(found: list[Result], key: str) -> float:
    return statistics.median(float(result[key]) for result in found)


def worst(found: list[Result]) -> Result:
    return min(found, key=lambda result: int(result["forms_right"]))


def main() -> int:
    """Exit status 1 when a system failed or a form was not filled right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--in-flight", type=int, default=20)
    parser.add_argument(
        "--quick", action="store_true", help="one run with 50 people, to see that it works; writes no results"
    )
    parser.add_argument("--only", choices=(*GROUPS, *(runner.name for runner in RUNNERS)), help="leave the others out")
    parser.add_argument("--data", type=Path, default=HERE / ".data", help="where the databases lie; not on a RAM disk")
    given = parser.parse_args()
    runs, people = (1, 50) if given.quick else (given.runs, given.people)
    given.data.mkdir(parents=True, exist_ok=True)
    chosen = [r for r in RUNNERS if given.only in (None, r.name) or (given.only in GROUPS and GROUPS[given.only](r))]
    load = [f"--people={people}", f"--in-flight={given.in_flight}"]
    results, failures = run_all(chosen, given.data.resolve(), load, runs)
    facts = machine(given.data) | {"runs": runs, "people": people, "in_flight": given.in_flight}
    print(" · ".join(f"{key} {value}" for key, value in facts.items()), end="\n\n")
    for is_over_http in HEADINGS:
        if table := comparison(results, is_over_http=is_over_http):
            print(table)
    for failure in failures:
        print(f"\nNot measured: {failure}")
    if results and not given.quick:
        text = json.dumps({"machine": facts, "results": results}, indent=1, ensure_ascii=False)
        (HERE / "results.json").write_text(text + "\n", encoding="utf-8")
    all_right = all(worst(found)["forms_right"] == worst(found)["forms_wanted"] for found in results.values())
    return 0 if all_right and not failures else 1


if __name__ == "__main__":
    raise SystemExit(main())
