"""The holiday table: days that are not what their weekday says, with the document that says so."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from domain.calendar import Calendar, Holiday, HolidayKind

SINCE_SCHEMA = 3
"""The first schema that has the table."""
ALL = "SELECT day, kind, name, is_confirmed, source FROM holiday ORDER BY day"
SET = """
INSERT INTO holiday (day, kind, name, is_confirmed, source) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (day) DO UPDATE SET
  kind = excluded.kind, name = excluded.name, is_confirmed = excluded.is_confirmed, source = excluded.source
"""


@dataclass(slots=True)
class KeptCalendar:
    """The calendar, read once: only commands change it, and they need the lock that a running program holds."""

    kept: Calendar | None = None

    def of(self, connection: sqlite3.Connection) -> Calendar:
        if self.kept is None:
            self.kept = calendar(connection)
        return self.kept


def calendar(connection: sqlite3.Connection) -> Calendar:
    """All listed days, oldest first: a few dozen rows."""
    rows = connection.execute(ALL).fetchall()
    return Calendar.of(
        Holiday(date.fromisoformat(day), HolidayKind(kind), name, bool(is_confirmed), source)
        for day, kind, name, is_confirmed, source in rows
    )


def set_day(connection: sqlite3.Connection, holiday: Holiday) -> None:
    """Lists the day, or replaces what was listed of it."""
    values = (holiday.day.isoformat(), holiday.kind, holiday.name, int(holiday.is_confirmed), holiday.source)
    connection.execute(SET, values)


def drop_day(connection: sqlite3.Connection, day: date) -> bool:
    """From now on the day is what its weekday says. False when it was not listed."""
    return connection.execute("DELETE FROM holiday WHERE day = ?", (day.isoformat(),)).rowcount == 1
