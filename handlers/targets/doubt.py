"""A line that may ask about a target or change it ("chi tieu ket nap 2026 konya 4"): what stands is said, and both are offered."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.ports import Read
from domain.talk import Command, FlowName, Press, Start, Value
from domain.targets import Indicator, SetTarget
from handlers.targets.answers import begin, shown, unit_name
from handlers.targets.facts import Facts, for_the_same, values_of
from language.say import target_admin as say

_VALUE = re.compile(r"(\d{1,5})-(\d{1,5})-([01])", re.ASCII)


def doubted(command: Command, facts: Facts, read: Read) -> Facts | None:
    """None when the line is no such one, or nothing stands that it could change."""
    if not isinstance(command, Start) or command.flow is not FlowName.PROGRESS:
        return None
    values, _ = begin(command.rest, facts)
    same = [] if "document" in values or "value" not in values else for_the_same(values, read)
    return replace(facts, doubted=values, others=same) if same else None


def show(facts: Facts) -> Decision:
    values, target = facts.doubted or {}, facts.others[0].target
    value = str(values["value"]).replace("|", "-")
    rows = [
        (Choice(say.change_to(one, shown(values)), Press(FlowName.TARGETS, "amend", 0, f"{one.id}:{value}")),)
        for one in facts.others[:3]
    ]
    view = f"{list(Indicator).index(target.indicator)}-{target.unit_id}-{target.starts_on.year}"
    look = Choice(say.ONLY_LOOK, Press(FlowName.PROGRESS, "show", 0, view))
    text = say.stands_now(target, unit_name(values, facts), facts.others)
    return Decision((Reply(text, (*rows, (look,)), ReplyKind.VIEW),))


def subject(press: Press, named: SetTarget) -> dict[str, Value]:
    """What a button begins: a split, or a change, perhaps with the new value."""
    if press.step == "split":
        return {"op": "split", "target": named.id}
    found = _VALUE.fullmatch(press.value.partition(":")[2])
    is_value = found is not None and 0 < int(found[1]) <= int(found[2])
    return values_of(named) | ({"value": "|".join(found.groups())} if found is not None and is_value else {})
