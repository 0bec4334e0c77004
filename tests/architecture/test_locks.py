"""Anyone can install exactly what was tested, from whichever index they have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.architecture import locks
from tests.architecture.tree import ROOT


@pytest.fixture
def copied_locks(tmp_path: Path) -> Path:
    for path in [*ROOT.glob("requirements*"), ROOT / "pyproject.toml"]:
        shutil.copyfile(path, tmp_path / path.name)
    return tmp_path


def test_locks_are_complete_hashed_and_in_step() -> None:
    assert locks.breaches(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line", "caught"),
    [
        ("requirements.in", "aiofiles", "aiofiles: not in requirements.lock"),
        ("requirements.in", "aiofiles", "aiofiles: requirements.in and pyproject.toml differ"),
        ("requirements.lock", "aiofiles==1.0", "aiofiles==1.0: requirements.lock has no hash for it"),
        ("requirements.lock", "aiofiles==1.0", "aiofiles: requirements.lock and requirements-dev.lock differ"),
        ("requirements-dev.lock", "--index-url somewhere", "requirements-dev.lock:"),
        ("requirements.lock", "# from https" + "://example.org", "names an index"),
    ],
)
def test_planted_fault_is_caught(copied_locks: Path, file: str, line: str, caught: str) -> None:
    with (copied_locks / file).open("a", encoding="utf-8") as lock:
        lock.write(f"{line}\n")

    assert any(caught in found for found in locks.breaches(copied_locks))
