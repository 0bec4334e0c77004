"""The records of a report that was confirmed."""

from __future__ import annotations

from datetime import datetime

from domain.meetings import Meeting, NotHeldReason, due_instant, moved_deadline
from domain.periods import Period
from domain.records import AddOperation
from domain.talk import FlowName, Values
from domain.units import Unit
from handlers.meeting import facts as draft
from handlers.meeting.receipt import Facts


def operation_of(meeting: Meeting, now: datetime) -> AddOperation:
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


def meeting_of(values: Values, unit: Unit, facts: Facts, now: datetime) -> Meeting:
    form, is_held = facts.form, draft.is_held(values)
    times = draft.times_of(values) if is_held else None
    period, stands = draft.period_of(values, form), form.stands
    due_on = draft.due_day(unit, draft.kind_of(values), period)
    due_at = moved_deadline(due_instant(due_on, form.here.zone), facts.next.gaps)
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
        is_on_time=first_sent_at < due_at and not (stands is not None and stands.is_import),
        reason=None if is_held else NotHeldReason(str(values["reason"])),
        held_on=draft.held_on(values) if is_held else None,
        starts=None if times is None else times.start,
        ends=None if times is None else times.end,
        minutes=None if times is None else times.minutes,
        head_count=draft.count_of(values) if is_held else None,
        present=draft.number(values, "present") if is_held else None,
        absent_excused=excused if is_held else None,
        absent_unexcused=draft.absent(values) - excused if is_held else None,
        considered=draft.number(values, "considered") if is_held else None,
        topic=str(topic) if is_held and topic is not None else None,
        place=str(place) if is_held and place is not None else None,
        resolutions=draft.optional_number(values, "resolutions"),
        proposals=draft.optional_number(values, "proposals"),
        are_dues_paid=dues if isinstance(dues, bool) else None,
        replaces=None if stands is None else stands.id,
        is_import=stands is not None and stands.is_import,
    )
