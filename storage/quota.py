"""How much each bot of a counting messenger was used for."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.channel import Door
from domain.people import Address
from domain.quota import Quota, Use
from storage.instants import to_ms

SINCE_SCHEMA = 7
ADD = """
INSERT INTO quota_use (channel, bot_id, month, received, sent) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, bot_id, month) DO UPDATE SET received = received + excluded.received, sent = max(0, sent + excluded.sent)
"""
USE = "SELECT received, sent FROM quota_use WHERE channel = ? AND bot_id = ? AND month = ?"
USERS = "SELECT count(*) FROM account WHERE channel = ? AND bot_id = ?"
INVITED = "SELECT count(*) FROM code WHERE bot_id = ? AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > ?"
BOTS = """
SELECT channel, bot_id FROM quota_use WHERE month = ? UNION SELECT channel, bot_id FROM account
"""


def add(
    connection: sqlite3.Connection, channel: str, bot_id: str, month: str, *, received: int = 0, sent: int = 0
) -> None:
    """`sent` may be negative: what was counted before the call, and was not sent after all."""
    connection.execute(ADD, (channel, bot_id, month, received, sent))


def use(connection: sqlite3.Connection, quota: Quota, channel: str, bot_id: str, month: str) -> Use:
    """Nothing is counted of a bot that nobody used."""
    row = connection.execute(USE, (channel, bot_id, month)).fetchone() or (0, 0)
    users = connection.execute(USERS, (channel, bot_id)).fetchone()[0]
    return Use(quota, channel, bot_id, month, row[0], row[1], users)


def uses(connection: sqlite3.Connection, quotas: Mapping[str, Quota], month: str) -> Sequence[Use]:
    """Of every bot that anybody ever wrote to, on the channels that count."""
    bots = sorted(row for row in connection.execute(BOTS, (month,)).fetchall() if row[0] in quotas and row[1])
    return [use(connection, quotas[channel], channel, bot_id, month) for channel, bot_id in bots]


def crowd(connection: sqlite3.Connection, door: Door, now: datetime) -> int:
    """People who wrote to that bot, and invitations to it that are still open."""
    users = connection.execute(USERS, (door.channel, door.bot_id)).fetchone()[0]
    return int(users) + int(connection.execute(INVITED, (door.bot_id, to_ms(now))).fetchone()[0])


def is_used_up(connection: sqlite3.Connection, quotas: Mapping[str, Quota], address: Address, month: str) -> bool:
    """Whether what is left there is for receipts; never where nobody counts."""
    found = of(connection, quotas, address, month)
    return found is not None and found.is_last


def of(connection: sqlite3.Connection, quotas: Mapping[str, Quota], address: Address, month: str) -> Use | None:
    """The use of the bot that speaks to that address; None where nobody counts."""
    quota = quotas.get(address.channel)
    return None if quota is None else use(connection, quota, address.channel, address.bot_id, month)
