"""Which waiting messages may go now, within what the channels allow: marked as being sent in the transaction that finds them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from domain.channel import Outgoing, OutgoingAction
from domain.ids import OutboxId
from domain.people import Address
from storage.instants import to_ms
from storage.outbox import Claimed, Outlet, strip, unpack, unpacked

LAST_ID = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
SENDING = """
SELECT channel, bot_id, chat_id FROM outbox INDEXED BY outbox_waiting WHERE state IN ('waiting', 'sending') AND state = 'sending'
"""
REPLIES = """
SELECT channel, bot_id, chat_id FROM outbox INDEXED BY outbox_waiting
WHERE state IN ('waiting', 'sending') AND state = 'waiting' AND channel = ? AND is_bulk = 0
"""
WAITING = """
SELECT o.id, o.channel, o.bot_id, o.chat_id, o.action, o.text, o.buttons, o.is_personal, o.is_bulk, o.due_at, o.tries,
 coalesce(t.message_id, ''), o.strips_id, s.message_id, o.is_lettered, o.asks_contact, o.attachment, o.parts_sent
FROM outbox o INDEXED BY outbox_waiting LEFT JOIN outbox t ON t.id = o.target_id
LEFT JOIN outbox s ON s.id = o.strips_id AND s.channel = o.channel AND s.bot_id = o.bot_id AND s.chat_id = o.chat_id
WHERE o.state IN ('waiting', 'sending') AND o.state = 'waiting' AND o.channel = ? AND o.is_bulk = ? ORDER BY o.id
"""
MENUS = WAITING.replace("ORDER BY", "AND o.action = 'menu' ORDER BY")
CLAIM = "UPDATE outbox SET state = 'sending', sending_at = ?, tries = tries + 1 WHERE id = ?"
LONGEST_HOLD = timedelta(minutes=5)
"""No message waits longer for its next try. A due instant further ahead was written before the clock went back: it holds nothing."""


class Allowance(NamedTuple):
    """What may be called at one moment: `most` messages in all, at most `most_bulk` of them bulk, and so many of each channel.

    A channel that is not in `channels` cannot be called now. `held` are chats to which nothing may go (a 429 holds them, or a
    call of another kind is under way); `resting` are those that had a new message a moment ago: an edit may go, a new one not yet.
    Without `may_push` nothing goes that people did not ask for; the lists of commands make no sound, and go.
    """

    most: int
    most_bulk: int
    channels: Mapping[str, int]
    held: frozenset[Address] = frozenset()
    resting: frozenset[Address] = frozenset()
    may_push: bool = True


def open_outlet(connection: sqlite3.Connection, allowance: Allowance) -> Outlet:
    """The outlet of one batch, inside its transaction."""
    busy = {*allowance.held, *_being_sent(connection)}
    channels = {name: room for name, room in allowance.channels.items() if room > 0}
    for name in channels:
        busy.update(Address(*row) for row in connection.execute(REPLIES, (name,)).fetchall())
    return Outlet(allowance.most, channels, busy, allowance.resting, connection.execute(LAST_ID).fetchone()[0])


def claim(connection: sqlite3.Connection, now: datetime, allowance: Allowance) -> Sequence[Claimed]:
    """Marks as being sent, and returns, the first waiting message of each free chat: replies before bulk, first in first out."""
    found = list(islice(_free(connection, now, allowance), allowance.most))
    at = to_ms(now)
    connection.executemany(CLAIM, [(at, row[0]) for row in found])
    return [_claimed(row) for row in found]


def has_ready(connection: sqlite3.Connection, now: datetime, allowance: Allowance) -> bool:
    """Whether something could be sent now, or is being sent."""
    return bool(_being_sent(connection)) or next(_free(connection, now, allowance), None) is not None


Row = tuple[
    int, str, str, str, str, str, str, int, int, int, int, str, int | None, str | None, int, int, str | None, int
]


def _being_sent(connection: sqlite3.Connection) -> Sequence[Address]:
    return [Address(*row) for row in connection.execute(SENDING).fetchall()]


def _free(connection: sqlite3.Connection, now: datetime, allowance: Allowance) -> Iterator[Row]:
    """The first message of each chat that could go now, as many as the channels have room for; what comes after is not read.

    While a channel has room, all that waits for it is looked at: a long queue of one chat stops no other.
    """
    busy = {*allowance.held, *_being_sent(connection)}
    left = dict(allowance.channels)
    for is_bulk, most in ((0, allowance.most), (1, allowance.most_bulk)):
        given = 0
        query = MENUS if is_bulk and not allowance.may_push else WAITING
        for name in allowance.channels:
            room = max(0, min(left[name], most - given))
            found = connection.execute(query, (name, is_bulk)) if room else ()
            for row in islice(_first_of_each_chat(found, now, busy, allowance.resting), room):
                given += 1
                left[name] -= 1
                yield row


def _first_of_each_chat(
    rows: Iterable[Row], now: datetime, busy: set[Address], resting: frozenset[Address]
) -> Iterator[Row]:
    at, soon = to_ms(now), to_ms(now + LONGEST_HOLD)
    for row in rows:
        _, channel, bot_id, chat_id, action, _, _, _, _, due, *_ = row
        address = Address(channel, bot_id, chat_id)
        is_rested = action != OutgoingAction.SEND or address not in resting
        is_free = address not in busy and is_rested and not at < due <= soon
        busy.add(address)
        if is_free:
            yield row


def _claimed(row: Row) -> Claimed:
    (
        ident,
        channel,
        bot_id,
        chat_id,
        action,
        text,
        buttons,
        personal,
        bulk,
        _,
        tries,
        target,
        strips,
        stripped,
        lettered,
        asks_contact,
        attached,
        parts_sent,
    ) = row
    address = Address(channel, bot_id, chat_id)
    outgoing = Outgoing(
        OutboxId(ident),
        address,
        OutgoingAction(action),
        text,
        unpack(buttons),
        target or None,
        bool(personal),
        bool(bulk),
        bool(lettered),
        bool(asks_contact),
        unpacked(attached),
        parts_sent,
    )
    return Claimed(outgoing, tries + 1, strip(strips, stripped, address))
