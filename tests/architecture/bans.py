"""What ruff bans by the name of the thing: the clock, chance and naive times; and that each waiver says why."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGES, name_of, python_files

WAIVER = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)\b(?P<rules>:\s*[A-Z0-9]+(?:[, ]+[A-Z]+[0-9]+)*|\[[\w, -]+\])?(?P<rest>.*)"
)

RUFF = (
    sys.executable,
    "-m",
    "ruff",
    "check",
    "--no-cache",
    "--quiet",
    "--select=TID251,DTZ",
    "--output-format=concise",
)


def breaches(root: Path) -> list[str]:
    """`bot/x.py:3:1: TID251 ...` for each use of the clock, of chance or of a time without its zone."""
    ruff = subprocess.run(
        [*RUFF, *(package for package in PACKAGES if (root / package).is_dir())],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if ruff.returncode == 0:
        return []
    return ruff.stdout.splitlines() or [f"ruff failed: {ruff.stderr}"]


def unexplained_waivers(root: Path) -> list[str]:
    """Every `noqa` or `type: ignore` that names no rule, or has no reason after it."""
    return [line for path in python_files(root) for line in _unexplained_in(path, root)]


def _unexplained_in(path: Path, root: Path) -> Iterator[str]:
    if path.parent == Path(__file__).parent:
        return  # this very check, and what its test plants
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        waiver = WAIVER.search(line)
        if waiver and not (waiver["rules"] and re.search(r"\w{3}", waiver["rest"])):
            yield f"{name_of(path, root)}:{number}: a waiver without its rule or reason: {waiver[0]}"
