"""The form of a change: who, which post, from which day; what it does stands under the summary."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Role
from domain.talk import Awaits, FlowName, Value, Values
from handlers.form import Form, Option, Step
from handlers.posts.answers import (
    END,
    GRANT,
    HANDOVER,
    correct,
    day_of,
    name_of,
    party,
    pick_day,
    read_day,
    read_title,
    read_unit,
    read_who,
    roles_of,
    unit_of,
)
from handlers.posts.effects import check, heading, notes
from handlers.posts.facts import Facts, aimed
from language.answers import read_yes_no
from language.choices import none_of_these
from language.reading import Misread
from language.say import posts as say
from language.say import small, words


def yes_no() -> Sequence[Sequence[Option]]:
    return [[Option(words.YES, "yes"), Option(words.NO, "no")]]


def _begin(rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What a whole line says; what it means stays open where it names no post that is there."""
    aim = aimed(rest, facts) if rest else None
    if aim is None or (aim.do != GRANT and aim.post is None):
        return {}, (rest,) if rest else ()
    said, found = aim.said, dict[str, Value]({"do": aim.do})
    unread: list[str] = []
    if aim.post is not None:
        found["post"] = int(aim.post.id)
    if aim.do == GRANT:
        found |= {} if said.unit is None else {"unit": int(said.unit.id)}
        found |= {} if said.role is None or said.unit is None else {"role": str(said.role)}
        found |= {"title": said.title} if said.title else {}
    if aim.who and aim.do != END:
        got = read_who(aim.who, found, facts)
        unread += [got.sentence] if isinstance(got, Misread) else []
        found |= {} if isinstance(got, Misread) else got
    if aim.day:
        day = read_day(aim.day, found, facts)
        unread += [day.sentence] if isinstance(day, Misread) else []
        found |= {} if isinstance(day, Misread) else day
    return found, unread


def _ask_day(values: Values, facts: Facts) -> str:
    post, holder = facts.post, facts.holder
    if values.get("do") != END or post is None or holder is None:
        return say.ask_day()
    return say.ask_end(facts.called(post), holder.person.name)


FORM: Form[Facts] = Form(
    FlowName.POSTS,
    say.TITLE,
    (
        Step(
            "find",
            lambda _v, _f: say.ask_find(),
            lambda text, _v, _f: say.not_found(text),
            lambda _v, _f: None,
            pick=lambda value, _v, _f: say.not_found(value),
            awaits=Awaits.NAME,
            is_needed=lambda values, _facts: "do" not in values,
        ),
        Step(
            "unit",
            lambda _v, _f: say.ask_unit(),
            read_unit,
            lambda values, facts: None if (unit := unit_of(values, facts)) is None else small.row_unit(unit.short_name),
            is_needed=lambda values, _facts: values.get("do") == GRANT,
            clears=("role",),
        ),
        Step(
            "role",
            lambda values, facts: small.ask_role("" if (unit := unit_of(values, facts)) is None else unit.short_name),
            lambda text, values, facts: none_of_these(text, small.ROLES[roles_of(values, facts)[0]]),
            lambda values, _facts: small.row_role(Role(str(values["role"]))),
            lambda values, facts: [[Option(small.ROLES[role], str(role))] for role in roles_of(values, facts)],
            awaits=Awaits.CHOICE,
            is_needed=lambda values, _facts: values.get("do") == GRANT,
        ),
        Step(
            "title",
            lambda _v, _f: say.ask_title(),
            read_title,
            lambda values, _facts: small.row_title(str(values["title"])),
            is_needed=lambda values, _facts: values.get("do") == GRANT,
        ),
        Step(
            "who",
            lambda values, _facts: say.ask_who(values.get("do") == HANDOVER),
            read_who,
            lambda values, facts: say.row_who(name_of(values, facts), values.get("who") == 0),
            pick=read_who,
            awaits=Awaits.NAME,
            is_needed=lambda values, _facts: values.get("do") in (GRANT, HANDOVER),
            clears=("party", "new"),
        ),
        Step(
            "party",
            lambda _v, _f: small.ask_party_member(),
            lambda text, _v, _f: party(read_yes_no(text)),
            lambda values, _facts: small.row_party(bool(values["party"])),
            lambda _v, _f: yes_no(),
            lambda value, _v, _f: {"party": value == "yes"},
            Awaits.CHOICE,
            is_needed=lambda values, facts: (
                values.get("who") == 0 and facts.post is not None and facts.post.role in (Role.UNION, Role.COLLABORATOR)
            ),
        ),
        Step(
            "day",
            _ask_day,
            read_day,
            lambda values, facts: say.row_day(day_of(values, facts), values.get("do") == END),
            lambda _v, _f: [[Option(words.TODAY, "today"), Option(words.TOMORROW, "tomorrow")]],
            pick_day,
            Awaits.NUMBER,
            is_needed=lambda values, _facts: values.get("do") in (GRANT, END),
        ),
    ),
    heading=heading,
    submit_label=lambda values, _facts: say.SUBMIT.get(str(values.get("do")), say.TITLE),
    check=check,
    notes=notes,
    begin=_begin,
    correct=correct,
)
