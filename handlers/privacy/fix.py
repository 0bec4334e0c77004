"""What is put right: one's own number, a user's name, one field of a candidate or a step that has no flow of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.admission import Candidate
from domain.decision import Choice, Close, Decision, Reply, ReplyKind
from domain.periods import BirthDate
from domain.records import AddEvent, AddOperation, AnswerRequest, ChangeCandidate, SetName, SetPhone
from domain.talk import FlowName, Press, Values
from handlers.candidate_steps import AnswersAbout
from handlers.privacy import office
from handlers.privacy.about import About
from handlers.privacy.facts import Facts
from handlers.privacy.page import looked
from handlers.privacy.prepared import STEPS, step_told
from language.say import privacy as say
from language.say import requests as say_requests
from language.say import words
from language.text import fold, sort_key


def phone(number: str, about: About) -> Decision:
    person_id = about.subject.person_id
    records = () if person_id is None else (SetPhone(person_id, number),)
    reply = Reply(say.phone_set(number), kind=ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), records, (looked("corrected", about, "phone"),), next=Close(FlowName.PRIVACY))


def name(right: str, facts: Facts, about: About, now: datetime) -> Decision:
    """The office writes a user's right name: that does the request."""
    person_id, request = about.subject.person_id, facts.request
    if person_id is None or request is None or request.is_over:
        return Decision((Reply(say_requests.request_over(request), kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    records = (SetName(person_id, right), AnswerRequest(request.id, facts.here.actor.who, now, is_over=True))
    reply = Reply(say.name_set(right), kind=ReplyKind.RECEIPT, is_personal=True)
    entry = looked("corrected", about, "name")
    return Decision((reply,), records, (entry,), office.told_done(request, facts), Close(FlowName.PRIVACY))


def field(values: Values, facts: Facts, about: About, now: datetime) -> Decision:
    one, wanted, operation_id = about.candidate, str(values["field"]), facts.operation_id
    if one is None or about.is_stopped or facts.clash:
        text = say.same_person() if facts.clash else say.not_there()
        return Decision((Reply(text, kind=ReplyKind.VIEW),), next=Close(FlowName.PRIVACY))
    record = _record(one, wanted, values, facts, now)
    called = record.candidate.name if isinstance(record, ChangeCandidate) else one.name
    subjects = (("candidate", int(one.id)),)
    operation = AddOperation(
        operation_id,
        FlowName.PRIVACY,
        facts.here.actor.who,
        one.unit_id,
        now,
        say.fix_label(wanted, one.name),
        subjects,
    )
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(operation_id)))
    reply = Reply(say.fixed(wanted, called), ((undo,),), ReplyKind.RECEIPT, is_personal=True)
    entry = looked("corrected", about, wanted)
    return Decision((reply,), (operation, record), (entry,), next=Close(FlowName.PRIVACY))


def _record(one: Candidate, wanted: str, values: Values, facts: Facts, now: datetime) -> ChangeCandidate | AddEvent:
    if wanted in STEPS:
        event = step_told(one, wanted, values)
        return AddEvent(event, facts.operation_id, facts.here.actor.who, now, is_amending=True)
    changed = _changed(one, wanted, values)
    return ChangeCandidate(changed, fold(changed.name), sort_key(changed.name), facts.operation_id)


def _changed(one: Candidate, wanted: str, values: Values) -> Candidate:
    about = AnswersAbout(values)
    match wanted:
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
