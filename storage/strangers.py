"""Accounts without a person: beyond a limit in one hour what they write is counted and not kept."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from domain.people import Address
from storage.instants import to_ms

MOST_AN_HOUR = 20
HOUR_MS = 3_600_000
IS_KNOWN = "SELECT person_id IS NOT NULL FROM account WHERE channel = ? AND bot_id = ? AND chat_id = ?"
COUNTED = "SELECT messages FROM stranger WHERE channel = ? AND bot_id = ? AND chat_id = ? AND hour = ?"
COUNT = """
INSERT INTO stranger (channel, bot_id, chat_id, hour, messages) VALUES (?, ?, ?, ?, 1) ON CONFLICT (channel, bot_id, chat_id)
DO UPDATE SET messages = CASE WHEN hour = excluded.hour THEN messages + 1 ELSE 1 END, hour = excluded.hour
"""
FORGET = "DELETE FROM stranger WHERE hour < ?"
LIMITED = "SELECT count(*) FROM stranger WHERE hour = ? AND messages > ?"


def is_known(connection: sqlite3.Connection, address: Address) -> bool:
    """Whether a person stands behind it."""
    row = connection.execute(IS_KNOWN, (address.channel, address.bot_id, address.chat_id)).fetchone()
    return row is not None and bool(row[0])


def counted(connection: sqlite3.Connection, address: Address, now: datetime) -> int:
    """How many messages of this hour were counted so far."""
    where = (address.channel, address.bot_id, address.chat_id, _hour(now))
    row = connection.execute(COUNTED, where).fetchone()
    return 0 if row is None else int(row[0])


def count(connection: sqlite3.Connection, address: Address, now: datetime) -> None:
    connection.execute(COUNT, (address.channel, address.bot_id, address.chat_id, _hour(now)))


def forget(connection: sqlite3.Connection, before: datetime) -> None:
    """Counts of hours that began before that instant."""
    connection.execute(FORGET, (_hour(before),))


def limited(connection: sqlite3.Connection, now: datetime) -> int:
    """How many accounts are only counted in this hour."""
    return int(connection.execute(LIMITED, (_hour(now), MOST_AN_HOUR)).fetchone()[0])


def _hour(now: datetime) -> int:
    return to_ms(now) // HOUR_MS
