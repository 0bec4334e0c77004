"""The facts and the form of an invitation: unit, role, title, name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.channel import Door
from domain.ids import CodeId, PersonId, PostId, UnitId
from domain.people import Person, Role
from domain.ports import Here, StoredCode
from domain.talk import Awaits, FlowName, Value, Values
from domain.units import Unit, UnitKind
from handlers.form import Form, Got, Option, Step
from language.answers import read_line, read_yes_no
from language.choices import none_of_these
from language.names import read_name
from language.reading import Misread
from language.say import small as say
from language.say import words
from language.unit_names import one_unit

ROLES_OF: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.COMMITTEE: (Role.OFFICE, Role.LEADER, Role.COLLABORATOR, Role.ADMIN),
    UnitKind.CELL: (Role.SECRETARY, Role.COLLABORATOR),
    UnitKind.UNION: (Role.UNION,),
    UnitKind.ENTERPRISE: (Role.COLLABORATOR,),
}


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    same_name: Person | None
    same_posts: tuple[str, ...]
    person_id: PersonId
    post_id: PostId
    code_id: CodeId
    digits: str
    digest: str
    named: StoredCode | None
    door: Door | None = None


def unit_of(values: Values, facts: Facts) -> Unit | None:
    return next((unit for unit in facts.units if unit.id == values.get("unit")), None)


def _read_unit(text: str, _values: Values, facts: Facts) -> Got:
    found = one_unit(text, facts.units, facts.aliases)
    return found if isinstance(found, Misread) else {"unit": int(found.id)}


def _roles(values: Values, facts: Facts) -> tuple[Role, ...]:
    unit = unit_of(values, facts)
    return () if unit is None else ROLES_OF[unit.kind]


def _read_role(text: str, values: Values, facts: Facts) -> Got:
    return none_of_these(text, say.ROLES[_roles(values, facts)[0]])


def _read_invitee(text: str, _values: Values, _facts: Facts) -> Got:
    name = read_name(text)
    return name if isinstance(name, Misread) else {"name": name}


def _read_title(text: str, _values: Values, _facts: Facts) -> Got:
    title = read_line(text, 60, say.ask_title(), say.TITLE_EXAMPLE)
    return title if isinstance(title, Misread) else {"title": title}


def _read_flag(name: str, text: str) -> Got:
    answer = read_yes_no(text)
    return answer if isinstance(answer, Misread) else {name: answer}


def _yes_no(yes: str, no: str) -> Sequence[Sequence[Option]]:
    return [[Option(yes, "yes"), Option(no, "no")]]


def _flag(name: str, value: str) -> dict[str, Value]:
    return {name: value == "yes"}


def _row_unit(values: Values, facts: Facts) -> str | None:
    unit = unit_of(values, facts)
    return None if unit is None else say.row_unit(unit.short_name)


def _unit_name(values: Values, facts: Facts) -> str:
    unit = unit_of(values, facts)
    return "" if unit is None else unit.short_name


FORM: Form[Facts] = Form(
    FlowName.CODES,
    say.INVITE_TITLE,
    (
        Step("unit", lambda _v, _f: say.ask_invite_unit(), _read_unit, _row_unit, clears=("role",)),
        Step(
            "role",
            lambda values, facts: say.ask_role(_unit_name(values, facts)),
            _read_role,
            lambda values, _facts: say.row_role(Role(str(values["role"]))),
            lambda values, facts: [[Option(say.ROLES[role], str(role))] for role in _roles(values, facts)],
            awaits=Awaits.CHOICE,
        ),
        Step(
            "title",
            lambda _v, _f: say.ask_title(),
            _read_title,
            lambda values, _facts: say.row_title(str(values["title"])),
        ),
        Step(
            "name",
            lambda _v, _f: say.ask_invitee(),
            _read_invitee,
            lambda values, _facts: say.row_invitee(str(values["name"])),
            pick=_read_invitee,
            awaits=Awaits.NAME,
            clears=("same", "party"),
        ),
        Step(
            "same",
            lambda _values, facts: say.ask_same_person(
                "" if facts.same_name is None else facts.same_name.name, facts.same_posts
            ),
            lambda text, _v, _f: _read_flag("same", text),
            lambda values, _facts: say.row_same(bool(values["same"])),
            lambda _v, _f: _yes_no(say.SAME_PERSON, say.OTHER_PERSON),
            lambda value, _v, _f: _flag("same", value),
            Awaits.CHOICE,
            is_needed=lambda _values, facts: facts.same_name is not None,
        ),
        Step(
            "party",
            lambda _v, _f: say.ask_party_member(),
            lambda text, _v, _f: _read_flag("party", text),
            lambda values, _facts: say.row_party(bool(values["party"])),
            lambda _v, _f: _yes_no(words.YES, words.NO),
            lambda value, _v, _f: _flag("party", value),
            Awaits.CHOICE,
            is_needed=lambda values, _facts: (
                values.get("role") in (Role.UNION, Role.COLLABORATOR) and values.get("same") is not True
            ),
        ),
    ),
    heading=lambda _values, _facts: say.invite_heading(),
    submit_label=lambda _values, _facts: say.MAKE_CODE,
)
