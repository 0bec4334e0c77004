"""Find a candidate by part of a name, within one's own reach; each look is audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.admission import AdmissionStep, Candidate, Intake, StepEvent, valid_until
from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Reply, ReplyKind
from domain.exports import Printed
from domain.ids import CandidateId
from domain.legal import Rule
from domain.ports import Here, Read
from domain.rights import Action, may
from domain.talk import Answer, Awaits, Command, FlowName, Press, Start, Values
from handlers.engine import converse
from handlers.flow import Flow
from handlers.form import Form, Got, Step
from handlers.pages import PAGE
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row, may_print, people
from language.names import without_titles
from language.say import candidate as about
from language.say import exports as say_exports
from language.say import privacy as say_privacy
from language.say import small as say
from language.say import words
from language.say.words import voice_of
from language.text import cut, fold


@dataclass(frozen=True, slots=True)
class Facts:
    """`found` has one more than a page when there are more."""

    here: Here
    wanted: str
    skip: int
    found: Sequence[Candidate]
    one: Candidate | None
    steps: Sequence[StepEvent]
    printed: Sequence[Printed] = ()
    class_rule: Rule | None = None


SETTLED = (AdmissionStep.CELL_RESOLUTION, AdmissionStep.DECISION, AdmissionStep.CEREMONY)
"""The certificate has to count on the day of the cell's vote, not later."""


def gather(command: Command, read: Read) -> Facts:
    wanted, skip = _wanted(command)
    if isinstance(command, Press) and command.step == EXCEL:
        return Facts(read.here, wanted, 0, (), None, (), read.to_print(part=wanted) if len(wanted) > 1 else ())
    one = None
    if isinstance(command, Press) and command.step == "card" and command.value.isdigit():
        one = read.candidate(CandidateId(int(command.value[:15])))
    found = read.candidates(wanted, PAGE + 1, skip) if len(wanted) > 1 else ()
    rule = read.rules.at("awareness_class_months", read.here.today)
    return Facts(read.here, wanted, skip, found, one, () if one is None else read.events(one.id), class_rule=rule)


def _wanted(command: Command) -> tuple[str, int]:
    """The folded part of a name, and how many to skip."""
    match command:
        case Start(rest=text) | Answer(text=text):
            return cut(fold(without_titles(text)), 40), 0
        case Press(step="more", value=value):
            skip, _, text = value.partition(":")
            return text, int(skip) if skip.isdigit() and len(skip) < 7 else 0
        case Press(step="name" | "excel", value=value):
            return fold(value), 0
        case _:
            return "", 0


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step == EXCEL:
        audit = Audit("exported", "lookup", facts.here.actor.who)
        return people(facts.printed, say_exports.found(facts.wanted), audit, facts.here, now)
    if isinstance(command, Press) and command.step == "card":
        return _card(facts)
    if isinstance(command, Press) and command.step == "more":
        return _list(facts, is_closing=False)
    outcome = converse(FORM, command, facts)
    if len(facts.wanted) > 1 and isinstance(command, Start | Answer | Press):
        return _list(facts, is_closing=True)
    return outcome if isinstance(outcome, Decision) else _list(facts, is_closing=True)


def _list(facts: Facts, *, is_closing: bool) -> Decision:
    page, has_more = list(facts.found[:PAGE]), len(facts.found) > PAGE
    audit = tuple(Audit("listed", "candidate", one.id, unit_id=one.unit_id) for one in page)
    after: Next = Close(FlowName.LOOKUP) if is_closing else Keep()
    if not page:
        return Decision((Reply(say.found_none(facts.wanted), kind=ReplyKind.VIEW),), next=after)
    rows: list[tuple[Choice, ...]] = [
        (Choice(say.option(one), Press(FlowName.LOOKUP, "card", 0, str(one.id))),) for one in page
    ]
    if has_more:
        value = f"{facts.skip + PAGE}:{facts.wanted[:30]}"
        rows.append((Choice(words.MORE, Press(FlowName.LOOKUP, "more", 0, value)),))
    rows += excel_row(FlowName.LOOKUP, facts.wanted[:30], facts.here)
    text = say.found(facts.wanted, facts.skip + len(page), has_more)
    return Decision((Reply(text, tuple(rows), ReplyKind.VIEW, is_personal=True),), audit=audit, next=after)


def _card(facts: Facts) -> Decision:
    one, tree = facts.one, facts.here.tree
    if one is None:
        return Decision((Reply(say.not_found(), kind=ReplyKind.VIEW),))
    unit, union = tree.get(one.unit_id), tree.get(one.introduced_unit_id)
    union_name = None if union is None or union.id == one.unit_id else union.short_name
    rows: tuple[tuple[Choice, ...], ...] = ()
    if one.intake is not Intake.RECEIVED and may(facts.here.actor.posts, Action.RECEIVE, tree, one.unit_id):
        rows = ((Choice(about.ANSWER, Press(FlowName.INTAKE, "entry", 0, str(one.id))),),)
    rows = (*rows, (Choice(say_privacy.OF_CARD, Press(FlowName.PRIVACY, "view", 0, str(one.id))),))
    if may_print(facts.here, one.unit_id) or may_print(facts.here, one.introduced_unit_id):
        rows = (*rows, (Choice(say_exports.ROSTER, Press(FlowName.EXPORT, "one", 0, f"w:{one.id}")),))
    text = say.card(one, "" if unit is None else unit.short_name, union_name, facts.steps, _validity(facts))
    entry = Audit("looked", "candidate", one.id, unit_id=one.unit_id)
    return Decision((Reply(text, rows, ReplyKind.VIEW, is_personal=True),), audit=(entry,))


def _validity(facts: Facts) -> str:
    """Until when the certificate of the class counts, by the rule of today."""
    rule, today = facts.class_rule, facts.here.today
    day = next((one.happened_on for one in facts.steps if one.step is AdmissionStep.AWARENESS_CLASS), None)
    if rule is None or day is None or any(one.step in SETTLED for one in facts.steps):
        return ""
    return about.validity(valid_until(day, rule.number), today, rule.confirmed_by is not None)


def _read(text: str, _values: Values, _facts: Facts) -> Got:
    del text
    return say.lookup_short()


FORM: Form[Facts] = Form(
    FlowName.LOOKUP,
    say.LOOKUP_TITLE,
    (
        Step(
            "name",
            lambda _values, facts: say.ask_lookup(voice_of(facts.here.actor.person)),
            _read,
            lambda _values, _facts: None,
            pick=_read,
            awaits=Awaits.NAME,
        ),
    ),
    heading=lambda _values, _facts: say.LOOKUP_TITLE,
    submit_label=lambda _values, _facts: say.LOOKUP_TITLE,
    begin=lambda rest, _facts: ({}, (say.lookup_short().sentence,) if rest else ()),
    is_kept=False,
)

FLOW = Flow(FlowName.LOOKUP, Action.SEE_CANDIDATES, gather, decide, lambda _step: Awaits.NAME)
