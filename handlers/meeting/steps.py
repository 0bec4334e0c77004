"""The steps of the meeting report: the fields of domain.md §4 that go up, their order and their rows in the summary."""

from __future__ import annotations

from domain.meetings import MeetingKind, NotHeldReason
from domain.talk import Awaits, FlowName
from handlers.form import Form, Option, Step
from handlers.meeting import answers, counts, rows
from handlers.meeting.checks import check, notes
from handlers.meeting.facts import (
    MeetingFacts,
    absent,
    due,
    is_held,
    kind_of,
    number,
    period_of,
)
from handlers.meeting.line import begin, correct
from handlers.meeting.unit import UNIT
from handlers.on_behalf import word_steps
from language.say import meeting as say

STEPS: tuple[Step[MeetingFacts], ...] = (
    UNIT,
    *word_steps(),
    Step(
        "kind",
        lambda _values, _facts: say.ask_kind(),
        answers.read_kind,
        lambda values, facts: say.row_kind(kind_of(values), period_of(values, facts), is_held(values)),
        answers.kind_options,
        answers.pick_kind,
        Awaits.CHOICE,
        clears=("stands",),
    ),
    Step(
        "stands",
        rows.ask_stands,
        answers.read_stands,
        lambda values, facts: None if facts.stands is None else say.amending(facts.stands),
        answers.stands_options,
        answers.pick_stands,
        Awaits.CHOICE,
        is_needed=lambda _values, facts: facts.stands is not None,
        clears=("stands",),
        is_check=True,
    ),
    Step(
        "date",
        lambda _values, _facts: say.ask_date(),
        answers.read_date,
        rows.row_date,
        answers.date_options,
        answers.pick_date,
        Awaits.CHOICE,
        clears=("reason",),
    ),
    Step(
        "reason",
        lambda values, facts: say.ask_reason(period_of(values, facts)),
        answers.read_reason,
        lambda values, _facts: None if is_held(values) else say.row_reason(NotHeldReason(str(values["reason"]))),
        lambda _values, _facts: [[Option(label, str(reason))] for reason, label in say.REASONS.items()],
        lambda value, _values, _facts: {"reason": value} if value in set(NotHeldReason) else say.type_reason(),
        Awaits.CHOICE,
        is_needed=lambda values, _facts: not is_held(values),
    ),
    Step(
        "times",
        lambda _values, _facts: say.ask_times(),
        answers.read_times,
        rows.row_times,
        answers.times_options,
        answers.pick_times,
        Awaits.NUMBER,
        is_needed=rows.needs_meeting,
    ),
    Step(
        "count",
        rows.ask_count,
        counts.read_count,
        rows.row_count,
        counts.count_options,
        counts.pick_count,
        Awaits.NUMBER,
        is_needed=rows.needs_meeting,
    ),
    Step(
        "present",
        lambda values, _facts: say.ask_present(due(values)),
        counts.read_present,
        rows.row_present,
        counts.present_options,
        counts.pick_present,
        Awaits.NUMBER,
        is_needed=rows.needs_meeting,
        clears=("absent", "excused"),
    ),
    Step(
        "absent",
        lambda values, _facts: say.ask_absent(absent(values)),
        counts.read_absent,
        rows.row_absent,
        counts.absent_options,
        counts.pick_absent,
        Awaits.NUMBER,
        is_needed=lambda values, _facts: (
            is_held(values) and "present" in values and "count" in values and absent(values) > 0
        ),
    ),
    Step(
        "considered",
        lambda _values, _facts: say.ask_considered(),
        answers.read_considered,
        lambda values, _facts: say.row_considered(number(values, "considered")) if is_held(values) else None,
        answers.considered_options,
        answers.pick_considered,
        Awaits.NUMBER,
        is_needed=rows.needs_meeting,
    ),
    Step(
        "topic",
        lambda _values, _facts: say.ask_topic(),
        answers.read_topic,
        lambda values, _facts: None if values["topic"] is None else say.row_topic(str(values["topic"])),
        is_optional=True,
        is_needed=lambda values, _facts: is_held(values) and kind_of(values) is MeetingKind.THEMATIC,
    ),
    Step(
        "more",
        lambda _values, _facts: say.ask_more(),
        answers.read_more,
        rows.row_more,
        awaits=Awaits.NUMBER,
        is_optional=True,
        is_needed=rows.needs_meeting,
    ),
)


FORM: Form[MeetingFacts] = Form(
    flow=FlowName.MEETING,
    title=say.TITLE,
    steps=STEPS,
    heading=lambda _values, _facts: say.heading(),
    submit_label=lambda values, facts: say.submit_label(period_of(values, facts), kind_of(values), "stands" in values),
    check=check,
    notes=notes,
    begin=begin,
    correct=correct,
)
