"""Change the tree of units (/donvi), and look at it as it stands or stood on any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ports import Read
from domain.records import AddOperation, Record
from domain.rights import Action, may
from domain.talk import Awaits, Command, FlowName, Press, Start, Value, Values
from domain.units import Unit
from handlers.engine import Submit, after, converse, draft_of
from handlers.flow import Flow
from handlers.subject import Subject, open_about
from handlers.units import owing, sheet
from handlers.units.choices import NEEDS, op_of
from handlers.units.facts import Facts, begin, period_of, unit_of, with_effect
from handlers.units.shown import CARD_STEP, card, level, show_card, show_level
from handlers.units.steps import FORM
from handlers.units.token import At
from handlers.units.told import told
from handlers.units.written import records_of
from language.reading import Misread
from language.say import form as say_form
from language.say import unit_admin as say
from language.say import unit_notices as say_notices
from language.say import unit_reports as say_reports
from language.say import words
from language.unit_line import UnitLine, read_unit_line
from language.unit_names import find_units, one_unit

SHOWN = ("at", "card", *sheet.STEPS)


def gather(command: Command, read: Read) -> Facts:
    facts = begin(read)
    draft = draft_of(FORM, facts)
    if draft is not None:
        unit = unit_of(draft.values, "unit", facts)
        facts = replace(facts, drafted=say.label(op_of(draft.values), "" if unit is None else unit.short_name))
    line = _looked(command, facts)
    if line is not None or (isinstance(command, Press) and command.step in SHOWN):
        return _shown(command, line, facts, read)
    if isinstance(command, Press) and command.step == "do":
        values: Values = _subject(command, facts) or {}
        is_same = draft is not None and all(draft.values.get(key) == one for key, one in values.items())
        return with_effect(facts, draft.values if draft is not None and is_same else values, read)
    return with_effect(facts, after(FORM, command, facts), read)


def _looked(command: Command, facts: Facts) -> UnitLine | None:
    """The line, when it asks to look and not to change."""
    if not isinstance(command, Start):
        return None
    line = read_unit_line(command.rest, facts.here.today)
    return None if line.op else line


def _shown(command: Command, line: UnitLine | None, facts: Facts, read: Read) -> Facts:
    if line is None:
        at = At.unpack(command.value) if isinstance(command, Press) else At()
        step = command.step if isinstance(command, Press) else ""
        if step in ("card", CARD_STEP):
            return replace(facts, card=card(read, at))
        facts = replace(facts, level=level(read, at))
        return sheet.with_members(facts, read) if step in sheet.STEPS else facts
    if not line.unit:
        return replace(facts, level=level(read, At(day=line.day)))
    day = line.day or facts.here.today
    there = read.tree(day)
    known = [there.units[unit.id] for unit in facts.units if unit.id in there.units]
    found = one_unit(line.unit, known, facts.aliases)
    return facts if isinstance(found, Misread) else replace(facts, card=card(read, At(found.id, 0, line.day)))


def _subject(press: Press, facts: Facts) -> dict[str, Value] | None:
    """What a button of a card begins; None for what no button of ours holds, or a unit out of reach."""
    op, _, number = press.value.partition("-")
    unit_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else -1
    if op == "add":
        return {"op": op}
    is_there = any(unit.id == unit_id for unit in facts.units)
    return {"op": op, "unit": unit_id} if op in NEEDS and is_there else None


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step in sheet.STEPS and (facts.card or facts.level):
        return sheet.excel(facts, now)
    if facts.card is not None:
        return show_card(facts.card, facts.here)
    if facts.level is not None:
        return show_level(facts.level, facts.here)
    line = _looked(command, facts)
    if line is not None:
        return _unknown(line, facts)
    if isinstance(command, Press) and command.step in (*SHOWN, "do"):
        values = _subject(command, facts) if command.step == "do" else None
        if values is None:
            return _say(say.not_found())
        subject = Subject(values, tuple(values), say_form.working_on(_named(values, facts)))
        return open_about(FORM, subject, command, facts, facts.drafted)
    outcome = converse(FORM, command, facts)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _named(values: Values, facts: Facts) -> str:
    unit = unit_of(values, "unit", facts)
    return say.OPS[op_of(values)].lower() if unit is None else unit.short_name


def _unknown(line: UnitLine, facts: Facts) -> Decision:
    found = find_units(line.unit, facts.units, facts.aliases) if line.unit else ()
    rows = tuple(
        (Choice(one.short_name, Press(FlowName.UNITS, "card", 0, At(one.id, 0, line.day).pack())),) for one in found
    )
    text = say.several([one.short_name for one in found]) if len(found) > 1 else say.unit_unknown(line.unit)
    return Decision((Reply(text, rows if len(found) > 1 else (), ReplyKind.VIEW),))


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))


def _submit(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    op, here = op_of(values), facts.here
    named = {name: unit_of(values, name, facts) for name in ("unit", "parent", "into") if name in NEEDS[op]}
    units = [unit for unit in named.values() if unit is not None]
    posts = here.actor.posts
    if len(units) < len(named) or not all(may(posts, Action.MANAGE_UNITS, here.tree, unit.id) for unit in units):
        return replace(_say(say.not_found()), next=Close(FlowName.UNITS))
    about = units[0]
    name = str(values["short"]) if op == "add" else about.short_name
    tops = [one for one in facts.units if one.parent_id is None or here.tree.get(one.parent_id) not in facts.units]
    top = next(one for one in tops if about.id in here.tree.subtree(one.id))
    label = _label(values, name)
    changed = facts.new_id if op == "add" else about.id
    operation = AddOperation(
        facts.operation_id, FlowName.UNITS, here.actor.who, top.id, now, label, _subjects(values, units, facts)
    )
    records: tuple[Record, ...] = (operation, *records_of(values, facts))
    entry = Audit(f"unit_{op}", "unit", changed, tuple(sorted(values)), unit_id=changed)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    see = Choice(say_notices.SEE, Press(FlowName.UNITS, "card", 0, At(changed).pack()))
    rows = ((undo,),) if op in ("merge", "close") else ((see, undo),)
    reply = Reply(say.done(label), rows, ReplyKind.RECEIPT)
    return Decision((reply,), records, (entry,), told(values, about, facts), Close(FlowName.UNITS))


def _label(values: Values, name: str) -> str:
    op, kind, span = op_of(values), owing.kind_of(values), owing.span_of(values)
    if op in ("ask", "unask") and kind is not None and span is not None:
        return say_reports.label(op, kind, span, name)
    return say.label(op, name, period_of(values))


def _subjects(values: Values, units: Sequence[Unit], facts: Facts) -> tuple[tuple[str, int], ...]:
    """Whatever changes one of these later stops the undo."""
    touched = {("unit", int(unit.id)) for unit in units} | {("post", int(post)) for post in facts.posts}
    touched |= {("candidate", int(one)) for one in facts.candidates}
    touched |= {("unit", int(one.id)) for one in facts.below}
    if op_of(values) == "add":
        touched.add(("unit", int(facts.new_id)))
    if op_of(values) == "merge":
        touched |= {("unit", int(one.id)) for tree in facts.trees for one in tree.children_of(units[0].id)}
    return tuple(sorted(touched))


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.UNITS, Action.MANAGE_UNITS, gather, decide, awaits)
