"""Meeting reports and their receipts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.ids import MeetingId, OperationId, PersonId, UnitId
from domain.meetings import Gap, HeadCount, Meeting, MeetingKind, NotHeldReason
from domain.obligations import Span
from domain.periods import Period
from domain.records import AddAppeal, AddMeeting
from storage.instants import from_ms, iso, to_day, to_ms

FIELDS = (
    "id, operation_id, receipt, unit_id, period, kind, is_held, reason, held_on, starts, ends, minutes, full_count,"
    " probationary_count, temporary_count, away_count, exempt_count, present, absent_excused, absent_unexcused, considered,"
    " topic, place, resolutions, proposals, are_dues_paid, reported_by, sent_at, first_sent_at, due_at, is_on_time, replaces,"
    " is_import"
)
LIVE = f"SELECT {FIELDS} FROM meeting WHERE unit_id = ? AND period = ? AND kind = ? AND state = 'live'"
BY_ID = f"SELECT {FIELDS} FROM meeting WHERE id = ? AND state = 'live'"
MONTHS = (
    "SELECT DISTINCT period FROM meeting WHERE unit_id = ? AND period LIKE ? AND kind = 'regular' AND state = 'live'"
)
REPORTED = "SELECT unit_id FROM meeting WHERE kind = ? AND period BETWEEN ? AND ? AND state = 'live'"
SIGNS = """
SELECT unit_id, max(at) FROM (
 SELECT unit_id, at FROM appeal WHERE period = :period
 UNION ALL
 SELECT o.unit_id, json_extract(d.value, '$.updated_at') FROM conversation c, json_each(c.drafts) d
 JOIN post o ON o.person_id = CAST(substr(c.owner, 2) AS INTEGER) AND o.role = 'secretary' AND o.until IS NULL
 WHERE c.drafts <> '[]' AND c.owner LIKE 'p%' AND json_extract(d.value, '$.flow') = 'meeting'
 AND coalesce(json_extract(d.value, '$.answers.unit'), o.unit_id) = o.unit_id
 AND coalesce(json_extract(d.value, '$.answers.period'), :period) = :period
) WHERE at IS NOT NULL GROUP BY unit_id
"""
APPEAL = """
INSERT INTO appeal (unit_id, period, kind, person_id, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (period, unit_id, kind, person_id) DO UPDATE SET at = excluded.at
"""
INSERT = f"INSERT INTO meeting ({FIELDS}) VALUES ({', '.join('?' * 33)})"
NEXT_RECEIPT = "SELECT last FROM receipt_counter WHERE prefix = ?"
TAKE_RECEIPT = """
INSERT INTO receipt_counter (prefix, last) VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET last = max(last, excluded.last)
"""


def of_row(row: Sequence[object]) -> Meeting:
    values = [None if value is None else str(value) for value in row]
    number = [None if value is None or not value.lstrip("-").isdigit() else int(value) for value in values]
    count = None
    if number[12] is not None:
        count = HeadCount(number[12], number[13] or 0, number[14] or 0, number[15] or 0, number[16] or 0)
    return Meeting(
        id=MeetingId(number[0] or 0),
        operation_id=OperationId(number[1] or 0),
        receipt=values[2] or "",
        unit_id=UnitId(number[3] or 0),
        period=Period.parse(values[4] or ""),
        kind=MeetingKind(values[5] or ""),
        is_held=bool(number[6]),
        reason=None if values[7] is None else NotHeldReason(values[7]),
        held_on=to_day(values[8]),
        starts=values[9],
        ends=values[10],
        minutes=number[11],
        head_count=count,
        present=number[17],
        absent_excused=number[18],
        absent_unexcused=number[19],
        considered=number[20],
        topic=values[21],
        place=values[22],
        resolutions=number[23],
        proposals=number[24],
        are_dues_paid=None if number[25] is None else bool(number[25]),
        reported_by=PersonId(number[26] or 0),
        sent_at=from_ms(number[27] or 0),
        first_sent_at=from_ms(number[28] or 0),
        due_at=from_ms(number[29] or 0),
        is_on_time=bool(number[30]),
        replaces=None if number[31] is None else MeetingId(number[31]),
        is_import=bool(number[32]),
    )


def row_of(one: Meeting) -> tuple[object, ...]:
    count = one.head_count
    counts = (
        (None,) * 5 if count is None else (count.full, count.probationary, count.temporary, count.away, count.exempt)
    )
    return (
        *(
            one.id,
            one.operation_id or None,
            one.receipt,
            one.unit_id,
            str(one.period),
            one.kind,
            one.is_held,
            one.reason,
        ),
        *(iso(one.held_on), one.starts, one.ends, one.minutes, *counts),
        *(one.present, one.absent_excused, one.absent_unexcused, one.considered, one.topic, one.place),
        *(one.resolutions, one.proposals, one.are_dues_paid, one.reported_by or None),
        *(to_ms(one.sent_at), to_ms(one.first_sent_at), to_ms(one.due_at), one.is_on_time, one.replaces, one.is_import),
    )


def meeting(connection: sqlite3.Connection, unit_id: UnitId, period: Period, kind: MeetingKind) -> Meeting | None:
    row = connection.execute(LIVE, (unit_id, str(period), kind)).fetchone()
    return None if row is None else of_row(row)


def meeting_by_id(connection: sqlite3.Connection, meeting_id: MeetingId) -> Meeting | None:
    row = connection.execute(BY_ID, (meeting_id,)).fetchone()
    return None if row is None else of_row(row)


def months_reported(connection: sqlite3.Connection, unit_id: UnitId, year: int) -> frozenset[int]:
    """Months of the year for which a regular meeting, or "không họp", stands as reported."""
    rows = connection.execute(MONTHS, (unit_id, f"{year:04d}-%")).fetchall()
    return frozenset(Period.parse(row[0]).month for row in rows)


def reported(connection: sqlite3.Connection, kind: MeetingKind, span: Span) -> frozenset[UnitId]:
    """Who has sent a report of that kind and of a month of the span, or said that there was no meeting."""
    rows = connection.execute(REPORTED, (kind, str(span.first), str(span.last))).fetchall()
    return frozenset(UnitId(row[0]) for row in rows)


def next_receipt(connection: sqlite3.Connection, prefix: str) -> str:
    """The number that the next report of that prefix gets. It is taken when the report is written, and never used again."""
    row = connection.execute(NEXT_RECEIPT, (prefix,)).fetchone()
    return f"{prefix}-{(0 if row is None else row[0]) + 1:04d}"


def add_meeting(connection: sqlite3.Connection, record: AddMeeting) -> None:
    """Writes the report; one that it replaces steps back. Raises sqlite3.IntegrityError for a second live one of unit, period and kind."""
    one = record.meeting
    if one.replaces is not None:
        connection.execute("UPDATE meeting SET state = 'replaced' WHERE id = ? AND state = 'live'", (one.replaces,))
    connection.execute(INSERT, row_of(one))
    if one.replaces is not None:
        connection.execute("UPDATE vote SET meeting_id = ? WHERE meeting_id = ?", (one.id, one.replaces))
    prefix, number = one.receipt.rsplit("-", 1)
    connection.execute(TAKE_RECEIPT, (prefix, int(number)))


def signs(connection: sqlite3.Connection, period: Period) -> Mapping[UnitId, datetime]:
    """When each cell last worked on its report of that month, or asked for time or help with it (UTC); cells without a sign are left out.

    A form in which the cell or the month was not chosen yet counts for every cell and month that its owner may mean.
    """
    rows = connection.execute(SIGNS, {"period": str(period)}).fetchall()
    return {UnitId(unit): from_ms(at) for unit, at in rows}


def appeal(connection: sqlite3.Connection, one: AddAppeal) -> None:
    connection.execute(APPEAL, (one.unit_id, str(one.period), one.kind, one.person_id, to_ms(one.at)))


def gaps(connection: sqlite3.Connection, since: datetime) -> Sequence[Gap]:
    rows = connection.execute(
        "SELECT since, until FROM gap WHERE until >= ? ORDER BY since", (to_ms(since),)
    ).fetchall()
    return [Gap(from_ms(start), from_ms(end)) for start, end in rows]
