"""Who hears of a change of a unit: the cell of what it owes, and whoever holds a post that ends or goes over with it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.decision import Notice, Reply, ReplyKind
from domain.talk import Values
from domain.units import Unit, UnitKind
from handlers.units import owing
from handlers.units.choices import op_of
from handlers.units.facts import Facts, day_of, period_of, unit_of
from language.say import unit_notices as say
from language.say import unit_reports as say_reports


def told(values: Values, unit: Unit, facts: Facts) -> tuple[Notice, ...]:
    """Each key begins with what `handlers.undo` asks for: who was told of it hears when it is taken back."""
    period, until = period_of(values), values.get("until")
    if period is not None and op_of(values) in ("exempt", "postpone"):
        text = say.waived(unit.short_name, period, until if isinstance(until, str) else None)
        reply = Reply(text, kind=ReplyKind.RECEIPT)
        return tuple(Notice(one.id, reply, f"waived:{facts.operation_id}:{one.id}") for one in facts.secretaries)
    if op_of(values) in ("ask", "unask") and unit.kind is UnitKind.CELL:
        return tuple(_asked(values, unit, facts))
    return tuple(_ended(values, unit, facts)) if op_of(values) in ("merge", "close") else ()


def _asked(values: Values, unit: Unit, facts: Facts) -> Iterator[Notice]:
    """Only where it is one cell's own: the cells below a committee hear of it when the first day comes near."""
    kind, span = owing.kind_of(values), owing.span_of(values)
    if kind is None or span is None:
        return
    first = owing.first_owed(values, unit, facts) if op_of(values) == "ask" else None
    if op_of(values) == "ask" and first is None:
        return
    due_on = None if first is None else unit.due_on(first.last, kind)
    span = first or span
    reply = Reply(say_reports.told(unit.short_name, kind, span, due_on), kind=ReplyKind.RECEIPT)
    for one in facts.secretaries:
        yield Notice(one.id, reply, f"waived:{facts.operation_id}:{one.id}")


def _ended(values: Values, unit: Unit, facts: Facts) -> Iterator[Notice]:
    into, day = unit_of(values, "into", facts), day_of(values) or facts.here.today
    lines: dict[int, list[str]] = {}
    people = {one.person.id: one.person for one in facts.holders if one.person.id != facts.here.actor.who}
    for one in facts.holders:
        there = facts.here.tree.get(one.unit_id) or unit
        moves = values.get("posts") == "move"
        text = say.ended(one.title, there.short_name, day, None if into is None else into.short_name, moves)
        lines.setdefault(one.person.id, []).append(text)
    for person in people.values():
        reply = Reply("\n".join(lines[person.id]), kind=ReplyKind.RECEIPT)
        yield Notice(person.id, reply, f"change:{facts.operation_id}:{person.id}")
