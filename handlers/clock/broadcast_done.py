"""Nothing of a broadcast waits any more: its author hears how many got it, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.broadcasts import Broadcast, Sending
from domain.decision import Decision, Notice, Reply, ReplyKind
from domain.ports import Here, Read
from domain.records import TellBroadcast
from domain.talk import Occurrence
from language.say import broadcast as say


@dataclass(frozen=True, slots=True)
class Facts:
    """`one` None: its author may not send any more, or the key is none of ours."""

    here: Here
    ident: int
    one: Broadcast | None
    sending: Sending


def gather(command: Occurrence, read: Read) -> Facts:
    ident = int(command.key)
    return Facts(read.here, ident, read.broadcast(ident), read.sending(ident))


def decide(facts: Facts, now: datetime) -> Decision:
    """Noted as told in either case, so that it is not asked about again."""
    noted = TellBroadcast(facts.ident, now)
    if facts.one is None or facts.here.actor.person is None:
        return Decision((), (noted,))
    clock = say.sent_at(facts.one.at.astimezone(facts.here.zone))
    reply = Reply(say.result(facts.one, facts.sending, clock), kind=ReplyKind.RECEIPT)
    notice = Notice(facts.here.actor.person.id, reply, f"broadcast-result:{facts.ident}")
    return Decision((), (noted,), notices=(notice,))
