"""One nudge, the day after a form was left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.decision import Decision, Notice, Reply, ReplyKind
from domain.ports import Here, Read
from domain.talk import Occurrence
from language.say import digest as say
from language.say.words import voice_of
from language.words_shown import TITLES, draft_choice


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    flow: str
    key: str


def gather(command: Occurrence, read: Read) -> Facts:
    return Facts(read.here, command.key.split(":")[1], command.key)


def decide(facts: Facts, now: datetime) -> Decision:
    """Nothing when the form was finished or thrown away meanwhile."""
    del now
    conversation, person = facts.here.conversation, facts.here.actor.person
    flow = next((name for name in conversation.drafts if name == facts.flow and name in TITLES), None)
    if flow is None or person is None:
        return Decision(())
    reply = Reply(
        say.draft_left(TITLES[flow], voice_of(person)), ((draft_choice(conversation, flow),),), ReplyKind.RECEIPT
    )
    return Decision((), notices=(Notice(person.id, reply, f"draft-left:{facts.key}", is_bulk=True),))
