"""Rows about units and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.imports import Fields, KnownRow
from domain.units import UnitKind
from handlers.imports.context import COUNTS, Context, unit_names
from language.say import imports as say
from language.say import posts as say_posts


def person_fault(fields: dict[str, str], _context: Context) -> str:
    return say.wrong_order("until") if fields["until"] and fields["until"] <= fields["since"] else ""


def person_add(fields: dict[str, str], number: int, context: Context) -> str:
    name, also = fields["name"], fields["also"]
    standing, earlier = context.known.people.get(name, ()), context.people.get(name)
    context.people.setdefault(name, number)
    if also == "other" or not (standing or earlier):
        return ""
    if not also:
        return say.same_name(name, None if standing else earlier)
    if len(standing) > 1:
        return say.several_of_that_name(name)
    fields["person"] = str(standing[0] if standing else -(earlier or 0))
    return ""


def person_change(changed: Sequence[str], fields: dict[str, str], one: KnownRow, context: Context) -> str:
    name, known = fields["name"], context.known
    if "is_party_member" in changed and int(one.fields["person"]) not in known.people.get(name, ()):
        return say.person_not_whole()
    if fields["until"] and one.id in known.lasting:
        if not known.lasting - context.ended - {one.id}:
            return say_posts.last_admin(name)
        context.ended.add(one.id)
    return ""


CHANGEABLE = frozenset(
    {
        "go_live_on",
        "report_due_day",
        "is_in_enterprise",
        "is_founding_counted",
        "is_proposed_by_union_cell",
        "aliases",
        "as_of",
    }
) | set(COUNTS)


def unit_change(changed: Sequence[str], fields: dict[str, str], one: KnownRow, context: Context) -> str:
    if one.id not in context.known.reach:
        return say.unit_out_of_reach()
    if set(changed) - CHANGEABLE:
        return say.unit_by_chat()
    is_counted = bool({*changed} & {*COUNTS, "as_of"})
    if is_counted and one.fields["as_of"] and fields["as_of"] < one.fields["as_of"]:
        return say.newer_count(date.fromisoformat(one.fields["as_of"]))
    fields["is_counted"] = "1" if is_counted else ""
    return ""


def unit_fault(fields: dict[str, str], context: Context) -> str:
    if any(fields[name] for name in COUNTS):
        if not fields["as_of"]:
            return say.needs_as_of()
        if fields["kind"] != UnitKind.CELL:
            return say.not_a_cell()
        if fields["as_of"] > context.known.today.isoformat():
            return say.in_the_future("as_of")
    if fields["report_due_day"] and not 1 <= int(fields["report_due_day"]) <= 31:
        return say.wrong_due_day()
    is_over = fields["closed_on"] and fields["closed_on"] <= fields["founded_on"]
    return say.wrong_order("closed_on") if is_over else ""


def unit_add(fields: dict[str, str], number: int, context: Context) -> str:
    if not fields["parent"]:
        return say.needs_parent()
    fields["short_name"] = fields["short_name"] or fields["name"]
    fields["is_counted"] = "1" if fields["as_of"] and fields["full"] else ""
    names = dict(unit_names(fields))
    fault = next((why for name, text in names.items() if (why := _name_fault(name, text, fields, context))), "")
    for name in () if fault else names:
        context.units_added.setdefault(name, []).append((number, fields))
    return fault


def _name_fault(name: tuple[str, str], text: str, fields: Fields, context: Context) -> str:
    for one in context.units_named.get(name, ()):
        if not _are_at_once(fields, one.fields):
            continue
        if one.id not in context.known.reach:
            return say.unit_out_of_reach()
        above = context.unit_of.get(int(one.fields["parent"] or 0))
        same = one.fields["name"] if one.fields["kind"] == fields["kind"] else ""
        return say.unit_taken(text, same, "" if above is None else above.short_name)
    earlier = (row for row, other in context.units_added.get(name, ()) if _are_at_once(fields, other))
    return next(map(say.twice, earlier), "")


def _are_at_once(one: Fields, other: Fields) -> bool:
    """Whether there is a day on which both units exist: one that was closed leaves its name."""
    return (other["closed_on"] or "9") > one["founded_on"] and (one["closed_on"] or "9") > other["founded_on"]
