"""By whose word the office or a collaborator entered something for a cell (design.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import OperationId, PersonId, UnitId


class Way(StrEnum):
    """How the word came."""

    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Behalf:
    """`by_word` is the name of whoever gave the word, as it was typed; `entered_by` wrote it down for the unit."""

    operation_id: OperationId
    unit_id: UnitId
    entered_by: PersonId
    by_word: str
    way: Way
