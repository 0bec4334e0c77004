"""What came in, committed before the vendor is told; and the turns that wait (design.md §2)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.ids import TurnId
from domain.people import Address
from storage.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none

ADD = """
INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, sent_at, received_at, is_planned)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, bot_id, external_id) DO NOTHING
"""
PLACES = """
SELECT id, channel, bot_id, chat_id, sort_order, due_at FROM inbox WHERE state = 'waiting' AND is_planned = ? ORDER BY id LIMIT ?
"""
GET = """
SELECT id, channel, bot_id, chat_id, external_id, sort_order, kind, body, sent_at, received_at, tries FROM inbox
WHERE id IN (SELECT value FROM json_each(?))
"""
DONE = "UPDATE inbox SET state = 'done', done_at = ?, command = ? WHERE id = ? AND state = 'waiting'"
FAILED = "UPDATE inbox SET tries = tries + 1, due_at = ?, error = ? WHERE id = ? AND state = 'waiting' RETURNING tries"
DEAD = "UPDATE inbox SET state = 'dead', done_at = ? WHERE id = ? AND state = 'waiting'"
ERASE = "UPDATE inbox SET body = NULL WHERE state IN ('done', 'dead') AND done_at < ? AND body IS NOT NULL"
LONGEST_HOLD = timedelta(minutes=1)
"""No failed turn waits longer. A due instant further ahead was written before the clock went back: it holds nothing."""
MOST_SORTED = 5_000
"""How many waiting rows are put in order: what one chat wrote may lie far apart when hundreds write at once."""
MOST_PLANNED = 32
"""How many occurrences one batch takes: composing them is what a person's message may have to wait for."""
OLDEST = "SELECT min(received_at) FROM inbox WHERE state = 'waiting'"
COUNTS = "SELECT state, count(*) FROM inbox GROUP BY state"


class NewRow(NamedTuple):
    """One update on its way in. `body` is None for what must not be stored. Instants are UTC.

    An `is_planned` one was set off by the clock: it waits until no person's message does.
    """

    address: Address
    external_id: str
    order: int
    kind: str
    body: str | None
    sent_at: datetime | None
    received_at: datetime
    is_planned: bool = False


class WaitingRow(NamedTuple):
    """One turn that has to be taken."""

    id: TurnId
    address: Address
    external_id: str
    order: int
    kind: str
    body: str | None
    sent_at: datetime | None
    received_at: datetime
    tries: int


def add(connection: sqlite3.Connection, rows: Sequence[NewRow]) -> int:
    """Stores the updates and returns how many of them were new: a repeated one is known by (channel, bot, external id)."""
    new = 0
    for row in rows:
        where = row.address
        new += connection.execute(
            ADD,
            (
                *(where.channel, where.bot_id, row.external_id, where.chat_id, row.order, row.kind, row.body),
                *(to_ms_or_none(row.sent_at), to_ms(row.received_at), row.is_planned),
            ),
        ).rowcount
    return new


def waiting(connection: sqlite3.Connection, now: datetime, limit: int) -> Sequence[WaitingRow]:
    """At most `limit` turns that may be taken now, in the order in which each person wrote.

    A chat whose oldest row waits for another try lends none of its later ones: never two turns of one conversation out of order.
    What the clock set off comes after all of them, a few at a time, so that a person never waits for more than those.
    """
    chosen = _ready(connection.execute(PLACES, (False, MOST_SORTED)).fetchall(), now)[:limit]
    most = min(limit - len(chosen), MOST_PLANNED)
    if most > 0:
        chosen += _ready(connection.execute(PLACES, (True, 4 * most)).fetchall(), now)[:most]
    found = {row[0]: _row(row) for row in connection.execute(GET, (json.dumps(chosen),)).fetchall()} if chosen else {}
    return [found[ident] for ident in chosen]


def _ready(places: Sequence[tuple[int, str, str, str, int, int]], now: datetime) -> list[int]:
    """The ids that may be taken now."""
    chats: dict[tuple[str, str, str], list[tuple[int, int, int]]] = {}
    for ident, channel, bot_id, chat_id, order, due in places:
        chats.setdefault((channel, bot_id, chat_id), []).append((order, ident, due))
    for own in chats.values():
        own.sort(reverse=True)
    at, soon = to_ms(now), to_ms(now + LONGEST_HOLD)
    free = {chat for chat, own in chats.items() if not at < own[-1][2] <= soon}
    return [chats[chat].pop()[1] for _, *place, _, _ in places if (chat := (place[0], place[1], place[2])) in free]


def _row(row: tuple[int, str, str, str, str, int, str, str | None, int | None, int, int]) -> WaitingRow:
    ident, channel, bot_id, chat_id, external, order, kind, body, sent, received, tries = row
    address = Address(channel, bot_id, chat_id)
    return WaitingRow(
        TurnId(ident), address, external, order, kind, body, from_ms_or_none(sent), from_ms(received), tries
    )


def done(connection: sqlite3.Connection, taken: Iterable[tuple[TurnId, str]], now: datetime) -> int:
    """Turns, and how each was understood: flow and kind of command, never a text. How many of them had not been taken before."""
    at = to_ms(now)
    return connection.executemany(DONE, [(at, command, turn_id) for turn_id, command in taken]).rowcount


def erase_body(connection: sqlite3.Connection, turn_id: TurnId) -> None:
    """What must not outlive its turn: the digits of an invitation."""
    connection.execute("UPDATE inbox SET body = NULL WHERE id = ?", (turn_id,))


def failed(connection: sqlite3.Connection, turn_id: TurnId, due_at: datetime, error: str) -> int:
    """Counts one failure and returns how many there are now; 0 when the row does not wait any more."""
    row = connection.execute(FAILED, (to_ms(due_at), error[:200], turn_id)).fetchone()
    return 0 if row is None else int(row[0])


def dead(connection: sqlite3.Connection, turn_id: TurnId, now: datetime) -> None:
    connection.execute(DEAD, (to_ms(now), turn_id))


def erase_bodies(connection: sqlite3.Connection, before: datetime) -> int:
    """Empties the bodies of turns done before that instant; returns how many."""
    return connection.execute(ERASE, (to_ms(before),)).rowcount


def drop_waiting(connection: sqlite3.Connection) -> None:
    """In a copy that only looks ahead: what people have sent is not taken there."""
    connection.execute("UPDATE inbox SET state = 'dead' WHERE state = 'waiting' AND is_planned = 0")


def has_ready(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether a turn could be taken now."""
    return bool(waiting(connection, now, 1))


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute(COUNTS).fetchall())


def oldest(connection: sqlite3.Connection) -> datetime | None:
    """When the oldest message came in that waits for its turn; None when nothing waits."""
    return from_ms_or_none(connection.execute(OLDEST).fetchone()[0])
