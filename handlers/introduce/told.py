"""What is said once candidates are introduced: the receipt, and the notices to the cell, the office, and for whom it was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.admission import Candidate, Intake
from domain.decision import Audit, Choice, Notice, Reply, ReplyKind
from domain.ids import CandidateId, OperationId
from domain.people import Person
from domain.talk import FlowName, Press, Values
from domain.units import Unit
from handlers.form import Got
from handlers.introduce.facts import IntroduceFacts, is_union
from handlers.on_behalf import author_of, is_by_word, told_as
from handlers.unit_step import unit_of
from language.formatting import format_birth
from language.say import introduce as say
from language.say import on_behalf as say_behalf
from language.say import words


@dataclass(frozen=True, slots=True)
class Facts:
    """The form's facts, and what is needed once it is sent."""

    form: IntroduceFacts
    got: Got | None
    candidate_id: CandidateId
    operation_id: OperationId
    followed: int
    secretaries: tuple[Person, ...]
    office: tuple[Person, ...]


def receipt(added: list[Candidate], cell: Unit, values: Values, facts: Facts) -> Reply:
    waits = is_union(values, facts.form)
    sure = sum(not one.needs_matching for one in added)
    text = say.receipt([one.name for one in added], cell.short_name, facts.followed + sure, waits)
    if any(one.needs_matching for one in added):
        text += "\n" + say.needs_matching()
    if is_by_word(values, facts.form):
        unit, told = unit_of(values, facts.form).short_name, [one.name for one in facts.form.cells.told]
        text += "\n" + say_behalf.entered(unit, told_as(values), told)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    return Reply(text, ((undo,),), ReplyKind.RECEIPT, is_personal=True)


def notices(added: list[Candidate], unit: Unit, cell: Unit, facts: Facts) -> tuple[Notice, ...]:
    found: list[Notice] = []
    waiting = [one for one in added if one.intake is Intake.WAITING]
    if waiting:
        see = Choice(say.SEE_WAITING, Press(FlowName.INTAKE, "list", 0, "0"))
        text = say.cell_notice([one.name for one in waiting], unit.short_name)
        reply = Reply(text, ((see,),), ReplyKind.RECEIPT, is_personal=True)
        found += [Notice(one.id, reply, f"intake:{facts.operation_id}:{one.id}") for one in facts.secretaries]
    for one in added:
        if one.needs_matching:
            text = say.office_notice(one.name, one.birth, cell.short_name)
            reply = Reply(text, kind=ReplyKind.RECEIPT, is_personal=True)
            found += [Notice(clerk.id, reply, f"match:{one.id}:{clerk.id}") for clerk in facts.office]
    return tuple(found)


def to_the_cell(added: Sequence[Candidate], values: Values, unit: Unit, facts: Facts) -> tuple[Notice, ...]:
    """The cell's officers hear whom somebody entered by their word, and can complete it or take it back."""
    form = facts.form
    if not is_by_word(values, form):
        return ()
    lines = [f"{one.name}, {format_birth(one.birth)}, {one.firm}" for one in added]
    text = say_behalf.candidates_for_you(author_of(form), unit.short_name, told_as(values), lines)
    undo = Choice(say_behalf.TAKE_BACK, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    edit = Choice(say_behalf.EDIT_CANDIDATE, Press(FlowName.INTAKE, "complete", 0, str(added[0].id)))
    row = (edit, undo) if len(added) == 1 else (undo,)
    reply = Reply(text, (row,), ReplyKind.RECEIPT, is_personal=True)
    return tuple(Notice(one.id, reply, f"entered:{facts.operation_id}:{one.id}") for one in form.cells.told)


def entered(added: Sequence[Candidate], values: Values, facts: Facts) -> tuple[Audit, ...]:
    if not is_by_word(values, facts.form):
        return ()
    return tuple(Audit("entered_for", "candidate", one.id, ("by_word", "way"), unit_id=one.unit_id) for one in added)
