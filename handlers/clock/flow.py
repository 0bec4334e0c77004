"""The literal list of what the clock sets off, and what each of them does. Nobody writes here; nothing is said but notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.decision import Decision
from domain.planning import Job
from domain.ports import Read
from domain.talk import Command, FlowName, Occurrence
from handlers.clock import (
    backup,
    broadcast_done,
    digest,
    digest_report,
    draft_left,
    housekeeping,
    import_ready,
    pause_over,
    report_due,
    retention,
    upkeep,
)
from handlers.flow import Flow


@dataclass(frozen=True, slots=True)
class Work:
    """`gather` may only read; `decide` does no I/O: the same two halves as a flow's."""

    gather: Callable[[Occurrence, Read], Any]
    decide: Callable[[Any, datetime], Decision]


JOBS: dict[Job, Work] = {
    Job.HOUSEKEEPING: Work(housekeeping.gather, housekeeping.decide),
    Job.DIGEST: Work(digest.gather, digest.decide),
    Job.DIGEST_REPORT: Work(digest_report.gather, digest_report.decide),
    Job.REPORT_DUE: Work(report_due.gather, report_due.decide),
    Job.DRAFT_LEFT: Work(draft_left.gather, draft_left.decide),
    Job.PAUSE_OVER: Work(pause_over.gather, pause_over.decide),
    Job.BACKUP: Work(backup.gather, backup.decide),
    Job.UPKEEP: Work(upkeep.gather, upkeep.decide),
    Job.RETENTION: Work(retention.gather, retention.decide),
    Job.BROADCAST_DONE: Work(broadcast_done.gather, broadcast_done.decide),
    Job.IMPORT_READ: Work(import_ready.gather, import_ready.decide),
    Job.IMPORT_WRITE: Work(import_ready.gather, import_ready.decide),
}


def gather(command: Command, read: Read) -> tuple[Work, Any] | None:
    """None for a job that this program does not know: a newer one put it there."""
    if not isinstance(command, Occurrence) or command.job not in set(Job):
        return None
    work = JOBS[Job(command.job)]
    return work, work.gather(command, read)


def decide(command: Command, facts: tuple[Work, Any] | None, now: datetime) -> Decision:
    del command
    if facts is None:
        return Decision(())
    work, gathered = facts
    return work.decide(gathered, now)


FLOW = Flow(FlowName.CLOCK, None, gather, decide)
