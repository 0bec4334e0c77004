"""Which unit a cell of a workbook means, and how a unit is written so that it is found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from domain.ids import UnitId
from domain.units import Unit, UnitKind
from language.numbers import quote
from language.reading import Misread
from language.text import fold
from language.unit_names import bare, find_units

_NUMBERED = re.compile(r"\[(\d{1,9})\]\s*$")


class UnitNames:
    """Finds units by whole name, short name or alias; each text is looked up once. `within` are those that may be found."""

    def __init__(
        self, units: Sequence[Unit], aliases: Iterable[tuple[str, UnitId]], within: frozenset[UnitId] | None = None
    ) -> None:
        self._by_id = {unit.id: unit for unit in units if within is None or unit.id in within}
        often = Counter(fold(unit.name) for unit in units)
        self._labels = {
            unit.id: unit.name if often[fold(unit.name)] == 1 else f"{unit.name} [{unit.id}]" for unit in units
        }
        self._aliases = [(alias, ident) for alias, ident in aliases if ident in self._by_id]
        self._exact = self._names()
        self._seen: dict[str, UnitId | Misread] = {}

    def _names(self) -> dict[str, UnitId]:
        """Names that mean one unit only; whole names win over short ones, those over aliases."""
        found: dict[str, UnitId] = {}
        kinds: list[list[tuple[str, UnitId]]] = [
            [(fold(unit.name), unit.id) for unit in self._by_id.values()],
            [(fold(unit.short_name), unit.id) for unit in self._by_id.values()],
            self._aliases,
            [(bare(unit.short_name), unit.id) for unit in self._by_id.values()],
        ]
        for names in kinds:
            often = Counter(name for name, _ in names)
            for name, ident in names:
                if often[name] == 1 and name:
                    found.setdefault(name, ident)
        return found

    def label(self, unit_id: UnitId) -> str:
        return self._labels.get(unit_id, "")

    @property
    def labels(self) -> tuple[str, ...]:
        """Of those that may be found, in the order of their numbers."""
        return tuple(self._labels[ident] for ident in sorted(self._by_id))

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells among them."""
        return tuple(self._labels[ident] for ident in sorted(self._by_id) if self._by_id[ident].kind is UnitKind.CELL)

    def find(self, text: str) -> UnitId | Misread:
        folded = fold(text)
        found = self._seen.get(folded)
        if found is None:
            found = self._seen[folded] = self._find(text, folded)
        return found

    def _find(self, text: str, folded: str) -> UnitId | Misread:
        numbered = _NUMBERED.search(text)
        if numbered is not None and self.label(UnitId(int(numbered[1]))) == text.strip():
            ident = UnitId(int(numbered[1]))
            if ident in self._by_id:
                return ident
        if folded in self._exact:
            return self._exact[folded]
        near = find_units(text, list(self._by_id.values()), self._aliases)
        example = next(iter(self._by_id.values())).short_name if self._by_id else "Konya"
        if len(near) == 1:
            return near[0].id
        if not near:
            return Misread(f"Chưa tìm thấy đơn vị “{quote(text)}”.", example)
        names = ", ".join(unit.short_name for unit in near[:4])
        return Misread(f"Có {len(near)} đơn vị gần với “{quote(text)}”: {names}. Ghi tên đầy đủ.", near[0].name)
