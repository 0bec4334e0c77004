"""The documents as text: which there are, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def documents() -> list[Path]:
    """README, CONTRIBUTING, CHANGELOG, everything in docs/, and the page of the benchmarks."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "benchmarks" / "README.md"]


def prose(text: str) -> str:
    """The text without its blocks of code."""
    return FENCED.sub("", text)


def shell_lines(text: str) -> list[str]:
    """The commands of the ```sh blocks."""
    blocks = [found["text"] for found in FENCED.finditer(text) if found["language"] == "sh"]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def code_words(text: str) -> list[str]:
    """What stands in single backticks."""
    return CODE.findall(prose(text))
