"""The units that a sheet may name: those that stand, and those of its own rows."""

from __future__ import annotations

from collections.abc import Mapping

from domain.ids import UnitId
from domain.imports import Known
from language.reading import Misread
from language.sheets.units import UnitNames
from language.text import fold


class FileUnits(UnitNames):
    """Units that stand, and those that other rows of the file are about: minus the row's number."""

    def __init__(self, known: Known, numbers: Mapping[str, int]) -> None:
        super().__init__(known.units, known.aliases, known.reach)
        self._numbers = numbers

    def find(self, text: str) -> UnitId | Misread:
        found = super().find(text)
        number = self._numbers.get(fold(text))
        return UnitId(-number) if isinstance(found, Misread) and number is not None else found
