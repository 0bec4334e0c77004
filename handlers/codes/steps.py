"""The facts and the form of an invitation: unit, role, title, name."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Role
from domain.rights import ROLES_OF
from domain.talk import PAGED, Awaits, FlowName, Page, Press, Value, Values
from handlers.codes import bulk
from handlers.codes.checks import check, invitee_shown, notes, unit_of
from handlers.codes.facts import Facts
from handlers.form import Form, Got, Option, Step
from language.answers import read_line, read_yes_no
from language.choices import none_of_these
from language.names import read_name
from language.post_line import read_post_line
from language.reading import Misread
from language.say import codes as say_codes
from language.say import small as say
from language.say import words
from language.say.words import voice_of
from language.text import fold
from language.unit_names import one_unit

BULK = "bulk"


def _read_unit(text: str, _values: Values, facts: Facts) -> Got:
    if len(bulk.lines_of(text)) > 1:
        return bulk.read_list(text)
    if facts.known.exact(text) is None and (line := _line(text, facts)).keys() & {"role", "name"}:
        return line
    found = one_unit(text, facts.units, facts.aliases)
    return found if isinstance(found, Misread) else {"unit": int(found.id)}


def _line(text: str, facts: Facts) -> dict[str, Value]:
    """What one line says of the invitation: "bi thu cb konya Nguyen Van An"."""
    said = read_post_line(text, facts.known)
    found: dict[str, Value] = {} if said.unit is None else {"unit": int(said.unit.id)}
    if said.role is not None:
        found |= {"role": str(said.role), "title": said.title} if said.unit is not None else {"title": said.title}
    found |= {} if said.name is None else {"name": said.name}
    return found if said.is_party_member is None else {**found, "party": said.is_party_member}


def _begin(rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    if not rest:
        return {}, ()
    if len(bulk.lines_of(rest)) > 1:
        got = bulk.read_list(rest)
        return ({BULK: True}, (got.sentence,)) if isinstance(got, Misread) else (got, ())
    if fold(rest) in say_codes.BULK_WORDS:
        return {BULK: True}, ()
    found = _line(rest, facts)
    return found, () if found else (rest,)


def _start_options(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    joined = Press(FlowName.CODES, PAGED, 0, Page("j").pack())
    return [[Option(say_codes.BULK, BULK)], [Option(say_codes.JOINED, "joined", joined)]]


def _single(values: Values, _facts: Facts) -> bool:
    return not bulk.is_bulk(values)


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


def _heading(values: Values, facts: Facts) -> str:
    if bulk.is_bulk(values):
        return say_codes.bulk_heading(voice_of(facts.here.actor.person))
    return say.invite_heading()


def _label(values: Values, facts: Facts) -> str:
    return say_codes.make_codes(len(bulk.good(values, facts))) if bulk.is_bulk(values) else say.MAKE_CODE


FORM: Form[Facts] = Form(
    FlowName.CODES,
    say.INVITE_TITLE,
    (
        Step(
            "unit",
            lambda _v, _f: say.ask_invite_unit(),
            _read_unit,
            _row_unit,
            _start_options,
            lambda _value, _v, _f: {BULK: True},
            is_needed=_single,
            clears=("role",),
        ),
        Step(
            "role",
            lambda values, facts: say.ask_role(_unit_name(values, facts)),
            _read_role,
            lambda values, _facts: say.row_role(Role(str(values["role"]))),
            lambda values, facts: [[Option(say.ROLES[role], str(role))] for role in _roles(values, facts)],
            awaits=Awaits.CHOICE,
            is_needed=_single,
        ),
        Step(
            "title",
            lambda _v, _f: say.ask_title(),
            _read_title,
            lambda values, _facts: say.row_title(str(values["title"])),
            is_needed=_single,
        ),
        Step(
            "name",
            lambda _v, _f: say.ask_invitee(),
            _read_invitee,
            lambda values, facts: say.row_invitee(invitee_shown(values, facts)),
            pick=_read_invitee,
            awaits=Awaits.NAME,
            is_needed=_single,
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
            is_needed=lambda values, facts: _single(values, facts) and facts.same_name is not None,
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
        *bulk.STEPS,
    ),
    heading=_heading,
    submit_label=_label,
    check=check,
    notes=notes,
    correct=bulk.correct,
    begin=_begin,
)
