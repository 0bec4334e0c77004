"""A question about progress in one line: which indicator, which year or until when, which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.targets import Indicator
from language.dates import read_date
from language.reading import Misread
from language.text import fold

INDICATOR_WORDS: tuple[tuple[str, Indicator], ...] = (
    ("ket nap trong doanh nghiep", Indicator.ADMITTED_IN_FIRMS),
    ("ket nap tu doanh nghiep", Indicator.ADMITTED_IN_FIRMS),
    ("ket nap doanh nghiep", Indicator.ADMITTED_IN_FIRMS),
    ("trong doanh nghiep", Indicator.ADMITTED_IN_FIRMS),
    ("tu doanh nghiep", Indicator.ADMITTED_IN_FIRMS),
    ("chi bo cong doan de nghi thanh lap", Indicator.FOUNDED_BY_UNION_CELL),
    ("cong doan de nghi thanh lap", Indicator.FOUNDED_BY_UNION_CELL),
    ("chi bo cong doan de nghi", Indicator.FOUNDED_BY_UNION_CELL),
    ("thanh lap chi bo", Indicator.FOUNDED),
    ("thanh lap to chuc dang", Indicator.FOUNDED),
    ("thanh lap", Indicator.FOUNDED),
    ("ket nap dang vien", Indicator.ADMITTED),
    ("ket nap", Indicator.ADMITTED),
    ("dang vien moi", Indicator.ADMITTED),
    ("gioi thieu quan chung uu tu", Indicator.INTRODUCED),
    ("gioi thieu quan chung", Indicator.INTRODUCED),
    ("gioi thieu doan vien cong doan uu tu", Indicator.INTRODUCED),
    ("gioi thieu doan vien uu tu", Indicator.INTRODUCED),
    ("gioi thieu doan vien", Indicator.INTRODUCED),
    ("doan vien cong doan uu tu", Indicator.INTRODUCED),
    ("doan vien uu tu", Indicator.INTRODUCED),
    ("gioi thieu", Indicator.INTRODUCED),
    ("quan chung", Indicator.INTRODUCED),
    ("bao cao sinh hoat dung han", Indicator.MEETINGS_ON_TIME),
    ("bao cao dung han", Indicator.MEETINGS_ON_TIME),
    ("bao cao sinh hoat", Indicator.MEETINGS_ON_TIME),
    ("sinh hoat", Indicator.MEETINGS_ON_TIME),
    ("hop", Indicator.MEETINGS_ON_TIME),
    ("(?<!doan )bao cao", Indicator.MEETINGS_ON_TIME),
    ("kn", Indicator.ADMITTED),
)
_UNTIL = re.compile(r"(?:tinh )?(?:den|toi)(?: het)?(?: ngay)? (\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)", re.ASCII)
_MONTHS = re.compile(r"(\d{1,2}) thang(?: dau)?(?: nam)?(?: (\d{4}))?", re.ASCII)
_SAID_YEAR = r"(?: ?/ ?| nam | )?((?:19|20)\d{2})?\b"
_MONTH = re.compile(rf"\b(?:thang |t ?)(\d{{1,2}}){_SAID_YEAR}", re.ASCII)
_QUARTER = re.compile(rf"\b(?:quy |q ?)([1-4]|iv|i{{1,3}}){_SAID_YEAR}", re.ASCII)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = re.compile(r"\b(?:nam )?((?:19|20)\d{2})\b", re.ASCII)
_FILLERS = re.compile(
    r"\b(?:doan bao cao|bao cao|nam|thang|duoc|dc|may|den dau|sao|em|oi|cho|xem|hoi|voi|nhe|con thieu|thieu|con|dat|nua|so voi|bao|nhieu"
    r"|so lieu|dung han|thong ke|ket qua|tien do|chi tieu|phan tram|nay|hien nay|hien tai|nguoi|toi|minh"
    r"|bao nhieu|bn|r|roi|chua|cua|o|tai|la|the nao|a|k|ko|dang vien|ke hoach|bo sung|nghi quyet|dai hoi|nhiem ky"
    r"|thanh uy|thanh pho|dang uy giao|giao|trong|tinh)\b|[?.,%]"
)
"""Words that say nothing about the unit. Whose target is meant need not be said: all that bind are shown side by side."""


@dataclass(frozen=True, slots=True)
class Question:
    """None = not said. `until` is inclusive; `unit_text` is what was left over, folded."""

    indicator: Indicator | None
    year: int | None
    until: date | None
    unit_text: str


def read_question(text: str, today: date) -> Question:
    """Never refuses: what it cannot read stays in `unit_text`, where the flow asks about it."""
    folded = re.sub(r"\bso voi (?:nam ngoai|nam truoc|cung ky)\b", " ", fold(text[:300]).replace("\n", " "))
    indicator = next((one for words, one in INDICATOR_WORDS if re.search(rf"\b{words}\b", folded)), None)
    for words, one in INDICATOR_WORDS:
        if one is indicator:
            folded = re.sub(rf"\b{words}\b", " ", folded)
    folded, until = _until(folded, today)
    year = _YEAR.search(folded)
    folded, named = _YEAR.sub(" ", folded), None if year is None else int(year.group(1))
    for words, shift in (("nam ngoai", -1), ("nam truoc", -1), ("nam nay", 0)):
        if words in folded:
            folded, named = folded.replace(words, " "), today.year + shift
    rest = " ".join(_FILLERS.sub(" ", folded).split())
    return Question(indicator, named if until is None else until.year, until, rest)


def _until(folded: str, today: date) -> tuple[str, date | None]:
    found = _UNTIL.search(folded)
    if found is not None:
        day = read_date(found.group(1), today)
        return (folded, None) if isinstance(day, Misread) else (folded.replace(found.group(0), " "), day)
    if "thang truoc" in folded:
        return folded.replace("thang truoc", " "), today.replace(day=1) - timedelta(days=1)
    for found in (_MONTHS.search(folded), _QUARTER.search(folded), _MONTH.search(folded)):
        month = 0 if found is None else _last_month(found)
        if found is not None and 1 <= month <= 12:
            year = int(found.group(2) or today.year - (month > today.month))
            return folded.replace(found.group(0), " "), _end_of(year, month)
    return folded, None


def _last_month(found: re.Match[str]) -> int:
    """The month up to which is asked: of a quarter its last."""
    number = _QUARTERS.get(found.group(1)) or int(found.group(1))
    return 3 * number if found.re is _QUARTER else number


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
