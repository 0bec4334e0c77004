"""The receipt of a meeting report: number, on time or late, and who was considered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.admission import Candidate
from domain.decision import Choice, Reply, ReplyKind
from domain.ids import MeetingId, OperationId
from domain.meetings import Gap, Meeting, due_instant
from domain.people import Person
from domain.periods import Period
from domain.talk import FlowName, Page, Press
from domain.units import Unit
from handlers.meeting.facts import MeetingFacts
from handlers.pages import PAGE, vote_rows
from language.formatting import format_clock
from language.say import meeting as say
from language.say import words

AMEND = "amend"


@dataclass(frozen=True, slots=True)
class Next:
    """What the report will be numbered, and what its receipt tells; read in the turn's transaction.

    `followed` has one more than a page when there are more.
    """

    operation_id: OperationId
    meeting_id: MeetingId
    receipt: str
    months: frozenset[int]
    gaps: tuple[Gap, ...]
    others: tuple[Person, ...]
    followed: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The form's facts, and what is needed once it is sent."""

    form: MeetingFacts
    next: Next


def receipt_of(meeting: Meeting, unit: Unit, facts: Facts, now: datetime) -> Reply:
    zone = facts.form.here.zone
    due = unit.due_on(meeting.period)
    was_moved = meeting.due_at != due_instant(due, zone)
    local = meeting.due_at.astimezone(zone)
    moved = say.moved_to(format_clock(local), local.date())
    clock = format_clock(now.astimezone(zone))
    text = say.receipt(
        meeting.receipt, clock, meeting.is_on_time, due, meeting.replaces is not None, moved if was_moved else None
    )
    if not meeting.is_held and meeting.reason is not None:
        text += " " + say.not_held(meeting.period, meeting.reason)
    owed = _owed(unit, meeting.period, facts)
    if owed:
        done = len((facts.next.months | {meeting.period.month}) & owed)
        text += " " + say.months_done(unit.short_name, done, len(owed))
    followed = facts.next.followed if meeting.considered else ()
    rows = vote_rows(meeting.id, Page(str(meeting.id)), followed)
    if rows:
        text += "\n" + say.which_considered(meeting.considered or 0, is_long=len(followed) > PAGE)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(meeting.operation_id)))
    amend = Choice(say.AMEND_THIS, Press(FlowName.MEETING, AMEND, 0, str(meeting.id)), say.AMEND_WORDS)
    return Reply(text, (*rows, (amend, undo)), ReplyKind.RECEIPT, is_personal=bool(rows))


def _owed(unit: Unit, period: Period, facts: Facts) -> frozenset[int]:
    """Months of the report's year up to the reported one and the last month that is over, from the go-live month on."""
    last = max(period, Period.of(facts.form.here.today).shift(-1))
    months = [Period(period.year, month) for month in range(1, 13)]
    return frozenset(month.month for month in months if unit.owes(month) and month <= last)
