"""The person's own settings: the hour of bulk messages; and which posts the program knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import UnitId
from domain.ports import Here, Read
from domain.records import SetMessageHour
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from language.say import join, small
from language.say.words import voice_of


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here


def gather(command: Command, read: Read) -> Facts:
    del command
    return Facts(read.here)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    del now
    actor = facts.here.actor
    if (
        isinstance(command, Press)
        and command.step == "hour"
        and command.value in join.HOURS
        and actor.person is not None
    ):
        hour = f"{command.value[:2]}:{command.value[2:]}"
        reply = Reply(small.hour_set(join.HOURS[command.value], voice_of(actor.person)), kind=ReplyKind.RECEIPT)
        entry = Audit("set", "person", actor.person.id, ("message_hour",))
        return Decision((reply,), (SetMessageHour(actor.person.id, hour),), (entry,))
    return Decision((_page(facts),))


def _page(facts: Facts) -> Reply:
    actor = facts.here.actor
    titles = [f"{post.title}, {_unit(facts, post.unit_id)}" for post in actor.posts]
    hours = [
        Choice(label, Press(FlowName.SETTINGS, "hour", 0, value), join.HOUR_WORDS[value])
        for value, label in join.HOURS.items()
    ]
    hour = "07:30" if actor.person is None else actor.person.message_hour
    rows = (tuple(hours[:2]), tuple(hours[2:]))
    return Reply(small.settings(voice_of(actor.person), titles, hour), rows, ReplyKind.VIEW)


def _unit(facts: Facts, unit_id: UnitId) -> str:
    unit = facts.here.tree.get(unit_id)
    return "" if unit is None else unit.short_name


FLOW = Flow(FlowName.SETTINGS, Action.SET_UP_SELF, gather, decide)
