"""Consent that is given again after a withdrawal: what was stopped goes on, an open request for the withdrawal is closed."""

from __future__ import annotations

from datetime import date, datetime

from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.privacy import Request, RequestKind, Via
from domain.records import AddConsent, AnswerRequest, Record, ResumeProcessing
from domain.rights import Action, may_enter
from domain.talk import FlowName, Press, Values
from handlers.privacy.about import About
from handlers.privacy.facts import Facts
from handlers.privacy.office import told
from handlers.privacy.page import looked, press
from language.say import introduce as say_introduce
from language.say import join as say_join
from language.say import outside as say
from language.say import privacy as say_privacy


def nobody(facts: Facts) -> Decision:
    """Nobody of that name has withdrawn, or nothing of them is left: what was erased comes back by a new introduction only."""
    may_introduce = may_enter(facts.here.actor.posts, Action.INTRODUCE, facts.here.tree)
    new = ((Choice(say.INTRODUCE_NEW, Press(FlowName.INTRODUCE, "open", 0, "privacy")),),) if may_introduce else ()
    return Decision((Reply(say.nobody_to_agree(), new, ReplyKind.VIEW),))


def confirm(facts: Facts, about: About) -> Decision:
    """The wording, before the person themselves agree; or that there is nothing to agree to again."""
    if not about.has_withdrawn:
        back = Choice(say_privacy.TITLE, press("view", about.mark))
        return Decision((Reply(say.never_withdrew(), ((back,),), ReplyKind.VIEW),))
    yes = Choice(say.YES_AGAIN, press("again2", about.mark), say_privacy.YES_WORDS)
    no = Choice(say_privacy.NO, press("view", about.mark), say_privacy.NO_WORDS)
    text = say.confirm_again(_wording(about)[0])
    return Decision((Reply(text, ((yes,), (no,)), ReplyKind.VIEW, is_personal=True),))


def submit(values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    return give(facts, about, date.fromisoformat(str(values["day"])), now)


def give(facts: Facts, about: About, on: date, now: datetime) -> Decision:
    """A new row; the rows before it stay. What was erased in between stays erased."""
    if not about.has_withdrawn:
        return Decision((Reply(say.never_withdrew(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    subject, who = about.subject, None if about.way is Via.CODE else facts.here.actor.who
    wording, version = _wording(about)
    records: list[Record] = [
        AddConsent(subject.person_id, subject.candidate_id, wording, on, now, version, who, about.way)
    ]
    if subject.candidate_id is not None:
        records.append(ResumeProcessing(subject.candidate_id, on))
    closed = next((one for one in about.open if one.kind is RequestKind.WITHDRAW), None)
    entries: tuple[Audit, ...] = (looked("agreed_again", about, "consent"),)
    notices: tuple[Notice, ...] = ()
    if closed is not None:
        records.append(AnswerRequest(closed.id, who, now, is_over=True, is_declined=True, why=say.agreed_on(on)))
        entries += (looked("closed_request", about, "consent"),)
        notices = _notices(closed, on, facts)
    left = next((one.id for one in about.open if one.kind is RequestKind.ERASE), None)
    text = say.agreed_again(about.name if about.way is Via.CADRE else None, subject.kind, on, closed, left)
    see = Choice(say_privacy.OF_CARD, press("view", str(subject.id) if about.way is Via.CADRE else about.mark))
    reply = Reply(text, ((see,),), ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), tuple(records), entries, notices, Close(FlowName.PRIVACY))


def _wording(about: About) -> tuple[str, str]:
    if about.candidate is None:
        return say_join.CONSENT_WORDING, say_join.CONSENT_VERSION
    return say_introduce.CONSENT_WORDING, say_introduce.CONSENT_VERSION


def _notices(closed: Request, on: date, facts: Facts) -> tuple[Notice, ...]:
    """The office, and whoever had passed the withdrawal on; nobody hears what they have just done themselves."""
    actor = facts.here.actor.person
    reply = Reply(say.closed_notice(closed, on), kind=ReplyKind.RECEIPT)
    office = [Notice(one.id, reply, f"privacy-again:{closed.id}:{one.id}") for one in facts.office]
    others = {one.person_id for one in office}
    asker = [one for one in told(closed, facts, reply.text, "again") if one.person_id not in others]
    me = 0 if actor is None else int(actor.id)
    is_asker_here = closed.asked_by is None and actor is None
    return tuple(one for one in (*office, *(() if is_asker_here else asker)) if int(one.person_id) != me)
