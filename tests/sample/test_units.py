"""The units of domain.md §5, their names over time, and what a person may type for them."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from domain.meetings import HeadCount
from domain.units import UnitKind
from domain.zone import Zone
from language.text import fold
from language.unit_names import find_units
from storage import units
from tests.sample.loaded import TODAY

CELLS_OF_2023 = ["amtran", "crystal", "flat", "fuming", "horn", "jinka", "maple"]


def test_seven_cells_of_2023_are_the_published_ones(zone: Zone) -> None:
    founded = [unit for unit in zone.units if unit.is_founding_counted and unit.founded_on.year == 2023]
    assert sorted(unit.key for unit in founded) == CELLS_OF_2023
    assert not any(unit.is_invented for unit in founded)


def test_nine_cells_of_2022_are_marked_as_invented(zone: Zone) -> None:
    founded = [unit for unit in zone.units if unit.is_founding_counted and unit.founded_on.year == 2022]
    assert [(unit.is_invented, fold("Mẫu") in fold(unit.versions[0].name)) for unit in founded] == [(True, True)] * 9


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 6, 14), "Đảng bộ Khu kinh tế Hải Phòng"),
        (date(2025, 6, 15), "Đảng bộ Ban Quản lý Khu kinh tế Hải Phòng"),
    ],
)
def test_root_changed_its_name_on_the_day_of_the_congress(database: sqlite3.Connection, day: date, name: str) -> None:
    root = units.tree(database, day).root
    assert root is not None
    assert root.name == name


def test_cell_moved_below_its_park_at_the_congress(database: sqlite3.Connection, zone: Zone) -> None:
    maple, nomura, root = (zone.unit(key).id for key in ("maple", "nomura", "root"))
    parents = [units.tree(database, date(2025, 6, day)).units[maple].parent_id for day in (14, 15)]
    assert parents == [root, nomura]


def test_every_version_follows_the_one_before_without_a_gap(zone: Zone) -> None:
    for unit in zone.units:
        starts = [version.starts_on for version in unit.versions]
        ends = [version.ends_on for version in unit.versions]
        assert starts == [unit.founded_on, *ends[:-1]], unit.key
        assert ends[-1] is None, unit.key


def test_every_unit_of_today_hangs_on_the_root(database: sqlite3.Connection, zone: Zone) -> None:
    tree = units.tree(database, TODAY)
    assert tree.root is not None
    assert tree.subtree(tree.root.id) == {unit.id for unit in zone.units}


def test_every_cell_in_a_firm_has_its_firm_and_every_union_its_cell(database: sqlite3.Connection) -> None:
    tree = units.tree(database, TODAY)
    for cell in tree.of_kind(UnitKind.CELL):
        firms = [unit for unit in tree.children_of(cell.id) if unit.kind is UnitKind.ENTERPRISE]
        assert len(firms) == cell.is_in_enterprise, cell.name
    for union in tree.of_kind(UnitKind.UNION):
        cell_above = tree.cell_of(union.id)
        assert cell_above is not None
        assert union.short_name == cell_above.short_name.replace("Chi bộ", "CĐCS")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("konya", "konya"),
        ("giay konya", "konya"),
        ("CB Maple", "maple"),
        ("fuming", "fuming"),
        ("crystal", "crystal"),
        ("regina", "regina"),
        ("amtran", "amtran"),
        ("g-fortune", "gfortune"),
        ("cơ quan", "coquan"),
    ],
)
def test_short_form_means_one_cell(database: sqlite3.Connection, zone: Zone, typed: str, key: str) -> None:
    cells = units.tree(database, TODAY).of_kind(UnitKind.CELL)
    assert [unit.id for unit in find_units(typed, cells, units.aliases(database))] == [zone.unit(key).id]


def test_head_counts_are_those_of_the_documents(database: sqlite3.Connection, zone: Zone) -> None:
    found = {key: units.head_count(database, zone.unit(key).id) for key in ("konya", "maple", "coquan")}
    assert found == {"konya": HeadCount(18, 2), "maple": HeadCount(8, 1), "coquan": HeadCount(34, 2, 1, 0, 1)}


def test_deadlines_differ_and_nothing_before_2026_is_owed(zone: Zone) -> None:
    cells = [unit for unit in zone.units if unit.kind is UnitKind.CELL]
    assert {unit.report_due_day for unit in cells} == {5, 10, 31}
    assert {unit.go_live_on for unit in cells} == {date(2026, 1, 1)}
