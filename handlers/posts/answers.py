"""How the answers about a change of post are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.people import NOT_YET, Post, Role
from domain.ports_posts import Member
from domain.rights import ROLES_OF
from domain.talk import Values
from domain.units import Unit
from handlers.form import Got
from handlers.posts.facts import Facts
from language.answers import read_line
from language.dates import Leaning, read_date
from language.names import read_name, without_titles
from language.post_line import read_post_line
from language.reading import Misread
from language.say import posts as say
from language.say import small
from language.text import fold
from language.unit_names import one_unit

_FOR = re.compile(r"^\s*(?:giao )?cho ", re.IGNORECASE)
A_YEAR = timedelta(days=366)
GRANT, END, HANDOVER = "grant", "end", "handover"


def unit_of(values: Values, facts: Facts) -> Unit | None:
    return next((unit for unit in facts.units if unit.id == values.get("unit")), None)


def day_of(values: Values, facts: Facts) -> date:
    day = values.get("day")
    return date.fromisoformat(day) if isinstance(day, str) else facts.here.today


def name_of(values: Values, facts: Facts) -> str:
    """Of whoever gets the post."""
    member = facts.member(values.get("who"))
    return str(values.get("new") or "") if member is None else member.person.name


def named(text: str, facts: Facts) -> Sequence[Member]:
    """Whom a name, with or without a unit behind it, means: the whole name first, else part of it."""
    said = read_post_line(text, facts.known)
    for name, unit in ((fold(text), None), (fold(said.name or ""), said.unit)):
        within = [m for m in facts.members if unit is None or any(post.unit_id == unit.id for post in m.posts)]
        whole = [member for member in within if name and fold(member.person.name) == name]
        part = [member for member in within if len(name) > 1 and f" {name} " in f" {fold(member.person.name)} "]
        if whole or part:
            return whole or part
    return ()


def read_who(text: str, values: Values, facts: Facts) -> Got:
    found, is_handover = named(text, facts), values.get("do") == HANDOVER
    if len(found) > 1:
        return say.several_named(len(found))
    if found:
        return _taking(found[0], values, facts)
    name = read_name(text)
    if isinstance(name, Misread) or not is_handover:
        return name if isinstance(name, Misread) else say.unknown_person(name)
    return {"who": 0, "new": name}


def _taking(member: Member, values: Values, facts: Facts) -> Got:
    name = member.person.name
    if member.is_locked:
        return say.is_locked(name)
    if values.get("do") == HANDOVER and facts.holder is not None and facts.holder.person.id == member.person.id:
        return say.same_holder(name)
    if values.get("do") == GRANT and holds(member, values.get("unit"), values.get("role")):
        return Misread(say.already_held(name), say.NAME_EXAMPLE)
    return {"who": int(member.person.id), "new": None}


def holds(member: Member, unit_id: object, role: object) -> bool:
    """Whether they hold that role there without an end."""
    return any((post.unit_id, post.role) == (unit_id, role) and _lasts(post) for post in member.posts)


def _lasts(post: Post) -> bool:
    return post.until is None and post.since != NOT_YET


def read_unit(text: str, _values: Values, facts: Facts) -> Got:
    found = one_unit(text, facts.units, facts.known.aliases)
    return found if isinstance(found, Misread) else {"unit": int(found.id)}


def roles_of(values: Values, facts: Facts) -> tuple[Role, ...]:
    unit = unit_of(values, facts)
    return () if unit is None else ROLES_OF[unit.kind]


def read_title(text: str, _values: Values, _facts: Facts) -> Got:
    title = read_line(text, 60, say.ask_title(), small.TITLE_EXAMPLE)
    return title if isinstance(title, Misread) else {"title": title}


def read_day(text: str, values: Values, facts: Facts) -> Got:
    today = facts.here.today
    day = read_date(text, today, Leaning.FUTURE)
    if isinstance(day, Misread):
        return day
    if abs(day - today) > A_YEAR:
        return say.day_too_far()
    post = facts.post
    if values.get("do") == END and post is not None and post.since != NOT_YET and day < post.since:
        return say.day_too_early(post.since)
    return {"day": day.isoformat()}


def correct(text: str, values: Values, facts: Facts) -> Values | None:
    """At the summary a name is who gets the post, and a day its day; None for anything else, or where several are meant."""
    do = values.get("do")
    if do in (GRANT, END) and not isinstance(got := read_day(text, values, facts), Misread):
        return got
    if do not in (GRANT, HANDOVER) or len(found := named(without_titles(_FOR.sub("", text)), facts)) != 1:
        return None
    got = _taking(found[0], values, facts)
    return None if isinstance(got, Misread) else got


def pick_day(value: str, _values: Values, facts: Facts) -> Got:
    day = facts.here.today + timedelta(days=1 if value == "tomorrow" else 0)
    return {"day": day.isoformat()}


def party(value: bool | Misread) -> Got:
    return value if isinstance(value, Misread) else {"party": value}
