"""The one line that reports a meeting: everything that it says, nothing dropped (ux.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.meetings import HeadCount, MeetingKind
from domain.talk import Value, Values
from handlers.meeting.answers import MOST_CONSIDERED, checked_date, meant_day
from handlers.meeting.facts import MeetingFacts, absent, due, is_held, not_held_in, number, pack_count, pack_times
from handlers.on_behalf import packed
from language.by_word import take_by_word, without_on_behalf
from language.meeting_line import CORRECTING, MeetingLine, read_meeting_line
from language.numbers import read_count as read_number
from language.reading import Misread
from language.say import meeting as say
from language.say.words import voice_of
from language.text import fold
from language.unit_names import one_unit

OF_ALL = re.compile(r"\d{1,3}/(\d{1,3})\b(?!/).*\bvang\b", re.ASCII | re.DOTALL)


def begin(rest: str, facts: MeetingFacts) -> tuple[Values, Sequence[str]]:
    """What the line after the command says; "" gives only what is known beforehand."""
    values: dict[str, Value] = {"kind": str(MeetingKind.REGULAR), "more": None}
    if not rest:
        return values, ()
    rest, word = take_by_word(without_on_behalf(rest))
    values |= {} if word is None else packed(word, facts)
    line = read_meeting_line(rest, facts.here.today)
    unread = [*line.unread, *(problem.sentence for problem in line.problems)]
    if line.unit_text is not None:
        found = one_unit(line.unit_text, facts.own_units, facts.aliases)
        if isinstance(found, Misread):
            alone = facts.own_units[0].short_name if len(facts.own_units) == 1 else ""
            unread.insert(0, say.not_yours(line.unit_text, alone) if alone else line.unit_text)
        else:
            values["unit"] = int(found.id)
    if line.unheld == "not_yet":
        unread.append(say.not_yet(voice_of(facts.here.actor.person)))
    values |= _from_line(line, facts, unread, rest)
    return values, tuple(unread)


def _from_line(line: MeetingLine, facts: MeetingFacts, unread: list[str], rest: str) -> dict[str, Value]:
    got: dict[str, Value] = {}
    if line.kind is not None:
        got["kind"] = line.kind
    if line.period is not None:
        got["period"] = str(line.period)
    if line.is_held is False:
        month = not_held_in(got, facts)
        return {"period": str(month), **got, "date": None, "held": "no"}
    if line.held_on is not None:
        checked = checked_date(meant_day(line.held_on, rest, facts.here.today), facts)
        got |= {} if isinstance(checked, Misread) else dict(checked)
        unread += [checked.sentence] if isinstance(checked, Misread) else []
    if line.times is not None:
        got["times"] = pack_times(line.times)
    if line.considered_count is not None:
        count = read_number(str(line.considered_count), MOST_CONSIDERED)
        got |= {} if isinstance(count, Misread) else {"considered": count}
        unread += [count.sentence] if isinstance(count, Misread) else []
    return got | _counts_from_line(line, facts.head_count, unread)


def _counts_from_line(line: MeetingLine, known: HeadCount | None, unread: list[str]) -> dict[str, Value]:
    """Attendance confirms the head count when its total is the known one; another total asks for the head count first."""
    got: dict[str, Value] = {}
    present = line.present
    if known is not None and (line.due == known.due or (line.is_full and line.due is None)):
        got["count"] = pack_count(known)
        present = known.due if line.is_full and present is None else present
    elif line.due is not None:
        got["typed_due"] = line.due
    if present is not None:
        got["present"] = present
    absences = (line.absent_excused or 0) + (line.absent_unexcused or 0)
    if present is None and known is not None and 0 < absences < known.due:
        got |= {"count": pack_count(known), "present": known.due - absences}
    missing = None if "present" not in got or "count" not in got else absent(got)
    if missing is not None and absences not in (0, missing):
        unread.append(
            say.absences_do_not_add_up(
                number(got, "present"), line.absent_excused or 0, line.absent_unexcused or 0, due(got)
            ).removeprefix("⚠ ")
        )
    return got | _absence_from_line(line, missing)


def _absence_from_line(line: MeetingLine, missing: int | None) -> dict[str, Value]:
    excused, unexcused = line.absent_excused, line.absent_unexcused
    if not missing or line.exempt or (excused or 0) + (unexcused or 0) != missing:
        return {}
    return {"absent": missing, "excused": excused or 0}


def correct(text: str, values: Values, facts: MeetingFacts) -> Values | None:
    """ "nhầm, 13", "18/20 vắng 2 có lý do", "sửa giờ 18h-20h" at the summary; None when a part of it is not understood."""
    told = CORRECTING.sub("", fold(text[:200]))
    if is_held(values) and told != fold(text) and re.fullmatch(r"[0-9]{1,4}", told):
        return _adding_up({"present": int(told)}, values)
    line, unread = read_meeting_line(_of_all(told, due(values)), facts.here.today), list[str]()
    if line.unread or line.problems or line.unit_text is not None or line.is_held is False:
        return None
    got = _from_line(line, facts, unread, told)
    return None if unread or not is_held(values) or not got else _adding_up(got, values)


def _of_all(told: str, due_count: int) -> str:
    """ "8/9 vắng 1" where nine are due is who was there, and no day in September."""
    found = OF_ALL.match(told)
    return f"co mat {told}" if found is not None and int(found[1]) == due_count else told


def _adding_up(got: dict[str, Value], values: Values) -> Values:
    """Where nobody is missing any more, nobody has a reason; any other number of the missing is asked about again."""
    is_full = "present" in got and absent({**values, **got}) == 0
    return {**got, "absent": 0, "excused": 0} if is_full else got
