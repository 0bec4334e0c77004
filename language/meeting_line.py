"""The one-line report of a meeting: `hop cb 5/11 18/20 vang 2 co ly do`, and what of it could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import TypeVar

from domain.periods import Period
from language.attendance import (
    ABSENCE_ITEM,
    ABSENT_TOTAL,
    NOBODY_ABSENT,
    PEOPLE,
    Attendance,
    absence_of,
    attendance_of,
    unclear_absence,
)
from language.dates import WORDED_DATE, plain_days, read_date, read_period
from language.numbers import quote
from language.reading import Misread
from language.text import clean, fold
from language.times import DURATION, RANGE, MeetingTimes, length, read_range

Read = TypeVar("Read", date, Period, MeetingTimes, Attendance)

MOST_CHARACTERS = 500
CORRECTING = re.compile(
    r"^(?:(?:a|o|em|toi)[ ,]+)?(?:nham(?: roi)?|sua(?: lai)?|doi(?: lai)?|phai la|dung ra la|y la|la)"
    r"(?: (?:gio|thoi gian|ngay(?: hop)?|so du|co mat|vang|thanh|la|sang))*[ ,:]+"
)
"""What stands before a correction: "nhầm, …", "sửa giờ …", "phải là …"."""
EXAMPLE = "hop 5/11 18/20 vang 2 co ly do"


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """What one line says; None = not said. `unread` holds in order every piece that was not understood.

    `kind`: regular, thematic, extraordinary, extended, half_year_review, year_end_review, election. `is_held` is False and `unheld`
    "not_held" for
    "không họp"; for "chưa họp được" `is_held` is None and `unheld` "not_yet". `is_full` means "đủ", with or without
    numbers.
    """

    kind: str | None = None
    held_on: date | None = None
    period: Period | None = None
    times: MeetingTimes | None = None
    present: int | None = None
    due: int | None = None
    is_full: bool = False
    absent_excused: int | None = None
    absent_unexcused: int | None = None
    exempt: int | None = None
    considered_count: int | None = None
    is_held: bool | None = None
    unheld: str | None = None
    unit_text: str | None = None
    unread: tuple[str, ...] = ()
    problems: tuple[Misread, ...] = ()


_UNHELD = re.compile(
    r"\b(?P<not>chua|khong|ko|k|hok|hoan)(?: (?:the|to chuc|co))? (?:hop|sinh hoat|sh)(?: (?:chi bo"
    r"|cb))?(?: (?:duoc|dc))?(?![0-9a-z])"
)
_HELD = re.compile(r"\b(?:da hop|hop (?:roi|r|xong))\b")
_CONSIDERED = re.compile(
    r"\bxet(?: (?:de nghi|de xuat|ket nap|kn|cho))*? (?P<count>[0-9]{1,3})"
    r"(?: ?(?:qc|qcut|quan chung(?: uu tu)?|doi tuong|cam tinh(?: dang)?|nguoi|em|dong chi)(?: (?:uu tu|vao dang))?)?(?![0-9a-z/])"
)
_NONE_CONSIDERED = re.compile(
    r"\b(?:khong|ko|k|hok|chua)(?: co)? xet(?: (?:de nghi|ket nap|kn|ai|quan chung|qc|qcut|nguoi nao))*(?![0-9a-z])"
)
_KINDS = (
    ("extended", re.compile(r"\bmo rong\b")),
    ("thematic", re.compile(r"\b(?:chuyen de|shcd)\b|(?<=\bhop )cd\b|(?<=\bsh )cd\b|(?<=\bsinh hoat )cd\b")),
    ("extraordinary", re.compile(r"\b(?:bat thuong|dot xuat)\b")),
    (
        "half_year_review",
        re.compile(r"\bso ket\b(?: (?:6|sau) thang(?: dau)?)?(?:(?<= dau) nam)?(?: (?P<year>20[0-9]{2})(?![0-9/]))?"),
    ),
    (
        "year_end_review",
        re.compile(r"\b(?:kiem diem(?: cuoi nam)?|tong ket(?: cuoi)? nam)\b(?: (?P<year>20[0-9]{2})(?![0-9/]))?"),
    ),
    ("election", re.compile(r"\b(?:bau cu|dai hoi)\b")),
    ("regular", re.compile(r"\b(?:thuong ky|dinh ky|thuong le|tk)\b")),
)
LAST_MONTHS = {"half_year_review": 6, "year_end_review": 12}
"""Of the time that a review looks back on."""
_PERIOD = re.compile(
    r"\b(?:thang (?:nay|truoc|roi|vua roi|qua)|(?:thang|t) ?\.?[0-9]{1,2}(?:[/.-](?:[0-9]{4}|[0-9]{2}))?)(?![0-9a-z/])"
)
_PAIR = re.compile(
    r"(?P<before>\b(?:ngay|du|co mat|si so|quan so|tham du|du hop) ?:? ?)?(?<![\w/.,-])(?P<a>[0-9]{1,4})"
    rf"(?P<sep> ?/ ?|[.-]| tren (?:tong so )?)(?P<b>[0-9]{{1,4}})(?:[/.-](?P<y>[0-9]{{4}}"
    rf"|[0-9]{{2}}))?(?P<people> ?{PEOPLE}\b)?(?![0-9/a-z]| ?(?:phieu|dong y|tan thanh|nhat tri))"
)
_PRESENT = re.compile(
    rf"\b(?:co mat|du hop|tham du|du|si so) ?:? ?(?P<a>[0-9]{{1,4}})(?: ?{PEOPLE})?(?![0-9a-z/])"
    rf"|(?<![\w/.,-])(?P<b>[0-9]{{1,4}}) ?(?:(?:{PEOPLE} )?(?:co mat|tham du|du hop)|{PEOPLE} du)\b(?! ?:? ?[0-9])"
    rf"|\bco (?P<c>[0-9]{{1,4}}) ?{PEOPLE}(?![0-9a-z/])"
)
_FULL = re.compile(
    r"\b(?:day du|du (?:ca|het|quan so)|du(?= ?(?:[,.;!)\0]|$|(?:a|nhe|nha|thoi|r|roi|xet"
    r"|vang)\b)))(?![0-9a-z])(?! ?:? ?[0-9])"
)
_ILLNESS = re.compile(
    r"\b(?:om|benh|sot|(?:nam|nhap|di|o) vien|thai san|sinh con|(?:vo|chuan bi|sap) de|ung thu|cap cuu"
    r"|tai nan|covid|phau thuat"
    r"|dau (?:om|bung|chan|lung|dau|rang|tim))\b"
)
_UNIT_START = re.compile(r"[^\W\d_]{2}")
_FILLER = re.compile(
    r"/?hop|cb|sinh|hoat|shc?b?|buoi|cuoc|ky|bao|cao|bc|r|roi|da|nhe|nha|ah?|e|em|oi|xin|gui|cua"
    r"|cho|anh|ngay|hom|vao|luc|tu|den"
    r"|thang|tren|trong|do|truoc|co|mat|vang|du|con|dv|dc|d/c|va|voi|la|thi|tai|noi|dung|[+&=]"
)
_FILLER_PHRASE = re.compile(r"\b(?:chi bo|dong chi|dang vien)\b")
_PUNCTUATION = " ,.:;()!?-+&=–"


@dataclass(slots=True)
class _Scan:
    """A folded line from which pieces are taken; what was taken becomes NULs of the same length."""

    text: str
    today: date
    words: list[str]
    left: str = ""
    problems: list[Misread] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.search(self.left)
        if match is not None:
            self.drop(match)
        return match

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.left))
        for match in found:
            self.drop(match)
        return found

    def drop(self, match: re.Match[str]) -> None:
        self.left = self.left[: match.start()] + "\0" * len(match[0]) + self.left[match.end() :]


def read_meeting_line(text: str, today: date) -> MeetingLine:
    """Reads one report; days without a year lie in the past. Two reports give one problem and nothing else."""
    if len(text) > MOST_CHARACTERS:
        too_long = Misread(
            f"Tin dài hơn {MOST_CHARACTERS} ký tự: chỉ cần một dòng ngắn, không gửi nội dung biên bản.", EXAMPLE
        )
        return MeetingLine(unread=(quote(text),), problems=(too_long,))
    words = [word for word in _spelled_out(clean(text)).split() if fold(word)]
    folded = " ".join(map(fold, words))
    scan = _Scan(text, today, words, folded)
    if _holds_two_reports(folded):
        return MeetingLine(unread=(quote(text),), problems=(_one_at_a_time(),))
    return _read(scan)


_SHORT_ABSENCE = re.compile(
    r"\b([0-9]{1,2}) ?p(?=[ ,]+(?:va )?[0-9]{1,2} ?(?:kp|ko p|khong phep|ko phep)\b)", re.IGNORECASE
)
_NO_LEAVE = re.compile(r"\b([0-9]{1,2}) ?kp\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btong(?: so)?(?: dang vien| dv)? ?:? ?(?P<due>[0-9]{1,4})\b(?! ?/)")


def _spelled_out(text: str) -> str:
    """ "1p 1kp" are absences, not a minute; brackets and the colons of a pasted form say nothing."""
    text = _NO_LEAVE.sub(r"\1 khong phep", _SHORT_ABSENCE.sub(r"\1 co phep", text))
    text = re.sub(r"\((c[oó] (?:l[yý] do|ph[eé]p)|(?:kh[oô]ng|ko)[^()]{0,12})\)", r"\1", text, flags=re.IGNORECASE)
    return plain_days(re.sub(r"(?<=[^\W\d_]{2}): ", " ", text))


def _read(scan: _Scan) -> MeetingLine:
    unheld = scan.take(_UNHELD)
    says_held = scan.take(_HELD) is not None
    times = _times(scan)
    excused, unexcused, exempt = _absence(scan)
    considered = scan.take(_CONSIDERED)
    is_none_considered = considered is None and scan.take(_NONE_CONSIDERED) is not None
    kind, reviewed = _kind(scan)
    held_on = _worded_date(scan)
    period = _period(scan) or reviewed
    total = scan.take(_TOTAL)
    held_on, present, due, is_full = _pairs(scan, held_on, period)
    due = int(total["due"]) if due is None and total is not None else due
    present, is_full = _present_alone(scan, present, is_full)
    unit_text, unread = _rest(scan)
    is_not_yet = unheld is not None and unheld["not"] in ("chua", "hoan")
    evidence = says_held or present is not None or is_full or times is not None
    return MeetingLine(
        kind=kind, held_on=held_on, period=period, times=times, present=present, due=due, is_full=is_full,
        absent_excused=excused, absent_unexcused=unexcused, exempt=exempt,
        considered_count=int(considered["count"]) if considered else 0 if is_none_considered else None,
        is_held=(None if is_not_yet else False) if unheld else True if evidence else None,
        unheld=None if unheld is None else "not_yet" if is_not_yet else "not_held",
        unit_text=unit_text, unread=unread, problems=tuple(scan.problems),
    )  # fmt: skip


def _one_at_a_time() -> Misread:
    return Misread("Tin này giống báo cáo của nhiều buổi sinh hoạt: mỗi tin chỉ gửi một buổi.", EXAMPLE)


def _holds_two_reports(folded: str) -> bool:
    found = list(_PAIR.finditer(folded))
    pairs, counts = len(found), sum(_is_attendance(pair) for pair in found)
    undated = WORDED_DATE.sub(" ", folded)
    periods = {match[0].replace("thang", "t").replace(" ", "") for match in _PERIOD.finditer(undated)}
    meetings = len(re.findall(r"\bhop\b", folded))
    return pairs >= 4 or counts >= 2 or (pairs >= 2 and (len(periods) >= 2 or (meetings >= 2 and pairs >= 3)))


def _kept(scan: _Scan, found: Read | Misread | None) -> Read | None:
    """What was read; a Misread goes to the problems instead."""
    if isinstance(found, Misread):
        scan.problems.append(found)
        return None
    return found


def _times(scan: _Scan) -> MeetingTimes | None:
    ranged = scan.take(RANGE)
    lasting = scan.take(DURATION)
    stated = length(lasting, lasting[0]) if lasting else None
    found = read_range(ranged[0].strip(), ranged[0]) if ranged else stated
    if (
        ranged
        and lasting
        and isinstance(found, MeetingTimes)
        and isinstance(stated, MeetingTimes)
        and found.minutes != stated.minutes
    ):
        found = Misread(
            f"Thời gian “{ranged[0]}” là {found.minutes} phút, không phải {stated.minutes} phút.", "18h-19h30"
        )
    return _kept(scan, found)


def _absence(scan: _Scan) -> tuple[int | None, int | None, int | None]:
    items = scan.take_all(ABSENCE_ITEM)
    if scan.take(NOBODY_ABSENT) and all(item["exempt"] for item in items):
        return 0, 0, sum(int(item["count"]) for item in items) if items else None
    total = scan.take(ABSENT_TOTAL)
    count = int(total["count"]) if total else None
    if not items:
        if count:
            scan.problems.append(unclear_absence(count))
        return (0, 0, None) if count == 0 else (None, None, None)
    found = absence_of(items, count)
    if isinstance(found, Misread):
        scan.problems.append(found)
        return None, None, None
    return found.excused, found.unexcused, found.exempt


def _kind(scan: _Scan) -> tuple[str | None, Period | None]:
    """And of a review of a year that is named, its last month."""
    found = [(match.start(), name, pattern) for name, pattern in _KINDS if (match := pattern.search(scan.left))]
    if not found:
        return None, None
    _, name, pattern = min(found, key=lambda item: item[0])
    match = scan.take(pattern)
    year = match.groupdict().get("year") if match is not None else None
    return name, Period(int(year), LAST_MONTHS[name]) if year else None


def _day(scan: _Scan, text: str) -> date | None:
    return _kept(scan, read_date(text, scan.today))


def _worded_date(scan: _Scan) -> date | None:
    match = scan.take(WORDED_DATE)
    return None if match is None else _day(scan, match[0])


def _period(scan: _Scan) -> Period | None:
    match = scan.take(_PERIOD)
    return None if match is None else _kept(scan, read_period(match[0], scan.today))


def _pairs(
    scan: _Scan, held_on: date | None, period: Period | None
) -> tuple[date | None, int | None, int | None, bool]:
    """Tells "5/11" from "18/20": a month over 12, a word beside it, or a second pair makes it attendance."""
    pairs = [
        pair
        for pair in _PAIR.finditer(scan.left)
        if "/" in pair["sep"] or "tren" in pair["sep"] or int(pair["b"]) <= 12
    ]
    counts = [pair for pair in pairs if _is_attendance(pair)]
    open_pairs = [pair for pair in pairs if pair not in counts]
    days = [pair for pair in open_pairs if _is_day(pair)]
    fitting = [pair for pair in open_pairs if period is None or int(pair["b"]) in (period.month, period.shift(1).month)]
    if held_on is None and (day := next(iter([*days, *fitting]), None)) is not None:
        open_pairs.remove(day)
        scan.drop(day)
        held_on = _day(scan, day[0].strip())
    counts = counts or [pair for pair in open_pairs if pair not in days]
    return held_on, *(_attendance(scan, counts[0]) if counts else (None, None, False))


def _is_attendance(pair: re.Match[str]) -> bool:
    before = (pair["before"] or "").strip(" :")
    if before == "ngay" or pair["y"] or pair["sep"] in (".", "-"):
        return False
    return bool(before or pair["people"] or "tren" in pair["sep"]) or (int(pair["b"]) > 12 and int(pair["a"]) <= 9999)


def _is_day(pair: re.Match[str]) -> bool:
    """Nothing but a day: marked, with a year, or with more in front than behind."""
    is_marked = (pair["before"] or "").startswith("ngay") or bool(pair["y"]) or pair["sep"] in (".", "-")
    return is_marked or int(pair["a"]) > int(pair["b"])


def _attendance(scan: _Scan, pair: re.Match[str]) -> tuple[int | None, int | None, bool]:
    scan.drop(pair)
    says_full = (pair["before"] or "").startswith("du") and "đủ" in clean(scan.text).lower()
    found = _kept(scan, attendance_of(int(pair["a"]), int(pair["b"]), says_full, pair[0].strip()))
    return (found.present, found.due, found.is_full) if found else (None, None, False)


def _present_alone(scan: _Scan, present: int | None, is_full: bool) -> tuple[int | None, bool]:
    if present is None and (match := scan.take(_PRESENT)):
        found = _kept(scan, attendance_of(int(match["a"] or match["b"] or match["c"]), None, False, match[0].strip()))
        return (found.present if found else None), is_full
    if present is None and not is_full and "dự" not in clean(scan.text).lower() and scan.take(_FULL):
        return None, True
    return present, is_full


def _rest(scan: _Scan) -> tuple[str | None, tuple[str, ...]]:
    """The unit that was mentioned (after "cb", else what the line begins with) and everything else that is left."""
    folded = [fold(word) for word in scan.words]
    scan.left = _FILLER_PHRASE.sub(lambda match: "\1" * len(match[0]), scan.left)
    states = list(_states(scan.left, folded))
    groups = _groups(folded, states)
    pieces = ((group, _piece(scan.words, group)) for group in groups)
    named = [group for group, piece in pieces if _UNIT_START.match(piece) and _harmless(piece) == piece]
    first = [group for group in named if all(state is _State.FILLER for state in states[: group[0]])]
    marked = [group for group in named if _mark_before(folded, group[0])]
    unit = next(iter([*marked, *first]), None)
    unread = tuple(_harmless(_piece(scan.words, group)) for group in groups if group is not unit)
    if unit is None:
        return None, unread
    mark = _mark_before(folded, unit[0])
    return " ".join([*scan.words[unit[0] - mark : unit[0]], _piece(scan.words, unit)]), unread


class _State(Enum):
    TAKEN = auto()
    FILLER = auto()
    UNREAD = auto()


def _states(left: str, folded: list[str]) -> Iterator[_State]:
    at = 0
    for word in folded:
        rest = left[at : at + len(word)]
        core = rest.strip(_PUNCTUATION + "\0\1")
        is_plain = not core or _FILLER.fullmatch(core)
        yield _State.UNREAD if not is_plain else _State.TAKEN if "\0" in rest else _State.FILLER
        at += len(word) + 1


def _groups(folded: list[str], states: list[_State]) -> list[list[int]]:
    """Places of neighbouring unread words; a comma ends a group."""
    groups: list[list[int]] = [[]]
    for index, (word, state) in enumerate(zip(folded, states, strict=True)):
        if state is _State.UNREAD:
            groups[-1].append(index)
        if groups[-1] and (state is not _State.UNREAD or word.endswith((",", ";"))):
            groups.append([])
    return [group for group in groups if group]


def _mark_before(folded: list[str], index: int) -> int:
    """How many words in front of this place say "cb" or "chi bo": 1, 2, or 0 for none."""
    if folded[max(0, index - 2) : index] == ["chi", "bo"]:
        return 2
    return int(index > 0 and folded[index - 1] in ("cb", "cb:"))


def _piece(words: list[str], group: list[int]) -> str:
    return " ".join(words[group[0] : group[-1] + 1]).strip(" ,.:;")


def _harmless(piece: str) -> str:
    """A left-over piece, but never a word about somebody's health: it would be shown, and so stored."""
    return "lý do cá nhân" if _ILLNESS.search(fold(piece)) else piece
