"""The targets of one unit and year, each with its history and what can be done with it."""

from __future__ import annotations

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.talk import FlowName, Press
from domain.units import Unit
from handlers.tables import excel_row
from handlers.targets.facts import Facts
from language.say import target_admin as say

MOST = 6


def show_list(unit: Unit, facts: Facts) -> Decision:
    zone = facts.here.zone
    lines = [say.list_line(nth, one.target, one.former, one.shared, zone) for nth, one in enumerate(facts.listed, 1)]
    text = (
        "\n".join([say.list_head(unit.short_name, facts.year), *lines])
        if lines
        else say.nothing(unit.short_name, facts.year)
    )
    rows: list[tuple[Choice, ...]] = []
    for nth, one in enumerate(facts.listed[:MOST], 1):
        row = [choice(say.amend_label(nth), "amend", str(one.target.id))]
        row += [choice(say.split_label(nth), "split", str(one.target.id))] if one.has_children else []
        rows.append(tuple(row))
    turns = (
        choice(say.BEFORE, "list", f"{unit.id}:{facts.year - 1}"),
        choice(say.AFTER, "list", f"{unit.id}:{facts.year + 1}"),
    )
    rows += [turns, (choice(say.SET_NEW, "new", "0"),)]
    rows += excel_row(FlowName.TARGETS, f"{unit.id}:{facts.year}", facts.here) if lines else ()
    return Decision((Reply(text, tuple(rows), ReplyKind.VIEW),))


def choice(label: str, step: str, value: str) -> Choice:
    return Choice(label, Press(FlowName.TARGETS, step, 0, value))
