"""The holiday table: what ships, what the office changes, and that no later start undoes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.calendar import Calendar, Holiday, HolidayKind
from storage import calendars, migrate
from storage.connection import connect

TET = date(2027, 2, 8)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "new.db")
    migrate.apply(connection)
    yield connection
    connection.close()


def shipped(db: sqlite3.Connection) -> Calendar:
    return calendars.calendar(db)


def test_announced_years_are_confirmed_and_later_ones_expected(db: sqlite3.Connection) -> None:
    by_year = {year: set[bool]() for year in range(2024, 2029)}
    for one in shipped(db).days.values():
        by_year[one.day.year].add(one.is_confirmed)
    assert by_year == {2024: {True}, 2025: {True}, 2026: {True}, 2027: {False}, 2028: {False}}


def test_every_row_has_a_name_and_a_source(db: sqlite3.Connection) -> None:
    assert [one.day for one in shipped(db).days.values() if not (one.name.strip() and one.source.strip())] == []


@pytest.mark.parametrize("year", range(2024, 2029))
def test_fixed_days_of_the_labour_code_are_there_each_year(db: sqlite3.Connection, year: int) -> None:
    fixed = [date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)]
    assert all(shipped(db).is_holiday(day) for day in fixed)
    assert shipped(db).is_holiday(date(year, 11, 24)) == (year >= 2026)


@pytest.mark.parametrize(("year", "off"), [(2024, 12), (2025, 12), (2026, 14), (2027, 12)])
def test_days_off_on_weekdays_are_as_many_as_announced(db: sqlite3.Connection, year: int, off: int) -> None:
    days = [one for one in shipped(db).days.values() if one.day.year == year and one.kind is HolidayKind.OFF]
    assert len([one for one in days if one.day.weekday() < 5]) == off


def test_each_swapped_day_has_its_saturday(db: sqlite3.Connection) -> None:
    days = shipped(db).days.values()
    worked = [one for one in days if one.kind is HolidayKind.WORKING]
    swapped = {f"{one.day:%d/%m}/{one.day.year}" for one in days if "hoán đổi," in one.name}
    assert all(one.day.weekday() == 5 for one in worked)
    assert {f"{one.name.removeprefix('Làm bù cho ')}/{one.day.year}" for one in worked} == swapped


def test_kings_day_is_two_lunar_months_and_nine_days_after_the_first_of_the_year(db: sqlite3.Connection) -> None:
    """The tenth of the third month follows the first day of the year by two months of 29 or 30 days and nine days."""
    days = list(shipped(db).days.values())
    first = {one.day.year: one.day for one in days if one.name.endswith("mùng 1")}
    kings = {one.day.year: one.day for one in days if one.name == "Giỗ Tổ Hùng Vương"}
    assert first.keys() == kings.keys() == set(range(2024, 2029))
    assert {kings[year] - first[year] - timedelta(days=9) for year in first} <= {
        timedelta(days=n) for n in (58, 59, 60)
    }


def test_set_day_is_read_back_and_replaces_what_stood_there(db: sqlite3.Connection) -> None:
    one = Holiday(TET, HolidayKind.OFF, "Tết", True, "Thông báo 1")
    calendars.set_day(db, one)
    calendars.set_day(db, one)
    assert shipped(db).days[TET] == one


def test_dropped_day_is_an_ordinary_one_and_stays_so_after_a_start(db: sqlite3.Connection) -> None:
    assert calendars.drop_day(db, TET)
    assert not calendars.drop_day(db, TET)
    migrate.apply(db)
    assert shipped(db).is_working(TET)


def test_edited_day_stays_edited_after_a_start(db: sqlite3.Connection) -> None:
    one = Holiday(TET, HolidayKind.WORKING, "đi làm", True, "Quyết định 1")
    calendars.set_day(db, one)
    migrate.apply(db)
    assert shipped(db).days[TET] == one


@pytest.mark.parametrize(("day", "kind"), [("8/2/2027", "off"), ("2027-02-08", "perhaps")])
def test_schema_refuses_other_days_and_kinds(db: sqlite3.Connection, day: str, kind: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT OR REPLACE INTO holiday VALUES (?, ?, 'x', 0, 'y')", (day, kind))


def test_calendar_is_read_once_while_the_program_runs(db: sqlite3.Connection) -> None:
    kept = calendars.KeptCalendar()
    assert kept.of(db) is kept.of(db)
    assert kept.of(db).days == shipped(db).days
