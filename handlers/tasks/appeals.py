"""A cell asks for time or help with a report; who may grant the time does so with one tap."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.records import AddAppeal, AddOperation
from domain.rights import Action, may
from domain.talk import FlowName, Press
from domain.unit_changes import SetWaiver
from handlers.tasks.facts import Facts
from language.say import small, words
from language.say import tasks as say
from language.say import unit_notices as say_notices
from language.say.words import voice_of


def ask(step: str, facts: Facts, now: datetime) -> Decision:
    """The office hears of it once a report; asking again is one more sign of life, no more."""
    unit, period, person = facts.unit, facts.period, facts.here.actor.person
    if unit is None or period is None or person is None:
        return Decision((Reply(say.not_yours(voice_of(person)), kind=ReplyKind.VIEW),))
    if not facts.office:
        return Decision((Reply(say.no_office(facts.here.authority), kind=ReplyKind.VIEW),))
    tell = say.asks_postponement if step == "postpone" else say.asks_help
    granting = Choice(say_notices.GRANT, Press(FlowName.TASKS, "grant", 0, f"{unit.id}-{period}"))
    rows = ((granting,),) if step == "postpone" else ()
    told = Reply(tell(person.name, unit.short_name, period), rows, ReplyKind.RECEIPT, is_personal=True)
    notices = tuple(Notice(one.id, told, f"{step}:{unit.id}:{period}:{one.id}") for one in facts.office)
    entry = Audit(f"asked_{step}", "unit", unit.id, (str(period),), unit_id=unit.id)
    asked = AddAppeal(unit.id, period, step, person.id, now)
    reply = Reply(say.passed_on(period), kind=ReplyKind.VIEW)
    return Decision((reply,), records=(asked,), audit=(entry,), notices=notices)


def grant(facts: Facts, now: datetime) -> Decision:
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
