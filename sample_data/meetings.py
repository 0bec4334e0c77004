"""The monthly reports of every cell, from going live to the end of last month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.ids import MeetingId, OperationId, PersonId, UnitId
from domain.meetings import HeadCount, Meeting, MeetingKind, NotHeldReason, due_instant, due_on
from domain.periods import Period
from sample_data.cast import ZONE
from sample_data.mixing import mix
from sample_data.tree import Cell, Tree

STARTS = ("17:00", "17:30", "18:00")
MINUTES = (90, 90, 95, 100, 120)
EXCUSED = (0, 0, 1, 1, 2)
PLACE = "Phòng họp"


def reports(tree: Tree, secretaries: Mapping[UnitId, PersonId], go_live_on: date, today: date) -> tuple[Meeting, ...]:
    """In the order in which they were sent, each with its receipt; all sent before today."""
    found = [
        meeting
        for cell in tree.cells
        for period in _periods(go_live_on, today)
        for meeting in _report(cell, period, secretaries[cell.id], today)
    ]
    last: dict[str, int] = {}
    numbered = []
    for nth, one in enumerate(sorted(found, key=lambda one: (one.sent_at, one.unit_id)), start=1):
        prefix = f"{one.sent_at.astimezone(ZONE):%y%m}"
        last[prefix] = last.get(prefix, 0) + 1
        numbered.append(replace(one, id=MeetingId(nth), receipt=f"{prefix}-{last[prefix]:04d}"))
    return tuple(numbered)


def _periods(go_live_on: date, today: date) -> Iterator[Period]:
    """The months that are over, oldest first."""
    period = Period.of(go_live_on)
    while period < Period.of(today):
        yield period
        period = period.shift(1)


def _report(cell: Cell, period: Period, reporter: PersonId, today: date) -> Iterator[Meeting]:
    """One report, or none when the cell still owes it."""
    is_last = period == Period.of(today).shift(-1)
    if is_last and cell.row.is_unreported_last_month:
        return
    seed = mix(cell.id, period.year, period.month)
    held_on = period.first_on + timedelta(days=2 + seed % 10)
    due = due_on(period, cell.row.due_day)
    sent_on = held_on + timedelta(days=mix(seed, 2) % 3)
    if period.month in cell.row.late_months:
        sent_on = due + timedelta(days=1 + mix(seed, 3) % 3)
    if sent_on >= today:
        return
    sent_at = datetime.combine(sent_on, time(20, 10), tzinfo=ZONE) + timedelta(minutes=mix(seed, 5) % 90)
    due_at = due_instant(due, ZONE)
    bare = Meeting(
        id=MeetingId(0),
        operation_id=OperationId(0),
        receipt="",
        unit_id=cell.id,
        period=period,
        kind=MeetingKind.REGULAR,
        is_held=False,
        reported_by=reporter,
        sent_at=sent_at.astimezone(UTC),
        first_sent_at=sent_at.astimezone(UTC),
        due_at=due_at.astimezone(UTC),
        is_on_time=sent_at < due_at,
    )
    if period.month in cell.row.not_held_months:
        yield replace(bare, reason=NotHeldReason.SHIFTS)
    else:
        yield _held(bare, held_on, cell.head_count, seed)


def _held(bare: Meeting, held_on: date, count: HeadCount, seed: int) -> Meeting:
    starts, minutes = STARTS[mix(seed, 7) % len(STARTS)], MINUTES[mix(seed, 11) % len(MINUTES)]
    excused = EXCUSED[mix(seed, 13) % len(EXCUSED)]
    unexcused = 1 if mix(seed, 17) % 20 == 0 else 0
    ends = datetime.combine(held_on, time.fromisoformat(starts), tzinfo=ZONE) + timedelta(minutes=minutes)
    return replace(
        bare,
        is_held=True,
        held_on=held_on,
        starts=starts,
        ends=f"{ends:%H:%M}",
        minutes=minutes,
        head_count=count,
        present=count.due - excused - unexcused,
        absent_excused=excused,
        absent_unexcused=unexcused,
        considered=1 if mix(seed, 19) % 4 == 0 else 0,
        place=PLACE,
        resolutions=1,
        proposals=1 if mix(seed, 23) % 6 == 0 else 0,
        are_dues_paid=True,
    )
