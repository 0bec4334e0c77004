"""Every night: what people sent is emptied after some days, and drafts that nobody touched go."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.decision import Audit, Decision
from domain.ports import Read
from domain.records import EraseBodies, ExpireDrafts
from domain.talk import Occurrence

DRAFT_DAYS = 14


def gather(command: Occurrence, read: Read) -> int:
    """After how many days the text of handled messages is erased."""
    del command
    return read.raw_days


def decide(raw_days: int, now: datetime) -> Decision:
    records = (EraseBodies(now - timedelta(days=raw_days)), ExpireDrafts(now - timedelta(days=DRAFT_DAYS)))
    return Decision((), records, (Audit("housekeeping", "database", 0),))
