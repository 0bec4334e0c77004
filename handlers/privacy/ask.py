"""What a person asks about their own data becomes a request with its legal days, and a task of the office."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.privacy import Request, RequestKind, Via, clock
from domain.records import AddConsent, AddRequest, Record, StopProcessing
from domain.talk import FlowName
from handlers.privacy.about import About
from handlers.privacy.facts import Facts
from handlers.privacy.page import confirm, looked, press
from language.say import outside as say_outside
from language.say import privacy as say
from language.say import requests as say_requests


def request_of(kind: RequestKind, facts: Facts, about: About, now: datetime, detail: str | None = None) -> Request:
    """What came on paper from a user is theirs, and they hear of it; a candidate's is the office's."""
    person, came = facts.here.actor.person, facts.came
    asked_by = None if person is None or about.way is Via.CODE else person.id
    is_users = came is not None and about.subject.person_id is not None
    return Request(
        facts.request_id,
        kind,
        about.subject,
        about.unit_id,
        Via.SELF if is_users else about.way,
        about.subject.person_id if is_users else asked_by,
        None if is_users else facts.here.actor.account_id,
        now,
        clock(kind, facts.here.today if came is None else came.on, facts.rules, facts.calendar),
        detail,
        came=came,
    )


def ask(kind: RequestKind, facts: Facts, about: About, now: datetime, detail: str | None = None) -> Decision:
    """Asking again while it is open says that it is under way."""
    before = next((one for one in about.open if one.kind is kind), None)
    if before is not None:
        return Decision((Reply(say.asked_before(before), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    one = request_of(kind, facts, about, now, detail)
    see = ((Choice(say_requests.SEE_REQUEST, press("req", str(one.id))),),) if is_office(facts) else ()
    text = say.asked(one, is_office=bool(see)) if one.came is None else say_outside.entered(one)
    reply = Reply(text, see, ReplyKind.RECEIPT)
    entry = looked(_entry(f"asked_{kind}", facts), about, "request")
    return Decision(
        (reply,), (AddRequest(one),), (entry,), tell_office(one, facts, is_own=bool(see)), Close(FlowName.PRIVACY)
    )


def is_office(facts: Facts) -> bool:
    """Whether the actor is among those who will handle it."""
    person = facts.here.actor.person
    return person is not None and any(one.id == person.id for one in facts.office)


def withdraw(facts: Facts, about: About, now: datetime) -> Decision:
    """Takes effect at once for a candidate: nobody but the office sees them; the office does the rest within its days."""
    if (about.consents and about.consents[-1].is_withdrawal) or any(
        one.kind is RequestKind.WITHDRAW for one in about.open
    ):
        return confirm("out", about)
    here, one = facts.here, request_of(RequestKind.WITHDRAW, facts, about, now)
    subject, noted_by = about.subject, None if about.way is Via.CODE else here.actor.who
    records: list[Record] = [
        AddConsent(
            subject.person_id,
            subject.candidate_id,
            say.WITHDRAWN_WORDING,
            here.today if facts.came is None else facts.came.on,
            now,
            noted_by=noted_by,
            how=about.way,
            is_withdrawal=True,
        ),
        AddRequest(one),
    ]
    if subject.candidate_id is not None:
        records.append(StopProcessing(subject.candidate_id))
    entry = looked("withdrew_consent", about, "consent")
    if facts.came is None:
        reply = Reply(say.withdrawn(one), kind=ReplyKind.RECEIPT)
        return Decision((reply,), tuple(records), (entry,), tell_office(one, facts))
    see = Choice(say_requests.SEE_REQUEST, press("req", str(one.id)))
    reply = Reply(say_outside.entered(one), ((see,),), ReplyKind.RECEIPT)
    entries = (entry, looked(_entry("", facts), about, "request"))
    return Decision((reply,), tuple(records), entries, tell_office(one, facts, is_own=True), Close(FlowName.PRIVACY))


def _entry(action: str, facts: Facts) -> str:
    return action if facts.came is None else "entered_request"


def tell_office(one: Request, facts: Facts, *, is_own: bool = False) -> tuple[Notice, ...]:
    """No name: the request itself says whom it is about. `is_own`: the actor has its button already.

    A user hears of what was entered for them: it may not be theirs.
    """
    see = Choice(say_requests.SEE_REQUEST, press("req", str(one.id)))
    reply = Reply(say.office_notice(one), ((see,),), ReplyKind.RECEIPT)
    theirs = one.subject.person_id if one.came is not None else None
    entered = Reply(say_outside.entered_notice(one), kind=ReplyKind.RECEIPT)
    to_them = () if theirs is None else (Notice(theirs, entered, f"privacy-entered:{one.id}"),)
    return to_them + tuple(
        Notice(who.id, reply, f"privacy:{one.id}:{who.id}")
        for who in facts.office
        if not (is_own and who.id == facts.here.actor.who)
    )
