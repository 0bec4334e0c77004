"""The arithmetic of the rules: two thirds, age by month, percentages."""

from __future__ import annotations

from datetime import date

import pytest

from domain.admission import AgeCase, Vote, read_age
from domain.meetings import HeadCount, MeetingKind, due_instant, due_on, moved_deadline
from domain.periods import BirthDate, Period
from tests.flows.desk import Desk
from tests.stage import ZONE


@pytest.mark.parametrize(
    ("eligible", "needed"), [(1, 1), (2, 2), (3, 2), (14, 10), (15, 10), (16, 11), (18, 12), (20, 14)]
)
def test_two_thirds_are_rounded_up(eligible: int, needed: int) -> None:
    assert Vote(0, eligible).needed == needed
    assert Vote(needed, eligible).is_passed
    assert not Vote(needed - 1, eligible).is_passed


def test_nothing_passes_where_nobody_counts() -> None:
    assert not Vote(0, 0).is_passed


def test_absent_members_count_and_probationary_ones_do_not() -> None:
    assert HeadCount(full=18, probationary=2).eligible == 18
    assert HeadCount(full=41, probationary=6, away=1, exempt=2).eligible == 38


@pytest.mark.parametrize(
    ("birth", "case"),
    [
        ("2008-12", AgeCase.TOO_YOUNG),  # 17 years 11 months
        ("2008-11", AgeCase.FITS),  # 18 years 0 months: the month counts, not the day
        ("2008-11-30", AgeCase.FITS),
        ("1968-01", AgeCase.FITS),
        ("1967-11", AgeCase.FITS),  # 59 years: the sixtieth birthday's month is twelve months away
        ("1967-10", AgeCase.NEARLY_TOO_OLD),
        ("1966-11", AgeCase.NEARLY_TOO_OLD),  # 60 years 0 months still counts
        ("1966-11-01", AgeCase.NEARLY_TOO_OLD),
        ("1966-10-31", AgeCase.TOO_OLD),  # 60 years 1 month
    ],
)
def test_age_counts_by_month(birth: str, case: AgeCase) -> None:
    assert read_age(BirthDate.parse(birth), date(2026, 11, 5), 18, 60).case is case


@pytest.mark.parametrize(
    ("birth", "words"),
    [("12/2008", "12/2026"), ("11/2008", ""), ("10/1967", "10/2027"), ("11/1966", "11/2026"), ("10/1966", "10/2026")],
)
def test_age_is_explained_and_never_refused(desk: Desk, birth: str, words: str) -> None:
    desk.say("union", f"/gioithieu Nguyễn Văn Tốt {birth} Konya")
    summary = desk.say("union", "hôm nay")

    assert "[Gửi giới thiệu]" in summary
    assert words in summary
    assert ("đủ" in summary or "tuổi" in summary) == bool(words)


def test_deadline_is_the_whole_day_in_local_time() -> None:
    assert due_on(Period(2026, 10), 10) == date(2026, 11, 10)
    assert due_on(Period(2027, 1), 31) == date(2027, 2, 28)
    assert due_instant(date(2026, 11, 10), ZONE).isoformat() == "2026-11-11T00:00:00+07:00"


def test_deadline_without_a_gap_stays() -> None:
    due = due_instant(date(2026, 11, 10), ZONE)
    assert moved_deadline(due, []) == due


def test_kinds_of_meeting_are_the_six_of_the_domain_and_the_half_years_review() -> None:
    assert len(MeetingKind) == 6 + 1
