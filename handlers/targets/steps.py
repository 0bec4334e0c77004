"""The form of a target: indicator, unit, period, value, issuer, document; or how much each unit below gets of it."""

from __future__ import annotations

from domain.talk import Awaits, FlowName
from domain.targets import Indicator
from handlers.form import Form, Option, Step
from handlers.targets.answers import (
    ask_issuer,
    begin,
    document_row,
    heading,
    issuers,
    notes,
    pick_issuer,
    read_indicator,
    read_inferred,
    read_issuer,
    read_paper,
    read_period,
    read_unit,
    read_value,
    row_period,
    sets,
    shown,
    unit_name,
    years,
)
from handlers.targets.facts import Facts
from handlers.targets.split import ask_amounts, read_amounts, row_amounts, splits
from language.say import target_admin as say
from language.say.progress import NAMES

STEPS: tuple[Step[Facts], ...] = (
    Step(
        "indicator",
        lambda _v, _f: say.ask_indicator(),
        read_indicator,
        lambda values, _f: say.row_indicator(Indicator(str(values["indicator"]))),
        lambda _v, _f: [[Option(label, str(one))] for one, label in NAMES.items()],
        awaits=Awaits.CHOICE,
        is_needed=sets,
    ),
    Step(
        "unit",
        lambda _v, _f: say.ask_unit(),
        read_unit,
        lambda values, facts: say.row_unit(unit_name(values, facts)),
        awaits=Awaits.CHOICE,
        is_needed=sets,
    ),
    Step(
        "period",
        lambda _v, _f: say.ask_period(),
        read_period,
        row_period,
        years,
        read_period,
        Awaits.NUMBER,
        is_needed=sets,
    ),
    Step(
        "value",
        lambda _v, _f: say.ask_value(),
        read_value,
        lambda values, _f: say.row_value(shown(values)),
        awaits=Awaits.NUMBER,
        is_needed=sets,
    ),
    Step(
        "issuer",
        ask_issuer,
        read_issuer,
        lambda values, _f: say.row_issuer(str(values["issuer"])),
        issuers,
        pick_issuer,
        is_needed=sets,
    ),
    Step(
        "document",
        lambda _v, _f: say.ask_document(),
        read_paper,
        lambda values, _f: say.row_document(document_row(values)),
        is_needed=sets,
    ),
    Step(
        "inferred",
        lambda _v, _f: say.ask_inferred(),
        read_inferred,
        lambda values, _f: say.row_inferred(values["inferred"] is True),
        lambda _v, _f: [[Option(say.STATED, "no"), Option(say.WORKED_BACK, "yes")]],
        lambda value, _v, _f: {"inferred": value == "yes"},
        Awaits.CHOICE,
        is_needed=sets,
    ),
    Step("amounts", ask_amounts, read_amounts, row_amounts, is_needed=splits),
)
FORM: Form[Facts] = Form(
    FlowName.TARGETS,
    say.TITLE,
    STEPS,
    heading=heading,
    submit_label=lambda values, facts: say.SUBMIT_SPLIT if splits(values, facts) else say.SUBMIT,
    notes=notes,
    begin=begin,
)
