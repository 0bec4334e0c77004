"""A command line in a folder of its own, and a desk to talk at."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli import CommandLine
from tests.flows.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """Each command sets the umask, and logging to the standard error of its moment: afterwards they are as before."""
    for name in [name for name in os.environ if name.startswith("CHIBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    umask = os.umask(0o022)
    yield CommandLine(tmp_path, monkeypatch, capsys)
    os.umask(umask)
    root.handlers[:] = handlers
    root.setLevel(level)
