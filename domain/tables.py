"""A list as it is exported: columns with their kinds, and rows. Frozen as JSON with the message, made into a file when it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | date | datetime | None
"""A text stands in every kind of column as it is: "03/1998" where the day is not known. Date-times are local, without a zone."""


class ColumnType(StrEnum):
    TEXT = "text"
    INT = "int"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """`has_total`: summed below the rows; a percentage's total is that of the two sums.

    `of` are the positions of numerator and denominator of a percentage, which is computed from them: its cells stay None.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    has_total: bool = False
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a document has around its table. `above` and `unit` on the left, `body` ("" for none) and `place_and_day` on the right;

    `signs` are the lines of the signature block, `copies` those beside it.
    """

    above: str
    unit: str
    number: str
    body: str
    place_and_day: str
    signs: tuple[str, ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`subtitle` says of what and until when; `footer` who made it and when. `total` names the row of the sums."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: str = ""
    footer: str = ""
    total: str = ""
    letterhead: Letterhead | None = None

    def numbered(self, name: str) -> Table:
        """With the number of each row before it, from 1."""
        shifted = [one if one.of is None else replace(one, of=(one.of[0] + 1, one.of[1] + 1)) for one in self.columns]
        columns = (Column(name, ColumnType.INT), *shifted)
        return replace(self, columns=columns, rows=tuple((at, *row) for at, row in enumerate(self.rows, 1)))

    def to_json(self) -> str:
        """Raises ValueError when a row is not as wide as the columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.title!r} is not as wide as its columns")
        found = {
            **asdict(self),
            "columns": [asdict(one) for one in self.columns],
            "rows": [[_packed(cell) for cell in row] for row in self.rows],
        }
        return json.dumps(found, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Table:
        """The reverse. Raises ValueError, KeyError or TypeError for anything else."""
        found = json.loads(text)
        columns = tuple(
            Column(
                one["name"], ColumnType(one["type"]), one["has_total"], None if one["of"] is None else tuple(one["of"])
            )
            for one in found["columns"]
        )
        rows = tuple(tuple(_unpacked(cell) for cell in row) for row in found["rows"])
        head = found["letterhead"]
        letterhead = None
        if head is not None:
            lists = {name: tuple(head[name]) for name in ("signs", "copies")}
            letterhead = Letterhead(**{**head, **lists})
        return cls(found["title"], columns, rows, found["subtitle"], found["footer"], found["total"], letterhead)


def _packed(cell: Cell) -> object:
    """A date-time is a date, too, so it comes first."""
    if isinstance(cell, datetime):
        return {"at": cell.replace(tzinfo=None).isoformat()}
    return {"on": cell.isoformat()} if isinstance(cell, date) else cell


def _unpacked(cell: object) -> Cell:
    match cell:
        case {"at": str(at)}:
            return datetime.fromisoformat(at)
        case {"on": str(on)}:
            return date.fromisoformat(on)
        case str() | int() | None:
            return cell
    raise ValueError("not a cell")


Dump = Mapping[str, Sequence[Mapping[str, object]]]
"""All records by the name of their table."""
