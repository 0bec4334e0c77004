"""Whatever day it is: the zone loads, holds together, and knows nothing of today or later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.meetings import Meeting, due_on
from domain.periods import Period
from domain.units import UnitKind
from domain.zone import Zone
from sample_data.zone import EARLIEST, sample_zone
from tests.sample.loaded import loaded

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
LATEST = date(2029, 12, 31)


def check(today: date) -> None:
    """Raises AssertionError, or sqlite3.IntegrityError when a constraint of the schema is broken."""
    zone = sample_zone(today)
    loaded(zone).close()
    late = [day for day in days_of(zone) if day >= today]
    assert not late, f"{late[:3]} on {today}"
    lost = [event for event in zone.events if not exists(zone, event.unit_id, event.happened_on or today)]
    assert not lost, f"{lost[:3]} on {today}"
    assert steps_are_in_order(zone), today
    for meeting in zone.meetings:
        check_meeting(zone, meeting)
    check_owed(zone, today)


def days_of(zone: Zone) -> Iterator[date]:
    """Every day on which something happened, local."""
    yield from (event.happened_on for event in zone.events if event.happened_on is not None)
    yield from (one.candidate.added_on for one in zone.candidates if one.candidate.added_on is not None)
    yield from (one.given_on for one in zone.consents)
    yield from (one.since for one in zone.posts)
    yield from (one.linked_at.astimezone(HERE).date() for one in zone.accounts)
    yield from (one.founded_on for one in zone.units)
    for meeting in zone.meetings:
        yield meeting.sent_at.astimezone(HERE).date()
        yield meeting.held_on or date.min


def exists(zone: Zone, unit_id: int, day: date) -> bool:
    unit = zone.units[unit_id - 1]
    assert unit.id == unit_id
    return unit.exists_on(day)


def steps_are_in_order(zone: Zone) -> bool:
    by_candidate: dict[int, list[date]] = {}
    for event in zone.events:
        by_candidate.setdefault(event.candidate_id, []).append(event.happened_on or date.min)
    return all(days == sorted(days) for days in by_candidate.values())


def check_meeting(zone: Zone, one: Meeting) -> None:
    unit = zone.units[one.unit_id - 1]
    sent = one.sent_at.astimezone(HERE)
    assert unit.kind is UnitKind.CELL
    assert one.receipt.startswith(f"{sent:%y%m}-")
    assert one.is_on_time == (sent.date() <= due_on(one.period, unit.report_due_day))
    assert one.is_held == (one.reason is None)
    if one.held_on is not None and one.head_count is not None:
        assert Period.of(one.held_on) == one.period
        assert (one.held_on, one.ends or "") < (sent.date(), f"{sent:%H:%M}")
        assert (one.present or 0) + (one.absent_excused or 0) + (one.absent_unexcused or 0) == one.head_count.due
        assert one.present is not None
        assert one.present > 0


def check_owed(zone: Zone, today: date) -> None:
    """Every month up to the one before last is reported by every cell, last month by most."""
    reported = Counter(str(one.period) for one in zone.meetings)
    cells = [unit for unit in zone.units if unit.kind is UnitKind.CELL]
    months = sorted(reported)
    assert all(reported[month] == len(cells) for month in months[:-1])
    if months:
        first = cells[0].go_live_on or today
        last = Period.of(today).shift(-1)
        assert (months[0], months[-1]) == (str(Period.of(first)), str(last))
        assert len(cells) > reported[str(last)] > len(cells) * 3 // 4


@given(st.dates(EARLIEST, LATEST))
@example(date(2025, 1, 1))
@example(date(2026, 1, 1))
@example(date(2026, 2, 1))
@example(date(2026, 11, 22))
@example(date(2028, 2, 29))
@settings(max_examples=15, deadline=None)
def test_zone_holds_together_on_any_day(today: date) -> None:
    check(today)


@pytest.mark.parametrize("month", range(1, 13))
def test_zone_holds_together_at_the_turn_of_every_month(month: int) -> None:
    first = date(2027, month, 1)
    for today in (first - timedelta(days=1), first, first + timedelta(days=1)):
        check(today)


def test_same_day_gives_the_same_zone() -> None:
    assert sample_zone(date(2026, 11, 5)) == sample_zone(date(2026, 11, 5))


def test_past_is_the_same_on_every_day() -> None:
    early, late = sample_zone(date(2026, 3, 1)), sample_zone(date(2026, 11, 5))
    assert early.candidates[:236] == late.candidates[:236]
    assert early.people == late.people


def test_day_before_2025_is_refused() -> None:
    with pytest.raises(ValueError, match="begins on 2025-01-01, not on 2024-12-31"):
        sample_zone(date(2024, 12, 31))
