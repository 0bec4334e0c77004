"""Which reports are owed besides the monthly one: spans, who inherits what from whom, and from which span on."""

from __future__ import annotations

from datetime import date

import pytest

from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import Obligation, Span, rule_of, span_ending, span_from, span_reported
from domain.periods import Period
from domain.units import Unit, UnitKind, UnitTree

ROOT, PARK, CELL = UnitId(1), UnitId(2), UnitId(3)
THEMATIC, HALF, YEAR, REGULAR = (
    MeetingKind.THEMATIC,
    MeetingKind.HALF_YEAR_REVIEW,
    MeetingKind.YEAR_END_REVIEW,
    MeetingKind.REGULAR,
)


def span(text: str) -> Span:
    """ "2026-10..2026-12"."""
    first, last = text.split("..")
    return Span(Period.parse(first), Period.parse(last))


def tree(*settings: Obligation, live: date = date(2026, 1, 1)) -> UnitTree:
    def own(unit: UnitId) -> tuple[Obligation, ...]:
        return tuple(one for one in settings if one.by == unit)

    founded = date(2020, 1, 1)
    return UnitTree.of(
        date(2026, 11, 5),
        [
            Unit(ROOT, UnitKind.COMMITTEE, "Đảng bộ", "Đảng bộ", None, founded, obligations=own(ROOT)),
            Unit(PARK, UnitKind.COMMITTEE, "Đảng bộ KCN", "KCN", ROOT, founded, obligations=own(PARK)),
            Unit(CELL, UnitKind.CELL, "Chi bộ", "CB", PARK, founded, go_live_on=live, obligations=own(CELL)),
        ],
    )


def asks(by: UnitId, since: str, kind: MeetingKind = THEMATIC, *, is_owed: bool = True) -> Obligation:
    return Obligation(kind, Period.parse(since), is_owed, by)


def quarters(found: UnitTree) -> list[str]:
    """The quarters of 2026 and 2027 whose thematic report the cell owes, by their last month."""
    months = [Period(2026, 1).shift(ahead) for ahead in range(24)]
    return [str(month) for month in months if found.units[CELL].owes(month, THEMATIC)]


@pytest.mark.parametrize(
    ("kind", "month", "expected"),
    [
        (REGULAR, "2026-10", "2026-10..2026-10"),
        (THEMATIC, "2026-12", "2026-10..2026-12"),
        (THEMATIC, "2026-11", None),
        (HALF, "2026-06", "2026-01..2026-06"),
        (HALF, "2026-12", None),
        (YEAR, "2026-12", "2026-01..2026-12"),
        (MeetingKind.ELECTION, "2026-12", None),
        (THEMATIC, "2025-09", None),
    ],
)
def test_span_ends_in_the_months_of_its_rule(kind: MeetingKind, month: str, expected: str | None) -> None:
    assert span_ending(kind, Period.parse(month)) == (None if expected is None else span(expected))


@pytest.mark.parametrize(
    ("kind", "month", "expected"),
    [
        (THEMATIC, "2026-10", "2026-10..2026-12"),
        (THEMATIC, "2027-01", "2027-01..2027-03"),
        (YEAR, "2026-11", "2026-01..2026-12"),
        (YEAR, "2027-01", "2026-01..2026-12"),
        (YEAR, "2027-03", "2026-01..2026-12"),
        (YEAR, "2027-04", "2027-01..2027-12"),
        (HALF, "2026-07", "2026-01..2026-06"),
        (HALF, "2026-05", "2026-01..2026-06"),
        (HALF, "2026-10", "2027-01..2027-06"),
        (REGULAR, "2026-10", "2026-10..2026-10"),
    ],
)
def test_review_soon_after_a_span_looks_back_on_it(kind: MeetingKind, month: str, expected: str) -> None:
    assert span_reported(kind, Period.parse(month)) == span(expected)


def test_no_span_of_a_kind_that_is_never_owed() -> None:
    assert span_from(MeetingKind.ELECTION, Period(2026, 11)) is None


def test_nothing_but_the_monthly_report_is_owed_until_it_is_asked_for() -> None:
    cell = tree().units[CELL]

    assert cell.owes(Period(2026, 10))
    assert quarters(tree()) == []


@pytest.mark.parametrize("by", [ROOT, PARK, CELL])
def test_whoever_stands_below_owes_from_that_span_on(by: UnitId) -> None:
    assert quarters(tree(asks(by, "2026-10"))) == ["2026-12", "2027-03", "2027-06", "2027-09", "2027-12"]


def test_setting_within_a_span_begins_with_the_next_one() -> None:
    assert quarters(tree(asks(PARK, "2026-11")))[0] == "2027-03"


def test_what_is_set_nearer_to_the_cell_holds_from_its_own_first_span_on() -> None:
    found = tree(asks(ROOT, "2026-04"), asks(CELL, "2027-01", is_owed=False))

    assert quarters(found) == ["2026-06", "2026-09", "2026-12"]
    assert found.units[PARK].obligations == (asks(ROOT, "2026-04"),)


def test_later_setting_above_does_not_undo_what_was_set_below() -> None:
    assert quarters(tree(asks(CELL, "2026-04", is_owed=False), asks(ROOT, "2026-10"))) == []


def test_settings_of_one_kind_say_nothing_of_another() -> None:
    found = tree(asks(ROOT, "2026-04"), asks(CELL, "2026-04", YEAR, is_owed=False))

    assert quarters(found)[0] == "2026-06"
    assert not found.units[CELL].owes(Period(2026, 12), YEAR)


def test_span_that_began_before_the_cell_went_live_is_not_owed() -> None:
    assert quarters(tree(asks(ROOT, "2026-01"), live=date(2026, 5, 15)))[0] == "2026-09"


def test_committee_owes_no_meeting_report_itself() -> None:
    assert not tree(asks(ROOT, "2026-01")).units[PARK].owes(Period(2026, 12), THEMATIC)


def test_day_is_the_cells_own_day_of_the_month_after_the_span() -> None:
    assert tree(asks(ROOT, "2026-10")).units[CELL].due_on(Period(2026, 12), THEMATIC) == date(2027, 1, 10)


def test_each_rule_says_its_source_and_is_confirmed_by_nobody_yet() -> None:
    for kind in (THEMATIC, HALF, YEAR):
        rule = rule_of(kind, Period(2026, 12))
        assert rule is not None
        assert rule.document
        assert rule.tier in ("C", "D")
        assert rule.confirmed_by is None
        assert all(end % rule.number == 0 for end in rule.ends_in)
