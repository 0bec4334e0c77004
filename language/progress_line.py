"""A question about progress in one line: which indicator, which year or until when, which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

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
    ("cong doan de nghi thanh lap", Indicator.FOUNDED_BY_UNION_CELL),
    ("chi bo cong doan de nghi", Indicator.FOUNDED_BY_UNION_CELL),
    ("thanh lap chi bo", Indicator.FOUNDED),
    ("thanh lap to chuc dang", Indicator.FOUNDED),
    ("thanh lap", Indicator.FOUNDED),
    ("ket nap dang vien", Indicator.ADMITTED),
    ("ket nap", Indicator.ADMITTED),
    ("gioi thieu quan chung", Indicator.INTRODUCED),
    ("gioi thieu", Indicator.INTRODUCED),
    ("quan chung", Indicator.INTRODUCED),
    ("bao cao dung han", Indicator.MEETINGS_ON_TIME),
    ("bao cao sinh hoat", Indicator.MEETINGS_ON_TIME),
    ("sinh hoat", Indicator.MEETINGS_ON_TIME),
    ("hop", Indicator.MEETINGS_ON_TIME),
    ("kn", Indicator.ADMITTED),
)
_UNTIL = re.compile(r"(?:tinh )?(?:den|toi)(?: het)?(?: ngay)? (\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)", re.ASCII)
_MONTHS = re.compile(r"(\d{1,2}) thang(?: dau)?(?: nam)?(?: (\d{4}))?", re.ASCII)
_YEAR = re.compile(r"\b(?:nam )?((?:19|20)\d{2})\b", re.ASCII)
_FILLERS = re.compile(
    r"\b(?:nam|thang|duoc|dc|may|den dau|sao|em|oi|cho|xem|hoi|voi|nhe|con thieu|thieu|con|dat|nua|so voi|bao|nhieu|so lieu"
    r"|thong ke|ket qua|tien do|chi tieu|phan tram|nay|hien nay|hien tai|nguoi|toi|minh"
    r"|bao nhieu|bn|r|roi|chua|cua|o|tai|la|the nao|a|k|ko)\b|[?.,%]"
)


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
    months = _MONTHS.search(folded)
    if months is not None and 1 <= int(months.group(1)) <= 12:
        year, month = int(months.group(2) or today.year), int(months.group(1))
        last = date(year + month // 12, month % 12 + 1, 1)
        return folded.replace(months.group(0), " "), date.fromordinal(last.toordinal() - 1)
    return folded, None
