"""Which list of commands each account's messenger shows, as it was sent last."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.ids import AccountId, PersonId, PostId
from domain.people import Address

ACCOUNTS = """
SELECT id, channel, bot_id, chat_id, person_id, coalesce(menu, '[]') FROM account
WHERE is_gone = 0 AND (person_id IS NOT NULL OR menu IS NOT NULL) AND channel IN (SELECT value FROM json_each(:channels))
 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = account.person_id AND p.locked_at IS NOT NULL)
"""
THEIRS = """
 AND (person_id IN (SELECT value FROM json_each(:people)) OR id IN (SELECT value FROM json_each(:accounts)))
"""


class Shown(NamedTuple):
    """An account and its list: JSON, [[command, description], ...]; "[]" where the messenger shows its list for everybody."""

    id: AccountId
    address: Address
    person_id: PersonId | None
    menu: str


def shown(
    connection: sqlite3.Connection,
    channels: Iterable[str],
    people: Iterable[PersonId] | None,
    accounts: Iterable[AccountId] = (),
) -> Sequence[Shown]:
    """On these channels, the reachable accounts of these people (None: of everybody), and these accounts."""
    bound = {"channels": json.dumps(sorted(channels))}
    sql = ACCOUNTS
    if people is not None:
        bound |= {"people": json.dumps(sorted(people)), "accounts": json.dumps(sorted(accounts))}
        sql += THEIRS
    return [
        Shown(AccountId(ident), Address(*address), None if who is None else PersonId(who), menu)
        for ident, *address, who, menu in connection.execute(sql, bound).fetchall()
    ]


def remember(connection: sqlite3.Connection, account_id: AccountId, menu: str) -> None:
    connection.execute("UPDATE account SET menu = ? WHERE id = ?", (menu, account_id))


def holder(connection: sqlite3.Connection, post_id: PostId) -> PersonId | None:
    row = connection.execute("SELECT person_id FROM post WHERE id = ?", (post_id,)).fetchone()
    return None if row is None else PersonId(row[0])
