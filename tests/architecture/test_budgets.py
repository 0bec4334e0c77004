"""Files, flows and functions stay short, and nobody catches everything but where it is agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import budgets
from tests.architecture.tree import ROOT, plant

LONG_FUNCTION = "def act() -> None:\n" + "    print()\n" * budgets.MAX_FUNCTION_LINES


def test_everything_keeps_within_its_budget() -> None:
    assert budgets.breaches(ROOT) == []


def test_every_exception_is_still_needed() -> None:
    assert budgets.stale_exceptions(ROOT) == []


@pytest.mark.parametrize(
    ("name", "source", "caught"),
    [
        ("domain/planted.py", "x = 1\n" * 401, "domain/planted.py: 401 lines, at most 400"),
        ("tests/planted.py", "x = 1\n" * 401, "tests/planted.py: 401 lines, at most 400"),
        ("handlers/planted.py", "x = 1\n" * 201, "handlers/planted.py: 201 lines, a flow has at most 200"),
        ("handlers/planted/b.py", "x = 1\n" * 201, "handlers/planted/b.py: 201 lines, a flow has at most 200"),
        ("bot/planted.py", LONG_FUNCTION, "bot/planted.py::act: 61 lines, at most 60"),
        (
            "bot/planted.py",
            f"class A:\n    async {LONG_FUNCTION.replace('    ', '        ')}",
            "bot/planted.py::A.act: 61",
        ),
        ("bot/planted.py", "try:\n    pass\nexcept Exception:\n    pass\n", "bot/planted.py::<module>: catches"),
        ("bot/planted.py", "try:\n    pass\nexcept:\n    pass\n", "catches everything in line 3"),
        (
            "bot/planted.py",
            "try:\n    pass\nexcept (KeyError, BaseException) as e:\n    pass\n",
            "catches everything in line 3",
        ),
        (
            "bot/planted.py",
            "from contextlib import suppress\nwith suppress(Exception):\n    pass\n",
            "everything in line 2",
        ),
        (
            "bot/planted.py",
            "def f():\n    try:\n        g()\n    except Exception:\n        pass\n",
            "planted.py::f: catches",
        ),
    ],
)
def test_planted_excess_is_caught(tmp_path: Path, name: str, source: str, caught: str) -> None:
    plant(tmp_path, name, source)

    found = budgets.breaches(tmp_path)

    assert len(found) == 1
    assert caught in found[0]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("domain/planted.py", "x = 1\n" * 400),
        ("handlers/planted.py", "x = 1\n" * 200),
        ("handlers/form.py", "x = 1\n" * 201),
        ("handlers/form/engine.py", "x = 1\n" * 201),
        ("bot/planted.py", LONG_FUNCTION.removesuffix("    print()\n")),
        ("bot/planted.py", "try:\n    pass\nexcept (KeyError, ValueError):\n    pass\n"),
        ("tests/planted.py", "try:\n    pass\nexcept Exception:\n    pass\n"),
    ],
)
def test_what_keeps_within_its_budget_passes(tmp_path: Path, name: str, source: str) -> None:
    plant(tmp_path, name, source)

    assert budgets.breaches(tmp_path) == []


def test_exception_that_is_no_longer_needed_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "bot/planted.py", "x = 1\n")
    monkeypatch.setattr(budgets, "CHECKS", ((budgets.long_files, {"bot/planted.py": "it was long once"}),))

    assert budgets.stale_exceptions(tmp_path) == ["bot/planted.py"]
