"""Every published figure of the zone comes out of its records, by the queries that the program itself uses."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from domain.targets import Indicator, Target, half_up_tenths
from domain.units import UnitKind
from domain.zone import Zone
from storage import targets, units

Y2021 = (date(2021, 1, 1), date(2021, 12, 31))
Y2022 = (date(2022, 1, 1), date(2022, 12, 31))
TO_JULY_2023 = (date(2023, 1, 1), date(2023, 7, 31))


@pytest.mark.parametrize(
    ("indicator", "stretch", "count", "of"),
    [
        (Indicator.ADMITTED, Y2021, 43, 0),
        (Indicator.ADMITTED, Y2022, 88, 0),
        (Indicator.ADMITTED, TO_JULY_2023, 105, 0),
        (Indicator.ADMITTED_IN_FIRMS, Y2022, 88, 88),
        (Indicator.ADMITTED_IN_FIRMS, TO_JULY_2023, 98, 105),
        (Indicator.FOUNDED, Y2022, 9, 0),
        (Indicator.FOUNDED, TO_JULY_2023, 7, 0),
        (Indicator.FOUNDED_BY_UNION_CELL, TO_JULY_2023, 6, 7),
    ],
)
def test_records_add_up_to_the_published_figure(
    database: sqlite3.Connection, indicator: Indicator, stretch: tuple[date, date], count: int, of: int
) -> None:
    found = targets.counts(database, indicator, *stretch).values()
    assert (sum(one for one, _ in found), sum(whole for _, whole in found)) == (count, of)


@pytest.mark.parametrize("indicator", [Indicator.ADMITTED, Indicator.FOUNDED])
def test_nothing_is_recorded_between_the_published_figures_and_the_sample_year(
    database: sqlite3.Connection, indicator: Indicator
) -> None:
    assert not targets.counts(database, indicator, date(2023, 8, 1), date(2025, 12, 31))


def test_seven_of_july_2023_were_admitted_by_the_office(database: sqlite3.Connection, zone: Zone) -> None:
    assert targets.counts(database, Indicator.ADMITTED, *TO_JULY_2023)[zone.unit("coquan").id] == (7, 0)


def of_root(database: sqlite3.Connection, zone: Zone, indicator: Indicator, on: date) -> list[Target]:
    return list(targets.targets(database, indicator, zone.unit("root").id, on))


@pytest.mark.parametrize(
    ("on", "count", "expected"),
    [
        (Y2022[1], 88, [(43, True, 2047, "204%"), (47, True, 1872, "187%"), (300, False, 293, "≈30%")]),
        (TO_JULY_2023[1], 105, [(122, True, 861, "86%"), (59, True, 1780, "178%")]),
    ],
)
def test_admissions_stand_against_every_published_target(
    database: sqlite3.Connection, zone: Zone, on: date, count: int, expected: list[tuple[int, bool, int, str]]
) -> None:
    found = of_root(database, zone, Indicator.ADMITTED, on)
    shown = [(one.least, one.is_inferred, half_up_tenths(count, one.least), one.published) for one in found]
    assert shown == expected


def test_ranges_keep_both_bounds(database: sqlite3.Connection, zone: Zone) -> None:
    founded = of_root(database, zone, Indicator.FOUNDED, TO_JULY_2023[1])
    admitted = of_root(database, zone, Indicator.ADMITTED, date(2024, 6, 30))
    assert [(one.least, one.most) for one in (*founded, *admitted)] == [(8, 10), (190, 200)]


@pytest.mark.parametrize(
    ("indicator", "on", "ends_on", "is_inferred"),
    [
        (Indicator.ADMITTED, Y2021[1], Y2021[1], True),
        (Indicator.ADMITTED, Y2022[1], Y2022[1], False),
        (Indicator.ADMITTED, date(2023, 12, 31), TO_JULY_2023[1], False),
        (Indicator.ADMITTED_IN_FIRMS, TO_JULY_2023[1], TO_JULY_2023[1], True),
        (Indicator.FOUNDED_BY_UNION_CELL, TO_JULY_2023[1], TO_JULY_2023[1], False),
    ],
)
def test_root_knows_until_when_its_records_are_complete(
    database: sqlite3.Connection, zone: Zone, indicator: Indicator, on: date, ends_on: date, is_inferred: bool
) -> None:
    found = targets.coverage(database, indicator, zone.unit("root").id, on)
    assert found is not None
    assert (found.ends_on, found.is_inferred) == (ends_on, is_inferred)


@pytest.mark.parametrize(
    ("on", "committees", "cells"), [(date(2022, 12, 29), 5, 17), (date(2023, 2, 3), 5, 17), (date(2024, 1, 21), 5, 24)]
)
def test_tree_has_as_many_direct_units_as_was_published(
    database: sqlite3.Connection, on: date, committees: int, cells: int
) -> None:
    tree = units.tree(database, on)
    assert tree.root is not None
    kinds = [unit.kind for unit in tree.children_of(tree.root.id)]
    assert (kinds.count(UnitKind.COMMITTEE), kinds.count(UnitKind.CELL)) == (committees, cells)
