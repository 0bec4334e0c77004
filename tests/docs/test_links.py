"""Every link leads somewhere, every picture is shown, small, and described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, documents, prose

LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<to>[^)\s]+)\)")
IMAGE = re.compile(r'<img src="(?P<to>[^"]+)"[^>]*?(?:alt="(?P<text>[^"]*)")?>')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MOST_BYTES = 150_000
MOST_PICTURES = 14


def links(text: str) -> Iterator[tuple[str, str]]:
    """(target, words) of each link and picture."""
    for found in [*LINK.finditer(prose(text)), *IMAGE.finditer(text)]:
        yield found["to"], found["text"] or ""


def anchor(heading: str) -> str:
    """As code hosts make it: lower case, spaces to dashes, punctuation gone."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def broken(path: Path, text: str) -> list[str]:
    """Links that lead nowhere; addresses outside are not followed."""
    found = []
    for to, words in links(text):
        if to.startswith("https://"):
            continue
        name, _, part = to.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists():
            found.append(f"{to}: no such file")
        elif part and part not in map(anchor, HEADING.findall(text if target == path else target.read_text("utf-8"))):
            found.append(f"{to}: no such heading")
        elif not words:
            found.append(f"{to}: says nothing to who cannot see it")
    return found


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert broken(path, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text", ["[x](gone.md)", "[x](README.md#gone)", "[x](#gone)", "![](README.md)", '<img src="gone.png" alt="x">']
)
def test_planted_broken_link_is_caught(text: str) -> None:
    assert len(broken(ROOT / "README.md", text)) == 1


def test_pictures_are_few_small_and_shown() -> None:
    shown = {(path.parent / to).resolve() for path in documents() for to, _ in links(path.read_text("utf-8"))}
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert [one.name for one in pictures if one.resolve() not in shown] == []
    assert [one.name for one in pictures if one.stat().st_size > MOST_BYTES] == []
    assert len(pictures) <= MOST_PICTURES
