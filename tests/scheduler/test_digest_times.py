"""The table of the weekly digest: what is sent when, over days, hours, holidays, downtime, changes of mind, and years' ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from domain.planning import Job
from domain.weeks import Week, WeeklyHour
from scheduler.occurrences import Timing
from tests.scheduler.simulated import FakeAgenda, local, off, runs, somebody
from tests.stage import ZONE

WEEK = ("2026-11-08 00:00", "2026-11-14 23:55")
"""Around Monday 09/11/2026, on which the digest about 2026-W45 goes out."""


def test_digest_comes_once_on_monday_at_half_past_seven() -> None:
    assert runs(FakeAgenda(), WEEK) == [("Mon 09/11 07:30", "2026-W45:1")]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("MON 07:30", "Mon 09/11 07:30"),
        ("TUE 16:45", "Tue 10/11 16:45"),
        ("SAT 09:00", "Sat 14/11 09:00"),
        ("FRI 05:00", "Fri 13/11 06:30"),
    ],
)
def test_setting_names_weekday_and_time_and_quiet_hours_hold(setting: str, expected: str) -> None:
    timing = Timing(ZONE, WeeklyHour.parse(setting))

    agenda = FakeAgenda(began=local("2026-11-08 00:00"))

    assert runs(agenda, ("2026-11-09 00:00", "2026-11-15 23:55"), timing=timing) == [(expected, "2026-W45:1")]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        ("06:45", "Mon 09/11 06:45"),
        ("11:45", "Mon 09/11 11:45"),
        ("17:30", "Mon 09/11 17:30"),
        ("20:00", "Mon 09/11 20:00"),
    ],
)
def test_own_hour_goes_before_everybodys(hour: str, expected: str) -> None:
    assert runs(FakeAgenda([somebody(1, hour)]), WEEK) == [(expected, "2026-W45:1")]


def test_week_after_week_brings_one_each() -> None:
    told = runs(FakeAgenda(), ("2026-11-08 00:00", "2026-11-30 23:55"))

    assert [key for _, key in told] == ["2026-W45:1", "2026-W46:1", "2026-W47:1", "2026-W48:1"]


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        (("2026-11-09 07:00", "2026-11-09 08:00"), ["Mon 09/11 08:00"]),
        (("2026-11-09 07:00", "2026-11-11 07:00"), ["Wed 11/11 07:00"]),
        (("2026-11-09 07:00", "2026-11-11 23:00"), ["Thu 12/11 06:30"]),
        (("2026-11-09 07:00", "2026-11-12 07:30"), []),
        (("2026-11-09 07:00", "2026-11-14 07:00"), []),
    ],
    ids=["1 hour", "2 days", "until a quiet hour", "3 days", "5 days"],
)
def test_after_downtime_it_is_caught_up_once_within_three_days(down: tuple[str, str], expected: list[str]) -> None:
    agenda = FakeAgenda()
    told = runs(agenda, ("2026-11-08 00:00", down[0]), (down[1], "2026-11-15 23:55"))

    assert told == [(moment, "2026-W45:1") for moment in expected]
    assert agenda.has_had(Job.DIGEST_REPORT, "2026-W45")


def test_on_a_holiday_it_moves_to_the_next_working_day_with_the_same_key() -> None:
    agenda = FakeAgenda(holidays=[off("2026-11-09"), off("2026-11-10")])

    assert runs(agenda, WEEK) == [("Wed 11/11 07:30", "2026-W45:1")]


def test_holiday_that_nobody_confirmed_is_none_to_write_on() -> None:
    assert runs(FakeAgenda(holidays=[off("2026-11-09", is_confirmed=False)]), WEEK) == [
        ("Tue 10/11 07:30", "2026-W45:1")
    ]


def test_holiday_week_leaves_two_digests_for_the_first_working_day() -> None:
    holidays = [off(f"2026-02-{day:02d}") for day in range(16, 21)]

    told = runs(FakeAgenda(holidays=holidays), ("2026-02-15 00:00", "2026-02-28 23:55"))

    assert told == [("Mon 23/02 07:30", "2026-W07:1"), ("Mon 23/02 07:30", "2026-W08:1")]


def test_holiday_that_comes_after_downtime_is_waited_out() -> None:
    told = runs(FakeAgenda(holidays=[off("2026-11-10")]), ("2026-11-10 09:00", "2026-11-15 00:00"))

    assert told == [("Wed 11/11 06:30", "2026-W45:1")]


@pytest.mark.parametrize(
    ("at", "before", "after", "expected"),
    [
        ("2026-11-09 12:00", "", "20:00", ["Mon 09/11 07:30"]),
        ("2026-11-09 12:00", "20:00", "06:45", ["Mon 09/11 12:00"]),
        ("2026-11-09 06:00", "06:45", "20:00", ["Mon 09/11 20:00"]),
        ("2026-11-11 12:00", "", "17:30", ["Mon 09/11 07:30"]),
    ],
    ids=["after it came", "to an hour that has passed", "before it came", "in mid-week"],
)
def test_new_hour_changes_neither_key_nor_number(at: str, before: str, after: str, expected: list[str]) -> None:
    def change(now: datetime, agenda: FakeAgenda) -> None:
        if now >= local(at):
            agenda.people[:] = [replace(one, hour=after) for one in agenda.people]

    told = runs(FakeAgenda([somebody(1, before)]), WEEK, meanwhile=change)

    assert told == [(moment, "2026-W45:1") for moment in expected]


def test_whoever_joins_after_the_hour_waits_for_the_next_week() -> None:
    agenda = FakeAgenda([somebody(1, since=local("2026-11-09 07:31"))])

    assert runs(agenda, ("2026-11-08 00:00", "2026-11-17 00:00")) == [("Mon 16/11 07:30", "2026-W46:1")]


def test_before_the_program_first_ran_nothing_was_missed() -> None:
    agenda = FakeAgenda(began=local("2026-11-10 09:00"))

    assert runs(agenda, ("2026-11-10 09:00", "2026-11-15 00:00")) == []
    assert not agenda.has_had(Job.DIGEST_REPORT, "2026-W45")
    assert runs(FakeAgenda(began=None), WEEK) == []


def test_clock_that_goes_back_sends_nothing_again() -> None:
    agenda = FakeAgenda()
    assert len(runs(agenda, ("2026-11-09 07:00", "2026-11-09 09:00"))) == 1

    assert runs(agenda, ("2026-11-09 06:00", "2026-11-09 08:00")) == []


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        (("2026-12-27 00:00", "2027-01-12 00:00"), ["2026-W52:1", "2026-W53:1", "2027-W01:1"]),
        (("2027-12-26 00:00", "2028-01-11 00:00"), ["2027-W51:1", "2027-W52:1", "2028-W01:1"]),
        (("2028-02-27 00:00", "2028-03-07 00:00"), ["2028-W08:1", "2028-W09:1"]),
    ],
    ids=["the leap week 53", "a year without one", "29 February"],
)
def test_years_end_and_leap_weeks_lose_none(stretch: tuple[str, str], expected: list[str]) -> None:
    assert [key for _, key in runs(FakeAgenda(), stretch)] == expected


def test_report_to_administrators_comes_on_the_working_day_after() -> None:
    told = runs(FakeAgenda(holidays=[off("2026-11-10")], began=local(WEEK[0])), WEEK, job=Job.DIGEST_REPORT)

    assert told == [("Wed 11/11 08:00", "2026-W45")]


def test_report_to_administrators_waits_for_digests_that_are_caught_up_or_on_their_way() -> None:
    def sent_by_ten(now: datetime, agenda: FakeAgenda) -> None:
        agenda.on_its_way = {Week(2026, 45)} if now < local("2026-11-11 10:00") else set()

    down = (("2026-11-08 00:00", "2026-11-08 20:00"), ("2026-11-11 09:00", "2026-11-15 23:55"))
    told = runs(FakeAgenda(), *down, job=Job.DIGEST_REPORT, meanwhile=sent_by_ten)

    assert told[-1] == ("Wed 11/11 10:00", "2026-W45")


@pytest.mark.parametrize("text", ["", "MON", "MON 7:30", "MON 25:00", "THỨ HAI 07:30", "MON07:30", "MON 07:30 x"])
def test_setting_that_is_no_weekday_and_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MON 07:30"):
        WeeklyHour.parse(text)
    assert WeeklyHour.parse("sun 21:05") == WeeklyHour(6, time(21, 5))


@pytest.mark.parametrize("text", ["2026-W54", "2025-W53", "2026-47", "2026-W4", "W47", "", "２０２６-W47"])
def test_text_that_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"week|Invalid"):
        Week.parse(text)
    assert str(Week.parse("2026-W53")) == "2026-W53"
