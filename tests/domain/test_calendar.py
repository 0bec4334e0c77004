"""Working days: certain, off, or perhaps; deadlines counted both ways."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar, DayKind, Holiday, HolidayKind
from storage import calendars, migrate
from storage.connection import connect

OFF, WORKING, PERHAPS = DayKind.OFF, DayKind.WORKING, DayKind.PERHAPS


@pytest.fixture(scope="module")
def vietnam(tmp_path_factory: pytest.TempPathFactory) -> Calendar:
    """The calendar as it ships."""
    path: Path = tmp_path_factory.mktemp("calendar") / "new.db"
    connection = connect(path)
    migrate.apply(connection)
    found = calendars.calendar(connection)
    connection.close()
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


def row(text: str, kind: HolidayKind, *, confirmed: bool) -> Holiday:
    return Holiday(day(text), kind, "x", confirmed, "y")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-02-13", WORKING),
        ("2026-02-14", OFF),
        ("2026-02-16", OFF),
        ("2026-02-20", OFF),
        ("2026-02-22", OFF),
        ("2026-02-23", WORKING),
        ("2025-04-26", WORKING),
        ("2025-05-02", OFF),
        ("2026-01-10", WORKING),
        ("2026-04-26", OFF),
        ("2026-04-27", OFF),
        ("2026-11-23", WORKING),
        ("2026-11-24", OFF),
        ("2027-01-01", PERHAPS),
        ("2027-02-06", OFF),
        ("2027-02-08", PERHAPS),
        ("2027-02-11", WORKING),
        ("2028-02-29", WORKING),
    ],
)
def test_each_day_is_what_is_known_of_it(vietnam: Calendar, text: str, kind: DayKind) -> None:
    assert vietnam.kind_of(day(text)) is kind
    assert vietnam.is_working(day(text)) == (kind is WORKING)


@pytest.mark.parametrize(
    ("weekday", "kind", "confirmed", "known"),
    [
        ("2029-06-05", HolidayKind.OFF, True, OFF),
        ("2029-06-05", HolidayKind.OFF, False, PERHAPS),
        ("2029-06-05", HolidayKind.WORKING, False, WORKING),
        ("2029-06-09", HolidayKind.WORKING, True, WORKING),
        ("2029-06-09", HolidayKind.WORKING, False, PERHAPS),
        ("2029-06-09", HolidayKind.OFF, False, OFF),
    ],
)
def test_unconfirmed_row_is_perhaps_only_where_it_changes_something(
    weekday: str, kind: HolidayKind, confirmed: bool, known: DayKind
) -> None:
    assert Calendar.of([row(weekday, kind, confirmed=confirmed)]).kind_of(day(weekday)) is known


@pytest.mark.parametrize(
    ("text", "is_holiday"),
    [
        ("2026-02-17", True),
        ("2026-04-26", True),
        ("2027-02-06", True),
        ("2027-01-01", True),
        ("2026-02-14", False),
        ("2026-11-22", False),
        ("2025-04-26", False),
    ],
)
def test_holiday_is_listed_as_off_also_at_a_weekend_and_unconfirmed(
    vietnam: Calendar, text: str, is_holiday: bool
) -> None:
    assert vietnam.is_holiday(day(text)) == is_holiday


@pytest.mark.parametrize(
    ("text", "following", "before"),
    [
        ("2026-02-14", "2026-02-23", "2026-02-13"),
        ("2026-02-23", "2026-02-23", "2026-02-23"),
        ("2025-04-26", "2025-04-26", "2025-04-26"),
        ("2025-04-30", "2025-05-05", "2025-04-29"),
        ("2026-11-24", "2026-11-25", "2026-11-23"),
        ("2027-02-08", "2027-02-11", "2027-02-03"),
        ("2027-12-31", "2027-12-31", "2027-12-31"),
        ("2028-01-01", "2028-01-04", "2027-12-31"),
    ],
)
def test_next_and_previous_working_day_are_certain_ones(
    vietnam: Calendar, text: str, following: str, before: str
) -> None:
    assert vietnam.next_working(day(text)) == day(following)
    assert vietnam.previous_working(day(text)) == day(before)


@pytest.mark.parametrize(
    ("start", "count", "earlier", "later"),
    [
        ("2026-02-13", 1, "2026-02-23", "2026-02-23"),
        ("2026-02-16", 5, "2026-02-27", "2026-02-27"),
        ("2025-04-25", 1, "2025-04-26", "2025-04-26"),
        ("2025-04-25", 4, "2025-05-05", "2025-05-05"),
        ("2026-12-31", 1, "2027-01-01", "2027-01-04"),
        ("2027-02-03", 1, "2027-02-04", "2027-02-11"),
        ("2027-02-03", 7, "2027-02-12", "2027-02-19"),
        ("2027-12-30", 3, "2028-01-04", "2028-01-05"),
        ("2028-02-28", 1, "2028-02-29", "2028-02-29"),
        ("2028-02-28", 2, "2028-03-01", "2028-03-01"),
        ("2028-02-29", 3, "2028-03-03", "2028-03-03"),
        ("2026-02-17", 0, "2026-02-17", "2026-02-17"),
    ],
)
def test_deadline_has_an_earlier_and_a_later_reading(
    vietnam: Calendar, start: str, count: int, earlier: str, later: str
) -> None:
    assert vietnam.add_working_days(day(start), count) == (day(earlier), day(later))


def test_negative_count_is_refused(vietnam: Calendar) -> None:
    with pytest.raises(ValueError, match="-1"):
        vietnam.add_working_days(day("2026-01-05"), -1)


FIRST = date(2026, 12, 1)
DAYS = st.integers(0, 400).map(lambda count: FIRST + timedelta(days=count))
ROWS = st.builds(Holiday, DAYS, st.sampled_from(HolidayKind), st.just("x"), st.booleans(), st.just("y"))
CALENDARS = st.lists(ROWS, max_size=60).map(Calendar.of)
COUNTS = st.integers(0, 40)


@given(CALENDARS, DAYS, COUNTS)
def test_earlier_is_never_after_later(one: Calendar, start: date, count: int) -> None:
    earlier, later = one.add_working_days(start, count)
    assert start + timedelta(days=count) <= earlier <= later


@given(CALENDARS, DAYS)
def test_no_days_more_is_the_day_itself(one: Calendar, start: date) -> None:
    assert one.add_working_days(start, 0) == (start, start)


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_deadline_is_never_on_a_day_off_and_the_later_one_is_certain(one: Calendar, start: date, count: int) -> None:
    earlier, later = one.add_working_days(start, count)
    assert one.kind_of(earlier) is not OFF
    assert one.is_working(later)


@given(CALENDARS, DAYS, COUNTS)
def test_one_day_more_is_strictly_later(one: Calendar, start: date, count: int) -> None:
    now, more = one.add_working_days(start, count), one.add_working_days(start, count + 1)
    assert now[0] < more[0]
    assert now[1] < more[1]


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_later_start_never_ends_earlier(one: Calendar, start: date, other: date, count: int) -> None:
    first, second = sorted((start, other))
    before, after = one.add_working_days(first, count), one.add_working_days(second, count)
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(CALENDARS, DAYS, COUNTS, COUNTS)
def test_counting_on_is_counting_at_once(one: Calendar, start: date, count: int, more: int) -> None:
    earlier, later = one.add_working_days(start, count)
    assert one.add_working_days(start, count + more) == (
        one.add_working_days(earlier, more)[0],
        one.add_working_days(later, more)[1],
    )


@given(st.lists(ROWS, max_size=60), DAYS, COUNTS)
def test_confirming_every_day_leaves_one_reading_within_the_two(rows: list[Holiday], start: date, count: int) -> None:
    sure = Calendar.of(Holiday(one.day, one.kind, one.name, True, one.source) for one in rows)
    earlier, later = Calendar.of(rows).add_working_days(start, count)
    found = sure.add_working_days(start, count)
    assert found[0] == found[1]
    assert earlier <= found[0] <= later


@given(CALENDARS, DAYS)
def test_next_and_previous_enclose_the_day_and_skip_no_working_one(one: Calendar, start: date) -> None:
    following, before = one.next_working(start), one.previous_working(start)
    assert before <= start <= following
    assert one.is_working(following)
    assert one.is_working(before)
    between = [before + timedelta(days=count) for count in range(1, (following - before).days)]
    assert not any(map(one.is_working, between))
    assert (following == start) == (before == start) == one.is_working(start)
