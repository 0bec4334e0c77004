"""②③④ One turn: understood, decided, committed. Runs on the writer's thread, inside the savepoint that its caller opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot import menus
from bot.amending import Place, amended
from bot.replies import Sending, send
from domain.channel import Capabilities, Door
from domain.decision import Close, Decision, Keep
from domain.ids import PersonId, TurnId
from domain.people import Actor, Role
from domain.ports import Here
from domain.records import EraseSubject, PublishUpload
from domain.talk import (
    Code,
    Command,
    Contact,
    Conversation,
    FlowName,
    Menu,
    Occurrence,
    OwnCode,
    Press,
    Received,
    Refused,
    Sent,
    Start,
    Unclear,
    Uploaded,
)
from domain.unit_changes import SettleMerges
from handlers.registry import FLOWS, awaits, route
from handlers.rereading import reread
from language.say import menu as say_menu
from language.say import upkeep as say_upkeep
from language.understand import Listening, understand, understand_press
from language.words_shown import resume_row
from storage import apply, conversations, inbox, meetings, operations, outbox, people, privacy
from storage.connection import Database
from storage.inbox import WaitingRow
from storage.outbox import NewMessage, Outlet
from storage.reading import Sources, TurnRead

Kept = Mapping[object, Any]
"""What was counted for occurrences, which change none of it. A person's turn that records something forgets it."""
NOTHING: Kept = MappingProxyType({})
DAY = "day"
"""On which day it was counted: the next one begins anew, so that it never grows."""
DOUBLE_TAP = timedelta(seconds=10)
AFTER_GAP = timedelta(minutes=2)
PLAIN = Capabilities(
    has_buttons=False,
    can_edit=False,
    takes_files=False,
    sends_files=False,
    sends_images=False,
    text_limit=2000,
    may_speak_first=False,
    repeats_uncertain=False,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What does not change from turn to turn. `links` gives the beginning of a link that opens a chat with a code, once it is known;

    `doors` the bots that people find by name.
    """

    sources: Sources
    zone: tzinfo
    authority: str
    capabilities: Mapping[str, Capabilities]
    links: Callable[[], str] = lambda: ""
    doors: Callable[[], Sequence[Door]] = tuple


def take(
    connection: Database,
    rows: Sequence[WaitingRow],
    now: datetime,
    around: Surroundings,
    outlet: Outlet | None = None,
    known: Kept = NOTHING,
) -> Kept:
    """The whole turns of these waiting inbox rows, one after another. Without an outlet, what they say waits to be claimed.

    `known` is what an earlier call gave, if nothing but turns has written since; what is known now is given back, and counts
    once these turns are committed. Raises whatever is wrong with our own code, also when a row was taken before.
    """
    today = _local_day(now, around.zone)
    kept: dict[object, Any] = dict(known) if known.get(DAY) == today else {DAY: today}
    taken = [(row.id, _take(connection, row, now, around, outlet, kept)) for row in rows]
    if outlet is not None:
        outlet.shut(connection)
    if inbox.done(connection, taken, now) != len(rows):
        raise ValueError(f"one of the turns {[row.id for row in rows]} was taken already")
    return kept


def _take(
    connection: Database,
    row: WaitingRow,
    now: datetime,
    around: Surroundings,
    outlet: Outlet | None,
    kept: dict[object, Any],
) -> str:
    """One turn but for its end; how it was understood. `kept` is what occurrences pass on to each other."""
    if row.kind in ("unreadable", "group", "too_many"):
        _answer_simply(connection, row, now, around.zone, outlet)
        return row.kind
    today = _local_day(now, around.zone)
    actor = _actor(connection, row, today, now)
    conversation = conversations.get(connection, actor.owner)
    here = Here(
        actor,
        conversation,
        around.sources.trees.on(connection, today),
        today,
        _sent_at(connection, row, now),
        row.id,
        around.zone,
        around.authority,
        _can(row, around).has_buttons,
        _can(row, around).asks_contact,
        around.links(),
        tuple(around.doors()),
    )
    command = _own_code(connection, _understand(row, here), around)
    if isinstance(command, Code | OwnCode | Contact):
        inbox.erase_body(connection, row.id)
    if _is_double_tap(row, conversation, now):
        return "double tap"
    command, here, dropped = reread(command, here)
    conversation = here.conversation
    name, decision = _decide(connection, command, here, now, around, kept if row.kind == "occurrence" else None)
    if dropped is not None and isinstance(decision.next, Keep):
        decision = replace(decision, next=Close(dropped))
    is_settling = any(isinstance(record, SettleMerges) for record in decision.records)
    if is_settling or (row.kind != "occurrence" and (decision.records or not isinstance(decision.next, Keep))):
        kept.clear()
    if not actor.is_locked:
        decision = resume_row(decision, name, conversation, now)
    decision = amended(connection, decision, name, row, here, Place(_can(row, around), around.sources.quotas()), now)
    _commit(connection, Sending(row, here, decision, _can(row, around), now, outlet, around.capabilities))
    if any(isinstance(record, PublishUpload) for record in decision.records):
        around.sources.trees.by_day.clear()
    return f"{name}: {type(command).__name__}"


@lru_cache(maxsize=1)
def _local_day(now: datetime, zone: tzinfo) -> date:
    """Asked by every turn of a batch for the same moment."""
    return now.astimezone(zone).date()


def _can(row: WaitingRow, around: Surroundings) -> Capabilities:
    return around.capabilities.get(row.address.channel, PLAIN)


def _answer_simply(connection: Database, row: WaitingRow, now: datetime, zone: tzinfo, outlet: Outlet | None) -> None:
    if row.kind == "group":
        once = NewMessage(row.address, row.id, say_menu.in_a_group(), once_key=f"group:{row.address}")
        outbox.add(connection, once, now, outlet)
        return
    if row.kind == "too_many":
        outbox.add(connection, NewMessage(row.address, row.id, say_upkeep.too_many()), now, outlet)
        return
    text = say_menu.trouble_notice(row.id, row.kind)
    for admin in people.holders(connection, None, Role.ADMIN, _local_day(now, zone)):
        notify(connection, admin.id, text, f"unreadable:{row.id}:{admin.id}", row.id, now, outlet)


def notify(
    connection: Database,
    person: PersonId,
    text: str,
    key: str,
    turn: TurnId | None,
    now: datetime,
    outlet: Outlet | None = None,
) -> None:
    """A plain message to a person, once for the key, where they wrote last; nothing when they cannot be reached."""
    address = people.primary_address(connection, person)
    if address is not None:
        outbox.add(connection, NewMessage(address, turn, text, once_key=key), now, outlet)


def _sent_at(connection: Database, row: WaitingRow, now: datetime) -> datetime:
    """When the person sent it. A press has no date of its own: the moment of receiving, or, right after a gap in receiving,

    the end of the last good poll, but never before the message that carries the button. Never in the future.
    """
    if row.sent_at is not None:
        return min(row.sent_at, now)
    for gap in meetings.gaps(connection, row.received_at - AFTER_GAP):
        if gap.until - AFTER_GAP <= row.received_at <= gap.until + AFTER_GAP:
            return max(gap.since, outbox.sent_at(connection, row.address, _carrier(row)) or gap.since)
    return min(row.received_at, now)


def _carrier(row: WaitingRow) -> str:
    """The vendor's id of the message whose button was pressed; "" for anything else."""
    return str(json.loads(row.body or "[]")[1]) if row.kind == "press" else ""


def _understand(row: WaitingRow, here: Here) -> Command:
    body = row.body or ""
    conversation = here.conversation
    match row.kind:
        case "text":
            draft = conversation.draft
            step = None if draft is None else draft.step
            listening = Listening(conversation, awaits(conversation.open_flow, step), not here.has_buttons)
            return _opened(understand(body, listening))
        case "press":
            return _opened(understand_press(str(json.loads(body)[0])))
        case "media":
            return Received(Sent(body))
        case "file":
            name, size, reference = json.loads(body)
            return Uploaded(str(name), int(size), str(reference))
        case "contact":
            phone, is_own = json.loads(body)
            return Contact(str(phone), bool(is_own))
        case "sensitive":
            return Refused(body)
        case "occurrence":
            job, _, key = body.partition(":")
            return Occurrence(job, key)
        case _:
            return Unclear(())


def _own_code(connection: Database, command: Command, around: Surroundings) -> Command:
    """Eight digits are an invitation, unless a candidate's own code has them."""
    if isinstance(command, Code) and privacy.code(connection, around.sources.digest(command.digits)) is not None:
        return OwnCode(command.digits)
    return command


def _opened(command: Command) -> Command:
    """A tile of the menu opens its flow like the command's word does."""
    if isinstance(command, Press) and command.flow is FlowName.MENU:
        return Menu(is_help=command.step == "help", is_managing=command.step == "manage")
    if isinstance(command, Press) and command.step == "open":
        return Start(command.flow)
    return command


def _is_double_tap(row: WaitingRow, conversation: Conversation, now: datetime) -> bool:
    """The same button twice within seconds has one effect and one answer."""
    last = conversation.last_press_at
    return (
        row.kind == "press"
        and last is not None
        and row.body == conversation.last_press
        and timedelta(0) <= now - last <= DOUBLE_TAP
    )


def _actor(connection: Database, row: WaitingRow, today: date, now: datetime) -> Actor:
    """Who writes. An occurrence that concerns somebody reads what they may see: it is taken with their posts of today."""
    if row.kind != "occurrence":
        return people.actor(connection, row.address, today, now)
    clock = people.actor(connection, row.address._replace(chat_id=""), today, now)
    chat = row.address.chat_id
    person_id = PersonId(int(chat[1:])) if chat[:1] == "p" and chat[1:].isdigit() else None
    if person_id is None:
        return clock
    person, posts = people.person(connection, person_id), people.posts_of(connection, person_id, today)
    return replace(clock, person=person, posts=posts)


def _decide(
    connection: Database,
    command: Command,
    here: Here,
    now: datetime,
    around: Surroundings,
    kept: dict[object, Any] | None,
) -> tuple[FlowName, Decision]:
    name = route(command, here)
    flow = FLOWS[name]
    if not flow.is_open_to(here.actor.posts, here.tree):
        name, flow, command = FlowName.MENU, FLOWS[FlowName.MENU], Press(name, "open", 0, "refused")
    read = TurnRead(connection, here, around.sources, kept)
    return name, flow.decide(command, flow.gather(command, read), now)


def _commit(connection: Database, todo: Sending) -> None:
    decision, actor = todo.decision, todo.here.actor
    if todo.outlet is not None and any(isinstance(one, EraseSubject) for one in decision.records):
        todo.outlet.shut(connection)
    apply.apply(connection, decision.records)
    who = None if actor.person is None else actor.person.id
    for entry in decision.audit:
        operations.add_audit(connection, entry, todo.row.id, who, actor.account_id, todo.now)
    send(connection, todo)
    menus.refresh(connection, todo, todo.channels)
