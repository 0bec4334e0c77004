"""`chibot digest`: shows the digest of a week, or queues it for whoever is without; a dry run leaves no trace."""

from __future__ import annotations

import pytest

from tests.bot.cli import CommandLine
from tests.stage import fresh

WEEK = ("digest", "--week", "2026-W44")


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    """The sample zone on the evening of Thursday 05/11/2026."""
    cli.set("DATABASE_URL", f"sqlite:///{fresh(cli.folder)}")
    cli.set("NOW", "2026-11-05T19:42:00+07:00")
    return cli


def test_dry_run_prints_every_digest_and_writes_nothing(house: CommandLine) -> None:
    before = house.tables(house.folder / "practice.db")
    ran = house(*WEEK, "--dry-run")

    assert ran.status == 0
    assert ran.out.count("Tuần từ 26/10 đến 01/11") == 9
    assert "== Bí thư, Chi bộ Konya\nTuần từ" in ran.out
    assert ran.out.endswith("Sẽ gửi cho 9 người chưa nhận. Chưa gửi gì (--dry-run).\n")
    assert house.tables(house.folder / "practice.db") == before


def test_it_is_queued_for_those_without_it_only(house: CommandLine) -> None:
    assert "cho 9 người chưa nhận" in house(*WEEK).out
    house.change(house.folder / "practice.db", "INSERT INTO digest VALUES (1, '2026-W44', 'sent', 1)")

    assert "Sẽ gửi cho 8 người chưa nhận" in house(*WEEK, "--dry-run").out


@pytest.mark.parametrize("week", ["2026-W45", "2026-W46", "2027-W01"])
def test_week_that_is_not_over_is_refused(house: CommandLine, week: str) -> None:
    assert week in house("digest", "--week", week).one_line(2)


def test_text_that_is_no_week_is_refused(house: CommandLine) -> None:
    assert house("digest", "--week", "47").status == 2
    assert house("digest").status == 2


def test_without_a_database_it_says_so(cli: CommandLine) -> None:
    assert "there is no database" in cli(*WEEK).one_line()
    assert "there is no database" in cli(*WEEK, "--dry-run").one_line()
