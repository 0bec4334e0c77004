"""What the clock puts in the inbox. Each occurrence has one key and happens once; nothing is said to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.decision import Audit, Decision
from domain.ports import Here, Read
from domain.records import EraseBodies, ExpireDrafts
from domain.talk import Command, FlowName, Occurrence
from handlers.flow import Flow

DRAFT_DAYS = 14
HOUSEKEEPING = "housekeeping"


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    raw_days: int


def gather(command: Command, read: Read) -> Facts:
    del command
    return Facts(read.here, read.raw_days)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if not isinstance(command, Occurrence) or command.job != HOUSEKEEPING:
        return Decision(())
    records = (EraseBodies(now - timedelta(days=facts.raw_days)), ExpireDrafts(now - timedelta(days=DRAFT_DAYS)))
    return Decision((), records, (Audit("housekeeping", "database", 0),))


FLOW = Flow(FlowName.CLOCK, None, gather, decide)
