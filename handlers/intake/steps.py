"""The facts and the form of the intake: which cell to pass on to, or what the entry still lacks."""

from __future__ import annotations

from dataclasses import dataclass

from domain.admission import Candidate
from domain.ids import CandidateId, OperationId, UnitId
from domain.people import Person, Role
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Command, FlowName, Press, Values
from domain.units import Unit, UnitKind
from handlers.candidate_steps import candidate_steps
from handlers.form import Form, Got, Step
from language.reading import Misread
from language.say import intake as say
from language.unit_names import one_unit


def gather(command: Command, read: Read) -> Facts:
    here, reach = read.here, read.reach(Action.RECEIVE)
    draft = here.conversation.drafts.get(FlowName.INTAKE)
    wanted = command.value if isinstance(command, Press) and command.version == 0 else ""
    wanted = wanted or ("" if draft is None else str(draft.values.get("candidate")))
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 16 else 0
    one = read.candidate(CandidateId(number))
    one = one if one is not None and one.unit_id in reach else None
    chosen = None if draft is None else draft.values.get("cell")
    return Facts(
        here,
        tuple(entry for entry in read.waiting_entries() if entry.unit_id in reach),
        one,
        here.tree.of_kind(UnitKind.CELL),
        tuple(read.aliases()),
        () if one is None else tuple(read.holders(one.introduced_unit_id, (Role.UNION,))),
        tuple(read.holders(UnitId(chosen), (Role.SECRETARY,))) if isinstance(chosen, int) else (),
        OperationId(read.next_id("operation")),
    )


PAGE = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """`one` is the candidate that the command or the draft is about; None when out of reach."""

    here: Here
    waiting: tuple[Candidate, ...]
    one: Candidate | None
    cells: tuple[Unit, ...]
    aliases: tuple[tuple[str, UnitId], ...]
    introducers: tuple[Person, ...]
    receivers: tuple[Person, ...]
    operation_id: OperationId


def unit_name(unit_id: UnitId, facts: Facts) -> str:
    unit = facts.here.tree.get(unit_id)
    return "" if unit is None else unit.short_name


def _read_cell(text: str, _values: Values, facts: Facts) -> Got:
    found = one_unit(text, facts.cells, facts.aliases)
    if isinstance(found, Misread):
        return found
    return say.same_cell() if facts.one is not None and found.id == facts.one.unit_id else {"cell": int(found.id)}


def name_of(facts: Facts) -> str:
    return "" if facts.one is None else facts.one.name


FORM: Form[Facts] = Form(
    FlowName.INTAKE,
    say.TITLE,
    (
        Step(
            "cell",
            lambda _values, facts: say.ask_cell(name_of(facts)),
            _read_cell,
            lambda values, facts: say.row_cell(unit_name(UnitId(int(str(values["cell"]))), facts)),
            is_needed=lambda values, _facts: values.get("do") == "move",
        ),
        *candidate_steps(lambda values, _facts: values.get("do") == "complete"),
    ),
    heading=lambda values, facts: (say.heading_move if values.get("do") == "move" else say.heading_complete)(
        name_of(facts)
    ),
    submit_label=lambda values, _facts: say.SUBMIT_MOVE if values.get("do") == "move" else say.SUBMIT_COMPLETE,
    is_personal=True,
)
