"""Walks the literal lists: each member must stand in every place that belongs to it, or have its reason here.

What is walked comes in as data, so that a breach can be planted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from domain.talk import FlowName

NO_DIALOGUE: dict[FlowName, str] = {}
NO_HELP_LINE = {
    FlowName.JOIN: "opened by a code, which whoever needs it has been told about",
    FlowName.MENU: "it is the help",
    FlowName.CONSIDER: "opened by the buttons of a report's receipt",
    FlowName.CLOCK: "nobody opens it",
}
NO_ACTION = {
    FlowName.JOIN: "for those who have no right yet",
    FlowName.MENU: "everybody may ask the way; it shows only what the posts allow",
    FlowName.CLOCK: "no person acts",
    FlowName.PRIVACY: "one's own data are one's own without any post; each step asks for its right",
}


def flows_of_dialogues(folder: Path) -> set[str]:
    """What the files say in their first line: `# flows: meeting, consider`."""
    first = [path.read_text(encoding="utf-8").partition("\n")[0] for path in sorted(folder.glob("*.txt"))]
    named = [line.removeprefix("# flows:").split(",") for line in first if line.startswith("# flows:")]
    return {name.strip() for names in named for name in names}


def glossary_of(path: Path) -> set[str]:
    """The identifiers in backticks."""
    return set(re.findall(r"`([\w.]+)`", path.read_text(encoding="utf-8")))


def lacking(
    members: Iterable[StrEnum], have: Collection[object], where: str, reasons: Mapping[FlowName, str]
) -> list[str]:
    """Members that stand neither there nor among the reasons; and reasons that are no longer needed."""
    every = list(members)
    found = [f"{one}: not in {where}" for one in every if one not in have and one not in reasons]
    return found + [f"{one}: the reason why it is not in {where} can be struck" for one in reasons if one in have]


def undocumented(enum: type[StrEnum], glossary: Collection[str]) -> list[str]:
    names = [f"{enum.__name__}.{one.name}" for one in enum]
    return [f"{name}: not in docs/glossary.md" for name in names if name not in glossary]


def arms(source: str, module: str) -> set[str]:
    """The names that `case module.Name(...)` and `case module.NAME` speak of in a source."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.MatchClass | ast.MatchValue):
            named = node.cls if isinstance(node, ast.MatchClass) else node.value
            if isinstance(named, ast.Attribute) and isinstance(named.value, ast.Name) and named.value.id == module:
                found.add(named.attr)
    return found


Member = TypeVar("Member", bound=StrEnum)


def unread(words: Mapping[Member, tuple[str, ...]], enum: type[Member]) -> list[str]:
    """Members without a word of their own, and words that mean two members."""
    every = [word for own in words.values() for word in own]
    found = [f"{one}: no word for it" for one in enum if not words.get(one)]
    return found + [f"“{word}” means two things" for word in sorted(set(every)) if every.count(word) > 1]
