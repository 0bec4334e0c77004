"""For which cell the report is: a head count that was read for another one is confirmed anew."""

from __future__ import annotations

from dataclasses import replace

from domain.talk import Values
from handlers.engine import TURNED
from handlers.form import Got, Step
from handlers.meeting.facts import MeetingFacts, count_of, pack_count
from handlers.unit_step import unit_of, unit_step
from language.reading import Misread

STEP: Step[MeetingFacts] = unit_step()


def _for_this_cell(got: Got, values: Values, facts: MeetingFacts) -> Got:
    """What was said before the cell was named was read against the first one that it may be."""
    count = count_of(values)
    if isinstance(got, Misread) or TURNED in got or count is None:
        return got
    if got["unit"] == unit_of(values, facts).id:
        return {**got, "count": values["count"]}
    known = facts.head_count
    is_same = known is not None and known.due == count.due
    return {**got, "count": pack_count(known)} if known is not None and is_same else {**got, "typed_due": count.due}


def _pick(value: str, values: Values, facts: MeetingFacts) -> Got:
    pick = STEP.pick or STEP.read
    return _for_this_cell(pick(value, values, facts), values, facts)


UNIT = replace(
    STEP,
    read=lambda text, values, facts: _for_this_cell(STEP.read(text, values, facts), values, facts),
    pick=_pick,
    clears=(*STEP.clears, "count", "stands"),
)
