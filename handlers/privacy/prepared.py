"""The form's questions about how a candidate is prepared: the class and the guide, a line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.admission import AdmissionStep, Candidate, StepEvent
from domain.talk import Awaits, Values
from handlers.form import Got, Step
from handlers.privacy.facts import Facts
from language.prepared_line import read_class, read_guide
from language.reading import Misread
from language.say import candidate as about
from language.say import privacy as say

STEPS = {"class": AdmissionStep.AWARENESS_CLASS, "guide": AdmissionStep.GUIDE_ASSIGNED}
"""The answers of the form that are steps."""


def step_told(one: Candidate, field: str, values: Values) -> StepEvent:
    """A guide without a day is "đã có, chưa rõ ngày", as is a class."""
    day = date.fromisoformat(str(values["on"])) if values.get("on") else None
    if field == "guide":
        return StepEvent(one.id, STEPS[field], one.unit_id, day, guide=str(values["guide"]))
    return StepEvent(one.id, STEPS[field], one.unit_id, day, str(values["class"]) or None)


def prepared_steps(is_field: Callable[[Values, str], bool]) -> tuple[Step[Facts], ...]:
    """`is_field`: whether that one is what is to be recorded."""
    return (
        Step(
            "class",
            lambda _values, _facts: say.ask_class(),
            _read_class,
            _row("class"),
            awaits=Awaits.NUMBER,
            is_needed=lambda values, _facts: is_field(values, "class"),
        ),
        Step(
            "guide",
            lambda _values, _facts: say.ask_guide(),
            _read_guide,
            _row("guide"),
            awaits=Awaits.NAME,
            is_needed=lambda values, _facts: is_field(values, "guide"),
        ),
    )


def standing_step(field: str, facts: Facts) -> str | None:
    """The row of a step as it is recorded; None where it is not, or the field is none."""
    steps = () if facts.about is None else facts.about.steps
    return next((about.row_step(event) for event in steps if event.step is STEPS.get(field)), None)


def _read_class(text: str, _values: Values, facts: Facts) -> Got:
    found = read_class(text, facts.here.today)
    return found if isinstance(found, Misread) else {"class": found[1], "on": _iso(found[0])}


def _read_guide(text: str, _values: Values, facts: Facts) -> Got:
    found = read_guide(text, facts.here.today)
    return found if isinstance(found, Misread) else {"guide": found[0], "on": _iso(found[1])}


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _row(field: str) -> Callable[[Values, Facts], str]:
    def row(values: Values, facts: Facts) -> str:
        one = None if facts.about is None else facts.about.candidate
        return "" if one is None else about.row_step(step_told(one, field, values))

    return row
