"""A report that was sent, as the draft of its own correction (ux.md: every row can be changed)."""

from __future__ import annotations

from domain.meetings import Meeting
from domain.talk import Value, Values
from handlers.meeting.facts import pack_count, pack_times
from language.times import MeetingTimes


def values_of(meeting: Meeting) -> Values:
    """The report's answers; what stands is the report itself, so that sending replaces it."""
    values: dict[str, Value] = {
        "unit": int(meeting.unit_id),
        "kind": str(meeting.kind),
        "period": str(meeting.period),
        "stands": int(meeting.id),
        "more": True,
        "resolutions": meeting.resolutions,
        "proposals": meeting.proposals,
        "dues": meeting.are_dues_paid,
        "place": meeting.place,
        "date": None if meeting.held_on is None else meeting.held_on.isoformat(),
        "held": "yes" if meeting.is_held else "no",
    }
    if not meeting.is_held:
        return {**values, "reason": None if meeting.reason is None else str(meeting.reason)}
    absent = (meeting.absent_excused or 0) + (meeting.absent_unexcused or 0)
    if meeting.head_count is not None:
        values |= {"count": pack_count(meeting.head_count), "present": meeting.present}
    if absent:
        values |= {"absent": absent, "excused": meeting.absent_excused}
    if meeting.minutes is not None:
        values["times"] = pack_times(MeetingTimes(meeting.starts, meeting.ends, meeting.minutes))
    return {**values, "considered": meeting.considered or 0, "topic": meeting.topic}
