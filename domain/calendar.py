"""Working days: weekends, public holidays, and the Saturdays that are worked instead. All days are local dates.

A day that nobody has confirmed yet counts both ways: no reminder goes out on it, and a deadline that it touches has two readings,
of which the earlier one is reminded of (design.md §5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

SATURDAY = 5
ONE_DAY = timedelta(days=1)
QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(6, 30)


class HolidayKind(StrEnum):
    """What a row of the table says of its day."""

    OFF = "off"
    WORKING = "working"


class DayKind(StrEnum):
    """What is known of a day. PERHAPS: a holiday, or a Saturday worked instead, that nobody has confirmed."""

    WORKING = "working"
    OFF = "off"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not what its weekday says. `source` is the document, or what stands in for one."""

    day: date
    kind: HolidayKind
    name: str
    is_confirmed: bool
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """All days that are listed; every other day is what its weekday says. Beyond the last row it knows weekends only."""

    days: Mapping[date, Holiday]

    @classmethod
    def of(cls, rows: Iterable[Holiday]) -> Calendar:
        return cls({row.day: row for row in rows})

    def kind_of(self, day: date) -> DayKind:
        """A listed day off at a weekend is OFF even when it is not confirmed: nobody works then either way."""
        usual = DayKind.OFF if day.weekday() >= SATURDAY else DayKind.WORKING
        listed = self.days.get(day)
        told = usual if listed is None else DayKind(listed.kind)
        return told if told is usual or (listed is not None and listed.is_confirmed) else DayKind.PERHAPS

    def is_working(self, day: date) -> bool:
        """Surely a working day."""
        return self.kind_of(day) is DayKind.WORKING

    def is_holiday(self, day: date) -> bool:
        """A public holiday, confirmed or perhaps, also one that falls on a weekend: nothing is pushed on it.

        A plain Saturday or Sunday is none.
        """
        listed = self.days.get(day)
        return listed is not None and listed.kind is HolidayKind.OFF

    def next_working(self, day: date) -> date:
        """The day itself, or the first surely working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself, or the last surely working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> tuple[date, date]:
        """The (earlier, later) reading of "within `count` working days": the first working day after `start` is day 1.

        Earlier: every unconfirmed day is worked; later: none is. They are equal when no unconfirmed day lies between.
        0 gives `start` twice, whatever day it is. Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError(f"not a number of working days: {count}")
        earlier = self._counted(start, count, (DayKind.WORKING, DayKind.PERHAPS))
        return earlier, self._counted(start, count, (DayKind.WORKING,))

    def _counted(self, day: date, count: int, counting: tuple[DayKind, ...]) -> date:
        while count:
            day += ONE_DAY
            count -= self.kind_of(day) in counting
        return day


def is_open(local: datetime, calendar: Calendar) -> bool:
    """Whether people may be written to unasked at that local moment: not between 21:00 and 06:30, not on a public holiday (ux.md)."""
    return QUIET_UNTIL <= local.time() < QUIET_FROM and not calendar.is_holiday(local.date())
