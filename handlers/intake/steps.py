"""The form of the intake: which cell to pass on to, or what the entry still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.ids import UnitId
from domain.talk import FlowName, Values
from handlers.candidate_steps import candidate_steps
from handlers.form import Form, Got, Step
from handlers.intake.facts import Facts, unit_name
from language.reading import Misread
from language.say import intake as say
from language.unit_names import one_unit


def _read_cell(text: str, _values: Values, facts: Facts) -> Got:
    found = one_unit(text, facts.cells, facts.aliases)
    if isinstance(found, Misread):
        return found
    return say.same_cell() if facts.one is not None and found.id == facts.one.unit_id else {"cell": int(found.id)}


def name_of(facts: Facts) -> str:
    return "" if facts.one is None else facts.one.name


def _is_completing(values: Values, _facts: Facts) -> bool:
    return values.get("do") == "complete"


def _lacks_job(values: Values, facts: Facts) -> bool:
    """The union may have told the job already."""
    return _is_completing(values, facts) and (facts.one is None or facts.one.job is None)


def _begin(_rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What the form is about stays when it is begun anew."""
    draft = facts.here.conversation.drafts.get(FlowName.INTAKE)
    values: Values = {} if draft is None else draft.values
    return {name: values[name] for name in ("candidate", "do") if name in values}, ()


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
        *(
            replace(step, is_needed=_lacks_job) if step.name == "job" else step
            for step in candidate_steps(_is_completing)
        ),
    ),
    heading=lambda values, facts: (say.heading_move if values.get("do") == "move" else say.heading_complete)(
        name_of(facts)
    ),
    submit_label=lambda values, _facts: say.SUBMIT_MOVE if values.get("do") == "move" else say.SUBMIT_COMPLETE,
    begin=_begin,
    is_personal=True,
)
