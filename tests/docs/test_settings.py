"""Every setting that the documents name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import known
from tests.docs.pages import ROOT, documents

NAME = re.compile(r"\bCHIBOT_[A-Z][A-Z_]*")
OF_THE_TESTS = frozenset({"CHIBOT_UPDATE_SCHEMA"})
"""Read by a test, not by the program."""


def unknown(text: str) -> list[str]:
    return sorted(set(NAME.findall(text)) - set(known()) - OF_THE_TESTS)


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_setting_exists(path: Path) -> None:
    assert unknown(path.read_text("utf-8")) == []


@pytest.mark.parametrize("name", ["CHIBOT_TELEGRAM_TOKENS", "CHIBOT_TIMEZONE_FILE", "CHIBOT_GONE"])
def test_planted_setting_is_caught(name: str) -> None:
    assert unknown(f"set `{name}=1` or CHIBOT_TELEGRAM_TOKEN_FILE") == [name]
