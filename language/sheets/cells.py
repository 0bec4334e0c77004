"""Cells by kind: read from what an office types into the one form that records have, and written back for a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.ids import UnitId
from domain.imports import MOST_TEXT, UNDATED
from domain.periods import BirthDate, Period
from language.answers import read_yes_no
from language.dates import Leaning, read_birth, read_date, read_period
from language.formatting import format_birth, format_date
from language.names import read_name
from language.numbers import quote, read_count
from language.reading import Misread
from language.sheets.units import UnitNames
from language.text import clean, fold, spell

UNDATED_TEXT = "đã có, chưa rõ ngày"
YES, NO = "có", "không"
LAST_YEAR = 2100


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NAME = "name"
    BIRTH = "birth"
    DATE = "date"
    FROM = "from"
    UNTIL = "until"
    STEP = "step"
    MONTH = "month"
    YEAR = "year"
    COUNT = "count"
    FLAG = "flag"
    UNIT = "unit"
    TIME = "time"
    CHOICE = "choice"
    CHOICES = "choices"
    EITHER = "either"
    """One of the words, or something else."""
    NAMES = "names"


NUMBERS = frozenset({Kind.COUNT, Kind.YEAR})
"""What has to be typed: a calculated cell is not taken for one of these."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell is read with. A year or month alone in a past column means that year, never the next."""

    today: date
    units: UnitNames
    choices: Mapping[str, str]
    most: int
    words: Mapping[str, str] = field(default_factory=dict)


def read(kind: Kind, text: str, about: Reading) -> str | Misread:
    """The field; "" for an empty cell. A `Misread` says what was read, and an example."""
    cleaned = text if text.isascii() and text.isprintable() else clean(text)
    if not cleaned.strip():
        return ""
    if len(cleaned) > MOST_TEXT:
        return Misread(f"Ô dài quá {MOST_TEXT} ký tự: “{quote(cleaned)}”.", "rút gọn lại")
    if kind is Kind.UNIT:
        unit = about.units.find(cleaned)
        return unit if isinstance(unit, Misread) else str(unit)
    if kind in (Kind.CHOICE, Kind.CHOICES):
        return _choices(cleaned, about, kind is Kind.CHOICES)
    if kind is Kind.EITHER:
        found = _choices(cleaned, about, is_several=False)
        return _text(cleaned, about.today) if isinstance(found, Misread) else found
    if kind is Kind.COUNT:
        count = read_count(cleaned, about.most)
        return count if isinstance(count, Misread) else str(count)
    return _read_plain(kind, cleaned, about.today)


@lru_cache(maxsize=50_000)
def _read_plain(kind: Kind, text: str, today: date) -> str | Misread:
    return _PLAIN[kind](text, today)


def _text(text: str, _today: date) -> str:
    return spell(text.replace("\n", " "))


def _name(text: str, _today: date) -> str | Misread:
    return read_name(text)


_ISO_BIRTH = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: 00:00(?::00)?)?")
_YEAR = re.compile(r"(?:năm |nam )?((?:19|20|21)\d{2})", re.IGNORECASE)
_MONTH = re.compile(r"(?:(?:tháng|thang|t) ?)?(\d{1,2}) ?[/.-] ?(\d{4})|(\d{4})-(\d{1,2})", re.IGNORECASE)


def _birth(text: str, today: date) -> str | Misread:
    if _ISO_BIRTH.fullmatch(text):
        try:
            found = BirthDate.parse(text)
        except ValueError:
            return Misread(f"Không có ngày “{quote(text)}”.", "12/3/1998")
        return str(found) if 1900 <= found.year <= today.year else read_misborn(text)
    birth = read_birth(text, today)
    return birth if isinstance(birth, Misread) else str(birth)


def read_misborn(text: str) -> Misread:
    return Misread(f"Năm sinh trong “{quote(text)}” không hợp lý.", "12/3/1998")


def _date(text: str, today: date) -> str | Misread:
    if _ISO_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            return Misread(f"Không có ngày “{quote(text)}”.", "05/11/2026")
    if _YEAR.fullmatch(text) or _MONTH.fullmatch(text):
        return Misread(f"“{quote(text)}” chưa đủ ngày, tháng, năm.", "05/11/2026")
    found = read_date(text, today, Leaning.PAST)
    return found if isinstance(found, Misread) else found.isoformat()


def _edge(is_end: bool) -> Callable[[str, date], str | Misread]:
    """The first or the last day of a year or month that is written alone."""

    def read_edge(text: str, today: date) -> str | Misread:
        year, month = _YEAR.fullmatch(text), _MONTH.fullmatch(text)
        if year is not None:
            return date(int(year[1]), 12 if is_end else 1, 31 if is_end else 1).isoformat()
        if month is not None:
            number, of = (month[1], month[2]) if month[1] else (month[4], month[3])
            if not 1 <= int(number) <= 12 or not 1900 <= int(of) <= LAST_YEAR:
                return Misread(f"Không có tháng “{quote(text)}”.", "11/2026")
            period = Period(int(of), int(number))
            return (period.last_on if is_end else period.first_on).isoformat()
        return _date(text, today)

    return read_edge


_HAS = frozenset({"x", "v", "co", "da co", "roi", "da", "da xong", "xong", "chua ro ngay", "khong ro ngay"})


def _step(text: str, today: date) -> str | Misread:
    folded = fold(text)
    if folded in _HAS or "chua ro ngay" in folded or "khong ro ngay" in folded:
        return UNDATED
    if folded in ("khong", "chua", "chua co", "-", "0"):
        return ""
    day = _date(text, today)
    if isinstance(day, Misread):
        return Misread(f"{day.sentence} Chưa rõ ngày thì ghi “{UNDATED_TEXT}”.", day.example)
    if day > (today + timedelta(days=1)).isoformat():
        return Misread(f"Ngày {format_date(date.fromisoformat(day))} chưa tới.", format_date(today))
    return day


def _month(text: str, today: date) -> str | Misread:
    if _ISO_DAY.fullmatch(text):
        return text[:7]
    found = read_period(text, today)
    return found if isinstance(found, Misread) else str(found)


def _year(text: str, _today: date) -> str | Misread:
    found = _YEAR.fullmatch(text)
    return found[1] if found else Misread(f"Chưa đọc được năm “{quote(text)}”.", "2024")


def _flag(text: str, _today: date) -> str | Misread:
    if fold(text) in ("-", "0", "false"):
        return "0"
    if fold(text) in ("1", "true", "v"):
        return "1"
    answer = read_yes_no(text)
    return answer if isinstance(answer, Misread) else str(int(answer))


_CLOCK = re.compile(r"(\d{1,2}) ?(?:[:hg.]|giờ|gio) ?(\d{2})?(?::00)?(?: ?(?:phút|phut|p))?", re.IGNORECASE)


def _time(text: str, _today: date) -> str | Misread:
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return Misread(f"Chưa đọc được giờ “{quote(text)}”.", "17:30")
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def _names(text: str, _today: date) -> str:
    """Several, apart by ";": folded, each once, sorted."""
    return ";".join(sorted({fold(one) for one in text.replace("\n", ";").split(";") if fold(one)}))


_PLAIN: Mapping[Kind, Callable[[str, date], str | Misread]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.BIRTH: _birth,
    Kind.DATE: _date,
    Kind.FROM: _edge(is_end=False),
    Kind.UNTIL: _edge(is_end=True),
    Kind.STEP: _step,
    Kind.MONTH: _month,
    Kind.YEAR: _year,
    Kind.FLAG: _flag,
    Kind.TIME: _time,
    Kind.NAMES: _names,
}


def _choices(text: str, about: Reading, is_several: bool) -> str | Misread:
    labels = about.choices
    by_word = _by_word(tuple(labels.items()))
    found: list[str] = []
    for part in text.split(";") if is_several else [text]:
        value = by_word.get(fold(part), about.words.get(fold(part)))
        if value is None:
            return Misread(
                f"Chưa rõ “{quote(part)}”: ghi một trong {', '.join(labels.values())}.", next(iter(labels.values()))
            )
        found.append(value)
    return ";".join(sorted(set(found) - {""}))


@lru_cache(maxsize=64)
def _by_word(labels: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {**{fold(value): value for value, _ in labels}, **{fold(label): value for value, label in labels}}


def show(kind: Kind, value: str, units: UnitNames, labels: Mapping[str, str]) -> str:
    """The field as a cell of a workbook; what `read` makes of it is the field again."""
    if not value:
        return ""
    match kind:
        case Kind.UNIT:
            return units.label(UnitId(int(value)))
        case Kind.BIRTH:
            return format_birth(BirthDate.parse(value))
        case Kind.STEP if value == UNDATED:
            return UNDATED_TEXT
        case Kind.DATE | Kind.FROM | Kind.UNTIL | Kind.STEP:
            return format_date(date.fromisoformat(value))
        case Kind.MONTH:
            return f"{value[5:]}/{value[:4]}"
        case Kind.FLAG:
            return YES if value == "1" else NO
        case Kind.CHOICE | Kind.CHOICES | Kind.EITHER:
            return "; ".join(labels.get(one, one) for one in value.split(";"))
        case Kind.NAMES:
            return "; ".join(value.split(";"))
        case _:
            return value
