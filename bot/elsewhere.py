"""What cannot reach a person on one account goes to another one of theirs, once, and says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.channel import Capabilities, quotas
from domain.ids import OutboxId
from domain.people import Address
from domain.quota import month_of
from language.say import accounts as say
from storage import accounts, conversations, outbox, quota
from storage.connection import Database


def readdress(
    db: Database,
    ident: OutboxId,
    address: Address,
    code: str,
    channels: Mapping[str, Capabilities],
    now: datetime,
) -> bool:
    """Whether the message goes elsewhere now, on a channel that is served; it has failed here then.

    Another messenger comes first, and one that does not count; a bot whose month is used up does not come at all. Answers stay
    where the question was asked.
    """
    owner, places = accounts.others(db, address)
    counted, month = quotas(channels), month_of(now)
    open_ones = [one for one in places if one.channel in channels and not quota.is_used_up(db, counted, one, month)]
    if not open_ones:
        return False
    to = min(open_ones, key=lambda one: (one.channel == address.channel, one.channel in counted))
    is_lettered = not conversations.keeps_letters(db, f"p{owner}")
    if outbox.move(db, ident, to, say.instead_of(address.channel), now, is_lettered=is_lettered) is None:
        return False
    outbox.ended(db, ident, "failed", code)
    return True
