"""Report a meeting of the cell (/hop): one report a unit, period and kind, with its receipt, on time or late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import MeetingId, OperationId
from domain.meetings import Gap, Meeting, NotHeldReason, due_instant, due_on, moved_deadline
from domain.people import Person, Role
from domain.periods import Period
from domain.ports import Read
from domain.records import AddMeeting, AddOperation, DropDraft, Record, SetHeadCount
from domain.rights import Action
from domain.talk import Awaits, Command, FlowName, Press, Values
from domain.units import Unit
from handlers.flow import Flow
from handlers.form import Submit, after, converse
from handlers.meeting import facts as draft
from handlers.meeting.facts import MeetingFacts
from handlers.meeting.steps import FORM
from handlers.unit_step import unit_of
from language.formatting import format_clock, format_date
from language.say import meeting as say
from language.say import words


@dataclass(frozen=True, slots=True)
class Next:
    """What the report will be numbered, and what its receipt tells; read in the turn's transaction."""

    operation_id: OperationId
    meeting_id: MeetingId
    receipt: str
    months: frozenset[int]
    gaps: tuple[Gap, ...]
    others: tuple[Person, ...]
    followed: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The form's facts, and what is needed once it is sent."""

    form: MeetingFacts
    next: Next


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units = [here.tree.units[unit] for unit in sorted(read.reach(Action.REPORT_MEETING))]
    facts = MeetingFacts(here, units, read.aliases())
    unit = unit_of(after(FORM, command, facts), facts)
    facts = replace(facts, head_count=read.head_count(unit.id))
    values = after(FORM, command, facts)
    period = draft.period_of(values, facts)
    facts = replace(facts, stands=read.meeting(unit.id, period, draft.kind_of(values)))
    others = [
        one
        for one in read.holders(unit.id, (Role.SECRETARY,))
        if one.id != here.actor.who and read.draft_of(one.id, FlowName.MEETING) is not None
    ]
    following = Next(
        OperationId(read.next_id("operation")),
        MeetingId(read.next_id("meeting")),
        read.next_receipt(f"{here.today:%y%m}"),
        read.months_reported(unit.id, period.year),
        tuple(read.gaps(here.sent_at - timedelta(days=60))),
        tuple(others),
        tuple((one.id, one.name) for one in read.followed(unit.id)[:7]),
    )
    return Facts(facts, following)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    outcome = converse(FORM, command, facts.form)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _submit(facts: Facts, now: datetime) -> Decision:
    form = facts.form
    values = form.here.conversation.drafts[FlowName.MEETING].values
    unit = unit_of(values, form)
    meeting = _meeting(values, unit, facts, now)
    records: list[Record] = [_operation(meeting, now)]
    count = draft.count_of(values)
    if count is not None and meeting.held_on is not None:
        records.append(SetHeadCount(unit.id, count, meeting.held_on, meeting.operation_id))
    records.append(AddMeeting(meeting))
    records += [DropDraft(one.id, FlowName.MEETING) for one in facts.next.others]
    entry = Audit("reported", "meeting", meeting.id, ("receipt", "period", "kind"), unit_id=unit.id)
    return Decision(
        (_receipt(meeting, unit, facts, now),),
        tuple(records),
        (entry,),
        tuple(_tell(one, meeting, facts) for one in facts.next.others),
        Close(FlowName.MEETING),
    )


def _operation(meeting: Meeting, now: datetime) -> AddOperation:
    subjects = [("meeting", int(meeting.id)), ("unit_period", meeting.unit_id * 10_000 + _index(meeting.period))]
    return AddOperation(
        meeting.operation_id,
        FlowName.MEETING,
        meeting.reported_by,
        meeting.unit_id,
        now,
        meeting.receipt,
        tuple(subjects),
    )


def _index(period: Period) -> int:
    return (period.year - 1900) * 12 + period.month


def _meeting(values: Values, unit: Unit, facts: Facts, now: datetime) -> Meeting:
    form, times, is_held = facts.form, draft.times_of(values), draft.is_held(values)
    period, stands = draft.period_of(values, form), form.stands
    due_at = moved_deadline(due_instant(due_on(period, unit.report_due_day), form.here.zone), facts.next.gaps)
    sent_at = min(form.here.sent_at, now)
    first_sent_at = sent_at if stands is None else stands.first_sent_at
    excused = draft.number(values, "excused")
    dues, place, topic = values.get("dues"), values.get("place"), values.get("topic")
    return Meeting(
        id=facts.next.meeting_id,
        operation_id=facts.next.operation_id,
        receipt=facts.next.receipt,
        unit_id=unit.id,
        period=period,
        kind=draft.kind_of(values),
        is_held=is_held,
        reported_by=form.here.actor.who,
        sent_at=sent_at,
        first_sent_at=first_sent_at,
        due_at=due_at,
        is_on_time=first_sent_at < due_at,
        reason=None if is_held else NotHeldReason(str(values["reason"])),
        held_on=draft.held_on(values),
        starts=None if times is None else times.start,
        ends=None if times is None else times.end,
        minutes=None if times is None else times.minutes,
        head_count=draft.count_of(values),
        present=draft.number(values, "present") if is_held else None,
        absent_excused=excused if is_held else None,
        absent_unexcused=draft.absent(values) - excused if is_held else None,
        considered=draft.number(values, "considered") if is_held else None,
        topic=None if topic is None else str(topic),
        place=None if place is None else str(place),
        resolutions=draft.optional_number(values, "resolutions"),
        proposals=draft.optional_number(values, "proposals"),
        are_dues_paid=dues if isinstance(dues, bool) else None,
        replaces=None if stands is None else stands.id,
    )


def _receipt(meeting: Meeting, unit: Unit, facts: Facts, now: datetime) -> Reply:
    zone = facts.form.here.zone
    due = due_on(meeting.period, unit.report_due_day)
    was_moved = meeting.due_at != due_instant(due, zone)
    moved = (
        f"{format_clock(meeting.due_at.astimezone(zone))} ngày {format_date(meeting.due_at.astimezone(zone).date())}"
    )
    clock = format_clock(now.astimezone(zone))
    text = say.receipt(
        meeting.receipt, clock, meeting.is_on_time, due, meeting.replaces is not None, moved if was_moved else None
    )
    owed = _owed(unit, meeting.period, facts)
    if owed:
        done = len((facts.next.months | {meeting.period.month}) & owed)
        text += " " + say.months_done(unit.short_name, done, len(owed))
    rows = _consider_rows(meeting, facts)
    if rows:
        text += "\n" + say.which_considered(meeting.considered or 0)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(meeting.operation_id)))
    return Reply(text, (*rows, (undo,)), ReplyKind.RECEIPT)


def _owed(unit: Unit, period: Period, facts: Facts) -> frozenset[int]:
    """Months of the report's year up to the reported one and the last month that is over, from the go-live month on."""
    live = Period.of(unit.go_live_on or unit.founded_on)
    last = max(period, Period.of(facts.form.here.today).shift(-1))
    months = [Period(period.year, month) for month in range(1, 13)]
    return frozenset(month.month for month in months if live <= month <= last)


def _consider_rows(meeting: Meeting, facts: Facts) -> tuple[tuple[Choice, ...], ...]:
    if not meeting.considered or not facts.next.followed:
        return ()
    return tuple(
        (Choice(name, Press(FlowName.CONSIDER, "of", 0, f"{meeting.id}:{ident}")),)
        for ident, name in facts.next.followed
    )


def _tell(person: Person, meeting: Meeting, facts: Facts) -> Notice:
    reporter = facts.form.here.actor.person
    text = say.others_draft_closed("" if reporter is None else reporter.name, meeting.receipt)
    return Notice(person.id, Reply(text, kind=ReplyKind.VIEW), f"draft-closed:{meeting.id}:{person.id}")


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.MEETING, Action.REPORT_MEETING, gather, decide, awaits)
