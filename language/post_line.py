"""A post and its holder in one line: "bi thu cb konya: Nguyen Van An", "Phó Bí thư; Maple; Lê Thị Bình", in any usual order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from domain.ids import UnitId
from domain.people import Role
from domain.rights import ROLES_OF
from domain.units import Unit, UnitKind
from language.names import read_name, without_titles
from language.reading import Misread
from language.text import clean, fold
from language.unit_names import bare, bare_name, find_units

MOST = 200
"""Characters of a line that are looked at."""
_NUMBERING = re.compile(r"^(?:[0-9]{1,3} ?[.)/:](?![0-9])|[0-9]{1,3}(?= )|[-•+*–●▪])\s*")
_OUTSIDE = re.compile(
    r"[,;( ]*\b(?:ngoài đảng|ngoai dang|không là đảng viên|khong la dang vien|chưa vào đảng)\b[) ]*", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[;,:|\t]\s*|\s+[-–—]+\s+|\s+[–—]|[–—]\s+")
_TITLES: tuple[tuple[str, str, Role], ...] = (
    ("phó bí thư thường trực", "Phó Bí thư Thường trực", Role.SECRETARY),
    ("phó bí thư", "Phó Bí thư", Role.SECRETARY),
    ("pbt", "Phó Bí thư", Role.SECRETARY),
    ("bí thư", "Bí thư", Role.SECRETARY),
    ("bt", "Bí thư", Role.SECRETARY),
    ("chi ủy viên", "Chi ủy viên", Role.SECRETARY),
    ("cuv", "Chi ủy viên", Role.SECRETARY),
    ("phó chủ tịch", "Phó Chủ tịch", Role.UNION),
    ("pct", "Phó Chủ tịch", Role.UNION),
    ("chủ tịch", "Chủ tịch", Role.UNION),
    ("ct", "Chủ tịch", Role.UNION),
    ("cán bộ công đoàn", "Cán bộ công đoàn", Role.UNION),
    ("cộng tác viên", "Cộng tác viên", Role.COLLABORATOR),
    ("ctv", "Cộng tác viên", Role.COLLABORATOR),
    ("phó chánh văn phòng", "Phó Chánh Văn phòng", Role.OFFICE),
    ("chánh văn phòng", "Chánh Văn phòng", Role.OFFICE),
    ("cán bộ văn phòng", "Cán bộ Văn phòng", Role.OFFICE),
    ("chuyên viên", "Chuyên viên", Role.OFFICE),
    ("văn phòng", "Cán bộ Văn phòng", Role.OFFICE),
    ("vp", "Cán bộ Văn phòng", Role.OFFICE),
    ("lãnh đạo", "Lãnh đạo", Role.LEADER),
    ("quản trị viên", "Quản trị", Role.ADMIN),
    ("quản trị", "Quản trị", Role.ADMIN),
)
_FOLDED = {fold(words): (title, role) for words, title, role in _TITLES}
_TITLE = re.compile(rf"\b(?:{'|'.join(sorted(_FOLDED, key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class PostLine:
    """What a line says of a post; None for what it does not. `role` fits the kind of the unit where both are known."""

    unit: Unit | None
    role: Role | None
    title: str
    name: str | None
    is_party_member: bool | None = None

    @property
    def is_whole(self) -> bool:
        return self.unit is not None and self.role is not None and self.name is not None


class Units:
    """The units that a line may name, with their exact names ready: a list has many lines."""

    def __init__(self, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> None:
        self.units, self.aliases = units, aliases
        self.read: dict[str, PostLine] = {}
        known = {unit.id for unit in units}
        self._names = {bare_name(unit.short_name) for unit in units}
        self._names |= {bare_name(alias) for alias, ident in aliases if ident in known}

    def exact(self, text: str) -> Unit | None:
        """The one unit that is called so."""
        folded = fold(text)
        if bare(text) not in self._names and folded not in ("dang uy", "dang bo"):
            return None
        return self.near(text)

    def near(self, text: str) -> Unit | None:
        """The one unit whose name holds this, or is held by it."""
        found = find_units(text, self.units, self.aliases)
        return found[0] if len(found) == 1 else None

    def union_of(self, unit: Unit) -> Unit:
        """The only union of a cell or firm; the unit itself where there is none, or more."""
        found = [one for one in self.units if one.kind is UnitKind.UNION and one.parent_id == unit.id]
        return found[0] if len(found) == 1 else unit


def read_post_line(text: str, units: Units) -> PostLine:
    """Never raises. What is not understood is None. Read once for each text and list of units."""
    if (known := units.read.get(text)) is None:
        known = units.read[text] = _read(text, units)
    return known


def _read(text: str, units: Units) -> PostLine:
    line = clean(text.replace("\t", ";")[:MOST]).replace("\n", " ")
    is_outside = _OUTSIDE.search(line) is not None
    line = _NUMBERING.sub("", _OUTSIDE.sub(" ; ", line)).strip()
    title, role, rest = _title(line)
    unit, name = _unit_and_name([part for part in _PARTS.split(rest) if part.strip(" .,()")], units)
    if role is Role.UNION and unit is not None and unit.kind is not UnitKind.UNION:
        unit = units.union_of(unit)
    if role is Role.SECRETARY and unit is not None and unit.kind is UnitKind.ENTERPRISE:
        unit = next((one for one in units.units if one.id == unit.parent_id), unit)
    role = _fitting(role, unit)
    return PostLine(unit, role, title if role is not None else "", name, False if is_outside else None)


def _title(line: str) -> tuple[str, Role | None, str]:
    """The first words that name a role, what it is, and the line with a gap where they stood."""
    folded = fold(line)
    found = _TITLE.search(folded)
    if found is None or len(folded) != len(line):
        return "", None, line
    title, role = _FOLDED[found[0]]
    return title, role, f"{line[: found.start()]} ; {line[found.end() :]}"


def _fitting(role: Role | None, unit: Unit | None) -> Role | None:
    """A secretary of a committee leads it; None for a role that the unit does not have."""
    if role is None or unit is None:
        return role
    if role is Role.SECRETARY and unit.kind is UnitKind.COMMITTEE:
        return Role.LEADER
    return role if role in ROLES_OF[unit.kind] else None


def _unit_and_name(parts: Sequence[str], units: Units) -> tuple[Unit | None, str | None]:
    for at, other in permutations(range(len(parts)), 2):
        unit, name = units.exact(parts[at]), _name(parts[other])
        if unit is not None and name is not None and units.exact(parts[other]) is None:
            return unit, name
    for part in parts:
        for one, rest in _halves(part):
            unit, name = units.exact(one), _name(rest)
            if unit is not None and name is not None:
                return unit, name
    for at, other in permutations(range(len(parts)), 2):
        unit, name = units.near(parts[at]), _name(parts[other])
        if unit is not None and name is not None:
            return unit, name
    return _one_of_them(parts, units)


def _one_of_them(parts: Sequence[str], units: Units) -> tuple[Unit | None, str | None]:
    """Only the unit, or only the name."""
    unit = next((found for part in parts if (found := units.exact(part)) is not None), None)
    unit = unit or next((found for part in parts if (found := units.near(part)) is not None), None)
    if unit is not None:
        return unit, None
    return None, next((name for part in parts if (name := _name(part)) is not None), None)


def _halves(part: str) -> Iterator[tuple[str, str]]:
    """The part cut in two at each word, either half first; the longest beginning first."""
    words = part.split()
    for cut in range(len(words) - 1, 0, -1):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        yield first, second
        yield second, first


def _name(text: str) -> str | None:
    found = read_name(without_titles(text.strip(" .,()")))
    return None if isinstance(found, Misread) else found
