"""The cell answers what a union introduced: receive, pass on to another cell, not now; and completes the entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.admission import AdmissionStep, Candidate, Intake, StepEvent
from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Notice, Park, Reply, ReplyKind
from domain.ids import UnitId
from domain.records import AddEvent, AddOperation, ChangeCandidate, Record, SetIntake
from domain.rights import Action, may
from domain.talk import PAGED, Awaits, Command, Draft, FlowName, Press, Start, Values
from handlers.candidate_steps import AnswersAbout
from handlers.engine import Submit, converse, draft_of
from handlers.flow import Flow
from handlers.intake.facts import Facts, gather, is_on_entry, mark, unit_name
from handlers.intake.steps import FORM
from handlers.pages import PAGE, Rows, page_of, rows_of
from handlers.subject import Subject, continue_about, open_about
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row, people
from language.say import exports as say_exports
from language.say import form as say_form
from language.say import intake as say
from language.say import on_behalf as say_behalf
from language.say import people as say_people
from language.say import words
from language.text import fold, sort_key


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Start) or (isinstance(command, Press) and command.step in ("list", PAGED)):
        return _list(facts)
    if isinstance(command, Press) and command.step == EXCEL:
        audit = Audit("exported", "intake", facts.here.actor.who)
        return people(facts.printed, say_exports.WAITING, audit, facts.here, now)
    if facts.one is None or not may(facts.here.actor.posts, Action.RECEIVE, facts.here.tree, facts.one.unit_id):
        return Decision((Reply(say.gone(), kind=ReplyKind.VIEW),), next=_after_gone(command))
    if isinstance(command, Press) and is_on_entry(command):
        return _press(command, facts.one, facts, now)
    outcome = converse(FORM, command, facts)
    return _submit(facts.one, facts, now) if isinstance(outcome, Submit) else outcome


def _after_gone(command: Command) -> Next:
    """A button that names a record that is gone leaves an open draft about another one alone."""
    return Keep() if is_on_entry(command) else Close(FlowName.INTAKE)


def _list(facts: Facts) -> Decision:
    if not facts.waiting:
        return Decision((Reply(say.none_waiting(), kind=ReplyKind.VIEW),))
    rows = rows_of(FlowName.INTAKE, facts.page, facts.listed, lambda one: _choice(say.in_list(one), "entry", one), mark)
    rows = (*rows, *excel_row(FlowName.INTAKE, "0", facts.here))
    put_off = len(facts.waiting) - _open_count(facts)
    text = say.waiting(_open_count(facts), put_off, say_people.pick(is_long=len(facts.waiting) > PAGE))
    return page_of(facts.page, facts.listed, rows, text, FlowName.INTAKE)


def _open_count(facts: Facts) -> int:
    """How many have had no answer at all."""
    return sum(entry.intake is Intake.WAITING for entry in facts.waiting)


def _rest(one: Candidate, facts: Facts) -> Rows:
    """The way to the others who wait, under the answer about this one."""
    left = _open_count(facts) - (one.intake is Intake.WAITING)
    return ((Choice(say.still_waiting(left), Press(FlowName.INTAKE, "list", 0, "0")),),) if left else ()


def _choice(label: str, step: str, one: Candidate) -> Choice:
    return Choice(label, Press(FlowName.INTAKE, step, 0, str(one.id)))


def _press(press: Press, one: Candidate, facts: Facts, now: datetime) -> Decision:
    if one.intake is Intake.RECEIVED and press.step != "complete":
        return Decision((Reply(say.gone(), kind=ReplyKind.VIEW),))
    match press.step:
        case "entry":
            union = facts.here.tree.get(one.introduced_unit_id)
            rows = tuple(
                (_choice(label, name, one),)
                for label, name in ((say.RECEIVE, "receive"), (say.MOVE, "move"), (say.NOT_NOW, "notnow"))
            )
            text = say.entry(one, "" if union is None else union.short_name)
            look = Audit("looked", "candidate", one.id, unit_id=one.unit_id)
            return Decision((Reply(text, rows, ReplyKind.VIEW, is_personal=True),), audit=(look,))
        case "move" | "complete":
            subject = Subject(
                {"candidate": int(one.id), "do": press.step}, ("candidate", "do"), say_form.working_on(one.name)
            )
            return open_about(FORM, subject, press, facts, facts.drafted)
        case _:
            return _answer(Intake.RECEIVED if press.step == "receive" else Intake.NOT_NOW, one, facts, now)


def _answer(intake: Intake, one: Candidate, facts: Facts, now: datetime) -> Decision:
    is_received = intake is Intake.RECEIVED
    records = [_operation(one, facts, now), SetIntake(one.id, intake, one.unit_id, facts.operation_id)]
    if is_received:
        event = StepEvent(one.id, AdmissionStep.IDENTIFIED, one.introduced_unit_id, facts.here.today)
        records.append(AddEvent(event, facts.operation_id, facts.here.actor.who, now))
    name = unit_name(one.unit_id, facts)
    rows: Rows = ((_choice(say.COMPLETE, "complete", one),),) if is_received else ()
    other = _other_draft(one, facts)
    rows = rows if other is None else (*rows, (continue_about(other, facts.drafted or ""),))
    text = say.received(one.name, name) if is_received else say.not_now(one.name)
    reply = Reply(text, (*rows, *_rest(one, facts), (_undo(facts),)), ReplyKind.RECEIPT, is_personal=True)
    told = say.ANSWER_RECEIVED if is_received else say.ANSWER_NOT_NOW
    entry = Audit("answered", "candidate", one.id, ("intake",), unit_id=one.unit_id)
    after: Next = Close(FlowName.INTAKE) if other is None else Park(other)
    return Decision((reply,), tuple(records), (entry,), _tell(one, name, told, facts), after)


def _other_draft(one: Candidate, facts: Facts) -> Draft | None:
    """The draft about somebody else, who is still there: it is put aside, so that no answer meant for `one` gets into it."""
    draft = draft_of(FORM, facts)
    return None if draft is None or facts.drafted is None or draft.values["candidate"] == one.id else draft


def _operation(one: Candidate, facts: Facts, now: datetime) -> Record:
    subjects = (("candidate", int(one.id)),)
    return AddOperation(facts.operation_id, FlowName.INTAKE, facts.here.actor.who, one.unit_id, now, one.name, subjects)


def _undo(facts: Facts) -> Choice:
    return Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))


def _tell(one: Candidate, unit_name: str, answer: str, facts: Facts) -> tuple[Notice, ...]:
    reply = Reply(say.answered_notice(one.name, unit_name, answer), kind=ReplyKind.RECEIPT, is_personal=True)
    return tuple(Notice(who.id, reply, f"answer:{facts.operation_id}:{who.id}") for who in facts.introducers)


def _submit(one: Candidate, facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    if values.get("do") == "move":
        return _move(one, UnitId(int(str(values["cell"]))), facts, now)
    about = AnswersAbout(values)
    changed = replace(
        one,
        sex=about.sex,
        job=about.job or one.job,
        is_manager=about.is_manager,
        education=about.education,
        is_union_member=about.is_union_member,
        is_union_officer=about.is_union_officer,
        is_youth_union_member=about.is_youth_union_member,
        achievements=about.achievements,
        introduced_by=about.introduced_by or one.introduced_by,
    )
    record = ChangeCandidate(changed, fold(changed.name), sort_key(changed.name), facts.operation_id)
    entry = Audit("completed", "candidate", one.id, tuple(sorted(key for key in values)), unit_id=one.unit_id)
    reply = Reply(say.completed(one.name), ((_undo(facts),),), ReplyKind.RECEIPT, is_personal=True)
    records = (_operation(one, facts, now), record)
    return Decision((reply,), records, (entry,), _tell_author(one, facts), Close(FlowName.INTAKE))


def _tell_author(one: Candidate, facts: Facts) -> tuple[Notice, ...]:
    """Whoever introduced the candidate by the cell's word hears that the cell has completed the entry."""
    behalf, person = facts.behalf, facts.here.actor.person
    if behalf is None or person is None or behalf.entered_by == person.id:
        return ()
    text = say_behalf.completed(person.name, unit_name(one.unit_id, facts), one.id)
    key = f"completed:{facts.operation_id}:{behalf.entered_by}"
    return (Notice(behalf.entered_by, Reply(text, kind=ReplyKind.RECEIPT), key),)


def _move(one: Candidate, cell: UnitId, facts: Facts, now: datetime) -> Decision:
    here, name = unit_name(one.unit_id, facts), unit_name(cell, facts)
    records = (_operation(one, facts, now), SetIntake(one.id, Intake.WAITING, cell, facts.operation_id))
    reply = Reply(say.moved(one.name, name), ((_undo(facts),),), ReplyKind.RECEIPT, is_personal=True)
    see = (
        (_choice(say.RECEIVE, "receive", one),),
        (_choice(say.MOVE, "move", one), _choice(say.NOT_NOW, "notnow", one)),
    )
    notice = Reply(say.cell_notice(one.name, here), see, ReplyKind.RECEIPT, is_personal=True)
    told = tuple(Notice(who.id, notice, f"moved:{facts.operation_id}:{who.id}") for who in facts.receivers)
    entry = Audit("moved", "candidate", one.id, ("unit_id",), unit_id=cell)
    notices = (*_tell(one, here, say.answer_moved(name), facts), *told)
    return Decision((reply,), records, (entry,), notices, Close(FlowName.INTAKE))


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.INTAKE, Action.RECEIVE, gather, decide, awaits)
