"""Every command in the ```sh blocks exists: a make target, a chibot command, a module."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from bot.main import parser
from tests.docs.pages import ROOT, documents, shell_lines

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = frozenset(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
MAKE = re.compile(r"`make ([a-z-]+)[^`]*`")
CHIBOT = re.compile(r"`(?:\.venv/bin/)?chibot ([^`]+)`")
CHIBOT_EXAMPLES = {"ID": "1", "FILE": "x", "…": ""}


def unknown(line: str) -> str | None:
    """The line, when it is none of our commands."""
    words = shlex.split(line, comments=True)
    match words:
        case ["make", *rest]:
            targets = [word for word in rest if "=" not in word]
            return None if set(targets) <= TARGETS else line
        case [".venv/bin/chibot", *rest]:
            return None if _is_parsed(rest) else line
        case [".venv/bin/python", "-m", module, *_]:
            return None if importlib.util.find_spec(module) is not None else line
        case _:
            return line


def _is_parsed(words: list[str]) -> bool:
    try:
        parser().parse_args([CHIBOT_EXAMPLES.get(word, word) for word in words])
    except SystemExit as end:
        return end.code == 0
    return True


def _is_named(words: list[str]) -> bool:
    """A text may name a command without its arguments."""
    return _is_parsed([words[0], "--help"] if len(words) == 1 else words)


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_block_exists(path: Path) -> None:
    assert [line for line in shell_lines(path.read_text("utf-8")) if unknown(line)] == []


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_target_and_command_in_the_text_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [target for target in MAKE.findall(text) if target not in TARGETS] == []
    assert [line for line in CHIBOT.findall(text) if not _is_named(shlex.split(line))] == []


@pytest.mark.parametrize(
    "line", ["make gone", ".venv/bin/chibot gone", ".venv/bin/python -m tests.gone", "rm -rf data"]
)
def test_planted_command_is_caught(line: str) -> None:
    assert unknown(line) == line


def test_readme_names_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(shell_lines((ROOT / "README.md").read_text("utf-8")))


def test_contributing_lists_every_target() -> None:
    listed = set(re.findall(r"^\| `make ([a-z-]+)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE))
    shown = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert shown - listed - {"help"} == set()
