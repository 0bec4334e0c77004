"""What a button of the tree carries: the unit, where its page begins, and the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId


@dataclass(frozen=True, slots=True)
class At:
    """`unit_id` None: the top. `day` None: today."""

    unit_id: UnitId | None = None
    first: int = 0
    day: date | None = None

    def pack(self) -> str:
        return f"{self.unit_id or 0}:{self.first}:{'' if self.day is None else self.day.isoformat()}"

    @classmethod
    def unpack(cls, value: str) -> At:
        """Never raises: what this program never wrote is the top, today."""
        unit, _, rest = value.partition(":")
        first, _, day = rest.partition(":")
        try:
            return cls(
                UnitId(int(unit[:15])) if int(unit[:15]) else None,
                int(first[:6]),
                date.fromisoformat(day) if day else None,
            )
        except ValueError:
            return cls()
