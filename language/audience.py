"""To whom a broadcast goes, as people say it: "bí thư các chi bộ", "công đoàn KCN Nomura", "tất cả"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.ids import UnitId
from domain.people import Role
from domain.units import Unit
from language.reading import Misread
from language.text import clean, cut, fold
from language.unit_names import find_units

EXAMPLE = "bí thư các chi bộ"
LONGEST = 160
_ROLES: tuple[tuple[Role, str], ...] = (
    (
        Role.SECRETARY,
        r"(?:cac )?(?:dong chi )?(?:bi thu|pho bi thu|chi uy(?: vien)?|cap uy(?: vien)?)(?: (?:chi bo|cb)(?= |$))?",
    ),
    (Role.UNION, r"(?:cac )?(?:chu tich |can bo )?(?:cong doan|cdcs)(?: (?:vien|co so)(?= |$))?"),
    (Role.LEADER, r"(?:cac )?(?:dong chi )?lanh dao|thuong truc(?: dang uy)?"),
    (Role.OFFICE, r"(?:can bo )?(?:van phong|vp)"),
    (Role.COLLABORATOR, r"cong tac vien|ctv"),
    (Role.ADMIN, r"quan tri(?: vien)?"),
)
_ALL = re.compile(r"\b(?:tat ca(?: moi nguoi)?|moi nguoi|toan bo|toan the)\b")
_EVERYWHERE = re.compile(r"\b(?:(?:cac|tat ca cac|moi) (?:chi bo|cb|don vi|co so)|toan (?:dang bo|khu|dang))\b")
_FILLERS = re.compile(
    r"^(?:(?:gui|cho|toi|den|va|voi|cac|nhung|cua|o|tai|thuoc|trong|nguoi|dong chi|dc|moi|ca|thuong truc)\b[ ,]*)+"
    r"|[ ,]+(?:va|voi|cac|cua|o|tai|thuoc|trong|cho|nhe|nha|a)$"
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """`roles` None: not said; empty: everybody. `units` None: not said; empty: wherever the author may send."""

    roles: tuple[Role, ...] | None = None
    units: tuple[UnitId, ...] | None = None


def read_audience(text: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> Addressed | Misread:
    """Roles and units in any order; a Misread when part of the text is neither."""
    if len(text) > LONGEST:
        return Misread(f"Chưa rõ gửi cho ai: “{cut(clean(text[:200]), 40)}”.", EXAMPLE)
    folded = re.sub(r"[.;:]+", " ", fold(text)).strip()
    is_everywhere = _EVERYWHERE.search(folded) is not None
    rest = _EVERYWHERE.sub(" ", folded)
    roles: list[Role] = []
    for role, pattern in _ROLES:
        found = re.sub(rf"\b(?:{pattern})(?=[ ,]|$)", " ", rest)
        roles += [role] if found != rest else []
        rest = found
    is_all = _ALL.search(rest) is not None
    named = _units(_ALL.sub(" ", rest), units, aliases)
    if isinstance(named, Misread):
        return named
    if not roles and not is_all and not named and not is_everywhere:
        return Misread(f"Chưa rõ gửi cho ai: “{cut(clean(text[:200]), 40)}”.", EXAMPLE)
    where = named or (() if is_everywhere or (is_all and not roles) else None)
    return Addressed(tuple(roles) if roles or is_all else None, where)


def _units(rest: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> tuple[UnitId, ...] | Misread:
    found: list[UnitId] = []
    for piece in re.split(r",|\bva\b|\n", rest):
        bare = " ".join(piece.split())
        while bare != (shorter := _FILLERS.sub("", bare).strip(" ,")):
            bare = shorter
        if not bare:
            continue
        some = find_units(bare, units, aliases)
        if len(some) != 1:
            return _which(bare, some)
        found.append(some[0].id)
    return tuple(dict.fromkeys(found))


def _which(piece: str, found: Sequence[Unit]) -> Misread:
    if not found:
        return Misread(f"Chưa tìm thấy đơn vị hay vai trò nào tên “{piece[:40]}”.", EXAMPLE)
    names = ", ".join(unit.short_name for unit in found)
    return Misread(f"Có {len(found)} đơn vị gần với “{piece[:40]}”: {names}.", found[0].short_name)
