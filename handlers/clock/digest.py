"""One person's digest of one week, composed with what they may see today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.decision import Decision, Notice
from domain.digest import Part
from domain.people import Subscription
from domain.planning import Outcome
from domain.ports import Here, Read
from domain.quota import Use
from domain.records import NoteDigest
from domain.talk import Occurrence
from domain.weeks import Week
from handlers.week.compose import digest, waits
from handlers.week.facts import parts


@dataclass(frozen=True, slots=True)
class Facts:
    """`before` is what became of this person's digest of the week already; `use` how much the bot that would send it is used."""

    here: Here
    week: Week
    before: Outcome | None
    subscription: Subscription
    is_reachable: bool
    use: Use | None
    parts: tuple[Part, ...]


def gather(command: Occurrence, read: Read) -> Facts | None:
    """None when the person is gone, or the key is none of ours."""
    week, person = Week.parse(command.key.partition(":")[0]), read.here.actor.person
    if person is None:
        return None
    return Facts(
        read.here,
        week,
        read.digest_outcome(week, person.id),
        read.subscription(person.id),
        read.may_be_reached(person.id),
        read.use_for(person.id),
        parts(read, week, read.here.actor.posts),
    )


def decide(facts: Facts | None, now: datetime) -> Decision:
    """Never two: a second occurrence for the same week says nothing, whatever set it off."""
    if facts is None or facts.here.actor.person is None or facts.before is not None:
        return Decision(())
    person = facts.here.actor.person
    outcome = _outcome(facts)
    record = NoteDigest(person.id, facts.week, outcome, now)
    if outcome is not Outcome.SENT:
        return Decision((), (record,))
    is_tight = facts.use is not None and facts.use.is_tight
    is_form_open = facts.here.conversation.open_flow is not None
    reply = (
        waits(facts.week, is_form_open=is_form_open)
        if is_tight
        else digest(facts.week, facts.parts, facts.here.today, person)
    )
    notice = Notice(person.id, reply, f"digest:{facts.week}:{person.id}", is_bulk=True)
    return Decision((), (record,), notices=(notice,))


def _outcome(facts: Facts) -> Outcome:
    if not facts.parts:
        return Outcome.NOT_LIVE
    if facts.subscription.is_paused_on(facts.here.today):
        return Outcome.PAUSED
    if facts.subscription.skips_empty and all(part.is_empty for part in facts.parts):
        return Outcome.NOTHING
    if facts.use is not None and facts.use.is_last:
        return Outcome.QUOTA
    return Outcome.SENT if facts.is_reachable else Outcome.UNREACHABLE
