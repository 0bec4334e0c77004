"""Rights of the person (/dulieu): by the person, by a cadre on a candidate's behalf, by a candidate's code, and by the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.admission import Candidate
from domain.decision import Choice, Close, Decision, Reply, ReplyKind
from domain.periods import BirthDate
from domain.privacy import RequestKind, Via
from domain.records import AddOperation, AnswerRequest, ChangeCandidate, SetName, SetPhone
from domain.talk import Awaits, Command, FlowName, OwnCode, Press, Start, Values
from handlers.candidate_steps import AnswersAbout
from handlers.engine import Submit, converse, draft_of
from handlers.flow import Flow
from handlers.privacy import ask, office, page, retention, visit
from handlers.privacy.about import About
from handlers.privacy.facts import ON_REQUEST, ON_RETENTION, OPENERS, Facts, gather
from handlers.privacy.steps import FORM, KEYS
from handlers.subject import Subject, open_about
from language.say import join as say_join
from language.say import privacy as say
from language.say import requests as say_requests
from language.say import words
from language.text import fold, sort_key


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
        return _gone(facts, press)
    match step:
        case "file":
            return page.file(facts, about)
        case "seen":
            return page.seen(facts, about)
        case "decline" if facts.request is None or facts.request.is_over:
            return Decision((Reply(say_requests.request_over(), kind=ReplyKind.VIEW),))
        case "tosay" | "tophone" | "tofix" | "toname" | "code" | "out" | "out2" | "gone" | "gone2" if not _may(
            step, about
        ):
            return Decision((Reply(say.may_not(), kind=ReplyKind.VIEW),))
        case "tosay" | "tophone" | "tofix" | "toname" | "decline":
            values: Values = {"do": step, "about": press.value}
            first = _drafted(facts)
            return open_about(FORM, Subject(values, KEYS, say.working_on("")), press, facts, first)
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


def _may(step: str, about: About) -> bool:
    """Only a cadre corrects by themselves; a number is one's own; a user's name is the office's, by a request."""
    allowed = {
        "tofix": about.way is Via.CADRE and about.candidate is not None,
        "tophone": about.way is Via.SELF and about.mark == "me",
        "tosay": about.way is not Via.CADRE,
        "toname": about.person is not None and about.mark != "me",
        "code": about.way is Via.CADRE,
    }
    return about.may_act and allowed.get(step, True)


def _drafted(facts: Facts) -> str | None:
    draft = draft_of(FORM, facts)
    return None if draft is None or facts.about is None else say.TITLE


def _submit(facts: Facts, about: About, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    do, request = str(values.get("do")), facts.request
    if do == "decline":
        if request is None or request.is_over:
            return Decision((Reply(say_requests.request_over(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
        return office.decline(request, str(values["why"]), facts, about, now)
    if not _may(do, about):
        return Decision((Reply(say.may_not(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    match do:
        case "tosay":
            return ask.ask(RequestKind.CORRECT, facts, about, now, str(values["what"]))
        case "tophone":
            return _phone(str(values["phone"]), about)
        case "toname":
            return _name(str(values["name"]), facts, about, now)
        case _:
            return _fix(values, facts, about, now)


def _phone(phone: str, about: About) -> Decision:
    person_id = about.subject.person_id
    records = () if person_id is None else (SetPhone(person_id, phone),)
    reply = Reply(say.phone_set(phone), kind=ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), records, (page.looked("corrected", about, "phone"),), next=Close(FlowName.PRIVACY))


def _name(name: str, facts: Facts, about: About, now: datetime) -> Decision:
    """The office writes a user's right name: that does the request."""
    person_id, request = about.subject.person_id, facts.request
    if person_id is None or request is None or request.is_over:
        return Decision((Reply(say_requests.request_over(), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    records = (SetName(person_id, name), AnswerRequest(request.id, facts.here.actor.who, now, is_over=True))
    reply = Reply(say.name_set(name), kind=ReplyKind.RECEIPT, is_personal=True)
    entry = page.looked("corrected", about, "name")
    return Decision((reply,), records, (entry,), office.told_done(request, facts), Close(FlowName.PRIVACY))


def _fix(values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    one, field, operation_id = about.candidate, str(values["field"]), facts.operation_id
    if one is None or about.is_stopped or facts.clash:
        text = say.same_person() if facts.clash else say.not_there()
        return Decision((Reply(text, kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    changed = _changed(one, field, values)
    subjects = (("candidate", int(one.id)),)
    operation = AddOperation(
        operation_id, FlowName.PRIVACY, facts.here.actor.who, one.unit_id, now, say.fix_label(field, one.name), subjects
    )
    record = ChangeCandidate(changed, fold(changed.name), sort_key(changed.name), operation_id)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(operation_id)))
    reply = Reply(say.fixed(field, changed.name), ((undo,),), ReplyKind.RECEIPT, is_personal=True)
    entry = page.looked("corrected", about, field)
    return Decision((reply,), (operation, record), (entry,), next=Close(FlowName.PRIVACY))


def _changed(one: Candidate, field: str, values: Values) -> Candidate:
    about = AnswersAbout(values)
    match field:
        case "name":
            return replace(one, name=str(values["name"]))
        case "birth":
            return replace(one, birth=BirthDate.parse(str(values["birth"])))
        case "firm":
            return replace(one, firm=str(values["firm"]))
        case "sex":
            return replace(one, sex=about.sex)
        case "job":
            return replace(one, job=about.job)
        case "manager":
            return replace(one, is_manager=about.is_manager)
        case "education":
            return replace(one, education=about.education)
        case "union":
            return replace(one, is_union_member=about.is_union_member, is_union_officer=about.is_union_officer)
        case "youth":
            return replace(one, is_youth_union_member=about.is_youth_union_member)
        case "achievements":
            return replace(one, achievements=about.achievements)
        case _:
            return replace(one, introduced_by=about.introduced_by)


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.PRIVACY, None, gather, decide, awaits)
