"""Head count, attendance and absence: reading them, and holding them against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.talk import Values
from handlers.form import Got, Option
from handlers.meeting.facts import MeetingFacts, absent, due, number, pack_count
from language.attendance import read_absence, read_absent_total, read_attendance
from language.head_count import read_head_count
from language.meeting_line import read_meeting_line
from language.reading import Misread
from language.say import meeting as say
from language.say import words
from language.text import fold

SAME = re.compile(
    r"(?:(?:khong|ko|k|hok) (?:doi|thay doi|bien dong)|nhu (?:cu|truoc)|van (?:vay|the|nhu cu|du|\d+)|ok|dung|dung roi"
    r"|giu nguyen)"
)
"""The head count has not changed. A bare "không" to "still 20?" could mean either, so it is not among these."""
NOTHING = re.compile(r"(?:khong|ko|k)(?: (?:a|co gi))?")
"""To "how many are there now?" it can only mean that nothing has changed."""
ALL_OF_A_KIND = re.compile(
    r"(?:(?:ca hai|tat ca|ca|deu|\d{1,4}) ){0,4}(?P<not>khong |ko |k )?(?:co )?(?:ly do|phep|clp|cld)(?: ca| het)?"
)


def read_count(text: str, values: Values, facts: MeetingFacts) -> Got:
    known = facts.head_count
    is_nothing = "typed_due" in values and NOTHING.fullmatch(fold(text)) is not None
    if known is not None and (is_nothing or SAME.fullmatch(fold(text))):
        return {"count": pack_count(known)}
    line = read_meeting_line(text, facts.here.today)
    if known is not None and line.present is not None and line.due == known.due:
        return {"count": pack_count(known), "present": line.present}
    count = read_head_count(text, known)
    if isinstance(count, Misread) and known is not None:
        return say.same_or_new(count.example)
    return count if isinstance(count, Misread) else {"count": pack_count(count)}


def pick_count(value: str, _values: Values, facts: MeetingFacts) -> Got:
    if value == "same" and facts.head_count is not None:
        return {"count": pack_count(facts.head_count)}
    return say.type_head_count()


def count_options(_values: Values, facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [] if facts.head_count is None else [[Option(say.NO_CHANGE, "same"), Option(say.CHANGED, "other")]]


def read_present(text: str, values: Values, facts: MeetingFacts) -> Got:
    read, expected = read_attendance(text), due(values)
    if isinstance(read, Misread):
        return _from_absence(text, expected, facts) or read
    present = expected if read.is_full and read.present is None else read.present
    if read.due is not None and read.due != expected:
        return say.other_due(read.due, expected)
    return (
        say.too_many_present(present or 0, expected) if present is None or present > expected else {"present": present}
    )


def _from_absence(text: str, expected: int, facts: MeetingFacts) -> Got | None:
    """ "18 vắng 2 có phép", "vắng 2": who is absent tells who is there. None when nothing of the kind is said."""
    line = read_meeting_line(text, facts.here.today)
    absences = (line.absent_excused or 0) + (line.absent_unexcused or 0)
    total = read_absent_total(text)
    if total is not None and total <= expected:
        return {"present": expected - total}
    if line.present is None and not absences:
        return None
    present = expected - absences if line.present is None else line.present
    if not 0 <= present <= expected or (absences and present + absences != expected):
        return None
    excused = {"absent": absences, "excused": line.absent_excused or 0} if absences else {}
    return {"present": present, **excused}


def pick_present(value: str, values: Values, _facts: MeetingFacts) -> Got:
    return {"present": due(values)} if value == "all" else Misread(say.ask_present(due(values)), "18")


def present_options(values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [[Option(say.all_present(due(values)), "all"), Option(words.OTHER_NUMBER, "other")]]


def read_absent(text: str, values: Values, _facts: MeetingFacts) -> Got:
    read, missing = read_absence(text), absent(values)
    if isinstance(read, Misread):
        kind = ALL_OF_A_KIND.fullmatch(fold(text))
        if kind is None:
            return Misread(read.sentence, _parts_of(missing))
        return {"absent": missing, "excused": 0 if kind["not"] else missing}
    if read.exempt:
        return say.exempt_are_not_absent(read.exempt, missing)
    excused, unexcused = read.excused or 0, read.unexcused or 0
    if excused + unexcused != missing:
        reason = say.absences_do_not_add_up(number(values, "present"), excused, unexcused, due(values))
        return Misread(reason, _parts_of(missing))
    return {"absent": missing, "excused": excused}


def _parts_of(missing: int) -> str:
    """An answer that adds up."""
    return say.absent_option(missing, 0) if missing < 2 else say.absent_option(missing - 1, 1)


def absent_options(values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    missing = absent(values)
    firsts = [Option(say.absent_option(missing, 0), str(missing)), Option(say.absent_option(0, missing), "0")]
    return [firsts, [Option(words.OTHER_NUMBER, "other")]] if missing > 1 else [firsts]


def pick_absent(value: str, values: Values, _facts: MeetingFacts) -> Got:
    if value.isdigit() and int(value) <= absent(values):
        return {"absent": absent(values), "excused": int(value)}
    return Misread(say.ask_absent(absent(values)), say.absent_option(1, absent(values) - 1))
