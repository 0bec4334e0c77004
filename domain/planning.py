"""What the clock has to know to say what is due: who may be written to when, what is owed, what was left open.

The scheduler asks through the port `Agenda`, which storage implements; it answers with occurrences (`Due`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from domain.calendar import Calendar
from domain.ids import PersonId, UnitId
from domain.meetings import MeetingKind
from domain.periods import Period
from domain.weeks import Week

CATCH_UP = timedelta(days=3)
"""A digest, a nudge or the last reminder that could not go out for longer is dropped; the administrators' report says so."""
SIGN_OF_LIFE = timedelta(days=7)
"""A cell that is at its report, or asked for time or help with it, is left in peace for so long (ux.md): to the next digest."""


class Job(StrEnum):
    """The literal list of what the clock sets off; `handlers/clock/flow.py` has one entry for each."""

    HOUSEKEEPING = "housekeeping"
    DIGEST = "digest"
    DIGEST_REPORT = "digest_report"
    REPORT_DUE = "report_due"
    DRAFT_LEFT = "draft_left"
    PAUSE_OVER = "pause_over"
    BACKUP = "backup"
    UPKEEP = "upkeep"
    RETENTION = "retention"
    BROADCAST_DONE = "broadcast_done"
    IMPORT_READ = "import_read"
    IMPORT_WRITE = "import_write"


@dataclass(frozen=True, slots=True)
class Due:
    """A moment that is due: the inbox takes it once for its job and key. `person_id` is whom it concerns, if anybody."""

    job: Job
    key: str
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with a linked account. `hour` is the local "HH:MM" that they chose, empty when they chose none; `since` (UTC) is

    when their first account was linked: what was planned before does not concern them.
    """

    person_id: PersonId
    hour: str
    since: datetime


class Outcome(StrEnum):
    """What became of a person's digest of a week, as the turn that composed it knows it."""

    SENT = "sent"
    PAUSED = "paused"
    NOTHING = "nothing"
    NOT_LIVE = "not_live"
    UNREACHABLE = "unreachable"
    QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the digests of one week. `outcomes`: how many were not sent, by why not; `states`: of those composed, by state

    of the message ("sent", "waiting", "sending", "uncertain", "failed", "blocked", "late"); `missing`: for whom none was composed.
    """

    outcomes: Mapping[Outcome, int]
    states: Mapping[str, int]
    missing: tuple[PersonId, ...]


class Stage(StrEnum):
    """The reminders of one report: three days before its day, on the day, two days after."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ReportOwed:
    """A report that nobody has sent, by its kind and its last month, the last day on which it is on time, and whom the cell has reminded.

    `paused_until`: the first day on which a sign of life no longer holds back the last reminder.
    """

    unit_id: UnitId
    period: Period
    due_on: date
    reminded: Addressee
    paused_until: date | None = None
    kind: MeetingKind = MeetingKind.REGULAR


@dataclass(frozen=True, slots=True)
class DraftLeft:
    """A form that its owner left open: its name and `began`, the epoch milliseconds of its beginning, tell it from every other."""

    owner: Addressee
    flow: str
    began: int
    left_at: datetime


def paused_until(sign: datetime, zone: tzinfo) -> date:
    """The first local day on which a cell is reminded and named again after its last sign of life."""
    return (sign.astimezone(zone) + SIGN_OF_LIFE).date()


class Agenda(Protocol):
    """Read inside one transaction. What has an occurrence already is left out, so that asking every few seconds costs little."""

    def calendar(self) -> Calendar: ...

    def began_at(self) -> datetime | None:
        """When the program first ran on this database, UTC; None on its very first tick. What was planned before is nobody's loss."""
        ...

    def without_digest(self, week: Week) -> Sequence[Addressee]:
        """Everybody with a linked account for whom the digest of that week was not set off."""
        ...

    def has_had(self, job: Job, key: str) -> bool: ...

    def is_on_its_way(self, week: Week) -> bool:
        """Whether digests of that week are composed, or about to be, and not sent yet."""
        ...

    def reports_owed(self, period: Period) -> Sequence[ReportOwed]:
        """The reports whose last month that is and that live cells have not sent, of cells in which somebody can be reminded."""
        ...

    def drafts_left(self, since: datetime, until: datetime) -> Sequence[DraftLeft]: ...

    def pauses_over(self, today: date) -> Sequence[tuple[PersonId, date]]:
        """Whose pause ended on or before today, and when."""
        ...

    def broadcasts_through(self) -> Sequence[tuple[int, PersonId]]:
        """The broadcasts of which nothing waits any more and whose author has not had the result, with the author."""
        ...
