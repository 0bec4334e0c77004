"""Which unit a piece of text means: short names and aliases, folded; the most specific one wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from domain.ids import UnitId
from domain.units import Unit, UnitKind
from language.answers import read_yes_no
from language.reading import Misread
from language.text import fold

_FILLERS = ("cong ty tnhh", "cty tnhh", "cong ty", "cty", "chi bo", "cb", "dang bo", "dang uy", "cong doan", "cdcs")


def bare(text: str) -> str:
    """Folded, without the words that every unit's name begins with; "VN" is Việt Nam."""
    folded = f" {fold(text)} ".replace(" vn ", " viet nam ").strip()
    for filler in _FILLERS:
        folded = f" {folded} ".replace(f" {filler} ", " ").strip()
    return " ".join(folded.split())


@lru_cache(maxsize=4_096)
def bare_name(name: str) -> str:
    """`bare` of a unit's name or alias, kept: each text is compared with the same names. Not for what a person wrote."""
    return bare(name)


def find_units(text: str, units: Iterable[Unit], aliases: Sequence[tuple[str, UnitId]]) -> tuple[Unit, ...]:
    """Units that the text names: an exact name first, else those whose name it is a part of. At most eight, by id."""
    wanted, known = bare(text), {unit.id: unit for unit in units}
    if not wanted:
        return _whole_party_body(fold(text), known.values())
    names = [(bare_name(unit.short_name), unit.id) for unit in known.values()]
    names += [(bare_name(alias), unit_id) for alias, unit_id in aliases if unit_id in known]
    exact = sorted({unit_id for name, unit_id in names if name == wanted})
    part = sorted(
        {unit_id for name, unit_id in names if _holds(name, wanted) or (len(name) > 3 and _holds(wanted, name))}
    )
    return _of_meant_kind(fold(text), [known[unit_id] for unit_id in exact or part])[:8]


def _whole_party_body(folded: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """ "Đảng ủy" alone is the committee above all others that are known."""
    found = [unit for unit in units if unit.kind is UnitKind.COMMITTEE] if folded in ("dang uy", "dang bo") else []
    ids = {unit.id for unit in found}
    return tuple(unit for unit in found if unit.parent_id not in ids)


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words: "so" is not in "do son"."""
    return f" {words} " in f" {text} "


def _of_meant_kind(folded: str, found: list[Unit]) -> tuple[Unit, ...]:
    """A cell, its union and its firm share a name: the union is meant when it is said, else the cell or committee."""
    says_union = any(word in folded for word in ("cong doan", "cdcs"))
    meant = [
        unit for unit in found if (unit.kind is UnitKind.UNION) == says_union and unit.kind is not UnitKind.ENTERPRISE
    ]
    return tuple(meant or found)


def one_unit(text: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> Unit | Misread:
    """The unit, or what to say when there is none or more than one."""
    is_yes_or_no = isinstance(read_yes_no(text), bool)
    found = () if is_yes_or_no else find_units(text, units, aliases)
    if len(found) == 1:
        return found[0]
    example = units[0].short_name if units else "Konya"
    if not found:
        return Misread(f"Chưa tìm thấy đơn vị nào tên “{text[:40]}”.", example)
    names = ", ".join(unit.short_name for unit in found)
    return Misread(f"Có {len(found)} đơn vị gần với “{text[:40]}”: {names}. Nhắn rõ hơn một chút.", found[0].short_name)
