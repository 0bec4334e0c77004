"""What a decision says and what the conversation remembers afterwards, written in the turn's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import assert_never

from domain.channel import Button, Capabilities, OutgoingAction, quotas
from domain.decision import Ask, Close, Decision, Keep, Next, Notice, Park, Reply, ReplyKind
from domain.ids import OutboxId
from domain.people import Address
from domain.ports import Here
from domain.quota import month_of
from domain.records import LinkAccount, MoveDraft
from domain.talk import Conversation, Draft, FlowName, is_way_out
from language.say import accounts as say_accounts
from language.words_shown import shown_entry
from storage import accounts, conversations, outbox, people, quota
from storage.accounts import Place
from storage.connection import Database
from storage.inbox import WaitingRow
from storage.outbox import NewMessage, Outlet


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything that writing the answers of one turn needs."""

    row: WaitingRow
    here: Here
    decision: Decision
    can: Capabilities
    now: datetime
    outlet: Outlet | None
    channels: Mapping[str, Capabilities]


def send(connection: Database, todo: Sending) -> None:
    """Outbox rows for the replies, the conversation's next state, then the notices: one may go to whoever acts, and stands last."""
    if todo.row.kind != "occurrence":
        asked, shown = _replies(connection, todo)
        _remember(connection, todo, asked, shown)
    for notice in todo.decision.notices:
        place = _place(connection, notice, todo)
        if place is not None:
            _notify(connection, notice, place, todo)


def _place(connection: Database, notice: Notice, todo: Sending) -> Place | None:
    """Where a notice goes; None when its person can be reached nowhere."""
    if notice.is_bulk:
        counted, month = quotas(todo.channels), month_of(todo.now)
        is_used_up = partial(quota.is_used_up, connection, counted, month=month)
        return accounts.place_for_bulk(connection, notice.person_id, todo.channels, is_used_up)
    found = notice.address or people.primary_address(connection, notice.person_id)
    if notice.account_id is not None:
        found = accounts.address(connection, notice.account_id)
    return None if found is None else Place(found)


def _notify(connection: Database, notice: Notice, place: Place, todo: Sending) -> None:
    owner, reply = f"p{notice.person_id}", notice.reply
    if place.instead_of is not None:
        reply = replace(reply, text=f"{say_accounts.instead_of(place.instead_of.channel)}\n{reply.text}")
    is_lettered = not conversations.keeps_letters(connection, owner)
    message = _message(todo, reply, place.address, key=notice.key)
    message = message._replace(is_lettered=is_lettered, is_bulk=notice.is_bulk)
    entries = _entries(reply, message)
    if outbox.add(connection, message, todo.now, todo.outlet) is not None and entries:
        conversations.show_also(connection, owner, entries, is_standing=notice.is_bulk)


def _message(
    todo: Sending,
    reply: Reply,
    address: Address,
    *,
    key: str | None = None,
    target: OutboxId | None = None,
    strips: OutboxId | None = None,
) -> NewMessage:
    return NewMessage(
        address,
        todo.row.id,
        reply.text,
        tuple([tuple([Button(one.label, one.press.token()) for one in row]) for row in reply.rows]),
        OutgoingAction.SEND if target is None else OutgoingAction.EDIT,
        target,
        reply.is_personal,
        reply.is_secret,
        is_receipt=reply.kind is ReplyKind.RECEIPT,
        once_key=key,
        strips_id=strips,
        asks_contact=reply.asks_contact,
        attachment=reply.attachment,
    )


def _entries(reply: Reply, message: NewMessage) -> tuple[str, ...]:
    """The choices as the conversation remembers them; an empty one ends those that have letters."""
    tokens = [button.token for row in message.rows for button in row]
    choices = [choice for row in reply.rows for choice in row]
    pairs = list(zip(choices, tokens, strict=True))
    answers = [shown_entry(choice, token) for choice, token in pairs if not is_way_out(token)]
    others = [shown_entry(choice, token) for choice, token in pairs if is_way_out(token)]
    others += [shown_entry(choice, choice.press.token()) for choice in reply.named]
    return (*answers, *([""] if others else []), *others)


def _replies(connection: Database, todo: Sending) -> tuple[OutboxId | None, tuple[str, ...]]:
    """Writes the replies; returns the message that now carries the open question's buttons, if one does, and the last choices."""
    pressed = _pressed(connection, todo)
    asked, replies = todo.here.conversation.asked_id, todo.decision.replies
    is_editing = bool(replies) and pressed is not None and replies[0].kind is not ReplyKind.RECEIPT
    is_aside = todo.row.kind == "press" and isinstance(todo.decision.next, Keep)
    is_replaced = bool(replies) and not is_aside and not (is_editing and pressed == asked)
    strips = asked if is_replaced and todo.can.can_edit else None
    latest: OutboxId | None = None
    entries: tuple[str, ...] = ()
    for index, reply in enumerate(replies):
        target = pressed if index == 0 and is_editing else None
        message = _message(todo, reply, todo.row.address, target=target, strips=strips if index == 0 else None)
        ident = outbox.add(connection, message, todo.now, todo.outlet)
        entries = (*(entries if reply.asks_contact else ()), *_entries(reply, message))
        if reply.rows and reply.kind is ReplyKind.QUESTION:
            latest = target or ident
    return latest, entries


def _pressed(connection: Database, todo: Sending) -> OutboxId | None:
    """The message whose button was pressed, where it may be edited: the channel can, and it is no receipt."""
    if todo.row.kind != "press" or not todo.can.can_edit:
        return None
    message_id = json.loads(todo.row.body or "[null, null]")[1]
    return None if message_id is None else outbox.editable(connection, todo.row.address, str(message_id))


def _remember(connection: Database, todo: Sending, asked: OutboxId | None, shown: tuple[str, ...]) -> None:
    before, decision, who = todo.here.conversation, todo.decision, todo.here.actor.person
    if any(isinstance(one, MoveDraft) and who is not None and who.id in (one.of, one.to) for one in decision.records):
        before = conversations.get(connection, before.owner)
    open_flow, drafts = _left_open(before, decision.next, todo.now)
    owner = _owner_after(todo)
    if owner != before.owner:
        conversations.put(connection, Conversation(before.owner))
        theirs = conversations.get(connection, owner)
        open_flow, drafts = theirs.open_flow, theirs.drafts
        before, shown = theirs, shown if theirs.open_flow is None else theirs.shown
    is_press = todo.row.kind == "press"
    after = Conversation(
        owner,
        open_flow,
        drafts,
        shown or before.shown,
        asked if decision.replies and (asked or not isinstance(decision.next, Keep)) else before.asked_id,
        todo.row.body if is_press else None,
        todo.now if is_press else None,
    )
    conversations.put(connection, after)


def _owner_after(todo: Sending) -> str:
    """Joining turns the account's conversation into the person's."""
    linked = [record for record in todo.decision.records if isinstance(record, LinkAccount)]
    return f"p{linked[0].person_id}" if linked else todo.here.conversation.owner


def _left_open(
    before: Conversation, following: Next, now: datetime
) -> tuple[FlowName | None, Mapping[FlowName, Draft]]:
    """Which form is open after the turn, and all drafts."""
    match following:
        case Keep():
            return before.open_flow, before.drafts
        case Ask(draft):
            return draft.flow, {**before.drafts, draft.flow: draft.touched(now, before.drafts.get(draft.flow))}
        case Park(draft):
            return None, {**before.drafts, draft.flow: draft.touched(now, before.drafts.get(draft.flow))}
        case Close(flow):
            kept = {name: draft for name, draft in before.drafts.items() if name is not flow}
            return (None if before.open_flow is flow else before.open_flow), kept
        case _:
            assert_never(following)
