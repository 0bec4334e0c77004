"""Days, months and birth dates as people type and say them (domain.md §7): day first, local calendar values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.periods import BirthDate, Period
from language.formatting import format_date, format_weekday
from language.numbers import quote, spelled_number
from language.reading import Misread
from language.text import clean, fold


class Leaning(StrEnum):
    """Which way a day without a year leans: reports lie in the past, plans in the future."""

    PAST = "past"
    FUTURE = "future"


DAY_EXAMPLE, MONTH_EXAMPLE, BIRTH_EXAMPLE = "5/11", "10/2026", "12/3/1998"

_DAYS_FROM_TODAY = {
    **dict.fromkeys(("hom nay", "hnay", "h nay", "bua nay", "nay", "ngay hom nay"), 0),
    **dict.fromkeys(("hom qua", "hqua", "h qua", "bua qua", "qua", "ngay hom qua"), -1),
    **dict.fromkeys(("hom kia", "hkia"), -2),
    **dict.fromkeys(("mai", "ngay mai"), 1),
    "ngay kia": 2,
}
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_PART_OF_DAY = r"(?:sang|trua|chieu|toi|dem)"
_WEEK = (
    r"(?: (?P<week>tuan nay|tuan truoc|tuan roi|tuan qua|tuan vua roi|tuan toi|tuan sau|nay|truoc"
    r"|vua roi|roi|toi|sau))?"
)
_WEEKDAY = re.compile(
    r"(?:thu (?P<day>[2-7]|hai|bay|ba|tu|nam|sau)|t(?P<short>[2-7])|(?P<sunday>chu nhat|cn))\b" + _WEEK
)
_RELATIVE = re.compile(
    rf"(?:{_PART_OF_DAY} )?(?P<word>(?:ngay )?hom (?:nay|qua)|h ?(?:nay|qua)|hom kia|hkia|bua (?:nay|qua)|"
    r"ngay mai|ngay kia|mai|nay|qua)"
)
_DIGITS = re.compile(r"(?:ngay )?(?P<d>[0-9]{1,2}) ?[/.-] ?(?P<m>[0-9]{1,2})(?: ?[/.-] ?(?P<y>[0-9]{4}|[0-9]{2}))?")
_GLUED = re.compile(r"(?:ngay )?(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>(?:19|20)[0-9]{2})")
_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_WORDS = re.compile(
    r"(?:ngay )?(?:(?:mung|mong) )?(?P<d>[0-9]{1,2})"
    r"(?: ?/? ?(?:thang|t) ?(?P<m>[0-9]{1,2}|nay|truoc|roi|vua roi|toi|sau)(?:(?: nam |/|-"
    r"| )(?P<y>[0-9]{4}|[0-9]{2}|nay|ngoai))?)?"
)
WORDED_DATE = re.compile(
    rf"\b(?:(?:{_PART_OF_DAY} )?(?:hom (?:nay|qua|kia)|h(?:nay|qua|kia)|ngay mai)|{_PART_OF_DAY} (?:nay|qua)"
    r"|(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn)(?: tuan (?:nay|truoc|roi|qua|vua roi))?"
    r"|t[2-7] tuan (?:nay|truoc|roi|qua)"
    r"|(?:ngay|mung|mong) (?:mung )?[0-9]{1,2}(?:(?: thang | t|/|\.|-)[0-9]{1,2}(?:(?: nam |/|\.|-)[0-9]{2,4})?)?"
    r"|(?<![/.0-9-])[0-9]{1,2} thang [0-9]{1,2}(?: nam [0-9]{4})?)\b"
)
"""Dates that are recognisable inside a folded sentence by a word beside them; `read_date` reads what it finds."""

_SLANG_YESTERDAY = re.compile(r"\bh(?:[oô]m|um)? ?(?:wa|qa)\b", re.IGNORECASE)
_SLANG_TODAY = re.compile(r"\bhum(?= (?:nay|qua|kia)\b)", re.IGNORECASE)
_VAGUE = re.compile(r"(?:dau|giua|cuoi|trong|dip)? ?(?:(?:thang|tuan|nam|quy)\b.*|t[0-9]{1,2})")
_LUNAR = re.compile(r"\b(?:am lich|al|tet|ram|thang gieng|thang chap)\b")
_CLOCK_BEFORE = re.compile(
    rf"^(?:luc )?[0-9]{{1,2}} ?(?:h|g|gio|:) ?(?:[0-9]{{1,2}}|ruoi)?(?: ?(?:p"
    rf"|phut))? ?{_PART_OF_DAY}?[ ,]+(?=ngay |hom |thu |cn|chu )"
)
_BEFORE = re.compile(r"^(?:(?:hop|vao|luc|la|tu|truoc|cb)\b[ :]*)+(?=.)")
_AFTER = re.compile(r"[ .,!]+$|(?: (?:a|nhe|nha|do|duong lich|roi|r|ah))+$")
_SPOKEN_MONTH = re.compile(r"\bthang (muoi mot|muoi hai|muoi|mot|hai|ba|bon|tu|nam|bay|tam|chin)\b")
_SPOKEN_DAY = re.compile(
    r"\b(ngay(?: mung| mong)?|mung|mong) "
    r"((?:(?:hai|ba) )?muoi(?: (?:mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin))?|mot|hai|ba|bon|tu"
    r"|nam|sau|bay|tam|chin)\b"
)


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    folded: str
    today: date
    leaning: Leaning


def plain_days(text: str) -> str:
    """ "hôm wa", "hwa", "hum nay" as they are meant."""
    return _SLANG_TODAY.sub("hom", _SLANG_YESTERDAY.sub("hom qua", text))


def _ready(text: str) -> str:
    folded = plain_days(fold(text[:200]).replace("\n", " "))
    if "tháng sáu" in clean(text[:200]).lower():
        folded = folded.replace("thang sau", "thang 6")
    folded = _SPOKEN_DAY.sub(_to_digits, _SPOKEN_MONTH.sub(lambda m: f"thang {spelled_number(m[1])}", folded))
    return _AFTER.sub("", _AFTER.sub("", folded))


def _to_digits(match: re.Match[str]) -> str:
    return f"{match[1]} {spelled_number(match[2])}"


def read_date(text: str, today: date, leaning: Leaning = Leaning.PAST) -> date | Misread:
    """The day that is meant. Without a year, the nearest one not after (PAST) or not before (FUTURE) `today`.

    A text that itself says more ("ngày mai", a full year) is taken at its word, whatever the leaning.
    """
    folded = _BEFORE.sub("", _CLOCK_BEFORE.sub("", _BEFORE.sub("", _ready(text))))
    question = _Question(text, folded, today, leaning)
    if len(text) <= 200:
        for reader in _READERS:
            if (found := reader(question)) is not None:
                return found
    return _misread(text, "cần ngày và tháng")


def _misread(text: str, reason: str, example: str = DAY_EXAMPLE) -> Misread:
    return Misread(f"Chưa đọc được ngày “{quote(text)}”: {reason}.", example)


def _lunar(question: _Question) -> Misread | None:
    return _misread(question.text, "cần ngày dương lịch") if _LUNAR.search(question.folded) else None


def _relative(question: _Question) -> date | None:
    match = _RELATIVE.fullmatch(question.folded)
    if match is None:
        return None
    if "kìa" in clean(question.text).lower():
        return question.today - timedelta(days=3)
    return _shifted(question.today, _DAYS_FROM_TODAY[match["word"]])


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _weekday(question: _Question) -> date | Misread | None:
    match = _WEEKDAY.match(question.folded)
    if match is None:
        return None
    name, week, rest = match["day"] or match["short"], match["week"], question.folded[match.end() :]
    wanted = 6 if match["sunday"] else _WEEKDAYS[name] if name in _WEEKDAYS else int(name) - 2
    if rest:
        return _weekday_and_date(question, wanted, rest) if rest[0] in " ,(" else None
    if match["short"] and not week:
        return _misread(question.text, f"có thể là thứ {name} hoặc tháng {name}", f"thứ {name} tuần trước")
    return _in_week(question, wanted, week or "")


def _weekday_and_date(question: _Question, wanted: int, rest: str) -> date | Misread:
    found = read_date(rest.strip(" ,()"), question.today, question.leaning)
    if isinstance(found, Misread):
        return _misread(question.text, "cần ngày và tháng")
    if found.weekday() != wanted:
        return _misread(question.text, f"{format_date(found)} là {format_weekday(found)}")
    return found


def _in_week(question: _Question, wanted: int, week: str) -> date:
    today = question.today
    if week.startswith("tuan"):
        weeks = 0 if week == "tuan nay" else 1 if week in ("tuan toi", "tuan sau") else -1
        return _shifted(today, wanted - today.weekday() + 7 * weeks)
    if week in ("toi", "sau") or (not week and question.leaning is Leaning.FUTURE):
        ahead = (wanted - today.weekday()) % 7
        return _shifted(today, 7 if week and not ahead else ahead)
    back = (today.weekday() - wanted) % 7
    return _shifted(today, -7 if week in ("truoc", "vua roi", "roi") and not back else -back)


def _numeric(question: _Question) -> date | Misread | None:
    folded = question.folded
    match = _ISO.fullmatch(folded) or _DIGITS.fullmatch(folded) or _GLUED.fullmatch(folded)
    return (
        None
        if match is None
        else _resolve(question, int(match["d"]), int(match["m"]), _year(match["y"], question.today))
    )


def _worded(question: _Question) -> date | Misread | None:
    match = _WORDS.fullmatch(question.folded)
    if match is None:
        return None
    day, month, year = int(match["d"]), match["m"], match["y"]
    if month is None:
        return _day_alone(question, day)
    if not month.isdigit():
        shift = 0 if month == "nay" else 1 if month in ("toi", "sau") else -1
        period = _month_near(question.today, shift)
        return _resolve(question, day, period[1], period[0])
    return _resolve(question, day, int(month), _year(year, question.today))


def _month_near(today: date, shift: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + shift
    return index // 12, index % 12 + 1


def _day_alone(question: _Question, day: int) -> date | Misread:
    today, is_past = question.today, question.leaning is Leaning.PAST
    here = day <= today.day if is_past else day >= today.day
    year, month = _month_near(today, 0 if here else -1 if is_past else 1)
    return _resolve(question, day, month, year)


def _year(text: str | None, today: date) -> int | None:
    if text is None:
        return None
    if text in ("nay", "ngoai"):
        return today.year - (text == "ngoai")
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if year > today.year + 20 else year


def _resolve(question: _Question, day: int, month: int, year: int | None) -> date | Misread:
    if year is None:
        today, stated = question.today, (month, day)
        this = (today.month, today.day)
        late, early = stated > this, stated < this
        year = today.year - (late and question.leaning is Leaning.PAST) + (early and question.leaning is Leaning.FUTURE)
    reason = _why_no_day(day, month, year)
    return date(year, month, day) if reason is None else _misread(question.text, reason)


def _why_no_day(day: int, month: int, year: int) -> str | None:
    if not 1 <= month <= 12:
        return f"không có tháng {month}"
    if not 1900 <= year <= 2100:
        return f"năm {year} không hợp lý"
    if not 1 <= day <= Period(year, month).last_on.day:
        is_leap_case = (day, month) == (29, 2)
        return f"tháng {month}{f'/{year}' if is_leap_case else ''} không có ngày {day}"
    return None


def _vague(question: _Question) -> Misread | None:
    return _misread(question.text, "cần biết là ngày nào") if _VAGUE.fullmatch(question.folded) else None


_READERS: tuple[Callable[[_Question], date | Misread | None], ...] = (
    _lunar,
    _relative,
    _weekday,
    _numeric,
    _worded,
    _vague,
)
"""In this order; the first that recognises the text answers."""


_MONTH = re.compile(
    r"(?:(?:ky|bao cao|cua) )*(?:(?:thang|t) ?\.? ?)?(?P<m>[0-9]{1,2})(?:(?: ?[/.-] ?| nam "
    r"| )(?P<y>[0-9]{4}|[0-9]{2}|(?:nam )?(?:nay|ngoai|truoc)))?"
)
_ISO_MONTH = re.compile(r"(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})")
_NEAR_MONTH = re.compile(r"(?:(?:ky|bao cao|cua) )*(?:thang|t) ?(?P<near>nay|truoc|roi|vua roi|qua|vua qua|toi|sau)")


def read_period(text: str, today: date) -> Period | Misread:
    """One month: "10/2026", "t10", "tháng trước". Without a year, the nearest one not after the current month."""
    folded = _ready(text)
    if len(text) <= 200 and (near := _NEAR_MONTH.fullmatch(folded)):
        shift = 0 if near["near"] == "nay" else 1 if near["near"] in ("toi", "sau") else -1
        return Period(*_month_near(today, shift))
    match = _ISO_MONTH.fullmatch(folded) or _MONTH.fullmatch(folded)
    if match is None or len(text) > 200:
        reason = "cần một tháng" if not folded.startswith("quy") else "cần một tháng, không phải cả quý"
        return _month_misread(text, reason)
    month, stated = int(match["m"]), match["y"]
    if stated and len(stated) == 2 and int(stated) <= 12:
        return _month_misread(text, "giống ngày và tháng, cần tháng và năm")
    if stated and stated.startswith("nam "):
        stated = stated[4:]
    year = _year("ngoai" if stated == "truoc" else stated, today)
    if year is None:
        year = today.year - (month > today.month)
    reason_against = _why_no_day(1, month, year)
    return Period(year, month) if reason_against is None else _month_misread(text, reason_against)


def _month_misread(text: str, reason: str) -> Misread:
    return Misread(f"Chưa đọc được tháng “{quote(text)}”: {reason}.", MONTH_EXAMPLE)


_YOUNGEST, _OLDEST = 14, 100
_BIRTH_LEAD = re.compile(r"^(?:(?:sinh|sn|ns|ngay sinh|ngay|nam sinh|nam|thang nam sinh)\b[ :.]*)+")
_BIRTH_DAY = re.compile(
    r"(?P<d>[0-9]{1,2})(?: ?[/.-] ?| thang | )(?P<m>[0-9]{1,2})(?: ?[/.-] ?| nam | )(?P<y>[0-9]{4}|[0-9]{2})"
)
_BIRTH_MONTH = re.compile(r"(?:thang |t)?(?P<m>[0-9]{1,2})(?: ?[/.-] ?| nam | )(?P<y>[0-9]{4}|[0-9]{2})")


def read_birth(text: str, today: date) -> BirthDate | Misread:
    """Birth month and year, perhaps the day. Of two-digit years, the one with an age of 10..99 in `today`'s year.

    Who would be younger than 14 or older than 100, counted by month, is misread: it is a slip of the year.
    """
    folded = _BIRTH_LEAD.sub("", _ready(text))
    match = None
    if len(text) <= 200:
        forms = (_ISO, _GLUED, _BIRTH_DAY, _BIRTH_MONTH, _ISO_MONTH)
        match = next((found for form in forms if (found := form.fullmatch(folded))), None)
    if match is None:
        return _birth_misread(text, _what_birth_lacks(folded))
    groups = match.groupdict()
    day = int(groups["d"]) if "d" in groups else None
    month, year = int(groups["m"]), _birth_year(groups["y"], today)
    if year is None:
        return _birth_misread(text, "cần đủ bốn chữ số của năm sinh")
    reason = _why_no_day(day if day is not None else 1, month, year)
    if reason is None and (year, month, day or 1) > (today.year, today.month, today.day):
        reason = "ngày này chưa tới"
    if reason is None:
        birth = BirthDate(year, month, day)
        if (reason := _why_no_age(birth, today)) is None:
            return birth
    return _birth_misread(text, reason)


def is_of_age(birth: BirthDate, on: date) -> bool:
    """Whether somebody born then was 14 in that month: younger people can neither be introduced nor agree to it."""
    return birth.month_of_age(_YOUNGEST).first_on <= on


def _why_no_age(birth: BirthDate, today: date) -> str | None:
    if not is_of_age(birth, today):
        return f"như vậy chưa đủ {_YOUNGEST} tuổi"
    return f"như vậy đã hơn {_OLDEST} tuổi" if birth.month_of_age(_OLDEST).last_on < today else None


def _what_birth_lacks(folded: str) -> str:
    if re.fullmatch(r"[0-9]{4}", folded):
        return "cần thêm tháng sinh"
    if _DIGITS.fullmatch(folded):
        return "cần thêm năm sinh"
    return "cần tháng và năm sinh"


def _birth_year(text: str, today: date) -> int | None:
    if len(text) == 4:
        return int(text)
    century = today.year // 100 * 100
    years = (century + int(text), century - 100 + int(text))
    return next((year for year in years if 10 <= today.year - year <= 99), None)


def _birth_misread(text: str, reason: str) -> Misread:
    return Misread(f"Chưa đọc được ngày sinh “{quote(text)}”: {reason}.", BIRTH_EXAMPLE)
