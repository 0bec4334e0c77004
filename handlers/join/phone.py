"""The person's own number, asked for once they have joined and taken whenever they send it: so that the office can call."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.records import AddConsent, SetPhone
from domain.talk import Contact, FlowName, Press
from handlers.join.facts import Facts
from language.phones import format_phone, read_phone
from language.say import join as say
from language.say import words
from language.say.words import Voice, voice_of


def question(voice: Voice) -> Reply:
    """A message of its own, which nothing waits for."""
    later = Choice(words.LATER, Press(FlowName.JOIN, "phone", 0, "later"))
    return Reply(say.ask_phone(voice), ((later,),), ReplyKind.RECEIPT, asks_contact=True)


def given(card: Contact, facts: Facts, now: datetime) -> Decision:
    """Only their own card counts; the inviter, who knows whom to call about what, is told the number once."""
    person = facts.here.actor.person
    voice, phone = voice_of(person), read_phone(card.phone)
    if person is None or not card.is_own:
        return Decision((Reply(say.only_own_phone(voice), kind=ReplyKind.VIEW),))
    if phone is None:
        return Decision((Reply(say.not_a_phone(), kind=ReplyKind.VIEW),))
    reply = Reply(say.phone_kept(voice), kind=ReplyKind.RECEIPT)
    if phone == facts.phone:
        return Decision((reply,))
    records = (SetPhone(person.id, phone), AddConsent(person.id, None, say.PHONE_WORDING, facts.here.today, now))
    entry = Audit("set", "person", person.id, ("phone",))
    return Decision((reply,), records, (entry,), _tell_inviter(phone, facts))


def _tell_inviter(phone: str, facts: Facts) -> tuple[Notice, ...]:
    person, here = facts.here.actor.person, facts.here
    if facts.inviter is None or person is None or facts.inviter == person.id:
        return ()
    text = say.phone_notice(person.name, format_phone(phone))
    reply = Reply(text, kind=ReplyKind.RECEIPT, is_personal=True, is_secret=True)
    return (Notice(facts.inviter, reply, f"phone:{here.turn_id}"),)


def put_off(facts: Facts) -> Decision:
    return Decision((Reply(say.phone_later(voice_of(facts.here.actor.person)), kind=ReplyKind.VIEW),))
