"""A practice database and a real one never mix: one clear line, status 1, nothing written."""

from __future__ import annotations

import pytest

from tests.bot.cli import CommandLine
from tests.stage import SECRET


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    cli.set("SECRET_KEY", SECRET)
    return cli


def test_practice_database_is_not_run_as_a_real_one(house: CommandLine) -> None:
    before = house.tables(house.put_zone(house.real, is_practice=True))
    assert "this is a practice database" in house("run").one_line()
    assert house.tables(house.real) == before


@pytest.mark.parametrize("argv", [("run", "--practice"), ("sample",), ("chat", "--as", "secretary")])
def test_real_database_is_not_practised_on(house: CommandLine, argv: tuple[str, ...]) -> None:
    house.put_zone(house.real)
    house.set("DATABASE_URL", f"sqlite:///{house.real}")
    before = house.tables(house.real)
    assert "real data" in house(*argv, stdin="menu\n").one_line()
    assert house.tables(house.real) == before
    assert house.rows(house.real, "SELECT 1 FROM meta WHERE name = 'is_practice'") == []


def test_sample_beside_a_real_database_goes_to_a_file_of_its_own(house: CommandLine) -> None:
    before = house.tables(house.put_zone(house.real))
    assert house("sample").status == 0
    assert house.tables(house.real) == before
    assert house.rows(house.practice, "SELECT value FROM meta WHERE name = 'is_practice'") == [("1",)]


def test_sample_twice_loads_once(house: CommandLine) -> None:
    before = house.tables(house.put_zone(house.practice, is_practice=True))
    assert house("sample").status == 0
    assert house.tables(house.practice) == before


def test_empty_database_is_not_run_before_its_administrator_is_made(house: CommandLine) -> None:
    assert "chibot init" in house("run").one_line()
    assert {table for table, count in house.tables(house.real).items() if count} == {"holiday"}


def test_each_practice_database_has_secrets_of_its_own(house: CommandLine) -> None:
    keys = []
    for name in ("one.db", "two.db"):
        house.set("DATABASE_URL", f"sqlite:///{house.folder / name}")
        assert house("sample").status == 0
        keys += house.rows(
            house.folder / name, "SELECT value FROM meta WHERE name IN ('practice_secret_key', 'page_key')"
        )
    assert len(set(keys)) == 4
    assert all(len(str(key)) >= 32 for (key,) in keys)
