"""The records of a change that was confirmed."""

from __future__ import annotations

from datetime import date

from domain.ids import UnitId
from domain.records import Record, SetHeadCount
from domain.talk import Values
from domain.unit_changes import (
    AddUnit,
    ChangeUnit,
    CloseUnit,
    SetAlias,
    SetObligation,
    SettleMerges,
    SetUnitDates,
    SetWaiver,
)
from domain.units import UnitKind
from handlers.units import owing
from handlers.units.choices import head_count_of, op_of
from handlers.units.facts import Facts, day_of, period_of, unit_of
from language.text import fold


def records_of(values: Values, facts: Facts) -> tuple[Record, ...]:
    """Every answer that the change needs is there, and every unit within reach."""
    op, operation, today = op_of(values), facts.operation_id, facts.here.today
    on, chosen, until = day_of(values) or today, values.get("unit"), values.get("until")
    unit_id = UnitId(chosen if isinstance(chosen, int) else 0)
    match op:
        case "add":
            kind, name, short = UnitKind(str(values["kind"])), str(values["name"]), str(values["short"])
            return (AddUnit(facts.new_id, kind, name, short, _id(values, "parent"), on, operation),)
        case "rename":
            return (ChangeUnit(unit_id, on, operation, str(values["name"]), str(values["short"])),)
        case "move":
            return (ChangeUnit(unit_id, on, operation, parent_id=_id(values, "parent")),)
        case "merge":
            unit = unit_of(values, "unit", facts)
            name = "" if unit is None else fold(unit.short_name)
            closing = CloseUnit(unit_id, on, operation, _id(values, "into"), values.get("posts") == "move")
            return (SetAlias(unit_id, name, True, operation), closing, SettleMerges(today, operation))
        case "close":
            return tuple(CloseUnit(one, on, operation) for one in (*(child.id for child in facts.below), unit_id))
        case "alias" | "unalias":
            return (SetAlias(unit_id, str(values["alias"]), op == "alias", operation),)
        case "golive":
            return (SetUnitDates(unit_id, operation, go_live_on=on),)
        case "due":
            return (SetUnitDates(unit_id, operation, report_due_day=int(str(values["due"]))),)
        case "ask" | "unask":
            report, span = owing.kind_of(values), owing.span_of(values)
            if report is None or span is None:
                raise ValueError(f"no report in a change of what a unit owes: {op}")
            return (SetObligation(unit_id, report, span.first, op == "ask", operation),)
        case "count":
            return (SetHeadCount(unit_id, head_count_of(values), today, operation),)
    period = period_of(values)
    if period is None:
        raise ValueError(f"no month in a change of what a unit owes: {op}")
    day = date.fromisoformat(until) if op == "postpone" and isinstance(until, str) else None
    reason = None if op == "owed" else str(values["reason"])
    return (SetWaiver(unit_id, period, day, reason, operation),)


def _id(values: Values, name: str) -> UnitId:
    return UnitId(int(str(values[name])))
