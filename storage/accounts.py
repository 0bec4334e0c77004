"""The chats of one person: where an answer goes, and where what they did not ask for goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Sequence
from typing import NamedTuple

from domain.ids import AccountId, PersonId
from domain.people import Account, Address
from domain.records import ChooseAccount, LinkAccount, UnlinkAccount
from storage import outbox
from storage.instants import from_ms_or_none, to_ms

LINKED = """
SELECT id, channel, bot_id, chat_id, is_gone, linked_at FROM account WHERE person_id = ? ORDER BY last_seen_at DESC, id DESC
"""
CHOSEN = "SELECT account_id FROM subscription WHERE person_id = ?"
CHOOSE = """
INSERT INTO subscription (person_id, account_id) VALUES (?, ?) ON CONFLICT (person_id) DO UPDATE SET account_id = excluded.account_id
"""
ADDRESS = "SELECT channel, bot_id, chat_id FROM account WHERE id = ?"
LINK = "UPDATE account SET person_id = ?, linked_at = ? WHERE id = ?"
OPEN = "NOT EXISTS (SELECT 1 FROM person p WHERE p.id = account.person_id AND p.locked_at IS NOT NULL)"
"""Nothing is sent to somebody who is locked."""
OWNER = "SELECT person_id FROM account WHERE channel = ? AND bot_id = ? AND chat_id = ?"


class Place(NamedTuple):
    """Where a message goes. `instead_of` is the account that the person wanted, where it cannot go."""

    address: Address
    instead_of: Address | None = None


def linked(connection: sqlite3.Connection, person_id: PersonId) -> Sequence[Account]:
    """The one on which they wrote last stands first."""
    rows = connection.execute(LINKED, (person_id,)).fetchall()
    return [
        Account(AccountId(ident), Address(*where), bool(gone), from_ms_or_none(linked_at))
        for ident, *where, gone, linked_at in rows
    ]


def _open(connection: sqlite3.Connection, person_id: PersonId) -> Sequence[Account]:
    """None while they are locked."""
    row = connection.execute("SELECT locked_at FROM person WHERE id = ?", (person_id,)).fetchone()
    return linked(connection, person_id) if row is not None and row[0] is None else ()


def change(connection: sqlite3.Connection, record: LinkAccount | UnlinkAccount | ChooseAccount) -> None:
    match record:
        case LinkAccount(account_id, person_id, at):
            connection.execute(LINK, (person_id, to_ms(at), account_id))
        case UnlinkAccount(account_id, _):
            outbox.forget(connection, Address(*connection.execute(ADDRESS, (account_id,)).fetchone()))
            connection.execute(LINK, (None, None, account_id))
        case ChooseAccount(person_id, chosen):
            connection.execute(CHOOSE, (person_id, chosen))


def address(connection: sqlite3.Connection, account_id: AccountId) -> Address | None:
    """None for an account at which nobody can be reached."""
    row = connection.execute(
        f"SELECT channel, bot_id, chat_id FROM account WHERE id = ? AND is_gone = 0 AND {OPEN}", (account_id,)
    ).fetchone()
    return None if row is None else Address(*row)


def place_for_bulk(
    connection: sqlite3.Connection,
    person_id: PersonId,
    served: Container[str],
    is_used_up: Callable[[Address], bool],
) -> Place | None:
    """The account that the person chose, else the one on which they wrote last; another one where that cannot be had.

    An account on a channel that is not served now is kept for when none other is left.

    None when nowhere: all are gone, or what is left of the month is for receipts.
    """
    found, row = _open(connection, person_id), connection.execute(CHOSEN, (person_id,)).fetchone()
    chosen = None if row is None else row[0]
    wanted = sorted(found, key=lambda one: one.id != chosen)
    usable = [one for one in wanted if not one.is_gone and not is_used_up(one.address)]
    if not usable:
        return None
    first = next((one for one in usable if one.address.channel in served), usable[0])
    told = None if first == wanted[0] or wanted[0].address.channel not in served else wanted[0].address
    return Place(first.address, told)


def others(connection: sqlite3.Connection, address: Address) -> tuple[PersonId | None, Sequence[Address]]:
    """Who is behind that chat, and where else they can be reached; the account on which they wrote last stands first."""
    row = connection.execute(OWNER, address).fetchone()
    if row is None or row[0] is None:
        return None, ()
    person_id = PersonId(row[0])
    found = [one.address for one in _open(connection, person_id) if not one.is_gone and one.address != address]
    return person_id, found
