"""What the steps of the meeting report show: a question that depends on what is known, and the rows of the summary."""

from __future__ import annotations

from domain.talk import Values
from handlers.meeting.facts import (
    MeetingFacts,
    absent,
    count_of,
    due,
    held_on,
    is_held,
    number,
    optional_number,
    times_of,
)
from language.say import meeting as say
from language.say.words import voice_of
from language.times import format_times


def ask_stands(_values: Values, facts: MeetingFacts) -> str:
    voice = voice_of(facts.here.actor.person)
    return say.ask_kind() if facts.stands is None else say.already_reported(facts.stands, voice)


def ask_count(values: Values, facts: MeetingFacts) -> str:
    typed = optional_number(values, "typed_due")
    if typed is not None and facts.head_count is not None:
        return say.due_differs(typed, facts.head_count)
    return say.ask_head_count(facts.head_count)


def row_date(values: Values, _facts: MeetingFacts) -> str | None:
    day = held_on(values)
    return None if day is None else say.row_date(day)


def row_times(values: Values, _facts: MeetingFacts) -> str | None:
    times = times_of(values)
    return None if times is None else say.row_times(format_times(times))


def row_count(values: Values, facts: MeetingFacts) -> str | None:
    count = count_of(values)
    return None if count is None or count == facts.head_count else say.row_count(count)


def row_present(values: Values, _facts: MeetingFacts) -> str | None:
    if "count" in values:
        return say.row_present(number(values, "present"), due(values))
    return say.row_present_typed(number(values, "present"), optional_number(values, "typed_due"))


def row_absent(values: Values, _facts: MeetingFacts) -> str | None:
    """None while the number of the missing has changed since: it is asked about again, and the old parts do not add up."""
    if values["absent"] != absent(values):
        return None
    return say.row_absent(number(values, "excused"), absent(values) - number(values, "excused"))


def row_more(values: Values, _facts: MeetingFacts) -> str | None:
    dues = values.get("dues")
    if not is_held(values):
        return None
    return say.row_more(
        optional_number(values, "resolutions"),
        optional_number(values, "proposals"),
        dues if isinstance(dues, bool) else None,
        None if values.get("place") is None else str(values["place"]),
    )


def needs_meeting(values: Values, _facts: MeetingFacts) -> bool:
    return is_held(values)
