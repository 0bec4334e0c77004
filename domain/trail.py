"""The audit trail as the office reads it: who did what to which record, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.ids import PersonId, UnitId

MOST_DAYS = 3_660
OPERATOR = "operator"
"""A field of whatever was done at the command line: nobody's post stands behind it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind as the trail stores it ("meeting", "candidate", …), its number, and what people call it."""

    subject: str
    id: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the trail: of a person (what they did, and what was done to them), of a record, of a unit with all below,

    of a local day, or of the days from `day` to `until`, both inclusive. `before` is the number of the last entry shown: older
    ones follow; 0 from the newest on.
    """

    person_id: PersonId | None = None
    record: tuple[str, int] | None = None
    day: date | None = None
    unit_id: UnitId | None = None
    before: int = 0
    until: date | None = None

    def pack(self) -> str:
        """Short ASCII for a button."""
        record = "" if self.record is None else f"{self.record[0]}-{self.record[1]}"
        day = "" if self.day is None else f"{self.day:%Y%m%d}"
        day += f"-{(self.until - self.day).days}" if self.day is not None and self.until is not None else ""
        return f"{self.person_id or ''}:{record}:{day}:{self.unit_id or ''}:{self.before}"

    @classmethod
    def unpack(cls, value: str) -> Wanted:
        """Raises ValueError for what this program never wrote."""
        person, record, day, unit, before = value.split(":")
        subject, _, number = record.partition("-")
        day, _, more = day.partition("-")
        first = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}") if day else None
        return cls(
            PersonId(_number(person)) if person else None,
            (subject, _number(number)) if record else None,
            first,
            UnitId(_number(unit)) if unit else None,
            _number(before),
            first + timedelta(days=min(_number(more), MOST_DAYS)) if first is not None and more else None,
        )

    def older_than(self, entry_id: int) -> Wanted:
        return replace(self, before=entry_id)


def _number(text: str) -> int:
    """One that a record may have."""
    if len(text) > 15:
        raise ValueError("no number of ours")
    return int(text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `count` records of the kind in one turn, of which `record` is the first. `who` is empty for the clock and strangers.

    `id` is the lowest number of its rows.
    """

    id: int
    at: datetime
    who: str
    action: str
    record: Record
    count: int
    unit_id: UnitId | None
    fields: tuple[str, ...]
