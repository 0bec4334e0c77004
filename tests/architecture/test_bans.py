"""Nobody asks the clock or chance behind our back, and no time goes without its zone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.architecture import bans
from tests.architecture.tree import ROOT, plant


@pytest.fixture
def empty_tree(tmp_path: Path) -> Path:
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_no_clock_no_chance_and_no_naive_time() -> None:
    assert bans.breaches(ROOT) == []


def test_every_waiver_says_which_rule_and_why() -> None:
    assert bans.unexplained_waivers(ROOT) == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("datetime.datetime.now", "from datetime import UTC, datetime\n\nAT = datetime.now(UTC)\n"),
        ("datetime.datetime.now", "import datetime as dt\n\nask = dt.datetime.now\n"),
        ("datetime.datetime.utcnow", "from datetime import datetime\n\nAT = datetime.utcnow()\n"),
        ("datetime.datetime.today", "from datetime import datetime\n\nAT = datetime.today()\n"),
        ("datetime.date.today", "from datetime import date\n\nON = date.today()\n"),
        ("time.time", "import time\n\nAT = time.time()\n"),
        ("time.time", "from time import time\n\nAT = time()\n"),
        ("time.sleep", "import time\n\ntime.sleep(1)\n"),
        ("os.urandom", "import os\n\nCODE = os.urandom(8)\n"),
        ("random.choice", "import random\n\nONE = random.choice([1, 2])\n"),
        ("random.shuffle", "from random import shuffle\n\nshuffle([1, 2])\n"),
        ("secrets", "import secrets\n\nCODE = secrets.token_hex()\n"),
        ("uuid", "from uuid import uuid4\n\nID = uuid4()\n"),
        ("DTZ001", "from datetime import datetime\n\nAT = datetime(2026, 11, 18, 8, 30)\n"),
        ("DTZ006", "from datetime import datetime\n\nAT = datetime.fromtimestamp(0)\n"),
        ("DTZ007", 'from datetime import datetime\n\nAT = datetime.strptime("5/11", "%d/%m")\n'),
    ],
)
@pytest.mark.parametrize("folder", ["domain", "bot", "tests"])
def test_planted_use_is_caught(empty_tree: Path, folder: str, rule: str, source: str) -> None:
    plant(empty_tree, f"{folder}/planted.py", source)

    found = bans.breaches(empty_tree)

    assert any(f"{folder}/planted.py" in line and rule in line for line in found), found


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("bot/clock.py", "import time\nfrom datetime import UTC, datetime\n\nAT = datetime.now(UTC), time.time()\n"),
        ("bot/ids.py", "import secrets\nimport uuid\n\nID = secrets.token_hex(), uuid.uuid4()\n"),
        ("benchmarks/planted.py", "import time\n\nAT = time.perf_counter()\n"),
        ("tests/planted.py", "import random\n\nCHANCE = random.Random(7).choice([1, 2])\n"),
    ],
)
def test_homes_of_the_clock_and_of_chance_may_use_them(empty_tree: Path, name: str, source: str) -> None:
    plant(empty_tree, name, source)

    assert bans.breaches(empty_tree) == []


@pytest.mark.parametrize(
    ("line", "is_caught"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: E501", True),
        ("x = 1  # noqa: E501, PLW0603", True),
        ("x = 1  # type: ignore", True),
        ("x = 1  # type: ignore[misc]", True),
        ("x = 1  # noqa: E501 -- the vendor's text, letter by letter", False),
        ("x = 1  # noqa: E501, PLW0603 (the vendor's text)", False),
        ("x = 1  # type: ignore[misc]  # the stubs are behind", False),
        ("x = 1  # an ordinary comment", False),
    ],
)
def test_waiver_without_rule_or_reason_is_caught(tmp_path: Path, line: str, is_caught: bool) -> None:
    plant(tmp_path, "bot/planted.py", line + "\n")

    assert bool(bans.unexplained_waivers(tmp_path)) is is_caught
