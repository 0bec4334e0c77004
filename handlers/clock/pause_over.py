"""The pause of somebody's digest has ended: that is confirmed, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.decision import Decision, Notice, Reply, ReplyKind
from domain.people import Subscription
from domain.ports import Here, Read
from domain.records import SetDigest
from domain.talk import Occurrence
from language.say import digest as say
from language.say.words import voice_of


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    subscription: Subscription
    key: str


def gather(command: Occurrence, read: Read) -> Facts | None:
    person = read.here.actor.person
    return None if person is None else Facts(read.here, read.subscription(person.id), command.key)


def decide(facts: Facts | None, now: datetime) -> Decision:
    """Nothing when the pause was changed meanwhile."""
    del now
    if facts is None or facts.here.actor.person is None:
        return Decision(())
    person, wish = facts.here.actor.person, facts.subscription
    if wish.paused_until is None or wish.is_paused_on(facts.here.today):
        return Decision(())
    reply = Reply(say.pause_over(voice_of(person)), kind=ReplyKind.RECEIPT)
    record = SetDigest(person.id, None, wish.skips_empty)
    return Decision((), (record,), notices=(Notice(person.id, reply, f"pause-over:{facts.key}", is_bulk=True),))
