"""What the meeting report knows: its facts, and the draft's answers as typed values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.meetings import HeadCount, Meeting, MeetingKind
from domain.obligations import REVIEWS, Span, span_ending, span_reported
from domain.periods import Period
from domain.ports import Here, Read
from domain.talk import Values
from domain.units import Unit
from handlers.on_behalf import Cells
from language.times import MeetingTimes

NO_CELLS = Cells(frozenset())


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """`stands` is the live report of the unit, period and kind that the draft is about, if there is one. `cells`: of

    which of them the actor is not an officer. `owed`: the unit, last month and kind that a button asks for.
    `month_due`: the last month, while its report is owed, not sent, and still in time.
    """

    here: Here
    own_units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    head_count: HeadCount | None = None
    stands: Meeting | None = None
    cells: Cells = NO_CELLS
    owed: tuple[UnitId, Period, MeetingKind] | None = None
    month_due: Period | None = None


def kind_of(values: Values) -> MeetingKind:
    return MeetingKind(str(values.get("kind") or MeetingKind.REGULAR))


def is_held(values: Values) -> bool:
    return values.get("held") != "no"


def held_on(values: Values) -> date | None:
    day = values.get("date")
    return date.fromisoformat(day) if isinstance(day, str) else None


def period_of(values: Values, facts: MeetingFacts) -> Period:
    """The month that the report is about: what was said, else the month of the meeting, else the current one.

    A review has no month of its own: it stands under the last one of the time that it looks back on.
    """
    said = values.get("period")
    month = Period.parse(said) if isinstance(said, str) else Period.of(held_on(values) or facts.here.today)
    span = span_reported(kind_of(values), month) if kind_of(values) in REVIEWS else None
    return month if span is None else span.last


def owed_span(values: Values) -> Span | None:
    """The time that the button asked about which began the report; None when none did, or the report is of another kind by now."""
    last, _, kind = str(values.get("owed") or "").partition(":")
    return span_ending(kind_of(values), Period.parse(last)) if last and kind == kind_of(values) else None


def due_day(unit: Unit, kind: MeetingKind, period: Period) -> date:
    """Until when a report of that kind and month is on time: where its whole quarter or year is owed, as long as for its last month."""
    span = span_reported(kind, period)
    is_owed = span is not None and unit.owes(span.last, kind)
    return unit.due_on(span.last, kind) if span is not None and is_owed else unit.due_on(period)


def is_same_report(theirs: Values, own: Values, unit: Unit, facts: MeetingFacts) -> bool:
    """Whether another officer's draft is about the report of this unit, kind and month."""
    is_of_unit = theirs.get("unit") in (None, int(unit.id))
    return is_of_unit and kind_of(theirs) is kind_of(own) and period_of(theirs, facts) == period_of(own, facts)


def month_due(unit: Unit, read: Read) -> Period | None:
    last = Period.of(read.here.today).shift(-1)
    is_due = unit.owes(last) and read.here.today <= unit.due_on(last) and unit.id not in read.reported(last)
    return last if is_due else None


def not_held_in(values: Values, facts: MeetingFacts) -> Period:
    """The month in which there was no meeting, when nobody says which: the last one as long as its report is due, else this one."""
    is_monthly = kind_of(values) is MeetingKind.REGULAR
    return facts.month_due if is_monthly and facts.month_due is not None else Period.of(facts.here.today)


def number(values: Values, name: str) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else 0


def optional_number(values: Values, name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def count_of(values: Values) -> HeadCount | None:
    said = values.get("count")
    return HeadCount(*(int(part) for part in said.split(","))) if isinstance(said, str) else None


def pack_count(count: HeadCount) -> str:
    return ",".join(str(part) for part in (count.full, count.probationary, count.temporary, count.away, count.exempt))


def times_of(values: Values) -> MeetingTimes | None:
    said = values.get("times")
    if not isinstance(said, str):
        return None
    start, end, minutes = said.split("|")
    return MeetingTimes(start or None, end or None, int(minutes))


def pack_times(times: MeetingTimes) -> str:
    return f"{times.start or ''}|{times.end or ''}|{times.minutes}"


def due(values: Values) -> int:
    """Who is due to attend, by the head count of this report; 0 before it is confirmed."""
    count = count_of(values)
    return 0 if count is None else count.due


def absent(values: Values) -> int:
    return due(values) - number(values, "present")
