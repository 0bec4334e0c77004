"""Reminds one person of a report that a cell owes: three days before its day, on the day, two days after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.decision import Choice, Decision, Notice, Reply, ReplyKind
from domain.digest import Owed
from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.periods import Period
from domain.planning import Stage
from domain.ports import Here, Read
from domain.talk import FlowName, Occurrence, Press
from domain.units import Unit
from handlers.week.facts import last_days
from handlers.week.owed import report_press
from language.say import digest as say

OFFICE_AFTER = timedelta(days=3)
"""From then on the report stands in the office's list."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`owed` and `unit` None: the unit is gone, or the report is in meanwhile."""

    here: Here
    unit: Unit | None
    owed: Owed | None
    stage: Stage
    key: str


def gather(command: Occurrence, read: Read) -> Facts:
    """The key says the kind of the report only where it is not the monthly one."""
    unit_id, period_text, stage, *which = command.key.split(":")
    period, kind = Period.parse(period_text), MeetingKind(which[0]) if which else MeetingKind.REGULAR
    unit = read.here.tree.get(UnitId(int(unit_id)))
    if unit is None or not unit.owes(period, kind) or unit.id in read.reported(period, kind):
        return Facts(read.here, None, None, Stage(stage), command.key)
    owed = Owed(period, last_days(read, period, [unit], kind)[unit.id], kind)
    return Facts(read.here, unit, owed, Stage(stage), command.key)


def decide(facts: Facts, now: datetime) -> Decision:
    del now
    unit, person, owed = facts.unit, facts.here.actor.person, facts.owed
    if unit is None or person is None or owed is None:
        return Decision(())
    office_from = max(owed.due_on + OFFICE_AFTER, facts.here.today + timedelta(days=1))
    text = say.reminder(facts.stage, unit.short_name, owed, office_from)
    about = f"{unit.id}-{owed.period}"
    report = Choice(say.REPORT_NOW, report_press(unit.id, owed, "reminder"))
    asks = (
        Choice(say.POSTPONE, Press(FlowName.TASKS, "postpone", 0, about)),
        Choice(say.ASK_HELP, Press(FlowName.TASKS, "help", 0, about)),
    )
    may_ask = facts.stage is Stage.AFTER and owed.kind is MeetingKind.REGULAR
    rows = ((report,), asks) if may_ask else ((report,),)
    notice = Notice(person.id, Reply(text, rows, ReplyKind.RECEIPT), f"report-due:{facts.key}", is_bulk=True)
    return Decision((), notices=(notice,))
