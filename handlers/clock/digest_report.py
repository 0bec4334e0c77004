"""The day after: the administrators hear how many got the digest of a week, and why the others did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from domain.decision import Audit, Decision, Notice, Reply, ReplyKind
from domain.people import Person, Role
from domain.planning import Tally
from domain.ports import Read
from domain.talk import Occurrence
from domain.weeks import Week
from language.say import digest as say


@dataclass(frozen=True, slots=True)
class Facts:
    week: Week
    tally: Tally
    administrators: tuple[Person, ...]


def gather(command: Occurrence, read: Read) -> Facts:
    """Whoever joined after the reported week had ended misses nothing. Who looks after a part of the tree only is not told of the whole."""
    week = Week.parse(command.key)
    since = datetime.combine(week.shift(1).first_on, time(0), tzinfo=read.here.zone)
    root = read.here.tree.root
    administrators = () if root is None else tuple(read.holders(root.id, [Role.ADMIN]))
    return Facts(week, read.digest_tally(week, since), administrators)


def decide(facts: Facts, now: datetime) -> Decision:
    """Nothing in the first week, when nobody was there to be told. For whom there was none is audited too."""
    del now
    tally = facts.tally
    if not (tally.states or tally.outcomes or tally.missing):
        return Decision(())
    reply = Reply(say.report(facts.week, tally), kind=ReplyKind.RECEIPT)
    notices = [Notice(one.id, reply, f"digest-report:{facts.week}:{one.id}") for one in facts.administrators]
    dropped = tuple(Audit("not_sent", "person", person, (f"digest {facts.week}",)) for person in tally.missing)
    return Decision((), audit=dropped, notices=tuple(notices))
