"""What waits for a person (/viec): reports that are owed, people to be received, forms left open; and asking the office for help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.digest import Part
from domain.ids import OperationId, UnitId
from domain.people import Person, Role
from domain.periods import Period
from domain.ports import Here, Read
from domain.privacy import Request
from domain.records import AddAppeal, AddOperation
from domain.rights import Action, may
from domain.tables import Cell, Column, ColumnType, Table
from domain.talk import Command, FlowName, Press
from domain.unit_changes import SetWaiver
from domain.units import Unit
from domain.weeks import Week
from handlers.flow import Flow
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row, exported, may_print, refused, sheet
from handlers.week.compose import digest
from handlers.week.facts import parts, waiting
from language.say import digest as say_digest
from language.say import exports as say_exports
from language.say import requests as say_requests
from language.say import small, words
from language.say import tasks as say
from language.say import unit_notices as say_notices
from language.say.words import voice_of
from language.words_shown import TITLES, draft_choice

MOST_REQUESTS = 8
APPEALS = ("postpone", "help")
GRANTED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Facts:
    """`reports_for` are the cells whose report the person may send.

    `requests` about personal data wait for the person as the office.
    `unit`, `period` and `office` only where somebody asks for time or help with a report of their own.
    """

    here: Here
    parts: tuple[Part, ...]
    unit: Unit | None = None
    period: Period | None = None
    office: tuple[Person, ...] = ()
    reports_for: frozenset[UnitId] = frozenset()
    requests: tuple[Request, ...] = ()
    appeal: Appeal | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """A request for time that somebody with the right to grant it answers. `until`: None when the report is no longer owed."""

    unit: Unit
    period: Period
    until: date | None
    operation_id: OperationId
    secretaries: tuple[Person, ...]


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    if (week := _week(command, here)) is not None:
        return Facts(here, parts(read, week, here.actor.posts))
    if isinstance(command, Press) and command.step in APPEALS:
        unit, period = _about(command.value, read)
        return Facts(here, (), unit, period, () if unit is None else tuple(_office_of(unit, read)))
    if isinstance(command, Press) and command.step == "grant":
        return Facts(here, (), appeal=_granted(command.value, read))
    return Facts(
        here, waiting(read, here.actor.posts), reports_for=read.reach(Action.REPORT_MEETING), requests=_requests(read)
    )


def _requests(read: Read) -> tuple[Request, ...]:
    within = read.reach(Action.HANDLE_REQUESTS)
    return tuple(read.open_requests(within)) if within else ()


def _week(command: Command, here: Here) -> Week | None:
    """The week whose digest the person asks for: of the line that announced it, or in words the last one."""
    if not isinstance(command, Press) or command.step != "digest":
        return None
    if command.value == "last":
        return Week.of(here.today).shift(-1)
    try:
        return Week.parse(command.value)
    except ValueError:
        return None


def _granted(value: str, read: Read) -> Appeal | None:
    """None for a unit in which the actor may not grant it, and for what no button of ours holds."""
    unit, period = _about(value, read, Action.EXCUSE_REPORTS)
    if unit is None or period is None:
        return None
    is_owed = unit.owes(period) and unit.id not in read.reported(period)
    until = max(unit.due_on(period), read.here.today) + GRANTED if is_owed else None
    secretaries = tuple(read.holders(unit.id, [Role.SECRETARY]))
    return Appeal(unit, period, until, OperationId(read.next_id("operation")), secretaries)


def _about(value: str, read: Read, action: Action = Action.REPORT_MEETING) -> tuple[Unit | None, Period | None]:
    """The cell, if the actor may do that for it, and the month; (None, None) for what no button of ours holds."""
    unit_text, _, period_text = value.partition("-")
    try:
        unit_id, period = UnitId(int(unit_text)), Period.parse(period_text)
    except ValueError:
        return None, None
    is_own = unit_id in read.reach(action)
    return (read.here.tree.get(unit_id), period) if is_own else (None, None)


def _office_of(unit: Unit, read: Read) -> list[Person]:
    """Who holds an office post over the unit."""
    return [
        one
        for one in read.holders(None, [Role.OFFICE])
        if any(
            post.role is Role.OFFICE and unit.id in read.here.tree.subtree(post.unit_id)
            for post in read.posts_of(one.id)
        )
    ]


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if (week := _week(command, facts.here)) is not None:
        return Decision((digest(week, facts.parts, facts.here.today, facts.here.actor.person),))
    if isinstance(command, Press) and command.step in APPEALS:
        return _appeal(command.step, facts, now)
    if isinstance(command, Press) and command.step == EXCEL:
        return _excel(facts, now)
    if isinstance(command, Press) and command.step == "grant":
        return _grant(facts, now)
    here, voice = facts.here, voice_of(facts.here.actor.person)
    lines = [*say.lines(facts.parts, here.today, voice), *map(say_requests.task, facts.requests)]
    drafts = [flow for flow in here.conversation.drafts if flow in TITLES]
    rows: list[tuple[Choice, ...]] = []
    if any(part.owed and part.unit.id in facts.reports_for for part in facts.parts):
        rows.append((Choice(say_digest.REPORT_NOW, Press(FlowName.MEETING, "open", 0, "tasks")),))
    if any(part.entries and part.role is Role.SECRETARY for part in facts.parts):
        rows.append((Choice(say.RECEIVE, Press(FlowName.INTAKE, "open", 0, "tasks")),))
    rows += [(Choice(say_requests.task_label(one), _request(one)),) for one in facts.requests[:MOST_REQUESTS]]
    rows += [(draft_choice(here.conversation, flow),) for flow in drafts]
    rows += excel_row(FlowName.TASKS, "0", here) if any(part.months for part in facts.parts) or len(lines) > 1 else ()
    return Decision((Reply(say.page(lines, len(drafts), voice), tuple(rows), ReplyKind.VIEW),))


def _request(one: Request) -> Press:
    return Press(FlowName.PRIVACY, "req", 0, str(one.id))


def _excel(facts: Facts, now: datetime) -> Decision:
    """What the list counts in a line stands here line by line, in the same bounds: a cell that is at its report is not named."""
    rows = tuple(row for part in facts.parts for row in _lines(part, facts.here.today))
    if not rows or not may_print(facts.here):
        return refused(facts.here)
    columns = (*map(Column, (say_exports.CELL, say_exports.TASK)), Column(say_exports.DUE, ColumnType.DATE))
    columns += (Column(say_exports.STATE), Column(say_exports.COUNT, ColumnType.INT))
    table = Table(say_exports.TASKS, columns, rows, say_exports.as_of("", facts.here.today))
    audit = Audit("exported", "tasks", facts.here.actor.who)
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit)


def _lines(part: Part, today: date) -> Iterator[tuple[Cell, ...]]:
    unit = part.unit.short_name
    for one in part.owed:
        state = say_exports.LATE if one.due_on < today else say_exports.IN_TIME
        yield unit, say_exports.report(one.period), one.due_on, state, 1
    if part.entries:
        yield unit, say_exports.ENTRIES, None, say_exports.WAITS, part.entries
    for month in part.months:
        told = say_exports.report(month.period)
        yield from ((cell, told, None, say_exports.LATE, 1) for cell in month.late)
        if month.busy:
            yield unit, told, None, say_exports.BUSY, month.busy
        if left := month.owed - month.sent - len(month.late) - month.busy:
            yield unit, told, month.last_due_on, say_exports.IN_TIME, left
        yield unit, told, None, say_exports.SENT, month.sent


def _appeal(step: str, facts: Facts, now: datetime) -> Decision:
    """The office hears of it once a report; asking again is one more sign of life, no more."""
    unit, period, person = facts.unit, facts.period, facts.here.actor.person
    if unit is None or period is None or person is None:
        return Decision((Reply(say.not_yours(voice_of(person)), kind=ReplyKind.VIEW),))
    if not facts.office:
        return Decision((Reply(say.no_office(facts.here.authority), kind=ReplyKind.VIEW),))
    tell = say.asks_postponement if step == "postpone" else say.asks_help
    grant = Choice(say_notices.GRANT, Press(FlowName.TASKS, "grant", 0, f"{unit.id}-{period}"))
    rows = ((grant,),) if step == "postpone" else ()
    told = Reply(tell(person.name, unit.short_name, period), rows, ReplyKind.RECEIPT, is_personal=True)
    notices = tuple(Notice(one.id, told, f"{step}:{unit.id}:{period}:{one.id}") for one in facts.office)
    entry = Audit(f"asked_{step}", "unit", unit.id, (str(period),), unit_id=unit.id)
    asked = AddAppeal(unit.id, period, step, person.id, now)
    reply = Reply(say.passed_on(period), kind=ReplyKind.VIEW)
    return Decision((reply,), records=(asked,), audit=(entry,), notices=notices)


def _grant(facts: Facts, now: datetime) -> Decision:
    """Once: pressed again it says until when the report was postponed."""
    appeal, who = facts.appeal, facts.here.actor.who
    if appeal is None or not may(facts.here.actor.posts, Action.EXCUSE_REPORTS, facts.here.tree, appeal.unit.id):
        return Decision((Reply(small.not_found(), kind=ReplyKind.VIEW),))
    unit, period, until = appeal.unit, appeal.period, appeal.until
    granted = next((one.until for one in unit.waivers if one.period == period and one.until is not None), None)
    if until is None or granted is not None:
        told = say_notices.not_needed(unit.short_name, period)
        already = told if granted is None else say_notices.granted_already(unit.short_name, period, granted)
        return Decision((Reply(already, kind=ReplyKind.VIEW),))
    operation, label = appeal.operation_id, say_notices.grant_label(unit.short_name, period)
    records = (
        AddOperation(operation, FlowName.TASKS, who, unit.id, now, label, (("unit", int(unit.id)),)),
        SetWaiver(unit.id, period, until, say_notices.GRANT_REASON, operation),
    )
    notice = Reply(say_notices.waived(unit.short_name, period, until.isoformat()), kind=ReplyKind.RECEIPT)
    notified = tuple(Notice(one.id, notice, f"waived:{operation}:{one.id}") for one in appeal.secretaries)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(operation)))
    reply = Reply(say_notices.granted(unit.short_name, period, until), ((undo,),), ReplyKind.RECEIPT)
    entry = Audit("unit_postpone", "unit", unit.id, (str(period),), unit_id=unit.id)
    return Decision((reply,), records, (entry,), notified)


FLOW = Flow(FlowName.TASKS, Action.SET_UP_SELF, gather, decide)
