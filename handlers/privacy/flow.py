"""Rights of the person (/dulieu): by the person, by a cadre on a candidate's behalf, by a candidate's code, and by the office."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Close, Decision, Reply, ReplyKind
from domain.privacy import RequestKind, Via
from domain.talk import Awaits, Command, FlowName, OwnCode, Press, Start, Values
from handlers.engine import Submit, converse, draft_of
from handlers.flow import Flow
from handlers.privacy import again, ask, came, fix, office, outside, page, retention, visit
from handlers.privacy.about import About
from handlers.privacy.facts import ON_REQUEST, ON_REQUESTED_FORM, ON_RETENTION, OPENERS, Facts, gather
from handlers.privacy.steps import FORM, KEYS
from handlers.subject import Subject, open_about
from language.say import join as say_join
from language.say import privacy as say
from language.say import requests as say_requests


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, OwnCode):
        return visit.use(facts, now)
    if isinstance(command, Press) and (command.version == 0 or command.step in OPENERS):
        return _press(command, facts, now)
    about = facts.about
    if about is None:
        is_sought = facts.wanted and facts.here.actor.person is not None
        return page.many(facts) if is_sought else _gone(facts, command)
    if isinstance(command, Start):
        return page.view(facts, about)
    outcome = converse(FORM, command, facts)
    return _submit(facts, about, now) if isinstance(outcome, Submit) else outcome


def _gone(facts: Facts, command: Command) -> Decision:
    """A stranger learns nothing here; whoever came by a code, that its time is over."""
    text = say.not_there()
    if facts.here.actor.person is None:
        is_over = facts.has_visited and not _is_word(command)
        text = say.visit_over() if is_over else say_join.stranger(facts.here.authority)
    return Decision((Reply(text, kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))


def _is_word(command: Command) -> bool:
    """Typed, not pressed on a page that was shown."""
    return isinstance(command, Start) or (isinstance(command, Press) and command.value == "ask")


def _press(press: Press, facts: Facts, now: datetime) -> Decision:
    step, about = press.step, facts.about
    if about is None and facts.here.actor.person is None:
        return _gone(facts, press)
    if step in ON_RETENTION:
        return retention.handle(step, facts, now)
    if step in ON_REQUEST and step not in OPENERS:
        return office.handle(step, facts, now)
    if about is None:
        return {"again": again.nobody, "came": came.whose}.get(step, lambda found: _gone(found, press))(facts)
    if step in ON_REQUESTED_FORM and (facts.request is None or facts.request.is_over):
        return _say(say_requests.request_over(facts.request))
    if not _may(step, about, facts):
        return _say(say.may_not())
    match step:
        case "file":
            return page.file(facts, about)
        case "seen":
            return page.seen(facts, about)
        case "extend" if facts.request is not None and facts.request.is_extended:
            return _say(say_requests.extended_before())
        case "again" if about.way is not Via.CADRE or not about.has_withdrawn:
            return again.confirm(facts, about)
        case "again2":
            return again.give(facts, about, facts.here.today, now)
        case "tosay" | "tophone" | "tofix" | "toname" | "decline" | "extend" | "share" | "answered" | "again" | "came":
            return _open(press, facts, about)
        case "code":
            return visit.make(facts, about, now)
        case "out" | "gone":
            return page.confirm(step, about, is_office=ask.is_office(facts))
        case "out2":
            return ask.withdraw(facts, about, now)
        case "gone2":
            return ask.ask(RequestKind.ERASE, facts, about, now)
        case _:
            return page.view(facts, about)


def _say(text: str, *, is_closing: bool = False) -> Decision:
    reply = (Reply(text, kind=ReplyKind.VIEW),)
    return Decision(reply, next=Close(FlowName.PRIVACY)) if is_closing else Decision(reply)


def _open(press: Press, facts: Facts, about: About) -> Decision:
    of_request = press.step in ON_REQUESTED_FORM
    values: Values = {"do": press.step, "about": press.value if of_request else about.mark}
    return open_about(FORM, Subject(values, KEYS, say.working_on("")), press, facts, _drafted(facts))


def _may(step: str, about: About, facts: Facts) -> bool:
    """Only a cadre corrects by themselves; a number is one's own; a user's name is the office's, by a request."""
    allowed = {
        "tofix": about.way is Via.CADRE and about.candidate is not None,
        "tophone": about.way is Via.SELF and about.mark == "me",
        "tosay": about.way is not Via.CADRE,
        "toname": about.person is not None and about.mark != "me",
        "code": about.way is Via.CADRE,
        "again2": about.way is not Via.CADRE,
        "came": about.way is Via.CADRE and ask.is_office(facts),
    }
    return step in ("file", "seen", "view") or (about.may_act and allowed.get(step, True))


def _drafted(facts: Facts) -> str | None:
    draft = draft_of(FORM, facts)
    return None if draft is None or facts.about is None else say.TITLE


def _submit(facts: Facts, about: About, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    do, request = str(values.get("do")), facts.request
    if do in ON_REQUESTED_FORM and (request is None or request.is_over):
        return _say(say_requests.request_over(request), is_closing=True)
    if not _may(do, about, facts):
        return _say(say.may_not(), is_closing=True)
    if request is not None and do in outside.SUBMITS:
        return outside.SUBMITS[do](request, values, facts, about, now)
    match do:
        case "decline" if request is not None:
            return office.decline(request, str(values["why"]), facts, about, now)
        case "again":
            return again.submit(values, facts, about, now)
        case "came":
            return came.submit(values, facts, about, now)
        case "tosay":
            return ask.ask(RequestKind.CORRECT, facts, about, now, str(values["what"]))
        case "tophone":
            return fix.phone(str(values["phone"]), about)
        case "toname":
            return fix.name(str(values["name"]), facts, about, now)
        case _:
            return fix.field(values, facts, about, now)


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.PRIVACY, None, gather, decide, awaits)
