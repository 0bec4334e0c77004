"""Send a message to a part of the tree and to roles (/thongbao): preview, sending, progress, stopping."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.broadcasts import Broadcast, Ended, Sending, leaves_at
from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ports import Read
from domain.records import AddBroadcast, EndBroadcast, Record, TellBroadcast
from domain.rights import Action
from domain.talk import Awaits, Command, FlowName, Press
from handlers.broadcast.facts import STEPS_OF_ONE, Facts, is_about_progress, known, roles_of, units_of
from handlers.broadcast.steps import FORM, message_of
from handlers.engine import Submit, after, converse, draft_of
from handlers.flow import Flow
from language.say import broadcast as say


def gather(command: Command, read: Read) -> Facts:
    facts = known(command, read)
    if facts.one is not None:
        return facts
    values = after(FORM, command, facts)
    if "text" not in values or "units" not in values or "roles" not in values:
        return facts
    units = [unit.id for unit in units_of(values, facts)]
    return replace(facts, audience=read.audience(units, roles_of(values)), next_id=read.next_id("broadcast"))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Press) and command.step in STEPS_OF_ONE:
        if facts.one is None:
            return Decision((Reply(say.gone(), kind=ReplyKind.VIEW),))
        return _about(command.step, facts.one, facts, now)
    if is_about_progress(command) and facts.one is not None:
        return Decision((_progress(facts.one, facts.sending, facts, now),))
    outcome = converse(FORM, command, facts)
    return _send(facts, now) if isinstance(outcome, Submit) else outcome


def _send(facts: Facts, now: datetime) -> Decision:
    draft = draft_of(FORM, facts)
    if draft is None:
        return Decision((Reply(say.gone(), kind=ReplyKind.VIEW),))
    values, reached = draft.values, facts.audience.reachable
    units = tuple(unit.id for unit in units_of(values, facts))
    left_out = len(facts.audience.people) - len(reached)
    one = Broadcast(facts.next_id, facts.here.actor.who, units, roles_of(values), now, len(reached), left_out)
    told = Reply(message_of(values, facts), kind=ReplyKind.RECEIPT)
    notices = tuple(Notice(to.person_id, told, f"broadcast:{one.id}:{to.person_id}", is_bulk=True) for to in reached)
    entries = tuple(Audit("broadcast", "broadcast", one.id, ("roles", "text"), unit_id=unit) for unit in units)
    buttons = (
        _button(say.PROGRESS, "progress", one, say.PROGRESS_WORDS),
        _button(say.RECALL, "recall", one, say.END_WORDS),
    )
    receipt = Reply(say.sending_to(one.total, _leaves(facts, now)), (buttons,), ReplyKind.RECEIPT)
    return Decision((receipt,), (AddBroadcast(one),), entries, notices, Close(FlowName.BROADCAST))


def _leaves(facts: Facts, now: datetime) -> datetime | None:
    """The local moment at which what waits will leave; None: now."""
    local = now.astimezone(facts.here.zone)
    leaves = leaves_at(local, facts.calendar)
    return None if leaves == local else leaves


def _button(label: str, step: str, one: Broadcast, said: tuple[str, ...] = ()) -> Choice:
    return Choice(label, Press(FlowName.BROADCAST, step, 0, str(one.id)), said)


def _about(step: str, one: Broadcast, facts: Facts, now: datetime) -> Decision:
    sending = facts.sending
    if step == "progress":
        return Decision((_progress(one, sending, facts, now),))
    if one.ended is not None or not sending.waiting:
        text = say.too_late(sending, one.total) if step == "recall" and one.ended is None else say.nothing_waits()
        return Decision((Reply(text, kind=ReplyKind.VIEW),))
    if step == "recall" and sending.left:
        stop = _button(say.STOP, "stop", one, say.STOP_WORDS)
        return Decision((Reply(say.too_late(sending, one.total), ((stop,),), ReplyKind.VIEW),))
    return _end(one, sending, now)


def _end(one: Broadcast, sending: Sending, now: datetime) -> Decision:
    """Whole where nothing has left, whichever button it was."""
    ended = Ended.STOPPED if sending.left else Ended.WITHDRAWN
    records: list[Record] = [EndBroadcast(one.id, ended, now)]
    records += [TellBroadcast(one.id, now)] if ended is Ended.WITHDRAWN else []
    text = say.recalled(one.total) if ended is Ended.WITHDRAWN else say.stopped(sending, one.total)
    entry = Audit(str(ended), "broadcast", one.id, unit_id=one.unit_ids[0])
    return Decision((Reply(text, kind=ReplyKind.RECEIPT),), tuple(records), (entry,))


def _progress(one: Broadcast, sending: Sending, facts: Facts, now: datetime) -> Reply:
    clock = say.sent_at(one.at.astimezone(facts.here.zone))
    text = say.progress(one, sending, clock, _leaves(facts, now) if sending.waiting else None)
    rows: tuple[tuple[Choice, ...], ...] = ()
    if sending.waiting and one.ended is None:
        end = _button(say.STOP, "stop", one, say.STOP_WORDS) if sending.left else _button(say.RECALL, "recall", one)
        rows = ((_button(say.AGAIN, "progress", one), end),)
    return Reply(text, rows, ReplyKind.VIEW)


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.BROADCAST, Action.BROADCAST, gather, decide, awaits)
