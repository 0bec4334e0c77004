"""What the bots of a counting messenger are used for: counted before each call, so that a crash never counts too little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.turn import notify
from channels.rendering import parts
from domain.channel import Capabilities, Door, Outgoing, quotas
from domain.people import Role
from domain.quota import Use, month_of
from language.say import quota as say
from storage import people, quota
from storage.connection import Database
from storage.outbox import Claimed


def cost(outgoing: Outgoing, can: Capabilities) -> int:
    """How many messages it takes there from now on; 0 where nobody counts."""
    return 0 if can.quota is None else max(0, len(parts(outgoing, can)) - outgoing.parts_sent)


def spend(db: Database, claimed: Iterable[Claimed], channels: Mapping[str, Capabilities], now: datetime) -> None:
    """In the transaction that marks them as being sent."""
    for one in claimed:
        _add(db, one.outgoing, channels, now, 1)


def give_back(db: Database, outgoing: Outgoing, channels: Mapping[str, Capabilities], now: datetime) -> None:
    """For a message, or for those of its parts, that surely were not sent: `outgoing.parts_sent` were."""
    _add(db, outgoing, channels, now, -1)


def _add(db: Database, outgoing: Outgoing, channels: Mapping[str, Capabilities], now: datetime, sign: int) -> None:
    where = outgoing.address
    count = cost(outgoing, channels[where.channel])
    if count:
        quota.add(db, where.channel, where.bot_id, month_of(now), sent=sign * count)


def warn(
    db: Database, channels: Mapping[str, Capabilities], doors: Sequence[Door] | None, today: date, now: datetime
) -> None:
    """Tells the administrators, once a bot and month, once a bot for its people; of a bot that has not said its name, later."""
    names = {door.bot_id: door.name for door in doors or ()}
    for use in quota.uses(db, quotas(channels), month_of(now)):
        if doors is not None and use.bot_id not in names:
            continue
        for key, text in _warnings(use, names.get(use.bot_id) or use.bot_id):
            for admin in people.holders(db, None, Role.ADMIN, today):
                notify(db, admin.id, text, f"{key}:{admin.id}", None, now)


def _warnings(use: Use, name: str) -> Sequence[tuple[str, str]]:
    found = []
    if use.is_last:
        found.append((f"quota-last:{use.bot_id}:{use.month}", say.last(name, use)))
    elif use.is_tight:
        found.append((f"quota-tight:{use.bot_id}:{use.month}", say.tight(name, use)))
    if use.is_crowded:
        found.append((f"quota-people:{use.bot_id}:{use.users >= use.quota.users}", say.crowded(name, use)))
    return found
