"""By whose word something is entered, and how the word came: "theo lời đồng chí Mai, qua điện thoại"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import UnitId
from domain.on_behalf import Way
from domain.people import Person
from domain.units import Unit
from language.names import without_titles
from language.reading import Misread
from language.text import clean, cut, fold
from language.unit_names import bare, bare_name

EXAMPLE = "đồng chí Mai, qua điện thoại"
MOST_CHARACTERS = 60
MOST_WORDS = 6
NOWHERE = UnitId(0)
LONGEST = 16_000
_WAYS: tuple[tuple[Way, str], ...] = (
    (Way.PHONE, r"(?:dien thoai|dthoai|dt|goi dien|goi)"),
    (Way.PAPER, r"(?:van ban|bien ban|phieu giay|ban giay|giay)"),
    (Way.IN_PERSON, r"(?:truc tiep|gap mat|gap)"),
    (Way.MESSAGE, r"(?:tin nhan|nhan tin|zalo|telegram|tele|email|thu dien tu)"),
)
_WAY = re.compile(
    r"[ ,]*(?:\b(?:qua|bang|tren|noi|bao|nhan|gui)\b ?)*\b(?:"
    + "|".join(f"(?P<{way}>{words})" for way, words in _WAYS)
    + r")\b"
)
_CLAUSE = re.compile(
    rf"\btheo (?:loi|tin|loi ke)(?: bao| nhan)?(?: cua)? (?P<who>[^\d,;:\n]{{1,80}}?)(?P<way>{_WAY.pattern})?(?= *(?:[,;.]|\d|$))"
)
_OPENING = re.compile(r"^(?:theo )?(?:loi|tin)(?: cua)? |^theo ")
_UNIT = re.compile(r"\b(?:cho |tai )?(?:cb|chi bo) (?P<name>[^\d,;:\n]+)")
_POSTS = re.compile(r"^(?:(?:pho )?bi thu|chi uy(?: vien)?|pbt|bt) (?=\S)", re.IGNORECASE)


_ON_BEHALF = re.compile(
    r"(?:hộ|giúp|giùm|thay|ho|giup|gium)(?: mặt| mat)?(?: cho)?[ ,:]+"
    r"(?=(?:cho )?(?:cb|chi bộ|chi bo|cđ|cđcs|cdcs|công đoàn|cong doan|đơn vị|don vi)\b)"
    r"|(?:hộ|giúp|giùm|thay)(?: mặt)?(?: cho)?[ ,:]+(?=\S)",
    re.IGNORECASE,
)
"""Without marks only before a unit: "Hồ" is a name."""


def without_on_behalf(rest: str) -> str:
    """The rest of a line without "hộ", "giúp", "thay", with which it says that it is for somebody else."""
    said = clean(rest[:LONGEST])
    found = _ON_BEHALF.match(said)
    return rest if found is None else said[found.end() :]


@dataclass(frozen=True, slots=True)
class ByWord:
    """`who` is a name as typed, without forms of address; `way` None: not said."""

    who: str
    way: Way | None = None


def way_meant(text: str) -> Way | None:
    """How something came, by any word for it: "gặp trực tiếp", "qua điện thoại", "văn bản"."""
    found = _WAY.search(fold(text[: 2 * MOST_CHARACTERS]))
    return None if found is None else Way(found.lastgroup or "")


def read_by_word(text: str) -> ByWord | Misread:
    """An answer to "theo lời ai, và qua đâu?"."""
    words = clean(text[: 2 * MOST_CHARACTERS]).replace("\n", " ").split()
    folded = " ".join(map(fold, words))
    found = _WAY.search(folded)
    way = None if found is None else Way(found.lastgroup or "")
    who = " ".join(words if found is None else words[: len(folded[: found.start()].split())]).strip(" ,.;")
    opening = _OPENING.match(fold(who))
    if opening is not None:
        who = " ".join(who.split()[len(opening[0].split()) :])
    return _named(who, way, text)


def _named(who: str, way: Way | None, text: str) -> ByWord | Misread:
    bare = without_titles(who)
    post = _POSTS.match(fold(bare))
    bare = bare if post is None else without_titles(" ".join(bare.split()[len(post[0].split()) :]))
    is_name = bare.replace(" ", "").replace("-", "").isalpha() and len(bare.split()) <= MOST_WORDS and len(bare) > 1
    if not is_name:
        return Misread(f"Chưa rõ theo lời ai: “{cut(clean(text[:200]), 40)}”.", EXAMPLE)
    name = bare.title() if bare == bare.lower() else bare
    return ByWord(cut(name, MOST_CHARACTERS), way)


def take_by_word(text: str) -> tuple[str, ByWord | None]:
    """The text without its clause "theo lời … qua …", and the clause; the text as it is when there is none. Lines stay lines."""
    lines = clean(text[:LONGEST]).split("\n")
    for at, line in enumerate(lines):
        words = [word for word in line.split() if fold(word)]
        found = _CLAUSE.search(" ".join(map(fold, words)))
        if found is None:
            continue
        folded = found.string
        first, last = len(folded[: found.start()].split()), len(folded[: found.end()].split())
        said = read_by_word(" ".join(words[first:last]))
        if isinstance(said, Misread):
            continue
        rest = " ".join([*words[:first], *words[last:]]).strip(" ,;")
        return "\n".join([*lines[:at], rest, *lines[at + 1 :]]).strip(), said
    return "\n".join(lines), None


def take_unit(text: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> tuple[str, Unit | None]:
    """The text without "cho cb …" and the cell that has exactly that name; the text as it is where none has. Lines stay lines."""
    lines, names = clean(text[:LONGEST]).split("\n"), {bare_name(alias): unit_id for alias, unit_id in aliases}
    names |= {bare_name(unit.short_name): unit.id for unit in units}
    known = {unit.id: unit for unit in units}
    for at, line in enumerate(lines):
        words = [word for word in line.split() if fold(word)]
        folded = " ".join(map(fold, words))
        found = _UNIT.search(folded)
        if found is None:
            continue
        first = len(folded[: found.start()].split())
        begins = len(folded[: found.start("name")].split())
        most = min(begins + 4, len(folded[: found.end()].split()))
        for last in range(most, begins, -1):
            unit = known.get(names.get(bare(" ".join(words[begins:last]).strip(" ,:;")), NOWHERE))
            if unit is not None:
                rest = " ".join([*words[:first], *words[last:]]).strip(" ,;")
                return "\n".join([*lines[:at], rest, *lines[at + 1 :]]).strip(), unit
    return "\n".join(lines), None


def meant_by(who: str, people: Sequence[Person]) -> str:
    """The full name of the one officer of the cell whose name ends so; else the name as it was said."""
    found = [one.name for one in people if f" {fold(one.name)}".endswith(f" {fold(who)}")]
    return found[0] if len(found) == 1 else who
