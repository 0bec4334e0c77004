"""The person's own settings: the hour of bulk messages, pausing the digest; and which posts the program knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import UnitId
from domain.people import UNCHOSEN_HOUR, Person, Subscription
from domain.ports import Here, Read
from domain.records import SetDigest, SetMessageHour
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from language.say import digest, join, privacy, small
from language.say.words import voice_of

FOREVER = date(9999, 12, 31)
WEEKS = {"1w": 1, "4w": 4}


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    subscription: Subscription


def gather(command: Command, read: Read) -> Facts:
    del command
    person = read.here.actor.person
    return Facts(read.here, Subscription() if person is None else read.subscription(person.id))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    del now
    person = facts.here.actor.person
    if person is None or not isinstance(command, Press):
        return Decision((_page(facts),))
    match command.step:
        case "hour" if command.value in join.HOURS:
            return _hour(command.value, person)
        case "pause" if command.value in digest.PAUSES:
            return _pause(command.value, facts, person)
        case "pause":
            return Decision((_pause_question(person),))
        case "resume":
            return _wish(person, None, facts.subscription.skips_empty, digest.resumed(voice_of(person)))
        case "skip":
            is_skipping = command.value == "1"
            return _wish(person, facts.subscription.paused_until, is_skipping, digest.skips(is_skipping))
        case _:
            return Decision((_page(facts),))


def _hour(value: str, person: Person) -> Decision:
    reply = Reply(small.hour_set(join.HOURS[value], voice_of(person)), kind=ReplyKind.RECEIPT)
    entry = Audit("set", "person", person.id, ("message_hour",))
    return Decision((reply,), (SetMessageHour(person.id, f"{value[:2]}:{value[2:]}"),), (entry,))


def _pause_question(person: Person) -> Reply:
    row = tuple(Choice(label, Press(FlowName.SETTINGS, "pause", 0, value)) for value, label in digest.PAUSES.items())
    return Reply(digest.pause_question(voice_of(person)), (row,), ReplyKind.VIEW)


def _pause(value: str, facts: Facts, person: Person) -> Decision:
    """Through the same weekday so many weeks on: pressed on the day of a digest, one week is one digest less.

    The day after is confirmed by a message.
    """
    last = facts.here.today + timedelta(weeks=WEEKS[value]) if value in WEEKS else None
    until = FOREVER if last is None else last + timedelta(days=1)
    return _wish(person, until, facts.subscription.skips_empty, digest.paused(last, voice_of(person)))


def _wish(person: Person, until: date | None, skips_empty: bool, text: str) -> Decision:
    entry = Audit("set", "person", person.id, ("digest",))
    return Decision((Reply(text, kind=ReplyKind.RECEIPT),), (SetDigest(person.id, until, skips_empty),), (entry,))


def _page(facts: Facts) -> Reply:
    actor = facts.here.actor
    titles = [f"{post.title}, {_unit(facts, post.unit_id)}" for post in actor.posts]
    hours = [
        Choice(label, Press(FlowName.SETTINGS, "hour", 0, value), join.HOUR_WORDS[value])
        for value, label in join.HOURS.items()
    ]
    hour = UNCHOSEN_HOUR if actor.person is None else actor.person.message_hour
    wish, is_paused = facts.subscription, facts.subscription.is_paused_on(facts.here.today)
    toggle = (
        Choice(digest.TELL_EMPTY, _press("skip", "0"))
        if wish.skips_empty
        else Choice(digest.SKIP_EMPTY, _press("skip", "1"))
    )
    pause = Choice(digest.RESUME, _press("resume", "1")) if is_paused else Choice(digest.PAUSE, _press("pause", "ask"))
    text = small.settings(
        voice_of(actor.person), titles, None if hour == UNCHOSEN_HOUR else hour, is_paused, _last_paused(wish)
    )
    accounts = Choice(small.ACCOUNTS, Press(FlowName.ACCOUNTS, "open", 0, "settings"))
    own = Choice(privacy.TITLE, Press(FlowName.PRIVACY, "open", 0, "settings"))
    rows = (tuple(hours[:2]), tuple(hours[2:]), (pause,), (toggle,), (accounts,), (own,))
    return Reply(text, rows, ReplyKind.VIEW)


def _last_paused(wish: Subscription) -> date | None:
    """The last day of a pause that ends by itself."""
    until = wish.paused_until
    return None if until is None or until == FOREVER else until - timedelta(days=1)


def _press(step: str, value: str) -> Press:
    return Press(FlowName.SETTINGS, step, 0, value)


def _unit(facts: Facts, unit_id: UnitId) -> str:
    unit = facts.here.tree.get(unit_id)
    return "" if unit is None else unit.short_name


FLOW = Flow(FlowName.SETTINGS, Action.SET_UP_SELF, gather, decide)
