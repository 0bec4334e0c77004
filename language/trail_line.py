"""What of the trail is asked for: "Nguyễn Văn An", "2611-0042", "hôm qua", "quần chúng 12", "chi bộ Konya hôm qua"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.people import Person
from domain.units import Unit
from language.dates import read_date
from language.names import without_titles
from language.reading import Misread
from language.text import clean, cut, fold
from language.unit_names import find_units

RECEIPT = re.compile(r"\b\d{4}-\d{4,6}\b", re.ASCII)
CANDIDATE = re.compile(r"\b(?:quan chung|qc|qcut|doan vien)(?: uu tu)? (?:so )?(\d{1,9})\b", re.ASCII)
DAY = re.compile(
    r"\b(?:ngay )?(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|hom (?:nay|qua|kia)|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
    r"(?: tuan (?:nay|truoc))?)\b",
    re.ASCII,
)
_FILLERS = re.compile(r"^(?:(?:cua|ngay|ve|don vi|theo|thao tac|xem|ban ghi|phieu|bao cao|ho so|nguoi|ma) ?)+(?= |$)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What the line names; `text` is what is left, folded: a person's, a candidate's or a unit's name."""

    receipt: str = ""
    candidate: int = 0
    day: date | None = None
    text: str = ""


def read_sought(line: str, today: date) -> Sought | Misread:
    folded = fold(cut(clean(line[:400]), 120))
    receipt, candidate = RECEIPT.search(folded), CANDIDATE.search(folded)
    rest = CANDIDATE.sub(" ", RECEIPT.sub(" ", folded))
    said = DAY.search(rest)
    day = None if said is None else read_date(said[0], today)
    if isinstance(day, Misread):
        return day
    rest = " ".join(DAY.sub(" ", rest).split())
    return Sought(
        "" if receipt is None else receipt[0],
        0 if candidate is None else int(candidate[1]),
        day,
        _FILLERS.sub("", rest).strip(" ,:"),
    )


def people_meant(text: str, users: Sequence[Person]) -> list[Person]:
    """Those with exactly that name, else those in whose name the words stand in a row; folded."""
    bare = fold(without_titles(text)) or text
    exact = [one for one in users if fold(one.name) == bare]
    return exact or [one for one in users if f" {bare} " in f" {fold(one.name)} "]


def unit_meant(text: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> Unit | None:
    found = find_units(text, units, aliases)
    return found[0] if len(found) == 1 else None
