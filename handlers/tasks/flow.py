"""What waits for a person (/viec): reports that are owed, people to be received, forms left open; and asking the office for help."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.meetings import MeetingKind
from domain.people import Role
from domain.ports import Read
from domain.privacy import Request
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row
from handlers.tasks import appeals, listed, missing
from handlers.tasks import facts as known
from handlers.tasks.facts import APPEALS, Facts, week_of
from handlers.week.compose import digest
from handlers.week.owed import report_press
from language.say import digest as say_digest
from language.say import requests as say_requests
from language.say import tasks as say
from language.say.owed import short_name
from language.say.words import voice_of
from language.words_shown import TITLES, draft_choice

MOST_REQUESTS = 8


def gather(command: Command, read: Read) -> Facts:
    return missing.gather(command, read) or known.gather(command, read)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if (week := week_of(command, facts.here)) is not None:
        return Decision((digest(week, facts.parts, facts.here.today, facts.here.actor.person),))
    if isinstance(command, Press) and command.step in APPEALS:
        return appeals.ask(command.step, facts, now)
    if isinstance(command, Press) and command.step == EXCEL:
        return listed.excel(facts, now)
    if facts.missing is not None:
        is_file = isinstance(command, Press) and command.step == missing.EXCEL
        return listed.excel(facts, now) if is_file else missing.show(facts, facts.missing)
    if isinstance(command, Press) and command.step == "grant":
        return appeals.grant(facts, now)
    here, voice = facts.here, voice_of(facts.here.actor.person)
    lines = [*say.lines(facts.parts, here.today, voice), *map(say_requests.task, facts.requests)]
    drafts = [flow for flow in here.conversation.drafts if flow in TITLES]
    rows: list[tuple[Choice, ...]] = []
    own = [(part.unit.id, one) for part in facts.parts if part.unit.id in facts.reports_for for one in part.owed]
    if any(one.kind is MeetingKind.REGULAR for _, one in own):
        rows.append((Choice(say_digest.REPORT_NOW, Press(FlowName.MEETING, "open", 0, "tasks")),))
    others = [(unit, one) for unit, one in own if one.kind is not MeetingKind.REGULAR]
    rows += [(Choice(short_name(one.kind, one.period), report_press(unit, one, "tasks")),) for unit, one in others]
    if any(part.entries and part.role is Role.SECRETARY for part in facts.parts):
        rows.append((Choice(say.RECEIVE, Press(FlowName.INTAKE, "open", 0, "tasks")),))
    rows += [(Choice(say_requests.task_label(one), _request(one)),) for one in facts.requests[:MOST_REQUESTS]]
    rows += [(draft_choice(here.conversation, flow),) for flow in drafts]
    rows += excel_row(FlowName.TASKS, "0", here) if any(part.months for part in facts.parts) or len(lines) > 1 else ()
    return Decision((Reply(say.page(lines, len(drafts), voice), tuple(rows), ReplyKind.VIEW),))


def _request(one: Request) -> Press:
    return Press(FlowName.PRIVACY, "req", 0, str(one.id))


FLOW = Flow(FlowName.TASKS, Action.SET_UP_SELF, gather, decide)
