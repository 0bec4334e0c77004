"""ISO weeks, from Monday to Sunday, and the moment of a week at which the digest goes out. Local calendar values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO week. It belongs to the year that has its Thursday: 2026-W53 ends on 03/01/2027."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, day: date) -> Week:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """Reads "2026-W47". Raises ValueError when it is anything else, or a week that the year does not have."""
        year, mark, number = text.partition("-W")
        if not (
            mark and len(year) == 4 and len(number) == 2 and f"{year}{number}".isascii() and f"{year}{number}".isdigit()
        ):
            raise ValueError(f"not a week: {text}")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_on(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    def shift(self, weeks: int) -> Week:
        return Week.of(self.first_on + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class WeeklyHour:
    """A weekday (0 is Monday) and a local time of day. It is written "MON 07:30"."""

    weekday: int
    at: time

    @classmethod
    def parse(cls, text: str) -> WeeklyHour:
        """Raises ValueError for anything but a weekday in three letters and a time."""
        day, _, clock = text.strip().upper().partition(" ")
        if day not in WEEKDAYS or len(clock.strip()) != 5:
            raise ValueError("must look like MON 07:30")
        try:
            return cls(WEEKDAYS.index(day), time.fromisoformat(clock.strip()))
        except ValueError as error:
            raise ValueError("must look like MON 07:30") from error

    def day_in(self, week: Week) -> date:
        return week.first_on + timedelta(days=self.weekday)
