"""Head count, attendance and absence: reading them, and holding them against each other."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk import Values
from handlers.form import Got, Option
from handlers.meeting.facts import MeetingFacts, absent, due, number, pack_count
from language.attendance import read_absence, read_attendance
from language.head_count import read_head_count
from language.reading import Misread
from language.say import meeting as say
from language.say import words


def read_count(text: str, _values: Values, facts: MeetingFacts) -> Got:
    count = read_head_count(text, facts.head_count)
    return count if isinstance(count, Misread) else {"count": pack_count(count)}


def pick_count(value: str, _values: Values, facts: MeetingFacts) -> Got:
    if value == "same" and facts.head_count is not None:
        return {"count": pack_count(facts.head_count)}
    return say.type_head_count()


def count_options(_values: Values, facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [] if facts.head_count is None else [[Option(say.NO_CHANGE, "same"), Option(say.CHANGED, "other")]]


def read_present(text: str, values: Values, _facts: MeetingFacts) -> Got:
    read, expected = read_attendance(text), due(values)
    if isinstance(read, Misread):
        return read
    present = expected if read.is_full and read.present is None else read.present
    if read.due is not None and read.due != expected:
        return say.other_due(read.due, expected)
    return (
        say.too_many_present(present or 0, expected) if present is None or present > expected else {"present": present}
    )


def pick_present(value: str, values: Values, _facts: MeetingFacts) -> Got:
    return {"present": due(values)} if value == "all" else Misread(say.ask_present(due(values)), "18")


def present_options(values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [[Option(say.all_present(due(values)), "all"), Option(words.OTHER_NUMBER, "other")]]


def read_absent(text: str, values: Values, _facts: MeetingFacts) -> Got:
    read, missing = read_absence(text), absent(values)
    if isinstance(read, Misread):
        return read
    if read.exempt:
        return say.exempt_are_not_absent(read.exempt, missing)
    excused, unexcused = read.excused or 0, read.unexcused or 0
    if excused + unexcused != missing:
        reason = say.absences_do_not_add_up(number(values, "present"), excused, unexcused, due(values))
        return Misread(reason, say.absent_option(missing, 0) if missing < 2 else say.absent_option(missing - 1, 1))
    return {"absent": missing, "excused": excused}


def absent_options(values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    missing = absent(values)
    firsts = [Option(say.absent_option(missing, 0), str(missing)), Option(say.absent_option(0, missing), "0")]
    return [firsts, [Option(words.OTHER_NUMBER, "other")]] if missing > 1 else [firsts]


def pick_absent(value: str, values: Values, _facts: MeetingFacts) -> Got:
    if value.isdigit() and int(value) <= absent(values):
        return {"absent": absent(values), "excused": int(value)}
    return Misread(say.ask_absent(absent(values)), say.absent_option(1, absent(values) - 1))
