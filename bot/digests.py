"""`chibot digest`: the digest of one week, shown to the operator, or set off for everybody who is without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.prepare import open_to_read
from bot.settings import Settings
from bot.turn import NOTHING, Surroundings, take
from domain.legal import rule_book
from domain.weeks import Week
from storage import digests, inbox
from storage.connection import Database, connect, in_transaction
from storage.reading import Sources, Trees

BATCH = 64


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go out: for each person their posts and the text; and how many get none, by why not."""

    messages: Sequence[tuple[str, str]]
    left_out: Mapping[str, int]


def set_off(connection: Database, week: Week, now: datetime) -> int:
    """Has the digest composed for everybody who is without it, as soon as the program runs; returns for how many."""
    missing = digests.tally(connection, week, now).missing
    return in_transaction(connection, lambda db: digests.set_off_again(db, week, missing, now))


def preview(settings: Settings, week: Week, now: datetime) -> Preview:
    """Composed by the same turns, in a copy of the database in memory: nothing is written or sent. Raises NotReady without one."""
    copy, source = connect(":memory:"), open_to_read(settings)
    source.backup(copy)
    source.close()
    try:
        return _composed(copy, week, now, settings)
    finally:
        copy.close()


def _composed(copy: Database, week: Week, now: datetime, settings: Settings) -> Preview:
    around = Surroundings(Sources(rule_book(), Trees(), str, str), settings.zone, settings.authority, {})
    inbox.drop_waiting(copy)
    missing = digests.tally(copy, week, now).missing
    digests.set_off_again(copy, week, missing, now)
    kept = NOTHING
    while rows := inbox.waiting(copy, now, BATCH):
        kept = take(copy, rows, now, around, known=kept)
    today = now.astimezone(settings.zone).date()
    messages = [told for person in missing if (told := digests.composed(copy, week, person, today)) is not None]
    outcomes = digests.tally(copy, week, now).outcomes
    return Preview(messages, {str(name): count for name, count in outcomes.items()})
