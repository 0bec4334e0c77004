"""What of the trail is asked for: "Nguyễn Văn An", "2611-0042", "hôm qua", "quần chúng 12", "chi bộ Konya hôm qua"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.ids import UnitId
from domain.people import Person
from domain.units import Unit
from language.dates import Leaning, read_date, read_period
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
_DATE = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_SPAN = re.compile(rf"\b(?:tu )?(?:ngay )?({_DATE}) ?(?:den|toi|-|–) ?(?:het )?(?:ngay )?({_DATE})(?![\d/])", re.ASCII)
_WEEK = re.compile(r"\b(?:(?:trong|ca) )?tuan (nay|truoc|roi|qua|vua roi)\b", re.ASCII)
_MONTH = re.compile(
    r"\b(?:(?:trong|ca) )?(?:thang (?:nay|truoc|roi|qua)|(?:thang |t)(?:1[0-2]|0?[1-9])(?:(?:/| nam | )20\d{2})?)\b",
    re.ASCII,
)
_FILLERS = re.compile(r"^(?:(?:cua|ngay|ve|don vi|theo|thao tac|xem|ban ghi|phieu|bao cao|ho so|nguoi|ma) ?)+(?= |$)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What the line names; `until` is the last of several days from `day` on; `text` is what is left, folded: the name of a

    person, a candidate or a unit.
    """

    receipt: str = ""
    candidate: int = 0
    day: date | None = None
    text: str = ""
    until: date | None = None


def read_sought(line: str, today: date) -> Sought | Misread:
    folded = fold(cut(clean(line[:400]), 120))
    receipt, candidate = RECEIPT.search(folded), CANDIDATE.search(folded)
    rest = CANDIDATE.sub(" ", RECEIPT.sub(" ", folded))
    several = _several(rest, today)
    if isinstance(several, Misread):
        return several
    day: date | Misread | None
    until = None
    if several is not None:
        rest, day, until = several
    else:
        said = DAY.search(rest)
        day = None if said is None else read_date(said[0], today)
        rest = DAY.sub(" ", rest)
    if isinstance(day, Misread):
        return day
    rest = " ".join(rest.split())
    return Sought(
        "" if receipt is None else receipt[0],
        0 if candidate is None else int(candidate[1]),
        day,
        _FILLERS.sub("", rest).strip(" ,:"),
        until,
    )


def _several(rest: str, today: date) -> tuple[str, date, date] | Misread | None:
    """The text without them, the first and the last day: "từ 1/11 đến 5/11", "tuần này", "tháng 10"; None where no such words stand."""
    if (span := _SPAN.search(rest)) is not None:
        first = read_date(span[1], today)
        last = first if isinstance(first, Misread) else read_date(span[2], first, Leaning.FUTURE)
        if isinstance(first, Misread):
            return first
        if isinstance(last, Misread):
            return last
        first, last = min(first, last), max(first, last)
        return _SPAN.sub(" ", rest), first, last
    if (week := _WEEK.search(rest)) is not None and DAY.search(rest) is None:
        monday = today - timedelta(days=today.weekday() + (0 if week[1] == "nay" else 7))
        return _WEEK.sub(" ", rest), monday, monday + timedelta(days=6)
    if (month := _MONTH.search(rest)) is not None:
        period = read_period(re.sub(r"^(?:trong|ca) ", "", month[0]), today)
        if isinstance(period, Misread):
            return period
        return _MONTH.sub(" ", rest), period.first_on, period.last_on
    return None


def people_meant(text: str, users: Sequence[Person]) -> list[Person]:
    """Those with exactly that name, else those in whose name the words stand in a row; folded."""
    bare = fold(without_titles(text)) or text
    exact = [one for one in users if fold(one.name) == bare]
    return exact or [one for one in users if f" {bare} " in f" {fold(one.name)} "]


def unit_meant(text: str, units: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]) -> Unit | None:
    found = find_units(text, units, aliases)
    return found[0] if len(found) == 1 else None
