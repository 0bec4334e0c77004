"""What the office says about a request: others got the data, it takes longer and why, it was answered on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from domain.decision import Choice, Close, Decision, Reply, ReplyKind
from domain.privacy import Request, RequestKind, extended, shared
from domain.records import AddOperation, AnswerRequest, ExtendRequest, ShareRequest
from domain.talk import FlowName, Press, Values
from handlers.privacy.about import About
from handlers.privacy.facts import Facts
from handlers.privacy.office import back, told
from handlers.privacy.page import looked
from language.say import outside as say
from language.say import requests as say_requests
from language.say import words


def _done(one: Request, text: str, *first: Choice) -> tuple[Reply, ...]:
    return (Reply(text, ((*first, back(one)),), ReplyKind.RECEIPT),)


def _extend(one: Request, values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    if one.is_extended:
        return Decision((Reply(say_requests.extended_before(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    why = str(values["reason"])
    clock = extended(one.clock, one.asked_on(facts.here.zone), facts.rules, facts.calendar)
    heard = told(one, facts, say_requests.extended_notice(one, clock, why), "extended")
    record = ExtendRequest(one.id, clock.due_on, clock.is_confirmed, now, why)
    reply = _done(one, say_requests.extended(one.id, clock, is_told=bool(heard)))
    return Decision(reply, (record,), (looked("extended_request", about),), heard, Close(FlowName.PRIVACY))


def _share(one: Request, values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    """Another recipient is added to those before. Taken back within ten minutes, the days are those from before."""
    if one.kind is not RequestKind.WITHDRAW:
        return Decision((Reply(say.only_withdrawals(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    whom = str(values["whom"])
    everybody = whom if one.shared_with is None else f"{one.shared_with}; {whom}"
    clock = shared(one, facts.here.zone, facts.rules, facts.calendar)
    unit_id = about.unit_id
    operation = AddOperation(
        facts.operation_id, FlowName.PRIVACY, facts.here.actor.who, unit_id, now, say.share_label(one.id)
    )
    record = ShareRequest(one.id, everybody, clock.due_on, clock.is_confirmed, facts.operation_id)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    reply = _done(one, say.shared(one.id, everybody, clock), undo)
    return Decision(reply, (operation, record), (looked("shared_request", about),), next=Close(FlowName.PRIVACY))


def _answered(one: Request, values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    on = date.fromisoformat(str(values["replied"]))
    record = AnswerRequest(one.id, facts.here.actor.who, now, on=on)
    reply = _done(one, say.answered_on(one.id, on))
    return Decision(reply, (record,), (looked("answered_request", about),), next=Close(FlowName.PRIVACY))


SUBMITS: Mapping[str, Callable[[Request, Values, Facts, About, datetime], Decision]] = {
    "extend": _extend,
    "share": _share,
    "answered": _answered,
}
"""What a filled form of the office does to the request that it is about."""
