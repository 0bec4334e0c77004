"""Every file, module and function that the documents name exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES
from tests.docs.pages import ROOT, code_words, documents

DOTTED = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+")
FILE = re.compile(
    rf"(?:(?:{'|'.join(PACKAGES)}|docs|\.ci)/[\w./*-]*|[\w.-]+\.(?:toml|lock|in|md)|\.importlinter|\.env\.example)"
)
PLACEHOLDER = re.compile(r"\b(?:NAME|NNNN)")
MADE = (
    "benchmarks/.venv",
    "data/",
)
"""What only exists once the program ran."""


def missing(text: str) -> list[str]:
    """Names in backticks that look like ours and lead to nothing."""
    words = [word for word in code_words(text) if not PLACEHOLDER.search(word)]
    return [word for word in words if not _is_there(word)]


def _is_there(word: str) -> bool:
    if DOTTED.fullmatch(word):
        return _is_object(word)
    if FILE.fullmatch(word) and not word.startswith(MADE):
        return any(ROOT.glob(word)) if "*" in word else (ROOT / word).exists()
    return True


def _is_object(word: str) -> bool:
    parts = word.split(".")
    for size in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for name in parts[size:]:
            found = getattr(found, name, None) or getattr(found, "__annotations__", {}).get(name)
        return found is not None
    return False


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_exists(path: Path) -> None:
    assert missing(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "word", ["bot/gone.py", "bot.gone.take", "bot.turn.gone", "storage/gone/*.sql", "gone.toml", "docs/gone/"]
)
def test_planted_name_is_caught(word: str) -> None:
    assert missing(f"see `{word}`") == [word]


@pytest.mark.parametrize(
    "word", ["bot/turn.py", "bot.turn.take", "storage.writer.Writer.transact", "domain/rules/*.toml", "make run"]
)
def test_what_exists_passes(word: str) -> None:
    assert missing(f"see `{word}`") == []
