"""Report a meeting of the cell (/hop): one report a unit, period and kind, with its receipt, on time or late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.decision import Audit, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import MeetingId, OperationId
from domain.meetings import Meeting
from domain.obligations import REVIEWS
from domain.people import Person, Role
from domain.ports import Read
from domain.records import AddMeeting, DropDraft, Record, SetHeadCount
from domain.rights import BY_WORD, Action
from domain.talk import Awaits, Command, FlowName, Press, Value, Values
from domain.units import Unit
from handlers.engine import Submit, after, converse, draft_of
from handlers.flow import Flow
from handlers.meeting import facts as draft
from handlers.meeting.amend import values_of
from handlers.meeting.facts import MeetingFacts
from handlers.meeting.receipt import AMEND, Facts, Next, entered, receipt_of, to_the_author, to_the_cell
from handlers.meeting.steps import FORM
from handlers.meeting.written import meeting_of, operation_of
from handlers.on_behalf import record as by_word
from handlers.on_behalf import units_for
from handlers.pages import PAGE, looks_at
from handlers.subject import Subject, open_about
from handlers.unit_step import unit_of
from handlers.week import owed
from language.formatting import format_month
from language.say import meeting as say
from language.say.owed import short_name


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    units, cells = units_for(read, Action.REPORT_MEETING)
    facts = MeetingFacts(here, units, read.aliases(), cells=cells)
    if isinstance(command, Press) and command.step == owed.STEP:
        return _owed(command, facts, read)
    if isinstance(command, Press) and command.step == AMEND:
        stands = read.meeting_by_id(MeetingId(_number(command.value)))
        unit = facts.own_units[0] if stands is None else here.tree.units[stands.unit_id]
        facts = replace(facts, stands=stands, head_count=read.head_count(unit.id), cells=cells.of(unit, read))
        return Facts(facts, _next(read, unit, {}, replace(facts, stands=None)))
    unit = unit_of(after(FORM, command, facts), facts)
    due = draft.month_due(unit, read)
    facts = replace(facts, head_count=read.head_count(unit.id), cells=cells.of(unit, read), month_due=due)
    values = after(FORM, command, facts)
    facts = replace(facts, stands=read.meeting(unit.id, draft.period_of(values, facts), draft.kind_of(values)))
    return Facts(facts, _next(read, unit, values, facts))


def _owed(press: Press, facts: MeetingFacts, read: Read) -> Facts:
    """`facts.owed` None when the button is none of ours, or its unit is none of the actor's any more."""
    about = owed.unpacked(press)
    unit = next((one for one in facts.own_units if about is not None and one.id == about[0]), None)
    if about is None or unit is None:
        return Facts(facts, _next(read, facts.own_units[0], {}, facts))
    _, last, kind = about
    stands = read.meeting(unit.id, last, kind) if kind in REVIEWS else None
    facts = replace(
        facts, head_count=read.head_count(unit.id), cells=facts.cells.of(unit, read), stands=stands, owed=about
    )
    return Facts(facts, _next(read, unit, {"kind": str(kind), "period": str(last)}, facts))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _next(read: Read, unit: Unit, values: Values, form: MeetingFacts) -> Next:
    here, stands, period = read.here, form.stands, draft.period_of(values, form)
    others = [
        one
        for one in read.holders(unit.id, (Role.SECRETARY,))
        if one.id != here.actor.who
        and (begun := read.draft_of(one.id, FlowName.MEETING)) is not None
        and draft.is_same_report(begun.values, values, unit, form)
    ]
    return Next(
        OperationId(read.next_id("operation")),
        MeetingId(read.next_id("meeting")),
        read.next_receipt(f"{here.today:%y%m}"),
        read.months_reported(unit.id, period.year),
        tuple(read.gaps(here.sent_at - timedelta(days=60))),
        tuple(others),
        tuple(read.followed(unit.id)[: PAGE + 1]),
        None if stands is None else read.behalf(stands.operation_id),
    )


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step == AMEND:
        stands = facts.form.stands
        if stands is None:
            return Decision((Reply(say.replaced(), kind=ReplyKind.VIEW),))
        subject = Subject(values_of(stands), ("stands",), say.amend_it(stands.receipt))
        return open_about(FORM, subject, command, facts.form, _drafted(facts.form))
    if isinstance(command, Press) and command.step == owed.STEP:
        return _open_owed(command, facts)
    outcome = converse(FORM, command, facts.form)
    return _submit(facts, now) if isinstance(outcome, Submit) else outcome


def _open_owed(press: Press, facts: Facts) -> Decision:
    """A thematic meeting may have been in any month of its quarter: its day says which."""
    about = facts.form.owed
    if about is None:
        return Decision((Reply(say.replaced(), kind=ReplyKind.VIEW),))
    unit_id, last, kind = about
    values: dict[str, Value] = {"unit": int(unit_id), "kind": str(kind), "more": None, "owed": f"{last}:{kind}"}
    if kind in REVIEWS:
        values["period"] = str(last)
    name = short_name(kind, last)
    return open_about(FORM, Subject(values, tuple(values), name, f"{name}."), press, facts.form, _drafted(facts.form))


def _drafted(facts: MeetingFacts) -> str | None:
    """Which month the draft reports on."""
    found = draft_of(FORM, facts)
    return None if found is None else format_month(draft.period_of(found.values, facts))


def _submit(facts: Facts, now: datetime) -> Decision:
    form = facts.form
    values = form.here.conversation.drafts[FlowName.MEETING].values
    unit = unit_of(values, form)
    meeting = meeting_of(values, unit, facts, now)
    records: list[Record] = [operation_of(meeting, now), *by_word(values, unit, meeting.operation_id, form)]
    count = draft.count_of(values)
    if count is not None and meeting.held_on is not None:
        records.append(SetHeadCount(unit.id, count, meeting.held_on, meeting.operation_id))
    records.append(AddMeeting(meeting))
    records += [DropDraft(one.id, FlowName.MEETING) for one in facts.next.others]
    entry = Audit("reported", "meeting", meeting.id, ("receipt", "period", "kind"), unit_id=unit.id)
    named = facts.next.followed if meeting.considered and unit.id in form.cells.own else ()
    closed = tuple(_tell(one, meeting, facts) for one in facts.next.others)
    return Decision(
        (receipt_of(meeting, unit, facts, now),),
        tuple(records),
        (entry, *looks_at(named), *entered(values, meeting, facts)),
        (*closed, *to_the_cell(values, meeting, unit, facts, now), *to_the_author(meeting, unit, facts)),
        Close(FlowName.MEETING),
    )


def _tell(person: Person, meeting: Meeting, facts: Facts) -> Notice:
    reporter = facts.form.here.actor.person
    text = say.others_draft_closed("" if reporter is None else reporter.name, meeting.receipt)
    return Notice(person.id, Reply(text, kind=ReplyKind.VIEW), f"draft-closed:{meeting.id}:{person.id}")


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.MEETING, Action.REPORT_MEETING, gather, decide, awaits, BY_WORD[Action.REPORT_MEETING])
