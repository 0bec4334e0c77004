"""What is known of an invitation before it is made: whom it names, and whether they, or somebody else, have the post already."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Role
from domain.talk import Values
from domain.units import Unit
from handlers.codes import bulk
from handlers.codes.facts import Facts
from handlers.form import Problem
from handlers.namesakes import taken, why_none
from language.say import codes as say_codes


def unit_of(values: Values, facts: Facts) -> Unit | None:
    return next((unit for unit in facts.units if unit.id == values.get("unit")), None)


def invitee_shown(values: Values, facts: Facts) -> str:
    """Whoever is there already is shown as they are known, with the marks of their name."""
    is_same = values.get("same") is True and facts.same_name is not None
    return facts.same_name.name if is_same and facts.same_name is not None else str(values["name"])


def check(values: Values, facts: Facts) -> Problem | None:
    """Nobody is invited to a post that they have; a list needs one line that gets a code."""
    if bulk.is_bulk(values):
        return bulk.fault(values, facts)
    if values.get("same") is not True or facts.member is None:
        return None
    why = why_none(facts.member, unit_of(values, facts), values.get("role"), facts.here)
    return Problem("name", say_codes.no_need(facts.member.person.name, why)) if why else None


def notes(values: Values, facts: Facts) -> Sequence[str]:
    unit = unit_of(values, facts)
    if bulk.is_bulk(values) or unit is None:
        return bulk.notes(values, facts)
    who = facts.member if values.get("same") is True else None
    other = taken(unit, Role(str(values["role"])), str(values["title"]), who, facts.members, facts.here)
    return [other] if other else []
