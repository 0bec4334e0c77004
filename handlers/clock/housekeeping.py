"""Every night: what people sent is emptied after some days, drafts that nobody touched go, and merges that begin take effect."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.decision import Audit, Decision
from domain.ports import Read
from domain.records import EraseBodies, ExpireDrafts, Record
from domain.talk import Occurrence
from domain.unit_changes import SettleMerges

DRAFT_DAYS = 14


def gather(command: Occurrence, read: Read) -> tuple[int, date]:
    """After how many days the text of handled messages is erased, and today."""
    del command
    return read.raw_days, read.here.today


def decide(facts: tuple[int, date], now: datetime) -> Decision:
    raw_days, today = facts
    records: tuple[Record, ...] = (
        EraseBodies(now - timedelta(days=raw_days)),
        ExpireDrafts(now - timedelta(days=DRAFT_DAYS)),
        SettleMerges(today),
    )
    return Decision((), records, (Audit("housekeeping", "database", 0),))
