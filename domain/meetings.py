"""A cell's meeting as it is reported upwards, its arithmetic, and its deadline (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as wall_time
from enum import StrEnum

from domain.ids import MeetingId, OperationId, PersonId, UnitId
from domain.periods import Period


class MeetingKind(StrEnum):
    REGULAR = "regular"
    THEMATIC = "thematic"
    EXTRAORDINARY = "extraordinary"
    EXTENDED = "extended"
    HALF_YEAR_REVIEW = "half_year_review"
    YEAR_END_REVIEW = "year_end_review"
    ELECTION = "election"


class NotHeldReason(StrEnum):
    """Categories only: health, politics and names are never asked (ux.md)."""

    TOO_FEW = "too_few"
    SHIFTS = "shifts"
    CHAIR_AWAY = "chair_away"
    POSTPONED = "postponed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Members of a cell. `away` are sent to temporary activity elsewhere, `exempt` are excused from meetings."""

    full: int
    probationary: int
    temporary: int = 0
    away: int = 0
    exempt: int = 0

    @property
    def total(self) -> int:
        return self.full + self.probationary + self.temporary

    @property
    def due(self) -> int:
        """Who is due to attend."""
        return self.total - self.away - self.exempt

    @property
    def eligible(self) -> int:
        """Votes on admission: all full members, absent or not, less those away and those exempt who stay away (§2.3)."""
        return self.full - self.away - self.exempt


@dataclass(frozen=True, slots=True)
class Meeting:
    """One report. Times are local "HH:MM"; `sent_at` and `first_sent_at` are UTC; `due_at` is UTC and inclusive.

    `is_import`: entered later from a workbook ("nhập bổ sung"), so neither on time nor late.
    """

    id: MeetingId
    operation_id: OperationId
    receipt: str
    unit_id: UnitId
    period: Period
    kind: MeetingKind
    is_held: bool
    reported_by: PersonId
    sent_at: datetime
    first_sent_at: datetime
    due_at: datetime
    is_on_time: bool
    reason: NotHeldReason | None = None
    held_on: date | None = None
    starts: str | None = None
    ends: str | None = None
    minutes: int | None = None
    head_count: HeadCount | None = None
    present: int | None = None
    absent_excused: int | None = None
    absent_unexcused: int | None = None
    considered: int | None = None
    topic: str | None = None
    place: str | None = None
    resolutions: int | None = None
    proposals: int | None = None
    are_dues_paid: bool | None = None
    replaces: MeetingId | None = None
    is_import: bool = False


def due_on(period: Period, due_day: int) -> date:
    """The last day, inclusive, on which the report of a month is on time: a day of the month after it."""
    following = period.shift(1)
    return following.first_on.replace(day=min(due_day, following.last_on.day))


def due_instant(day: date, zone: tzinfo) -> datetime:
    """The first instant after the day ends, in `zone`: what is sent before it is on time."""
    return datetime.combine(day + timedelta(days=1), wall_time.min, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Gap:
    """From the last good poll until reception works again, UTC; recorded when it is longer than ten minutes (design.md §2)."""

    since: datetime
    until: datetime


def moved_deadline(due_at: datetime, gaps: Iterable[Gap]) -> datetime:
    """A gap in receiving that covers the deadline moves it to 24 hours after the gap's end."""
    for gap in gaps:
        if gap.since <= due_at <= gap.until:
            return gap.until + timedelta(hours=24)
    return due_at


def last_day(due: date, gaps: Iterable[Gap], zone: tzinfo) -> date:
    """The last local day on which a report due on that day is on time: later where the program could not receive then."""
    due_at = due_instant(due, zone)
    return (moved_deadline(due_at, gaps) - timedelta(microseconds=1)).astimezone(zone).date()
