"""What cannot reach a person on one account goes to another one of theirs, once, and says so."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from domain.ids import OutboxId
from domain.people import Address
from language.say import accounts as say
from storage import accounts, outbox
from storage.connection import Database


def readdress(
    db: Database, ident: OutboxId, address: Address, code: str, served: Container[str], now: datetime
) -> bool:
    """Whether the message goes elsewhere now, on a channel that is served; it has failed here then.

    Answers stay where the question was asked.
    """
    places = [one for one in accounts.others(db, address) if one.channel in served]
    if not places or outbox.move(db, ident, places[0], say.instead_of(address.channel), now) is None:
        return False
    outbox.ended(db, ident, "failed", code)
    return True
