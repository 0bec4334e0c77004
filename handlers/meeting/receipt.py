"""The receipt of a meeting report: number, on time or late, and who was considered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.admission import Candidate
from domain.decision import Audit, Choice, Notice, Reply, ReplyKind
from domain.ids import MeetingId, OperationId
from domain.meetings import Gap, Meeting, MeetingKind, due_instant
from domain.on_behalf import Behalf
from domain.people import Person
from domain.periods import Period
from domain.talk import FlowName, Page, Press, Values
from domain.units import Unit
from handlers.meant import summary_rows
from handlers.meeting.facts import MeetingFacts, due_day
from handlers.meeting.steps import FORM
from handlers.on_behalf import author_of, is_by_word, told_as
from handlers.pages import PAGE, Rows, vote_rows
from language.formatting import format_clock
from language.say import meeting as say
from language.say import on_behalf as say_behalf
from language.say import words

AMEND = "amend"


@dataclass(frozen=True, slots=True)
class Next:
    """What the report will be numbered, and what its receipt tells; read in the turn's transaction.

    `followed` has one more than a page when there are more. `stood`: by whose word the report was entered that this one replaces.
    """

    operation_id: OperationId
    meeting_id: MeetingId
    receipt: str
    months: frozenset[int]
    gaps: tuple[Gap, ...]
    others: tuple[Person, ...]
    followed: tuple[Candidate, ...]
    stood: Behalf | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The form's facts, and what is needed once it is sent."""

    form: MeetingFacts
    next: Next


def receipt_of(meeting: Meeting, unit: Unit, facts: Facts, now: datetime) -> Reply:
    """To whoever sent it. Whom the meeting considered is the cell's to say: not offered to who entered it by its word."""
    draft = facts.form.here.conversation.drafts.get(FlowName.MEETING)
    values: Values = {} if draft is None else draft.values
    text = _text(meeting, unit, facts, now)
    rows: Rows = ()
    if is_by_word(values, facts.form):
        text += "\n" + say_behalf.entered(unit.short_name, told_as(values), [one.name for one in facts.form.cells.told])
    else:
        rows, question = _votes(meeting, facts)
        text += question
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(meeting.operation_id)))
    return Reply(text, (*rows, (_amend(meeting), undo)), ReplyKind.RECEIPT, is_personal=bool(rows))


def _amend(meeting: Meeting) -> Choice:
    return Choice(say.AMEND_THIS, Press(FlowName.MEETING, AMEND, 0, str(meeting.id)), say.AMEND_WORDS)


def _votes(meeting: Meeting, facts: Facts) -> tuple[Rows, str]:
    followed = facts.next.followed if meeting.considered else ()
    rows = vote_rows(meeting.id, Page(str(meeting.id)), followed)
    return rows, "\n" + say.which_considered(meeting.considered or 0, is_long=len(followed) > PAGE) if rows else ""


def to_the_cell(values: Values, meeting: Meeting, unit: Unit, facts: Facts, now: datetime) -> tuple[Notice, ...]:
    """The cell's officers get the receipt of what was entered by their word, as they would of their own."""
    form = facts.form
    if not is_by_word(values, form):
        return ()
    told = [text for step, text in summary_rows(FORM, values, form) if step.name not in ("unit", "word", "way")]
    votes, question = _votes(meeting, facts)
    receipt = _text(meeting, unit, facts, now)
    text = say_behalf.report_for_you(author_of(form), unit.short_name, told_as(values), receipt, told) + question
    reply = Reply(text, (*votes, (_amend(meeting),)), ReplyKind.RECEIPT, is_personal=True)
    return tuple(Notice(one.id, reply, f"entered:{meeting.operation_id}:{one.id}") for one in form.cells.told)


def to_the_author(meeting: Meeting, unit: Unit, facts: Facts) -> tuple[Notice, ...]:
    """Whoever entered by another's word what is now corrected hears of it."""
    stood, before, actor = facts.next.stood, facts.form.stands, facts.form.here.actor
    if stood is None or before is None or stood.entered_by == actor.who or actor.person is None:
        return ()
    text = say_behalf.corrected(actor.person.name, unit.short_name, before.receipt, meeting.receipt)
    key = f"corrected:{meeting.operation_id}:{stood.entered_by}"
    return (Notice(stood.entered_by, Reply(text, kind=ReplyKind.RECEIPT), key),)


def entered(values: Values, meeting: Meeting, facts: Facts) -> tuple[Audit, ...]:
    if not is_by_word(values, facts.form):
        return ()
    return (Audit("entered_for", "meeting", meeting.id, ("by_word", "way"), unit_id=meeting.unit_id),)


def _text(meeting: Meeting, unit: Unit, facts: Facts, now: datetime) -> str:
    zone = facts.form.here.zone
    due = due_day(unit, meeting.kind, meeting.period)
    was_moved = meeting.due_at != due_instant(due, zone)
    local = meeting.due_at.astimezone(zone)
    moved = say.moved_to(format_clock(local), local.date())
    clock = format_clock(now.astimezone(zone))
    text = say.receipt(
        meeting.receipt, clock, meeting.is_on_time, due, meeting.replaces is not None, moved if was_moved else None
    )
    if not meeting.is_held and meeting.reason is not None:
        text += " " + say.not_held(meeting.kind, meeting.period, meeting.reason)
    owed = _owed(unit, meeting.period, facts) if meeting.kind is MeetingKind.REGULAR else frozenset()
    if owed:
        done = len((facts.next.months | {meeting.period.month}) & owed)
        text += " " + say.months_done(unit.short_name, done, len(owed))
    return text


def _owed(unit: Unit, period: Period, facts: Facts) -> frozenset[int]:
    """Months of the report's year up to the reported one and the last month that is over, from the go-live month on."""
    last = max(period, Period.of(facts.form.here.today).shift(-1))
    months = [Period(period.year, month) for month in range(1, 13)]
    return frozenset(month.month for month in months if unit.owes(month) and month <= last)
