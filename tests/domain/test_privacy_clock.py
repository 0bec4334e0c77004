"""The legal days of a request: over weekends, holidays, days that nobody has confirmed, and with the one extension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.calendar import Calendar, Holiday, HolidayKind
from domain.legal import Rule, RuleBook, rule_book
from domain.privacy import RequestKind, clock, ended_before, extended

CORRECT, WITHDRAW, ERASE = RequestKind.CORRECT, RequestKind.WITHDRAW, RequestKind.ERASE


def calendar(off: Sequence[str] = (), perhaps: Sequence[str] = ()) -> Calendar:
    rows = [Holiday(date.fromisoformat(day), HolidayKind.OFF, "x", True, "y") for day in off]
    return Calendar.of(
        [*rows, *(Holiday(date.fromisoformat(day), HolidayKind.OFF, "x", False, "y") for day in perhaps)]
    )


@pytest.mark.parametrize(
    ("kind", "asked", "answer", "due"),
    [
        (CORRECT, "2026-11-02", "2026-11-04", "2026-11-12"),  # Monday
        (CORRECT, "2026-11-05", "2026-11-09", "2026-11-13"),  # Thursday; the tenth day is a Sunday
        (CORRECT, "2026-11-06", "2026-11-10", "2026-11-16"),  # Friday
        (CORRECT, "2026-11-07", "2026-11-10", "2026-11-17"),  # Saturday
        (CORRECT, "2026-11-08", "2026-11-10", "2026-11-18"),  # Sunday
        (WITHDRAW, "2026-11-02", "2026-11-04", "2026-11-17"),
        (WITHDRAW, "2026-11-06", "2026-11-10", "2026-11-20"),  # the fifteenth day is a Saturday
        (ERASE, "2026-11-05", "2026-11-09", "2026-11-25"),
        (ERASE, "2026-11-09", "2026-11-11", "2026-11-27"),  # the twentieth day is a Sunday
    ],
)
def test_days_over_weekends(kind: RequestKind, asked: str, answer: str, due: str) -> None:
    found = clock(kind, date.fromisoformat(asked), rule_book(), calendar())
    assert (str(found.answer_on), str(found.due_on)) == (answer, due)


@pytest.mark.parametrize(
    ("off", "perhaps", "answer", "due"),
    [
        ([], [], "2026-11-24", "2026-12-02"),
        (["2026-11-24"], [], "2026-11-25", "2026-12-02"),  # a holiday is not counted
        (["2026-11-23", "2026-11-24"], [], "2026-11-26", "2026-12-02"),
        ([], ["2026-11-24"], "2026-11-24", "2026-12-02"),  # perhaps a holiday: the earlier reading
        (["2026-12-02"], [], "2026-11-24", "2026-12-01"),  # ends on a holiday: the working day before it
        (["2026-12-01", "2026-12-02"], [], "2026-11-24", "2026-11-30"),
        ([], ["2026-12-02"], "2026-11-24", "2026-12-01"),
    ],
)
def test_days_over_holidays(off: list[str], perhaps: list[str], answer: str, due: str) -> None:
    found = clock(CORRECT, date(2026, 11, 22), rule_book(), calendar(off, perhaps))
    assert (str(found.answer_on), str(found.due_on)) == (answer, due)


def test_whoever_shared_the_data_has_five_days_more_to_stop() -> None:
    found = clock(WITHDRAW, date(2026, 11, 5), rule_book(), calendar(), is_shared=True)
    assert found.due_on == date(2026, 11, 25)


def test_long_holiday_never_puts_the_end_before_the_answer() -> None:
    tet = [f"2027-02-{day:02d}" for day in range(3, 19)]
    found = clock(CORRECT, date(2027, 2, 2), rule_book(), calendar(tet))
    assert found.due_on == found.answer_on == date(2027, 2, 22)


@pytest.mark.parametrize(("asked", "due"), [("2026-11-05", "2026-11-27"), ("2026-11-02", "2026-11-27")])
def test_extension_is_fifteen_days_more_and_leaves_the_answer(asked: str, due: str) -> None:
    day = date.fromisoformat(asked)
    before = clock(CORRECT, day, rule_book(), calendar())
    found = extended(before, day, rule_book(), calendar())
    assert (str(found.due_on), found.answer_on) == (due, before.answer_on)


def test_day_is_a_reference_until_both_its_rules_are_confirmed() -> None:
    def book(*confirmed: str) -> RuleBook:
        rules = [one for one in rule_book() if one.key.startswith("privacy_")]
        return RuleBook(
            [
                Rule.model_validate({**one.model_dump(), "confirmed_by": "x" if one.key in confirmed else None})
                for one in rules
            ]
        )

    def is_confirmed(*confirmed: str) -> bool:
        return clock(ERASE, date(2026, 11, 5), book(*confirmed), calendar()).is_confirmed

    assert not is_confirmed()
    assert not is_confirmed("privacy_erase")
    assert not is_confirmed("privacy_answer", "privacy_correct")
    assert is_confirmed("privacy_erase", "privacy_answer")


def test_retention_counts_months_back() -> None:
    found = ended_before(date(2026, 12, 31), rule_book())
    assert found.candidates == found.people == found.audit_values == date(2024, 12, 28)
    assert ended_before(date(2026, 11, 5), rule_book()).candidates == date(2024, 11, 5)
