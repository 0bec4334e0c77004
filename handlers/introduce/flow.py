"""Introduce candidates: by the cell itself, or by a union, whose entry waits for the cell (domain.md §3, ux.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.admission import AdmissionStep, Candidate, Intake, StepEvent
from domain.decision import Ask, Audit, Close, Decision
from domain.ids import CandidateId, OperationId
from domain.legal import RuleBook
from domain.people import Role
from domain.ports import Here, Read, Twin
from domain.privacy import Via
from domain.records import AddCandidate, AddConsent, AddEvent, AddOperation, Record
from domain.rights import BY_WORD, Action
from domain.talk import Awaits, Command, FlowName, Values
from domain.units import UnitKind
from handlers.candidate_steps import AnswersAbout
from handlers.engine import Submit, after, converse, draft_of, is_at_summary, read_answer
from handlers.flow import Flow
from handlers.introduce.facts import (
    IntroduceFacts,
    Listed,
    cell_for,
    consent_on,
    has_hidden_twin,
    is_list,
    is_union,
    people_of,
    visible_twin,
)
from handlers.introduce.steps import FORM, fresh
from handlers.introduce.told import Facts, entered, notices, receipt, to_the_cell
from handlers.on_behalf import record as by_word
from handlers.on_behalf import units_for
from handlers.unit_step import unit_of
from language.say import introduce as say
from language.text import fold, sort_key


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units, cells = units_for(read, Action.INTRODUCE)
    aliases = read.aliases() if len(units) > 1 else ()
    ages = _ages(read.rules, here)
    facts = IntroduceFacts(here, units, aliases, (), ages, cells=cells)
    values = after(FORM, command, facts) if len(units) > 1 else {}
    cell = cell_for(values, facts)
    firms = here.tree.of_kind(UnitKind.ENTERPRISE, cell.id)
    facts = replace(facts, firms=firms, cells=cells.of(unit_of(values, facts), read))
    got = read_answer(FORM, command, facts)
    facts = replace(facts, twins=_twins(after(FORM, command, facts, got), read))
    is_sending = is_at_summary(FORM, here)
    return Facts(
        facts,
        got,
        CandidateId(read.next_id("candidate") if is_sending else 0),
        OperationId(read.next_id("operation") if is_sending else 0),
        len(read.followed(cell.id)) if is_sending else 0,
        tuple(read.holders(cell.id, (Role.SECRETARY,))) if is_sending else (),
        tuple(read.holders(None, (Role.OFFICE,))) if is_sending else (),
    )


def _ages(rules: RuleBook, here: Here) -> tuple[int, int]:
    return rules.at("candidate_min_age", here.today).number, rules.at("candidate_max_age", here.today).number


def _twins(values: Values, read: Read) -> tuple[tuple[Twin, ...], ...]:
    return tuple(
        () if one.birth is None else tuple(read.twins(fold(one.name), one.name, one.birth)) for one in people_of(values)
    )


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    form = facts.form
    outcome = converse(FORM, command, form, facts.got)
    return _submit(facts, now) if isinstance(outcome, Submit) else _looked(outcome, form)


def _looked(outcome: Decision, form: IntroduceFacts) -> Decision:
    """The question about somebody of the same name shows that candidate: a look, like any other."""
    if not isinstance(outcome.next, Ask) or outcome.next.draft.step != "twin":
        return outcome
    twin = visible_twin(outcome.next.draft.values, form)
    if twin is None or twin.candidate is None:
        return outcome
    look = Audit("looked", "candidate", twin.candidate.id, unit_id=twin.candidate.unit_id)
    return replace(outcome, audit=(look,))


def _submit(facts: Facts, now: datetime) -> Decision:
    form = facts.form
    draft = draft_of(FORM, form)
    values: Values = {} if draft is None else draft.values
    kept, people = fresh(values, form), people_of(values)
    added = [
        _candidate(people[at], CandidateId(facts.candidate_id + nth), at, values, facts) for nth, at in enumerate(kept)
    ]
    unit, cell, who = unit_of(values, form), cell_for(values, form), form.here.actor.who
    label = ", ".join(one.name for one in added)[:200]
    subjects = tuple(("candidate", int(one.id)) for one in added)
    records: list[Record] = [AddOperation(facts.operation_id, FlowName.INTRODUCE, who, unit.id, now, label, subjects)]
    records += by_word(values, unit, facts.operation_id, form)
    for one in added:
        records += _records(one, facts, now)
    entries = tuple(
        Audit("introduced", "candidate", one.id, ("name", "birth", "firm"), unit_id=cell.id) for one in added
    )
    entries += entered(added, values, facts)
    told = (*notices(added, unit, cell, facts), *to_the_cell(added, values, unit, facts))
    return Decision((receipt(added, cell, values, facts),), tuple(records), entries, told, Close(FlowName.INTRODUCE))


def _candidate(person: Listed, ident: CandidateId, at: int, values: Values, facts: Facts) -> Candidate:
    form, about = facts.form, AnswersAbout(values)
    consent, birth = consent_on(values), person.birth
    if consent is None or birth is None:
        raise ValueError("the form lets nobody through without a birth date and a consent")
    union = is_union(values, form)
    return Candidate(
        id=ident,
        name=person.name,
        birth=birth,
        unit_id=cell_for(values, form).id,
        introduced_unit_id=unit_of(values, form).id,
        firm=person.firm,
        intake=Intake.WAITING if union else Intake.RECEIVED,
        consent_on=consent,
        introduced_by="union" if union else about.introduced_by,
        sex=person.sex or about.sex,
        job=person.job or about.job,
        is_manager=about.is_manager,
        education=about.education,
        is_union_member=about.is_union_member,
        is_union_officer=about.is_union_officer,
        is_youth_union_member=about.is_youth_union_member,
        achievements=about.achievements,
        needs_matching=has_hidden_twin(form, at) or (not is_list(values) and values.get("twin") == "other"),
        added_on=form.here.today,
    )


def _records(one: Candidate, facts: Facts, now: datetime) -> list[Record]:
    who = facts.form.here.actor.who
    found: list[Record] = [
        AddCandidate(one, fold(one.name), sort_key(one.name), facts.operation_id, who, now),
        AddConsent(None, one.id, say.CONSENT_WORDING, one.consent_on, now, say.CONSENT_VERSION, who, Via.CADRE),
    ]
    if one.intake is Intake.RECEIVED:
        event = StepEvent(one.id, AdmissionStep.IDENTIFIED, one.introduced_unit_id, facts.form.here.today)
        found.append(AddEvent(event, facts.operation_id, who, now))
    return found


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.INTRODUCE, Action.INTRODUCE, gather, decide, awaits, BY_WORD[Action.INTRODUCE])
