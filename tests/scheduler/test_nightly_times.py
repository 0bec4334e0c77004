"""When the copy of the night, the cleaning and the word to the administrators are due."""

from __future__ import annotations

from domain.planning import Job
from tests.scheduler.simulated import FakeAgenda, off, runs

WEEK = ("2026-11-02 00:00", "2026-11-04 23:45")


def test_copy_is_asked_for_every_night_at_half_past_two() -> None:
    assert runs(FakeAgenda(), WEEK, job=Job.BACKUP) == [
        ("Mon 02/11 02:30", "2026-11-02"),
        ("Tue 03/11 02:30", "2026-11-03"),
        ("Wed 04/11 02:30", "2026-11-04"),
    ]


def test_copy_is_asked_for_on_a_holiday_too_and_caught_up_once_after_days() -> None:
    told = runs(
        FakeAgenda(holidays=[off("2026-11-02")]),
        ("2026-11-02 00:00", "2026-11-02 03:00"),
        ("2026-11-06 14:15", "2026-11-06 23:45"),
        job=Job.BACKUP,
    )
    assert told == [("Mon 02/11 02:30", "2026-11-02"), ("Fri 06/11 14:15", "2026-11-06")]


def test_copy_comes_before_the_cleaning() -> None:
    assert runs(FakeAgenda(), ("2026-11-02 00:00", "2026-11-02 12:00"), job=Job.HOUSEKEEPING) == [
        ("Mon 02/11 03:00", "2026-11-02")
    ]


def test_administrators_are_told_from_eight_on_but_not_on_a_holiday_or_at_night() -> None:
    told = runs(
        FakeAgenda(holidays=[off("2026-11-03")]),
        WEEK,
        ("2026-11-05 21:15", "2026-11-06 01:00"),
        ("2026-11-07 20:45", "2026-11-07 23:00"),
        job=Job.UPKEEP,
    )
    assert told == [
        ("Mon 02/11 08:00", "2026-11-02"),
        ("Wed 04/11 08:00", "2026-11-04"),
        ("Sat 07/11 20:45", "2026-11-07"),
    ]
