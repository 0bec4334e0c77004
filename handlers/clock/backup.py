"""Every night: the copy of the database is asked for. The program makes it beside its turns, so that nobody waits for it."""

from __future__ import annotations

from datetime import date, datetime

from domain.decision import Audit, Decision
from domain.ports import Read
from domain.records import WantBackup
from domain.talk import Occurrence


def gather(command: Occurrence, read: Read) -> date:
    del read
    return date.fromisoformat(command.key)


def decide(day: date, now: datetime) -> Decision:
    del now
    return Decision((), (WantBackup(day),), (Audit("want_backup", "database", 0),))
