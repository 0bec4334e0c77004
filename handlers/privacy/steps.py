"""The form of the flow: what is wrong, in words, for the office; one's own phone; one field of a candidate; a user's right name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.admission import Candidate
from domain.periods import BirthDate
from domain.privacy import RequestKind
from domain.talk import Awaits, FlowName, Values
from handlers.candidate_steps import candidate_steps
from handlers.form import Form, Got, Option, Step
from handlers.privacy import office_steps, summary
from handlers.privacy.facts import Facts
from handlers.privacy.office_steps import kind_step
from handlers.privacy.prepared import prepared_steps, standing_step
from language.answers import read_line
from language.choices import none_of_these
from language.dates import read_birth
from language.names import read_name
from language.phones import read_phone
from language.reading import Misread
from language.say import candidate as about_candidate
from language.say import introduce as say_introduce
from language.say import privacy as say
from language.say import requests as say_requests
from language.text import fold

KEYS = ("do", "about")


def _does(values: Values, *things: str) -> bool:
    return values.get("do") in things


def _is_field(values: Values, name: str) -> bool:
    return _does(values, "tofix") and values.get("field") == name


def _read_what(text: str, _values: Values, _facts: Facts) -> Got:
    line = read_line(text, 300, say.ask_what(), say.WHAT_EXAMPLE)
    return line if isinstance(line, Misread) else {"what": line}


def _read_why(text: str, _values: Values, _facts: Facts) -> Got:
    line = read_line(text, 300, say_requests.ask_why(), say_requests.WHY_EXAMPLE)
    return line if isinstance(line, Misread) else {"why": line}


def _read_phone(text: str, _values: Values, _facts: Facts) -> Got:
    phone = read_phone(text)
    return Misread(say.bad_phone(), "0912 345 678") if phone is None else {"phone": phone}


def _read_field(text: str, _values: Values, _facts: Facts) -> Got:
    wanted = fold(text)
    found = [name for name, label in say.FIELDS.items() if wanted and wanted in fold(label)]
    return {"field": found[0]} if found else none_of_these(text, say.FIELDS["job"])


def _field_options(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    options = [Option(label, name) for name, label in say.FIELDS.items()]
    return [options[at : at + 2] for at in range(0, len(options), 2)]


def _read_name(text: str, _values: Values, _facts: Facts) -> Got:
    name = read_name(text)
    return name if isinstance(name, Misread) else {"name": name}


def _read_birth(text: str, _values: Values, facts: Facts) -> Got:
    birth = read_birth(text, facts.here.today)
    return birth if isinstance(birth, Misread) else {"birth": str(birth)}


def _read_firm(text: str, _values: Values, _facts: Facts) -> Got:
    firm = read_line(text, 120, say_introduce.ask_firm(), "Konya")
    return firm if isinstance(firm, Misread) else {"firm": firm}


def _begin(_rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What the form is about stays when it is begun anew."""
    draft = facts.here.conversation.drafts.get(FlowName.PRIVACY)
    values: Values = {} if draft is None else draft.values
    return {name: values[name] for name in KEYS if name in values}, ()


def _notes(values: Values, facts: Facts) -> Sequence[str]:
    """What stands there now, under what it will be."""
    one = None if facts.about is None else facts.about.candidate
    field = str(values.get("field"))
    row = (standing(field, one) or standing_step(field, facts)) if one is not None and _does(values, "tofix") else None
    return summary.notes(values, facts) if row is None else [say.now_stands(row)]


def standing(field: str, one: Candidate) -> str | None:
    """The row of a field as it is stored; None where nothing is."""
    rows = {
        "name": say_introduce.row_name(one.name),
        "birth": say_introduce.row_birth(one.birth),
        "firm": say_introduce.row_firm(one.firm),
        "sex": None if one.sex is None else about_candidate.row_sex(one.sex),
        "job": about_candidate.row_job(one.job),
        "manager": about_candidate.row_manager(one.is_manager),
        "education": about_candidate.row_education(one.education),
        "union": None
        if one.is_union_member is None
        else about_candidate.row_union(
            "officer" if one.is_union_officer else "member" if one.is_union_member else "none"
        ),
        "youth": None if one.is_youth_union_member is None else about_candidate.row_youth(one.is_youth_union_member),
        "achievements": about_candidate.row_achievements(list(one.achievements)),
        "introducer": None if one.introduced_by is None else about_candidate.row_introducer(one.introduced_by),
    }
    return rows.get(field)


def _only(step: Step[Facts]) -> Step[Facts]:
    return replace(step, is_needed=lambda values, _facts: _is_field(values, step.name), is_optional=False)


def _asks_to_correct(values: Values) -> bool:
    return _does(values, "came") and values.get("kind") == RequestKind.CORRECT


FORM: Form[Facts] = Form(
    FlowName.PRIVACY,
    say.TITLE,
    (
        kind_step(),
        Step(
            "what",
            lambda _values, _facts: say.ask_what(),
            _read_what,
            lambda values, _facts: say.row_what(str(values["what"])),
            is_needed=lambda values, _facts: _does(values, "tosay") or _asks_to_correct(values),
        ),
        Step(
            "why",
            lambda _values, _facts: say_requests.ask_why(),
            _read_why,
            lambda values, _facts: say_requests.row_why(str(values["why"])),
            is_needed=lambda values, _facts: _does(values, "decline"),
        ),
        Step(
            "phone",
            lambda _values, _facts: say.ask_phone(),
            _read_phone,
            lambda values, _facts: say.row_phone(str(values["phone"])),
            awaits=Awaits.NUMBER,
            is_needed=lambda values, _facts: _does(values, "tophone"),
        ),
        Step(
            "field",
            lambda _values, _facts: say.ask_field(),
            _read_field,
            lambda values, _facts: say.row_field(str(values["field"])),
            _field_options,
            lambda value, _values, _facts: {"field": value} if value in say.FIELDS else {},
            Awaits.CHOICE,
            is_needed=lambda values, _facts: _does(values, "tofix"),
        ),
        Step(
            "name",
            lambda _values, _facts: say.ask_name(),
            _read_name,
            lambda values, _facts: say_introduce.row_name(str(values["name"])),
            awaits=Awaits.NAME,
            is_needed=lambda values, _facts: _does(values, "toname") or _is_field(values, "name"),
        ),
        Step(
            "birth",
            lambda _values, _facts: say.ask_birth(),
            _read_birth,
            lambda values, _facts: say_introduce.row_birth(BirthDate.parse(str(values["birth"]))),
            awaits=Awaits.NUMBER,
            is_needed=lambda values, _facts: _is_field(values, "birth"),
        ),
        Step(
            "firm",
            lambda _values, _facts: say_introduce.ask_firm(),
            _read_firm,
            lambda values, _facts: say_introduce.row_firm(str(values["firm"])),
            is_needed=lambda values, _facts: _is_field(values, "firm"),
        ),
        *prepared_steps(_is_field),
        *map(_only, candidate_steps(lambda _values, _facts: False)),
        *office_steps.steps(),
    ),
    heading=summary.heading,
    submit_label=summary.submit_label,
    check=summary.check,
    notes=_notes,
    begin=_begin,
    is_kept=False,
    is_personal=True,
)
