"""Set a target, amend it with its history, split it over the units below, and list those of a year (/chitieu)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.ids import UnitId
from domain.ports import Read
from domain.records import AddOperation, PutTarget
from domain.rights import Action, may
from domain.talk import Awaits, Command, FlowName, Press, Start, Value, Values
from domain.targets import SetTarget, Target
from domain.units import Unit
from handlers.engine import Submit, after, converse, draft_of
from handlers.flow import Flow
from handlers.subject import Subject, open_about
from handlers.tables import STEP as EXCEL
from handlers.targets import sheet
from handlers.targets.doubt import doubted, show, subject
from handlers.targets.facts import Facts, begin, by_number, document_on, listing, target_of, unit_by_id, with_answers
from handlers.targets.listing import choice, show_list
from handlers.targets.split import shares_of, split_notes
from handlers.targets.steps import FORM
from language.reading import Misread
from language.say import form as say_form
from language.say import target_admin as say
from language.say import words
from language.target_line import TargetLine, read_target_line
from language.unit_names import one_unit

ABOUT, LISTS = ("amend", "split"), ("list", EXCEL)


def gather(command: Command, read: Read) -> Facts:
    facts = begin(read)
    if isinstance(command, Press) and command.step in ABOUT:
        named = by_number(command.value.partition(":")[0], facts, read)
        values = {} if named is None else subject(command, named)
        return replace(with_answers(facts, values, read), named=named)
    if isinstance(command, Press) and command.step in LISTS:
        unit_text, _, year = command.value.partition(":")
        unit = unit_by_id(int(unit_text) if unit_text.isascii() and unit_text.isdigit() else 0, facts)
        is_year = year.isascii() and year.isdigit() and len(year) == 4 and year >= "1900"
        return facts if unit is None or not is_year else listing(unit, int(year), facts, read)
    if (doubt := doubted(command, facts, read)) is not None:
        return doubt
    line = _listed(command, facts)
    if line is not None:
        year_meant = facts.here.today.year if line.span is None else line.span.starts_on.year
        unit = _unit_meant(line.unit, facts)
        return facts if unit is None else listing(unit, year_meant, facts, read)
    draft = draft_of(FORM, facts)
    facts = facts if draft is None else with_answers(facts, draft.values, read)
    return with_answers(facts, after(FORM, command, facts), read)


def _listed(command: Command, facts: Facts) -> TargetLine | None:
    """The line, when it sets nothing."""
    if not isinstance(command, Start):
        return None
    line = read_target_line(command.rest, facts.here.today)
    return line if line.amount is None and line.document is None else None


def _unit_meant(text: str, facts: Facts) -> Unit | None:
    if text:
        found = one_unit(text, facts.units, facts.aliases)
        return None if isinstance(found, Misread) else found
    ids = {unit.id for unit in facts.units}
    return next((unit for unit in facts.units if unit.parent_id not in ids), None)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if facts.unit is not None and isinstance(command, Press) and command.step == EXCEL:
        return sheet.excel(facts.unit, facts, now)
    if facts.unit is not None:
        return show_list(facts.unit, facts)
    if facts.doubted is not None:
        return show(facts)
    line = _listed(command, facts)
    if line is not None:
        return _say(say.unit_unknown(line.unit))
    if isinstance(command, Press) and command.step == "new":
        values: dict[str, Value] = {"op": "set", "inferred": False}
        return open_about(FORM, Subject(values, ("op", "inferred"), say.SET_NEW.lower()), command, facts, say.TITLE)
    if isinstance(command, Press) and command.step in (*ABOUT, *LISTS):
        return _open(command, facts)
    draft = draft_of(FORM, facts)
    if draft is not None and "target" in draft.values and facts.named is None and not isinstance(command, Start):
        return replace(_say(say.changed_meanwhile()), next=Close(FlowName.TARGETS))
    outcome = converse(FORM, command, facts)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _open(press: Press, facts: Facts) -> Decision:
    if facts.named is None:
        return _say(say.not_found())
    unit = unit_by_id(facts.named.target.unit_id, facts)
    name = "" if unit is None else unit.short_name
    if press.step == "split" and not facts.children:
        return _say(say.no_children(name))
    values = subject(press, facts.named)
    return open_about(
        FORM, Subject(values, tuple(values.keys() - {"value"}), say_form.working_on(name)), press, facts, say.TITLE
    )


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))


def _submit(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    values: Values = {} if draft is None else draft.values
    targets = _shares(values, facts) if values.get("op") == "split" else _one(values, facts)
    posts, tree = facts.here.actor.posts, facts.here.tree
    if not targets or not all(may(posts, Action.SET_TARGETS, tree, one.unit_id) for one, _ in targets):
        return replace(_say(say.not_found()), next=Close(FlowName.TARGETS))
    return _written(values, targets, facts, now)


Put = tuple[Target, SetTarget | None]
"""What is set, and what it replaces."""


def _one(values: Values, facts: Facts) -> list[Put]:
    target = target_of(values)
    return [] if target is None or unit_by_id(target.unit_id, facts) is None else [(target, facts.stands)]


def _shares(values: Values, facts: Facts) -> list[Put]:
    """Each share by the document of the whole, issued by the unit that splits it."""
    whole, theirs = facts.named, facts.theirs or {}
    children = {unit.id for unit in facts.children}
    above = None if whole is None else unit_by_id(whole.target.unit_id, facts)
    if whole is None or above is None or not shares_of(values).keys() <= children:
        return []
    issuer = say.issued_by(above.short_name)
    return [
        (_share(whole.target, unit, number, issuer), theirs.get(unit)) for unit, number in shares_of(values).items()
    ]


def _share(whole: Target, unit: UnitId, number: int, issuer: str) -> Target:
    return replace(
        whole,
        unit_id=unit,
        least=number,
        most=number,
        issuer=issuer,
        is_inferred=False,
        is_approximate=False,
        published=None,
    )


def _written(values: Values, targets: list[Put], facts: Facts, now: datetime) -> Decision:
    who, whole = facts.here.actor.who, facts.named
    is_split = values.get("op") == "split" and whole is not None
    signed = whole.document_on if is_split and whole is not None else document_on(values)
    about = whole.target if is_split and whole is not None else targets[0][0]
    unit = unit_by_id(about.unit_id, facts)
    name = "" if unit is None else unit.short_name
    label = say.split_label_of(about, len(targets)) if is_split else f"{say.label(about)}, {name}"
    touched = {("target", old.id) for _, old in targets if old is not None}
    touched |= {("target", whole.id)} if is_split and whole is not None else set()
    touched |= {("target", facts.next_id + nth) for nth in range(len(targets))}
    operation = AddOperation(
        facts.operation_id, FlowName.TARGETS, who, about.unit_id, now, label, tuple(sorted(touched))
    )
    puts = [
        PutTarget(facts.next_id + nth, one, signed, None if old is None else old.id, who, now, facts.operation_id)
        for nth, (one, old) in enumerate(targets)
    ]
    audit = tuple(
        Audit("set_target", "unit", one.unit_id, (str(one.indicator),), unit_id=one.unit_id) for one, _ in targets
    )
    text = (
        say.split_done(name, len(targets), split_notes(values, facts)) if is_split else say.done(name, say.label(about))
    )
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    see = choice(say.SEE, "list", f"{about.unit_id}:{about.starts_on.year}")
    return Decision(
        (Reply(text, ((see, undo),), ReplyKind.RECEIPT),), (operation, *puts), audit, next=Close(FlowName.TARGETS)
    )


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.TARGETS, Action.SET_TARGETS, gather, decide, awaits)
