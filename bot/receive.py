"""① Receive: what came in is screened, then committed; only then is the vendor told (design.md §2)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from domain.channel import Arrival, Channel, ContactIn, FileIn, Json, MediaIn, NotStored, PressIn, TextIn, Unreadable
from domain.people import Address
from domain.quota import month_of
from language.screen import screen, screen_raw
from storage import inbox, quota, strangers, upkeep
from storage.connection import Database, DatabaseError
from storage.inbox import NewRow
from storage.writer import Writer

log = logging.getLogger("chibot.receive")
LONGEST_TEXT = 16_000
LONGEST_RAW = 8_000
MOST_ORDER = 2**63 - 1
TOO_MANY = "too_many"
"""The kind of the row that stands for everything more that a stranger wrote in an hour."""


def to_row(channel: Channel, bot_id: str, raw: Json, now: datetime) -> NewRow | None:
    """The row of one raw update; None for what is none of our business. Never raises for what a vendor may send."""
    return _read(channel, bot_id, raw, now)[0]


def _read(channel: Channel, bot_id: str, raw: Json, now: datetime) -> tuple[NewRow | None, Arrival | None]:
    try:
        arrival = _parsed(channel, bot_id, raw)
    except Unreadable:
        return _unreadable(channel, bot_id, raw, now), None
    return (None if arrival is None else _row(arrival, now)), arrival


def _row(arrival: Arrival, now: datetime) -> NewRow:
    kind, body = _content(arrival)
    ident, order = _storable(arrival.external_id[:200]), min(max(arrival.order, -MOST_ORDER), MOST_ORDER)
    return NewRow(arrival.address, ident, order, kind, body, arrival.sent_at, now)


def _parsed(channel: Channel, bot_id: str, raw: Json) -> Arrival | None:
    """Raises Unreadable, and nothing else: an update over which a channel stumbles would come back for ever and hold all the others."""
    try:
        return channel.parse(bot_id, raw)
    except Unreadable:
        raise
    except Exception as error:
        log.error("channel %s cannot parse an update: %s", channel.name, type(error).__name__)
        raise Unreadable(type(error).__name__) from error


def _storable(text: str) -> str:
    """Without the lone halves of surrogate pairs, which no database takes."""
    return text.encode("utf-8", "replace").decode()


def _content(arrival: Arrival) -> tuple[str, str | None]:
    """Kind and body. What must never be stored enters without its text; only the kind of the refusal stays."""
    if arrival.is_group:
        return "group", None
    match arrival.content:
        case TextIn(text):
            sensitive = screen(text)
            return ("text", _storable(text[:LONGEST_TEXT])) if sensitive is None else ("sensitive", sensitive.value)
        case PressIn(token, message_id, _):
            return "press", json.dumps([token[:200], message_id])
        case MediaIn(sent):
            return "media", sent.value
        case FileIn(file):
            return "file", json.dumps([_storable(file.name[:200]), file.size, file.reference], ensure_ascii=False)
        case ContactIn(phone, is_own):
            return "contact", json.dumps([phone[:20] if is_own else "", is_own])


def _unreadable(channel: Channel, bot_id: str, raw: Json, now: datetime) -> NewRow:
    text = json.dumps(raw, ensure_ascii=False, default=str, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    body = None if screen_raw(text) is not None else _storable(text[:LONGEST_RAW])
    log.warning("unreadable update on %s", channel.name)
    return NewRow(Address(channel.name, bot_id, ""), f"unreadable:{digest}", 0, "unreadable", body, None, now)


class Receiver:
    """Takes the updates of one channel. `woken` is called after the commit, so that the turns begin.

    `heard_at` tells until when all channels were heard, this one being heard at the given moment.
    """

    def __init__(
        self,
        channel: Channel,
        writer: Writer,
        now: Callable[[], datetime],
        woken: Callable[[], None],
        heard_at: Callable[[datetime], datetime],
    ) -> None:
        self._channel, self._writer, self._now, self._woken = channel, writer, now, woken
        self._heard_at = heard_at
        self._answering: set[asyncio.Task[None]] = set()

    async def __call__(self, raws: Sequence[tuple[str, Json]]) -> None:
        """Returns once everything is on the disk. Raises NotStored when it is not: do not tell the vendor then."""
        now = self._now()
        read = [_read(self._channel, bot_id, raw, now) for bot_id, raw in raws]
        came = [row for row, _ in read if row is not None]
        if not came:
            return
        heard_at = None if self._channel.heard_at() is None else self._heard_at(now)

        def write(connection: Database) -> tuple[int, frozenset[Address]]:
            """What was pressed during a gap in polling comes right after it: by then the turn has to know of the gap."""
            if heard_at is not None:
                upkeep.note_gap(connection, heard_at)
            new, counted = _kept(connection, came, now)
            if self._channel.capabilities.quota is not None:
                _count(connection, came, new + len(counted), now)
            return new, frozenset(row.address for row in counted)

        try:
            new, counted = await self._writer.transact(write)
        except DatabaseError as error:
            raise NotStored(type(error).__name__) from error
        if new:
            self._woken()
        for _, arrival in read:
            if arrival is not None and not arrival.is_group and arrival.address not in counted:
                self._acknowledge(arrival)

    def _acknowledge(self, arrival: Arrival) -> None:
        """Best effort, outside the outbox: an answer to a press, typing for a text."""
        task = asyncio.create_task(self._channel.acknowledge(arrival))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


def _kept(connection: Database, came: Sequence[NewRow], now: datetime) -> tuple[int, Sequence[NewRow]]:
    """How many rows are new; and those that were only counted: of accounts without a person that wrote too much this hour.

    At the first of them a row without content is kept in its place, so that they are told once.
    """
    every = {row.address for row in came if row.address.chat_id}
    strange = {where for where in every if not strangers.is_known(connection, where)}
    new = inbox.add(connection, [row for row in came if row.address not in strange])
    counted = []
    for row in came:
        if row.address in strange:
            before = strangers.counted(connection, row.address, now)
            kept = _of_stranger(row, before)
            is_new = kept is not None and inbox.add(connection, [kept]) == 1
            new += is_new
            if before >= strangers.MOST_AN_HOUR:
                counted.append(row)
            if is_new or kept is None:
                strangers.count(connection, row.address, now)
    return new, counted


def _of_stranger(row: NewRow, before: int) -> NewRow | None:
    """What is kept of it after so many others in this hour. A group is never told."""
    if before < strangers.MOST_AN_HOUR:
        return row
    is_told = before == strangers.MOST_AN_HOUR and row.kind != "group"
    return row._replace(kind=TOO_MANY, body=None) if is_told else None


def _count(connection: Database, rows: Sequence[NewRow], new: int, now: datetime) -> None:
    """What came counts in the month of its bot. All of a batch came to one bot; what came twice counts once."""
    if new:
        where = rows[0].address
        quota.add(connection, where.channel, where.bot_id, month_of(now), received=new)
