"""From what time to what time a meeting ran, or how long."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.numbers import quote, spelled_number
from language.reading import Misread
from language.text import fold

MOST_MINUTES = 600
_NIGHT_MINUTES = 360
"""Across midnight a meeting is believed up to this length (a night shift); longer is a slip of the finger."""

EXAMPLE = "18h-19h30"


@dataclass(frozen=True, slots=True)
class MeetingTimes:
    """Local times "HH:MM" when known, and the length in minutes, 1..600. `end` may lie after midnight."""

    start: str | None
    end: str | None
    minutes: int


_CLOCK = (
    r"(?P<h{0}>[0-9]{{1,2}}) ?(?:h|g|gio|:)(?: ?(?P<m{0}>[0-9]{{1,2}}(?![0-9]| ?[/.][0-9])"
    r"|ruoi)(?: ?(?:p|ph|phut)\b)?)?(?: ?(?P<part{0}>sang|trua|chieu|toi|dem))?"
)
_TO = r" ?(?:-+>?|~|den|toi|to) ?(?:luc )?"
_BARE = r"(?P<bare>[0-9]{1,2})"
RANGE = re.compile(rf"(?<![\w/.,-])(?:(?:tu|luc) )?(?:{_CLOCK.format(1)}|{_BARE}){_TO}{_CLOCK.format(2)}(?![0-9a-z])")
"""A range inside a folded text; the end carries its mark ("19h30")."""

DURATION = re.compile(
    r"\b(?:(?:trong|het|mat|khoang|tam|chung|thoi luong|thoi gian)[ :]+)*(?:"
    r"(?P<minutes>[0-9]{1,4}) ?(?:phut|ph|p|')"
    r"|(?P<hours>[0-9]{1,2}) ?(?:tieng|gio dong ho)(?: ?(?P<more>[0-9]{1,2}|ruoi)(?: ?(?:phut|ph|p|'))?)?"
    r"|(?P<whole>[0-9]{1,2}) ?(?:h|gio) ?(?P<rest>[0-9]{1,2}) ?(?:phut|ph|p|')"
    r"|(?P<half>[0-9]{1,2})[.,]5 ?(?:h|gio|tieng)"
    r"|(?P<halfhour>nua (?:tieng|gio)))(?![0-9a-z])"
)
"""A length inside a folded text."""

_BARE_RANGE = re.compile(rf"(?:tu )?([0-9]{{1,2}}){_TO}([0-9]{{1,2}})")
_TOTAL = re.compile(r" ?\(([0-9]{1,3}) ?(?:phut|p)\)$")
_AFTER = re.compile(r"[ .,!]+$|(?: (?:a|nhe|nha|thoi|ah))+$")
_SPOKEN = re.compile(
    r"\b((?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?: (?:muoi|mot|hai|ba|lam|nam))*) (?=tieng|gio|phut|ruoi)"
)
_HALF_PAST = re.compile(r"\b([0-9]{1,2}) ruoi\b")
_LONE_CLOCK = re.compile(rf"(?:(?:luc|tu|den|hop) )*{_CLOCK.format(1)}")


def read_times(text: str) -> MeetingTimes | Misread:
    """A range ("18h-19h30") or a length ("95p", "1 tiếng rưỡi"); a bare number from 30 on counts as minutes."""
    folded = _AFTER.sub("", spoken_hours(fold(text[:200]).replace("\n", " ")))
    if len(text) > 200:
        return _misread(text, "tin quá dài")
    total = _TOTAL.search(folded)
    ranged = read_range(_TOTAL.sub("", folded), text)
    if ranged is None:
        return _read_length(folded, text)
    if total and isinstance(ranged, MeetingTimes) and ranged.minutes != int(total[1]):
        return _misread(text, f"từ {ranged.start} đến {ranged.end} là {ranged.minutes} phút")
    return ranged


def spoken_hours(folded: str) -> str:
    """Spelled numbers before "giờ", "tiếng", "phút" as digits; "7 rưỡi" as the half hour that it is."""
    return _HALF_PAST.sub(r"\1 gio ruoi", _SPOKEN.sub(_to_digits, folded))


def _to_digits(match: re.Match[str]) -> str:
    number = spelled_number(match[1])
    return match[0] if number is None else f"{number} "


def read_range(folded: str, text: str) -> MeetingTimes | Misread | None:
    """A whole folded text that is a range; None when it is none. `text` is quoted in a Misread."""
    match = RANGE.fullmatch(folded)
    if match is None:
        bare = _BARE_RANGE.fullmatch(folded)
        return None if bare is None else _between((int(bare[1]), 0, ""), (int(bare[2]), 0, ""), text)
    first_hour = match["h1"] or match["bare"]
    first = (int(first_hour), _minute(match["m1"]), match["part1"] or "")
    return _between(first, (int(match["h2"]), _minute(match["m2"]), match["part2"] or ""), text)


def _minute(text: str | None) -> int:
    return 30 if text == "ruoi" else int(text or 0)


def _between(first: tuple[int, int, str], last: tuple[int, int, str], text: str) -> MeetingTimes | Misread:
    if first[0] > 24 or last[0] > 24 or first[1] > 59 or last[1] > 59:
        return _misread(text, "giờ từ 0 đến 24, phút từ 0 đến 59")
    start, end = _in_day(first), _in_day(last)
    if not first[2] and last[2] in ("chieu", "toi") and first[0] < 12 and start + 720 < end:
        start += 720
    if not last[2] and first[2] in ("chieu", "toi") and last[0] < 12 and end + 720 > start:
        end += 720
    start, end = start % 1440, end % 1440
    minutes = (end - start) % 1440
    if (end <= start and minutes > _NIGHT_MINUTES) or minutes == 0:
        return _misread(text, "giờ kết thúc phải sau giờ bắt đầu")
    if minutes > MOST_MINUTES:
        return _misread(text, f"dài {minutes} phút, quá {MOST_MINUTES} phút")
    return MeetingTimes(_hhmm(start), _hhmm(end), minutes)


def _in_day(clock: tuple[int, int, str]) -> int:
    hour, minute, part = clock
    is_after_noon = (part in ("chieu", "toi") and hour < 12) or (part == "trua" and hour < 3)
    return 60 * (hour + 12 * is_after_noon) + minute


def _hhmm(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _read_length(folded: str, text: str) -> MeetingTimes | Misread:
    match = DURATION.fullmatch(folded)
    if match is not None:
        return length(match, text)
    if re.fullmatch(r"[0-9]{2,4}", folded) and int(folded) >= 30:
        return _checked(int(folded), text)
    if _LONE_CLOCK.fullmatch(folded):
        return _misread(text, "cần biết từ mấy giờ đến mấy giờ")
    return _misread(text, "cần giờ bắt đầu và giờ kết thúc, hoặc số phút")


def length(match: re.Match[str], text: str) -> MeetingTimes | Misread:
    """The length that a match of DURATION states."""
    if match["minutes"]:
        return _checked(int(match["minutes"]), text)
    if match["halfhour"]:
        return _checked(30, text)
    if match["half"]:
        return _checked(60 * int(match["half"]) + 30, text)
    hours, more = (match["hours"], match["more"]) if match["hours"] else (match["whole"], match["rest"])
    return _checked(60 * int(hours) + _minute(more), text)


def _checked(minutes: int, text: str) -> MeetingTimes | Misread:
    if 1 <= minutes <= MOST_MINUTES:
        return MeetingTimes(None, None, minutes)
    return _misread(text, f"thời lượng từ 1 đến {MOST_MINUTES} phút")


def _misread(text: str, reason: str) -> Misread:
    return Misread(f"Chưa đọc được thời gian “{quote(text)}”: {reason}.", EXAMPLE)


def format_times(times: MeetingTimes) -> str:
    """ "18 giờ 00 – 19 giờ 30 (90 phút)", or "90 phút" without clock times. `read_times` reads it back."""
    if times.start is None or times.end is None:
        return f"{times.minutes} phút"
    start, end = (f"{int(clock[:2])} giờ {clock[3:]}" for clock in (times.start, times.end))
    return f"{start} – {end} ({times.minutes} phút)"
