"""The button that begins the report that is owed."""

from __future__ import annotations

from domain.digest import Owed
from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import RULES
from domain.periods import Period
from domain.talk import FlowName, Press

STEP = "owed"
"""Of the meeting flow: begins the report of that kind. Its value: unit, last month, kind."""


def report_press(unit_id: UnitId, owed: Owed, origin: str) -> Press:
    """The monthly one opens the form as it always begins; `origin` says from where."""
    if owed.kind is MeetingKind.REGULAR:
        return Press(FlowName.MEETING, "open", 0, origin)
    return Press(FlowName.MEETING, STEP, 0, f"{unit_id}:{owed.period}:{owed.kind}")


def unpacked(press: Press) -> tuple[UnitId, Period, MeetingKind] | None:
    """What the button is about; None for what no button of ours holds."""
    unit, _, rest = press.value[:64].partition(":")
    last, _, kind = rest.partition(":")
    try:
        found = UnitId(int(unit)), Period.parse(last), MeetingKind(kind)
    except ValueError:
        return None
    return found if found[2] in RULES else None
