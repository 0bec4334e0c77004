"""What has to go out, committed with the turn; claimed before the call and marked after it (design.md §2.5)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.broadcasts import LONGEST_REST
from domain.channel import Attachment, Button, Outgoing, OutgoingAction
from domain.ids import OutboxId, TurnId
from domain.people import Address
from storage.compact import to_json
from storage.instants import from_ms_or_none, to_ms

ADD = """
INSERT INTO outbox (id, channel, bot_id, chat_id, turn_id, action, target_id, strips_id, text, buttons,
 is_personal, is_secret, is_bulk, is_receipt, is_lettered, asks_contact, once_key, attachment, created_at, due_at, state, sending_at, tries)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT (once_key) DO NOTHING
"""
MESSAGE_ID = "SELECT message_id FROM outbox WHERE id = ? AND channel = ? AND bot_id = ? AND chat_id = ?"
SENT = """
UPDATE outbox SET state = 'sent', sent_at = ?, message_id = ?, text = CASE WHEN is_secret THEN '' ELSE text END,
 attachment = CASE WHEN is_secret THEN NULL ELSE attachment END
WHERE id = ? AND state = 'sending'
"""
AGAIN = "UPDATE outbox SET state = 'waiting', due_at = ?, failure = ?, parts_sent = max(parts_sent, ?) WHERE id = ?"
ENDED = """
UPDATE outbox SET state = ?, failure = ?, text = CASE WHEN is_secret THEN '' ELSE text END,
 attachment = CASE WHEN is_secret THEN NULL ELSE attachment END WHERE id = ?
"""
LEFT_OVER = """
UPDATE outbox SET state = 'uncertain', text = CASE WHEN is_secret THEN '' ELSE text END,
 attachment = CASE WHEN is_secret THEN NULL ELSE attachment END WHERE state = 'sending'
"""
REPEAT = (
    "UPDATE outbox SET state = 'waiting' WHERE state = 'sending' AND channel = ? AND (is_bulk = 0 OR action = 'menu')"
)
SENT_AT = "SELECT sent_at FROM outbox WHERE channel = ? AND bot_id = ? AND chat_id = ? AND message_id = ? ORDER BY id DESC LIMIT 1"
TOO_LATE = "too_late"
DROP_LATE = f"""
UPDATE outbox SET state = 'failed', failure = '{TOO_LATE}'
WHERE state IN ('waiting', 'sending') AND state = 'waiting' AND is_bulk = 1 AND action = 'send' AND created_at < ?
AND (created_at < ? OR once_key IS NULL OR once_key NOT LIKE 'broadcast:%')
"""
END_WAITING = """
UPDATE outbox SET state = 'failed', failure = ?, text = CASE WHEN is_secret THEN '' ELSE text END,
 attachment = CASE WHEN is_secret THEN NULL ELSE attachment END
WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state = 'waiting'
"""
UNTOLD = """
SELECT id, text, is_personal, is_secret FROM outbox INDEXED BY outbox_untold
WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state = 'uncertain' AND is_receipt = 1 AND retold_by IS NULL AND is_bulk = 0
AND (text <> '' OR is_secret = 1) ORDER BY id
"""
NOT_TOLD = "UPDATE outbox SET retold_by = 0 WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state = 'uncertain' AND retold_by IS NULL"
MOVEABLE = """
SELECT turn_id, text, buttons, is_personal, is_secret, is_bulk, is_receipt, once_key, attachment FROM outbox
WHERE id = ? AND action = 'send' AND once_key IS NOT NULL AND once_key NOT LIKE '%' || ?
AND NOT EXISTS (SELECT 1 FROM broadcast b WHERE b.ended IS NOT NULL AND once_key LIKE 'broadcast:' || b.id || ':%')
"""
WAITING_FOR = """
SELECT id FROM outbox WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state = 'waiting' AND once_key IS NOT NULL ORDER BY id
"""
ELSEWHERE = ":elsewhere"
"""What the key of a message ends with that goes to another account of the same person: that is tried once."""
EDITABLE = """
SELECT id, is_receipt FROM outbox WHERE channel = ? AND bot_id = ? AND chat_id = ? AND message_id = ? AND action = 'send'
ORDER BY id DESC LIMIT 1
"""
ERASE = """
UPDATE outbox SET text = '', buttons = '[]', attachment = NULL
WHERE created_at < ? AND state IN ('sent', 'uncertain', 'failed') AND (text <> '' OR buttons <> '[]')
"""
OLDEST = "SELECT min(created_at) FROM outbox WHERE state IN ('waiting', 'sending')"
FORGET_CHAT = """
UPDATE outbox SET chat_id = 'erased' WHERE once_key LIKE 'erased:%' AND created_at < ? AND state IN ('sent', 'uncertain', 'failed')
"""
ATTACHED = "SELECT attachment FROM outbox WHERE id = ? AND channel = ? AND bot_id = ? AND chat_id = ?"
COUNTS = "SELECT state, count(*) FROM outbox GROUP BY state"


class NewMessage(NamedTuple):
    """`strips_id` is an earlier message that loses its buttons once this one is there, if it stands in the same chat.

    An `is_receipt` one is never edited.
    """

    address: Address
    turn_id: TurnId | None
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    action: OutgoingAction = OutgoingAction.SEND
    target_id: OutboxId | None = None
    is_personal: bool = False
    is_secret: bool = False
    is_bulk: bool = False
    is_receipt: bool = False
    is_lettered: bool = True
    once_key: str | None = None
    strips_id: OutboxId | None = None
    asks_contact: bool = False
    attachment: Attachment | None = None


class Claimed(NamedTuple):
    """A message that was marked as being sent. `tries` counts this call; `strip` follows once it is sent, best effort."""

    outgoing: Outgoing
    tries: int
    strip: Outgoing | None = None


@dataclass(slots=True)
class Outlet:
    """The messages of one batch on their way out; `shut` writes them. `storage.claiming.open_outlet` opens it.

    Those that `lets` lets through go out with the commit, marked as being sent like any other, without waiting to be claimed:
    only where an uncertain message may be repeated, as after a crash nobody knows whether the call had begun. `room` is how many
    may go, `channels` how many of each channel that can be called now, `busy` the chats that must wait for an earlier message,
    `resting` those that had a new one a moment ago.
    """

    room: int
    channels: dict[str, int]
    busy: set[Address]
    resting: frozenset[Address]
    last_id: int
    rows: list[tuple[object, ...]] = field(default_factory=list)
    left: list[Claimed] = field(default_factory=list)

    def lets(self, message: NewMessage) -> bool:
        """Whether this message may go at once; every later one of its chat waits."""
        where = message.address
        is_free = where not in self.busy and not message.is_bulk and len(self.left) < self.room
        is_rested = message.action is not OutgoingAction.SEND or where not in self.resting
        self.busy.add(where)
        if not (is_free and is_rested and self.channels.get(where.channel, 0) > 0):
            return False
        self.channels[where.channel] -= 1
        return True

    def shut(self, connection: sqlite3.Connection) -> None:
        """Writes what was added, all of it at once: statements of one kind in a row cost half."""
        connection.executemany(ADD, self.rows)
        self.rows.clear()


def add(
    connection: sqlite3.Connection, message: NewMessage, now: datetime, outlet: Outlet | None = None
) -> OutboxId | None:
    """The new row's id, or None when a message with the same `once_key` stands already. Without an outlet it waits to be claimed.

    Through an outlet the row is written when that is shut, unless it has a key: who adds it must know whether it stood already.
    """
    at = to_ms(now)
    if outlet is None:
        return _added(connection, (None, *_values(message, at), "waiting", None, 0))
    outlet.last_id += 1
    ident, goes = OutboxId(outlet.last_id), outlet.lets(message)
    row = (ident, *_values(message, at), *(("sending", at, 1) if goes else ("waiting", None, 0)))
    if message.once_key is None:
        outlet.rows.append(row)
    elif _added(connection, row) is None:
        return None
    if goes:
        outlet.left.append(_leaving(connection, ident, message))
    return ident


def _added(connection: sqlite3.Connection, row: tuple[object, ...]) -> OutboxId | None:
    added = connection.execute(ADD, row)
    return OutboxId(added.lastrowid) if added.rowcount == 1 and added.lastrowid is not None else None


def _values(message: NewMessage, at: int) -> tuple[object, ...]:
    """From `channel` to `created_at`."""
    where = message.address
    return (
        where.channel,
        where.bot_id,
        where.chat_id,
        message.turn_id,
        message.action,
        message.target_id,
        message.strips_id,
        message.text,
        pack(message.rows),
        message.is_personal,
        message.is_secret,
        message.is_bulk,
        message.is_receipt,
        message.is_lettered,
        message.asks_contact,
        message.once_key,
        packed(message.attachment),
        at,
    )


def _leaving(connection: sqlite3.Connection, ident: OutboxId, message: NewMessage) -> Claimed:
    """The message as `claim` would give it."""
    outgoing = Outgoing(
        ident,
        message.address,
        message.action,
        message.text,
        message.rows,
        None if message.target_id is None else _message_id(connection, message.target_id, message.address),
        message.is_personal,
        message.is_bulk,
        message.is_lettered,
        message.asks_contact,
        message.attachment,
    )
    stripped = None if message.strips_id is None else _message_id(connection, message.strips_id, message.address)
    return Claimed(outgoing, 1, strip(message.strips_id, stripped, message.address))


def _message_id(connection: sqlite3.Connection, ident: OutboxId, address: Address) -> str | None:
    """The vendor's id of that message; None where it has none yet, and for one of another chat: ids hold within a chat only."""
    row = connection.execute(MESSAGE_ID, (ident, address.channel, address.bot_id, address.chat_id)).fetchone()
    return None if row is None else row[0]


def strip(ident: int | None, message_id: str | None, address: Address) -> Outgoing | None:
    """The call that takes the buttons off that message; None when the vendor never had it."""
    if ident is None or not message_id:
        return None
    return Outgoing(OutboxId(ident), address, OutgoingAction.STRIP, "", message_id=message_id)


def editable(connection: sqlite3.Connection, address: Address, message_id: str) -> OutboxId | None:
    """The message that the vendor knows by this id in this chat; None when nobody knows it, and for a receipt, which stays."""
    where = (address.channel, address.bot_id, address.chat_id, message_id)
    row = connection.execute(EDITABLE, where).fetchone()
    return None if row is None or row[1] else OutboxId(row[0])


def sent_at(connection: sqlite3.Connection, address: Address, message_id: str) -> datetime | None:
    """When the message with that vendor's id went out to that chat; None when nobody knows it."""
    where = (address.channel, address.bot_id, address.chat_id, message_id)
    row = connection.execute(SENT_AT, where).fetchone()
    return None if row is None else from_ms_or_none(row[0])


def pack(rows: tuple[tuple[Button, ...], ...]) -> str:
    return to_json([[[one.label, one.token] for one in row] for row in rows]) if rows else "[]"


def unpack(text: str) -> tuple[tuple[Button, ...], ...]:
    return (
        tuple(tuple(Button(label, token) for label, token in row) for row in json.loads(text)) if text != "[]" else ()
    )


def packed(one: Attachment | None) -> str | None:
    return None if one is None else to_json(list(one))


def unpacked(text: str | None) -> Attachment | None:
    return None if text is None else Attachment(*json.loads(text))


def attachment(connection: sqlite3.Connection, ident: OutboxId) -> Attachment | None:
    """What went with that message, until its text is erased."""
    row = connection.execute("SELECT attachment FROM outbox WHERE id = ?", (ident,)).fetchone()
    return None if row is None else unpacked(row[0])


def attachment_in(connection: sqlite3.Connection, ident: OutboxId, address: Address) -> Attachment | None:
    """The same, only of a message of that chat."""
    row = connection.execute(ATTACHED, (ident, *address)).fetchone()
    return None if row is None else unpacked(row[0])


class Mark(NamedTuple):
    """That the vendor took a message, under which id, when."""

    id: OutboxId
    message_id: str
    at: datetime


def sent(connection: sqlite3.Connection, marks: Iterable[Mark]) -> None:
    connection.executemany(SENT, [(to_ms(mark.at), mark.message_id, mark.id) for mark in marks])


def again(connection: sqlite3.Connection, ident: OutboxId, due_at: datetime, failure: str, parts_sent: int = 0) -> None:
    """What arrived of a long text is kept, so that the next try goes on after it, also of another process."""
    connection.execute(AGAIN, (to_ms(due_at), failure, parts_sent, ident))


def ended(connection: sqlite3.Connection, ident: OutboxId, state: str, failure: str) -> None:
    """`state` is "uncertain" or "failed"."""
    connection.execute(ENDED, (state, failure, ident))


def end_waiting(connection: sqlite3.Connection, address: Address, failure: str) -> None:
    """Nobody is there any more: what still waits for that chat is not sent."""
    where = (failure, address.channel, address.bot_id, address.chat_id)
    connection.execute(END_WAITING, where)


def untold(connection: sqlite3.Connection, address: Address, turn_id: TurnId) -> Sequence[tuple[str, bool]]:
    """Receipts of which nobody knows whether they arrived in that chat, oldest first, each with whether it is personal.

    They are noted as told again by that turn. The text of a secret one is gone: "".
    """
    rows = connection.execute(UNTOLD, address).fetchall()
    connection.executemany("UPDATE outbox SET retold_by = ? WHERE id = ?", [(turn_id, row[0]) for row in rows])
    return [("" if row[3] else row[1], bool(row[2])) for row in rows]


def forget(connection: sqlite3.Connection, address: Address) -> None:
    """The chat is nobody's any more: what waits for it is not sent, and nothing is told again to whoever writes there."""
    end_waiting(connection, address, "unlinked")
    connection.execute(NOT_TOLD, address)


def waiting_for(connection: sqlite3.Connection, address: Address) -> Sequence[OutboxId]:
    """What waits for that chat and was said to the person rather than answered."""
    return [OutboxId(row[0]) for row in connection.execute(WAITING_FOR, address).fetchall()]


def move(
    connection: sqlite3.Connection, ident: OutboxId, to: Address, note: str, now: datetime, *, is_lettered: bool
) -> OutboxId | None:
    """The same message, under a note, for another account of the person; None for an answer, for what was moved before, and for

    a broadcast that was ended meanwhile.
    """
    row = connection.execute(MOVEABLE, (ident, ELSEWHERE)).fetchone()
    if row is None:
        return None
    turn_id, text, buttons, is_personal, is_secret, is_bulk, is_receipt, key, attached = row
    message = NewMessage(
        to,
        None if turn_id is None else TurnId(turn_id),
        f"{note}\n{text}",
        unpack(buttons),
        is_personal=bool(is_personal),
        is_secret=bool(is_secret),
        is_bulk=bool(is_bulk),
        is_receipt=bool(is_receipt),
        is_lettered=is_lettered,
        once_key=f"{key}{ELSEWHERE}",
        attachment=unpacked(attached),
    )
    return add(connection, message, now)


def drop_late(connection: sqlite3.Connection, before: datetime) -> int:
    """What the clock set off before that instant and nobody could be sent is not sent any more; returns how many.

    What a person sends to many waits as much longer as the longest holiday lasts.
    """
    return connection.execute(DROP_LATE, (to_ms(before), to_ms(before - LONGEST_REST))).rowcount


def send_anew(connection: sqlite3.Connection, ident: OutboxId) -> None:
    """An old message cannot be edited any more: the same text goes out as a new one."""
    connection.execute("UPDATE outbox SET action = 'send', state = 'waiting' WHERE id = ?", (ident,))


def erase_texts(connection: sqlite3.Connection, before: datetime) -> int:
    """Empties what was said before that instant and is not waiting any more; returns how many.

    The last message to whoever was erased goes with the number of the chat to which it went.
    """
    connection.execute(FORGET_CHAT, (to_ms(before),))
    return connection.execute(ERASE, (to_ms(before),)).rowcount


def settle_left_over(connection: sqlite3.Connection, repeating: Sequence[str]) -> int:
    """At start: what was being sent when the process ended is uncertain; replies of `repeating` channels are sent again.

    What was given up as uncertain before stays so: an old answer would come after newer ones. Returns how many were being sent.
    """
    repeated = sum(connection.execute(REPEAT, (channel,)).rowcount for channel in repeating)
    return repeated + connection.execute(LEFT_OVER).rowcount


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute(COUNTS).fetchall())


def oldest(connection: sqlite3.Connection) -> datetime | None:
    """When the oldest message was made that has not left; None when all have."""
    return from_ms_or_none(connection.execute(OLDEST).fetchone()[0])
