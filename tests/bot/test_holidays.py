"""`chibot holidays`: the office lists, confirms and drops days; one clear line for what cannot be."""

from __future__ import annotations

import pytest

from bot.holidays import read_day
from storage import upkeep
from tests.bot.cli import CommandLine

SET = ("holidays", "set", "8/2/2027", "off", "--name", "Tết", "--source", "Thông báo 1")
ROW = "SELECT day, kind, name, is_confirmed, source FROM holiday WHERE day = '2027-02-08'"


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    cli.put_zone(cli.real)
    return cli


def test_list_says_day_weekday_kind_certainty_name_and_source(house: CommandLine) -> None:
    lines = house("holidays").out.splitlines()
    assert lines[0] == "Năm 2024"
    assert "26/04/2025  thứ Bảy   làm bù  đã xác nhận  Làm bù cho 02/05" in "\n".join(lines)
    (tet,) = [line for line in lines if line.startswith("08/02/2027")]
    assert "thứ Hai" in tet
    assert "nghỉ" in tet
    assert "dự kiến" in tet
    assert "10065/VPCP-KGVX" in tet


def test_list_of_one_year_has_that_year_only(house: CommandLine) -> None:
    lines = house("holidays", "--year", "2026").out.splitlines()
    assert lines[0] == "Năm 2026"
    assert all("/2026  " in line for line in lines[1:])
    assert house("holidays", "--year", "1999").out == "Chưa có ngày nào trong lịch nghỉ.\n"


def test_listing_works_while_the_program_runs(house: CommandLine) -> None:
    with upkeep.Lock(house.real):
        assert house("holidays").status == 0


def test_confirmed_day_replaces_the_expected_one(house: CommandLine) -> None:
    assert house(*SET, "--confirmed").status == 0
    assert house.rows(house.real, ROW) == [("2027-02-08", "off", "Tết", 1, "Thông báo 1")]


def test_without_a_word_of_confirmation_a_day_is_expected(house: CommandLine) -> None:
    assert "dự kiến" in house(*SET).out
    assert house.rows(house.real, ROW) == [("2027-02-08", "off", "Tết", 0, "Thông báo 1")]


def test_dropped_day_is_gone_and_cannot_be_dropped_again(house: CommandLine) -> None:
    assert "08/02/2027" in house("holidays", "drop", "2027-02-08").out
    assert house.rows(house.real, ROW) == []
    assert "không có trong lịch nghỉ" in house("holidays", "drop", "2027-02-08").one_line()


@pytest.mark.parametrize("day", ["31/2/2027", "2027-02-30", "8/2", "mai", ""])
def test_bad_day_is_one_line_with_an_example_and_changes_nothing(house: CommandLine, day: str) -> None:
    before = house.tables(house.real)
    assert "2027-02-08" in house("holidays", "set", day, "off", "--name", "x", "--source", "y").one_line(2)
    assert "2027-02-08" in house("holidays", "drop", day).one_line(2)
    assert house.tables(house.real) == before


@pytest.mark.parametrize(("name", "source"), [(" ", "y"), ("x", " ")])
def test_empty_name_or_source_is_one_line(house: CommandLine, name: str, source: str) -> None:
    line = house("holidays", "set", "8/2/2027", "off", "--name", name, "--source", source).one_line(2)
    assert "--source" in line
    assert house.rows(house.real, ROW)[0][2] != name


@pytest.mark.parametrize("argv", [SET, ("holidays", "drop", "2027-02-08")])
def test_writing_is_refused_while_the_program_runs(house: CommandLine, argv: tuple[str, ...]) -> None:
    before = house.rows(house.real, ROW)
    with upkeep.Lock(house.real):
        assert "đang chạy" in house(*argv).one_line()
    assert house.rows(house.real, ROW) == before


@pytest.mark.parametrize("argv", [("holidays",), SET, ("holidays", "drop", "2027-02-08")])
def test_without_a_database_it_is_one_line_and_none_is_made(cli: CommandLine, argv: tuple[str, ...]) -> None:
    assert "no database" in cli(*argv).one_line()
    assert list(cli.folder.iterdir()) == []


@pytest.mark.parametrize(
    "argv",
    [
        ("holidays",),
        ("show", "turn", "1"),
        ("export", "--output", "a.json"),
        ("export", "--subject", "units", "--output", "a.xlsx"),
        ("digest", "--week", "2026-W40", "--dry-run"),
    ],
)
def test_old_schema_says_what_to_do(house: CommandLine, argv: tuple[str, ...]) -> None:
    house.change(house.real, "DROP TABLE holiday")
    house.change(house.real, "PRAGMA user_version = 2")

    assert "chibot migrate" in house(*argv).one_line()
    assert not list(house.folder.glob("a.*"))


@pytest.mark.parametrize("text", ["2027-02-08", "8/2/2027", "08/02/2027", " 8/2/2027 "])
def test_day_is_read_in_both_ways_of_writing(text: str) -> None:
    found = read_day(text)
    assert found is not None
    assert found.isoformat() == "2027-02-08"


def test_doctor_says_when_the_table_ends_or_a_day_is_open(house: CommandLine) -> None:
    house.change(house.real, "DELETE FROM holiday")
    assert house.findings(house("doctor", "--json"))["holidays-end"] == "warn"
    far, soon = "INSERT INTO holiday VALUES ('9000-01-01', 'off', 'x', 0, 'y')", "date('now', '+3 days')"
    house.change(house.real, far)
    assert house.findings(house("doctor", "--json"))["holidays"] == "ok"
    house.change(house.real, f"INSERT INTO holiday VALUES ({soon}, 'off', 'x', 0, 'y')")
    assert house.findings(house("doctor", "--json"))["holidays-unconfirmed"] == "warn"
