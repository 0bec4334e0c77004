"""The office handles a request: answer, extend once, do, decline. Whoever asked is told of each."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import PersonId
from domain.privacy import Look, Request, RequestKind, SubjectKind
from domain.records import AnswerRequest, EndPost, EraseSubject, Record, UnlinkAccount
from domain.talk import FlowName
from handlers.privacy.about import About
from handlers.privacy.facts import Facts
from handlers.privacy.page import looked, press, unit_name
from language.formatting import format_date
from language.say import outside as say_outside
from language.say import privacy as say
from language.say import requests as say_requests
from language.text import fold

NOBODY = PersonId(0)
"""Whoever asked by a code is no user: their account is told."""


def handle(step: str, facts: Facts, now: datetime) -> Decision:
    one, about = facts.request, facts.about
    if one is None or one.is_over or about is None:
        return Decision((Reply(say_requests.request_over(one), kind=ReplyKind.VIEW),))
    match step:
        case "answer":
            return _answer(one, facts, about, now)
        case "do":
            return _ask_to_do(one, facts, about, now)
        case "do2":
            return _do(one, facts, about, now)
        case _:
            return _page(one, facts, about)


def _page(one: Request, facts: Facts, about: About) -> Decision:
    rows: list[tuple[Choice, ...]] = [
        (Choice(say_requests.DO, press("do", str(one.id))), Choice(say_requests.DECLINE, press("decline", str(one.id))))
    ]
    is_answered = one.is_answered if one.came is None else one.answered_on is not None
    first = () if is_answered else (_answering(one),)
    also = () if one.is_extended else (Choice(say_requests.EXTEND, press("extend", str(one.id))),)
    rows += [(*first, *also)] if first or also else []
    if one.kind is RequestKind.CORRECT:
        rows.append((_fix(one, about),))
    if one.kind is RequestKind.WITHDRAW:
        agree = () if about.candidate is None else (Choice(say_outside.AGAIN, press("again", about.mark)),)
        rows.append((Choice(say_outside.SHARE, press("share", str(one.id))), *agree))
    asker = "" if facts.asker is None else facts.asker.name
    text = say_requests.request_page(one, about.name, unit_name(facts, about), asker)
    if facts.taken_out and one.shared_with is None:
        text += "\n" + say_outside.taken_out([_taken(look, facts) for look in facts.taken_out])
    reply = Reply(text, tuple(rows), ReplyKind.VIEW, is_personal=True)
    return Decision((reply,), audit=(looked("looked", about),))


def _answering(one: Request) -> Choice:
    """What came on paper is answered on paper: the office says when."""
    if one.came is None:
        return Choice(say_requests.ANSWER, press("answer", str(one.id)))
    return Choice(say_outside.ANSWERED, press("answered", str(one.id)))


def _taken(look: Look, facts: Facts) -> str:
    who = say_outside.OPERATOR if look.is_operator else look.name
    return f"{format_date(look.at.astimezone(facts.here.zone).date())} ({who})"


def _fix(one: Request, about: About) -> Choice:
    return Choice(say.FIX, press("tofix", about.mark) if about.candidate is not None else press("toname", str(one.id)))


def _sure(text: str, label: str, step: str, one: Request, *more: str) -> Decision:
    yes, no = Choice(label, press(step, str(one.id)), (*say.YES_WORDS, *more)), back(one)
    return Decision((Reply(text, ((yes,), (no,)), ReplyKind.VIEW, is_personal=True),))


def back(one: Request) -> Choice:
    return Choice(say_requests.BACK_TO_REQUEST, press("req", str(one.id)), say.NO_WORDS)


def told(one: Request, facts: Facts, text: str, key: str) -> tuple[Notice, ...]:
    """To whoever asked, where they asked if they are no user; to one's own former chat when it has just been forgotten.

    To nobody when a candidate's paper came to the office: they have no chat; nor to whoever asked and handles it now.
    """
    reply = Reply(text, kind=ReplyKind.RECEIPT)
    if one.came is not None and one.subject.kind is SubjectKind.CANDIDATE:
        return ()
    if one.asked_by is None:
        return (Notice(NOBODY, reply, f"privacy-{key}:{one.id}", account_id=one.asked_from),)
    is_leaving = key in ("done", "erased") and one.subject.person_id == one.asked_by
    if is_leaving and facts.about is not None and one.kind is not RequestKind.CORRECT:
        chat = next((account for account in facts.about.accounts if not account.is_gone), None)
        name = f"erased:{one.id}" if one.kind is RequestKind.ERASE else f"privacy-{key}:{one.id}"
        return () if chat is None else (Notice(one.asked_by, reply, name, address=chat.address),)
    actor = facts.here.actor.person
    if actor is not None and actor.id == one.asked_by:
        return ()
    return (Notice(one.asked_by, reply, f"privacy-{key}:{one.id}"),)


def told_done(one: Request, facts: Facts) -> tuple[Notice, ...]:
    return told(one, facts, say_requests.done_notice(one), "done")


def _receipt(text: str) -> tuple[Reply, ...]:
    return (Reply(text, kind=ReplyKind.RECEIPT),)


def _answer(one: Request, facts: Facts, about: About, now: datetime) -> Decision:
    record = AnswerRequest(one.id, facts.here.actor.who, now)
    heard = told(one, facts, say_requests.answer_notice(one), "answered")
    return Decision(_receipt(say_requests.answered(one.id)), (record,), (looked("answered_request", about),), heard)


def decline(one: Request, why: str, facts: Facts, about: About, now: datetime) -> Decision:
    """`why` is what whoever asked is told."""
    record = AnswerRequest(one.id, facts.here.actor.who, now, is_over=True, is_declined=True, why=why)
    heard = told(one, facts, say_requests.declined_notice(one, why), "declined")
    entry, closed = looked("declined_request", about), Close(FlowName.PRIVACY)
    return Decision(_receipt(say_requests.declined(one.id, is_told=bool(heard))), (record,), (entry,), heard, closed)


def _ask_to_do(one: Request, facts: Facts, about: About, now: datetime) -> Decision:
    """What cannot be taken back is shown before: what goes and what stays. Nothing is corrected by saying that it is done."""
    if one.kind is RequestKind.CORRECT:
        done = Choice(say_requests.DONE, press("do2", str(one.id)), say_requests.DONE_WORDS)
        rows = ((_fix(one, about),), (done,), (back(one),))
        return Decision((Reply(say_requests.correct_first(one), rows, ReplyKind.VIEW, is_personal=True),))
    if one.kind is RequestKind.ERASE:
        return _sure(say_requests.preview(about.name, about.subject.kind), say_requests.ERASE_NOW, "do2", one)
    if one.kind is RequestKind.WITHDRAW and about.subject.kind is SubjectKind.PERSON:
        return _sure(say_requests.preview_stop(about.name, one.shared_with), say_requests.DO, "do2", one)
    if one.shared_with is not None:
        text = say_outside.informed_first(one.shared_with)
        return _sure(text, say_outside.INFORMED, "do2", one, *say_outside.INFORMED_WORDS)
    return _do(one, facts, about, now)


def _do(one: Request, facts: Facts, about: About, now: datetime) -> Decision:
    is_leaving = one.kind is not RequestKind.CORRECT and about.subject.kind is SubjectKind.PERSON
    if is_leaving and facts.is_last_admin:
        return Decision((Reply(say_requests.last_administrator(), kind=ReplyKind.VIEW),))
    if one.kind is RequestKind.ERASE and holds_draft(facts, about.name):
        return Decision((Reply(say_requests.own_draft(), kind=ReplyKind.VIEW),))
    over = AnswerRequest(one.id, facts.here.actor.who, now, is_over=True)
    is_erasing = one.kind is RequestKind.ERASE
    others = tuple(
        AnswerRequest(other.id, facts.here.actor.who, now, is_over=True)
        for other in about.open
        if is_erasing and other.id != one.id
    )
    heard = told(one, facts, say_requests.done_notice(one), "erased" if is_erasing else "done")
    text = say_requests.erased() if is_erasing else say_requests.done(one.id, is_told=bool(heard))
    entry = looked(f"did_{one.kind}", about)
    return Decision(_receipt(text), (over, *others, *_effects(one, facts, about, now)), (entry,), heard)


def _effects(one: Request, facts: Facts, about: About, now: datetime) -> tuple[Record, ...]:
    if one.kind is RequestKind.ERASE:
        return (EraseSubject(about.subject, now, "request"),)
    if one.kind is RequestKind.WITHDRAW and about.subject.kind is SubjectKind.PERSON:
        ended = tuple(EndPost(post.id, facts.here.today) for post in about.posts)
        return (*ended, *(UnlinkAccount(account.id, now) for account in about.accounts))
    return ()


def holds_draft(facts: Facts, *names: str) -> bool:
    """Whether a form that the actor left open names one of them: it would be written again by this very turn."""
    drafts = " ".join(fold(str(dict(draft.values))) for draft in facts.here.conversation.drafts.values())
    return any(name and fold(name) in drafts for name in names)
