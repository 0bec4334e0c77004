"""The table of the reminders: a report three days before its day, on the day, two days after; a form left open; a pause that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.ids import PersonId, UnitId
from domain.periods import Period
from domain.planning import DraftLeft, Job, ReportOwed
from domain.weeks import WeeklyHour
from scheduler.occurrences import Timing
from tests.scheduler.simulated import FakeAgenda, local, off, runs, somebody
from tests.stage import ZONE

OCTOBER = Period(2026, 10)


def owed(day: str = "2026-11-10", hour: str = "", period: Period = OCTOBER) -> ReportOwed:
    return ReportOwed(UnitId(7), period, date.fromisoformat(day), somebody(1, hour))


def reminders(agenda: FakeAgenda, *stretches: tuple[str, str]) -> list[tuple[str, str]]:
    return runs(agenda, *stretches or (("2026-11-01 00:00", "2026-11-30 00:00"),), job=Job.REPORT_DUE)


def test_report_is_reminded_of_three_times_at_the_persons_hour() -> None:
    assert reminders(FakeAgenda(owed=[owed(hour="17:30")])) == [
        ("Sat 07/11 17:30", "7:2026-10:before"),
        ("Tue 10/11 17:30", "7:2026-10:day"),
        ("Thu 12/11 17:30", "7:2026-10:after"),
    ]


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        (["2026-11-07"], ["Fri 06/11 07:30", "Tue 10/11 07:30", "Thu 12/11 07:30"]),
        (["2026-11-10"], ["Sat 07/11 07:30", "Mon 09/11 07:30", "Thu 12/11 07:30"]),
        (["2026-11-12"], ["Sat 07/11 07:30", "Tue 10/11 07:30", "Fri 13/11 07:30"]),
    ],
)
def test_on_a_holiday_it_comes_earlier_and_the_last_one_later(holidays: list[str], expected: list[str]) -> None:
    found = reminders(FakeAgenda(owed=[owed()], holidays=[off(day) for day in holidays]))

    assert [moment for moment, _ in found] == expected


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("2026-11-08 09:00", ["before", "day", "after"]),
        ("2026-11-10 09:00", ["day", "after"]),
        ("2026-11-11 09:00", ["after"]),
        ("2026-11-14 09:00", ["after"]),
        ("2026-11-15 09:00", []),
    ],
)
def test_after_downtime_a_missed_one_gives_way_to_the_next(back: str, expected: list[str]) -> None:
    found = reminders(FakeAgenda(owed=[owed()]), ("2026-11-01 00:00", "2026-11-06 00:00"), (back, "2026-11-30 00:00"))

    assert [key.rsplit(":")[-1] for _, key in found] == expected


def test_day_at_the_beginning_or_end_of_a_month_is_reached() -> None:
    first = reminders(FakeAgenda(owed=[owed("2026-11-01")]), ("2026-10-20 00:00", "2026-11-30 00:00"))
    last = reminders(FakeAgenda(owed=[owed("2026-11-30")]), ("2026-11-20 00:00", "2026-12-10 00:00"))

    assert [moment for moment, _ in first] == ["Thu 29/10 07:30", "Sun 01/11 07:30", "Tue 03/11 07:30"]
    assert [moment for moment, _ in last] == ["Fri 27/11 07:30", "Mon 30/11 07:30", "Wed 02/12 07:30"]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-11-10", "Thu 12/11 07:30"),
        ("2026-11-12", "Thu 12/11 07:30"),
        ("2026-11-16", "Mon 16/11 07:30"),
        ("2026-11-20", "Mon 23/11 07:30"),
    ],
)
def test_sign_of_life_puts_off_the_last_one_only(until: str, expected: str) -> None:
    busy = replace(owed(), paused_until=date.fromisoformat(until))
    found = reminders(FakeAgenda(owed=[busy], holidays=[off("2026-11-20"), off("2026-11-21"), off("2026-11-22")]))

    assert [moment for moment, _ in found] == ["Sat 07/11 07:30", "Tue 10/11 07:30", expected]


def test_whoever_joined_after_a_reminder_gets_only_the_next() -> None:
    late = ReportOwed(UnitId(7), OCTOBER, date(2026, 11, 10), somebody(1, since=local("2026-11-08 12:00")))

    assert [key for _, key in reminders(FakeAgenda(owed=[late]))] == ["7:2026-10:day", "7:2026-10:after"]


def test_reminder_of_the_last_day_comes_by_day_whatever_the_hour_of_the_digest() -> None:
    late = Timing(ZONE, WeeklyHour.parse("SUN 22:00"))
    told = runs(FakeAgenda(owed=[owed()]), ("2026-11-01 00:00", "2026-11-30 00:00"), job=Job.REPORT_DUE, timing=late)

    assert [moment for moment, _ in told] == ["Sat 07/11 08:00", "Tue 10/11 08:00", "Thu 12/11 08:00"]


def left(at: str, hour: str = "") -> DraftLeft:
    return DraftLeft(somebody(1, hour), "meeting", 123, local(at))


@pytest.mark.parametrize(
    ("at", "hour", "expected"),
    [
        ("2026-11-05 19:42", "", ["Fri 06/11 07:30"]),
        ("2026-11-05 19:42", "20:00", ["Fri 06/11 20:00"]),
        ("2026-11-05 00:05", "06:45", ["Fri 06/11 06:45"]),
        ("2026-11-05 23:59", "06:45", ["Fri 06/11 06:45"]),
    ],
)
def test_form_left_open_is_mentioned_once_the_next_day(at: str, hour: str, expected: list[str]) -> None:
    told = runs(FakeAgenda(drafts=[left(at, hour)]), ("2026-11-05 00:00", "2026-11-25 00:00"), job=Job.DRAFT_LEFT)

    assert told == [(moment, "1:meeting:123") for moment in expected]


def test_form_left_before_a_holiday_is_mentioned_after_it_and_after_long_downtime_not_at_all() -> None:
    agenda = FakeAgenda(drafts=[left("2026-11-05 19:42")], holidays=[off("2026-11-06")])
    down = (("2026-11-05 00:00", "2026-11-05 20:00"), ("2026-11-10 00:00", "2026-11-25 00:00"))

    assert runs(agenda, ("2026-11-05 00:00", "2026-11-12 00:00"), job=Job.DRAFT_LEFT) == [
        ("Mon 09/11 07:30", "1:meeting:123")
    ]
    assert runs(FakeAgenda(drafts=[left("2026-11-05 19:42")]), *down, job=Job.DRAFT_LEFT) == []


def test_end_of_a_pause_is_told_in_the_morning() -> None:
    agenda = FakeAgenda(pauses=[(PersonId(1), date(2026, 11, 10))])

    assert runs(agenda, ("2026-11-08 00:00", "2026-11-12 00:00"), job=Job.PAUSE_OVER) == [
        ("Tue 10/11 06:30", "1:2026-11-10")
    ]


def test_retention_is_told_once_a_month_on_its_first_working_day() -> None:
    found = runs(FakeAgenda(holidays=[off("2026-12-01")]), ("2026-10-30 00:00", "2027-01-05 00:00"), job=Job.RETENTION)
    assert found == [
        ("Fri 30/10 06:30", "2026-10"),
        ("Mon 02/11 08:00", "2026-11"),
        ("Wed 02/12 08:00", "2026-12"),
        ("Fri 01/01 08:00", "2027-01"),
    ]


def test_result_of_a_broadcast_is_told_once_and_not_at_night() -> None:
    agenda = FakeAgenda(through=[(7, PersonId(1))])

    assert runs(agenda, ("2026-11-08 22:00", "2026-11-12 00:00"), job=Job.BROADCAST_DONE) == [("Mon 09/11 06:30", "7")]
