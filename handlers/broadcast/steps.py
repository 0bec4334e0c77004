"""The questions of a broadcast: to whom, where, what; and its preview."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.broadcasts import MOST_CHARACTERS, Where, leaves_at
from domain.people import Role
from domain.talk import Awaits, FlowName, Values
from domain.units import UnitKind
from handlers.broadcast.facts import Facts, packed, roles_of, units_of
from handlers.form import Form, Got, Option, Problem, Step
from language.audience import read_audience
from language.reading import Misread
from language.say import broadcast as say
from language.say.words import voice_of
from language.text import clean, utf16_length

LEAST_CHARACTERS = 6
MOST_SHOWN = 8
HEAD = re.compile(r"([^:\n]{2,120})[:\n]\s*(\S[\s\S]*)")
"""To whom, then the text, in one message."""


def _read_roles(text: str, _values: Values, facts: Facts) -> Got:
    said = read_audience(text, facts.units, facts.aliases)
    if isinstance(said, Misread):
        return said
    got = packed(said, facts)
    return got if "roles" in got else {**got, "roles": []}


def _pick_roles(value: str, _values: Values, _facts: Facts) -> Got:
    return {"roles": [] if value == "all" else [value]}


def _role_options(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    roles = [Option(label, str(role)) for role, label in say.ROLES.items() if role is not Role.ADMIN]
    return [[Option(say.EVERYBODY, "all")], [roles[0]], roles[1:3], roles[3:]]


def _read_units(text: str, _values: Values, facts: Facts) -> Got:
    said = read_audience(text, facts.units, facts.aliases)
    if isinstance(said, Misread):
        return said
    got = packed(said, facts)
    return {"units": got["units"]} if "units" in got else say.type_units()


def _unit_options(_values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    """The tops and the committees right below them; every other unit is typed."""
    tops = [[Option(say.whole(unit.short_name), str(unit.id))] for unit in facts.tops]
    below = [
        Option(unit.short_name, str(unit.id))
        for top in facts.tops
        for unit in facts.here.tree.children_of(top.id)
        if unit.kind is UnitKind.COMMITTEE
    ]
    return [*tops, *([one] for one in below[: MOST_SHOWN - len(tops)])]


def _read_text(text: str, _values: Values, _facts: Facts) -> Got:
    said = clean(text)
    if utf16_length(said) > MOST_CHARACTERS:
        return say.too_long(utf16_length(said), MOST_CHARACTERS)
    return {"text": said} if len(said) >= LEAST_CHARACTERS else say.too_short()


def begin(rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """ "bí thư các chi bộ: 14h thứ Sáu …", only to whom, or only the text."""
    if not rest:
        return {}, ()
    found = HEAD.fullmatch(rest)
    if found is not None and not isinstance(to := read_audience(found[1], facts.units, facts.aliases), Misread):
        text = _read_text(found[2], {}, facts)
        unread = (text.sentence,) if isinstance(text, Misread) else ()
        everywhere = {"units": [str(unit.id) for unit in facts.tops]}
        return {**everywhere, **packed(to, facts), **({} if isinstance(text, Misread) else text)}, unread
    if not isinstance(said := read_audience(rest, facts.units, facts.aliases), Misread):
        return packed(said, facts), ()
    text = _read_text(rest, {}, facts)
    return ({}, (text.sentence,)) if isinstance(text, Misread) else (text, ())


def message_of(values: Values, facts: Facts) -> str:
    person, post = facts.here.actor.person, facts.post
    unit = facts.here.tree.get(post.unit_id)
    where = f"{post.title}, {unit.short_name}" if unit is not None else post.title
    return say.message("" if person is None else person.name, where, str(values["text"]))


def check(values: Values, facts: Facts) -> Problem | None:
    if not units_of(values, facts):
        return Problem("units", say.gone())
    if facts.audience.count(Where.OPEN):
        return None
    is_everywhere = set(units_of(values, facts)) == set(facts.tops)
    return Problem("roles", say.nobody_of_these()) if is_everywhere else Problem("units", say.nobody())


def notes(values: Values, facts: Facts) -> Sequence[str]:
    here = facts.here
    local = here.sent_at.astimezone(here.zone)
    leaves = leaves_at(local, facts.calendar)
    waits = [say.waits(leaves)] if leaves != local else []
    costs = [say.cost(one) for one in facts.audience.costs]
    return [say.counted(facts.audience), *costs, *waits, say.looks(message_of(values, facts))]


STEPS: tuple[Step[Facts], ...] = (
    Step(
        "roles",
        lambda _values, _facts: say.ask_roles(),
        _read_roles,
        lambda values, _facts: say.row_roles(roles_of(values)),
        _role_options,
        _pick_roles,
        Awaits.CHOICE,
    ),
    Step(
        "units",
        lambda _values, _facts: say.ask_units(),
        _read_units,
        lambda values, facts: say.row_units([unit.short_name for unit in units_of(values, facts)]),
        _unit_options,
        lambda value, _values, _facts: {"units": [value]},
        Awaits.CHOICE,
    ),
    Step(
        "text",
        lambda _values, facts: say.ask_text(voice_of(facts.here.actor.person)),
        _read_text,
        lambda values, _facts: say.row_text(str(values["text"])),
    ),
)

FORM: Form[Facts] = Form(
    flow=FlowName.BROADCAST,
    title=say.TITLE,
    steps=STEPS,
    heading=lambda _values, _facts: say.heading(),
    submit_label=lambda _values, facts: say.submit_label(facts.audience.count(Where.OPEN)),
    check=check,
    notes=notes,
    begin=begin,
)
