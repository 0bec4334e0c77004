"""What each subject asks of a row beyond its cells: completeness, order, and who is the same as whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.ids import UnitId
from domain.imports import UNDATED, Fields, KnownRow, Subject
from domain.meetings import MeetingKind
from domain.obligations import REVIEWS, span_ending, span_reported
from domain.periods import BirthDate, Period
from domain.units import UnitKind
from handlers.imports import base, goals
from handlers.imports.context import COUNTS, Context, Rule, key_of
from language.dates import is_of_age
from language.names import may_be_one_name
from language.say import imports as say
from language.target_line import issuer_key
from language.text import fold, sort_key


def _candidate_beside(told: Fields, stands: Fields) -> Fields:
    """Another guide than the one who stands was assigned on another day: the day of the former is not theirs."""
    is_other = (
        told.get("guide") and stands["guide"] and told["guide"] != stands["guide"] and not told.get("guide_assigned")
    )
    return {**told, "guide_assigned": UNDATED} if is_other else told


def _candidate_fault(fields: dict[str, str], context: Context) -> str:
    """No order is asked of class and guide (domain.md §2.2): people are taught before they are on the list, and again when it expired."""
    for step, beside in (("awareness_class", "awareness_document"), ("guide_assigned", "guide")):
        fields[step] = fields[step] or (UNDATED if fields[beside] else "")
    today = context.known.today
    if context.kind(fields) is not UnitKind.CELL:
        return say.not_a_cell()
    if not is_of_age(BirthDate.parse(fields["birth"]), today):
        return say.too_young()
    if fields["consent_on"] > today.isoformat():
        return say.in_the_future("consent_on")
    if fields["ceremony"] and not fields["decision"]:
        return say.needs_decision()
    dated = [fields[step] for step in ("cell_resolution", "decision", "ceremony") if fields[step][:1].isdigit()]
    if dated != sorted(dated):
        return say.steps_out_of_order()
    fields["introduced_unit"] = fields["introduced_unit"] or fields["unit"]
    fields["folded"], fields["sort_key"] = fold(fields["name"]), sort_key(fields["name"])
    return ""


def _candidate_add(fields: dict[str, str], _number: int, context: Context) -> str:
    """The rules of the introduction: somebody who may be the same is named where they may be seen, else left to the office."""
    birth = BirthDate.parse(fields["birth"])
    near = [one for one in context.twins.get((fields["folded"], fields["birth"][:7]), ()) if _may_be_same(one, birth)]
    for one in near:
        is_seen = int(one.fields["unit"]) in context.known.reach
        if is_seen and may_be_one_name(one.fields["name"], fields["name"]):
            return say.stands_elsewhere(context.units.label(UnitId(int(one.fields["unit"]))))
    fields["needs_matching"] = "1" if near else "0"
    context.twins.setdefault((fields["folded"], fields["birth"][:7]), []).append(KnownRow(0, fields))
    return ""


def _may_be_same(one: KnownRow, birth: BirthDate) -> bool:
    day = BirthDate.parse(one.fields["birth"]).day
    return day is None or birth.day is None or day == birth.day


def _still_owed(fields: dict[str, str], context: Context) -> date | None:
    """The last day of a report that the cell can still send in time: what only fills up the past must not take its place."""
    unit, period, today = (
        context.unit_of.get(int(fields["unit"] or 0)),
        Period.parse(fields["period"]),
        context.known.today,
    )
    kind = MeetingKind(fields["kind"])
    span = span_reported(kind, period)
    if unit is None or span is None or (unit.closed_on is not None and unit.closed_on <= today):
        return None
    due = unit.due_on(span.last, kind)
    return due if unit.owes(span.last, kind) and today <= due else None


def _meeting_complete(told: dict[str, str]) -> None:
    """A review stands under the last month of the time that it looks back on, as by chat."""
    kind, period = told.get("kind"), told.get("period")
    span = span_reported(MeetingKind(kind), Period.parse(period)) if kind and period and kind in REVIEWS else None
    told |= {} if span is None else {"period": str(span.last)}


def _meeting_fault(fields: dict[str, str], context: Context) -> str:
    today = context.known.today
    if context.kind(fields) is not UnitKind.CELL:
        return say.not_a_cell()
    span = span_ending(MeetingKind(fields["kind"]), period := Period.parse(fields["period"]))
    begins = span.first if span is not None and fields["kind"] in REVIEWS else period
    if begins > Period.of(today):
        return say.in_the_future("period")
    last_day = _still_owed(fields, context)
    if last_day is not None:
        return say.not_due_yet(last_day)
    if fields["is_held"] == "0":
        return "" if fields["reason"] else say.needs_reason()
    if not fields["held_on"]:
        return say.needs_day()
    if fields["held_on"] > today.isoformat():
        return say.in_the_future("held_on")
    attendance = ("present", "absent_excused", "absent_unexcused")
    told = [name for name in ("full", *attendance) if fields[name]]
    if not told:
        return say.counts_incomplete() if any(fields[name] for name in COUNTS) else ""
    if not fields["full"] or not fields["present"]:
        return say.counts_incomplete()
    for name in (*COUNTS, *attendance):
        fields[name] = fields[name] or "0"
    due = sum(int(fields[name]) for name in COUNTS[:3]) - int(fields["away"]) - int(fields["exempt"])
    there = sum(int(fields[name]) for name in attendance)
    return "" if there == due else say.does_not_add_up(there, due)


def _figure_fault(fields: dict[str, str], context: Context) -> str:
    indicator, unit, year = fields["indicator"], int(fields["unit"]), fields["year"]
    if int(year) >= context.known.today.year:
        return say.year_not_over(context.known.today.year - 1)
    below_of = context.below(unit)
    if any((indicator, one, int(year)) in context.known.counted for one in below_of):
        return say.has_records(year)
    others = context.figures_known | context.figures
    around = (below_of | context.above(unit)) - {unit}
    if any((indicator, one, year) in others for one in around):
        return say.counted_twice(year)
    context.figures.add((indicator, unit, year))
    return ""


RULES: Mapping[Subject, Rule] = {
    Subject.UNITS: Rule(fault=base.unit_fault, change=base.unit_change, add=base.unit_add, has_sets=True),
    Subject.PEOPLE: Rule(fault=base.person_fault, change=base.person_change, add=base.person_add),
    Subject.TARGETS: Rule(
        goals.complete,
        goals.fault,
        goals.change,
        beside=goals.beside,
        amended=goals.amended,
        identity=goals.identity,
        same={"issuer": issuer_key},
    ),
    Subject.CANDIDATES: Rule(fault=_candidate_fault, add=_candidate_add, beside=_candidate_beside),
    Subject.MEETINGS: Rule(complete=_meeting_complete, fault=_meeting_fault),
    Subject.YEARLY: Rule(fault=_figure_fault),
}


__all__ = ["RULES", "Context", "key_of"]
