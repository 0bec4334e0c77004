"""A wave of digests whose connection breaks at each statement: in the end everybody has one, and nobody two."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.turns import BATCH
from domain.weeks import Week
from storage import digests
from storage.connection import connect
from tests.durability.dying import (
    How,
    batch_job,
    breaking,
    contents,
    copy_of,
    in_one_group,
    run_whole,
    statement_numbers,
)
from tests.durability.prepared import around
from tests.stage import ZONE, fresh

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
WEEK = Week(2026, 45)


@pytest.fixture
def wave(tmp_path: Path) -> Path:
    """The digests of three people wait."""
    database = fresh(tmp_path)
    connection = connect(database)
    everybody = digests.tally(connection, WEEK, MONDAY).missing
    assert 3 < len(everybody) < BATCH
    digests.set_off_again(connection, WEEK, everybody[:3], MONDAY)
    connection.close()
    return database


@pytest.mark.slow
@pytest.mark.parametrize("how", [How.DIES_BEFORE, How.DIES_AFTER])
def test_wave_is_whole_or_not_at_all_and_once_after_a_restart(wave: Path, how: How) -> None:
    whole = copy_of(wave, "whole.db")
    with breaking(whole, 0, how) as connection:
        in_one_group(connection, batch_job(MONDAY, around()))
        statements = connection.seen
    before, after = contents(wave), contents(whole)
    assert len(after["outbox"]) - len(before["outbox"]) == len(after["digest"]) == 3
    for n in statement_numbers(statements):
        database = copy_of(wave, f"n{n}.db")
        with breaking(database, n, how) as connection:
            in_one_group(connection, batch_job(MONDAY, around()))
        assert contents(database) in (before, after), f"half a wave after statement {n}"
        run_whole(database, lambda: MONDAY, around())
        assert contents(database) == after, f"not exactly once after statement {n}"
        database.unlink()
