"""Reminds one person of a cell's monthly report: three days before its day, on the day, two days after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.decision import Choice, Decision, Notice, Reply, ReplyKind
from domain.ids import UnitId
from domain.periods import Period
from domain.planning import Stage
from domain.ports import Here, Read
from domain.talk import FlowName, Occurrence, Press
from domain.units import Unit
from handlers.week.facts import last_days
from language.say import digest as say

OFFICE_AFTER = timedelta(days=3)
"""From then on the report stands in the office's list."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`unit` None: it is gone, or the report is in meanwhile. `day`: until when it is on time, None with it."""

    here: Here
    unit: Unit | None
    period: Period
    day: date | None
    stage: Stage
    key: str


def gather(command: Occurrence, read: Read) -> Facts:
    unit_id, period_text, stage = command.key.split(":")
    period, unit = Period.parse(period_text), read.here.tree.get(UnitId(int(unit_id)))
    is_owed = unit is not None and unit.owes(period) and unit.id not in read.reported(period)
    if unit is None or not is_owed:
        return Facts(read.here, None, period, None, Stage(stage), command.key)
    return Facts(read.here, unit, period, last_days(read, period, [unit])[unit.id], Stage(stage), command.key)


def decide(facts: Facts, now: datetime) -> Decision:
    del now
    unit, person = facts.unit, facts.here.actor.person
    if unit is None or person is None or facts.day is None:
        return Decision(())
    office_from = max(facts.day + OFFICE_AFTER, facts.here.today + timedelta(days=1))
    text = say.reminder(facts.stage, unit.short_name, facts.period, facts.day, office_from)
    about = f"{unit.id}-{facts.period}"
    report = Choice(say.REPORT_NOW, Press(FlowName.MEETING, "open", 0, "reminder"))
    asks = (
        Choice(say.POSTPONE, Press(FlowName.TASKS, "postpone", 0, about)),
        Choice(say.ASK_HELP, Press(FlowName.TASKS, "help", 0, about)),
    )
    rows = ((report,), asks) if facts.stage is Stage.AFTER else ((report,),)
    notice = Notice(person.id, Reply(text, rows, ReplyKind.RECEIPT), f"report-due:{facts.key}", is_bulk=True)
    return Decision((), notices=(notice,))
