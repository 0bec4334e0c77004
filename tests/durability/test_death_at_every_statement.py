"""The connection breaks at each statement in turn: the whole turn or nothing, and exactly one after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import inbox
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
from tests.durability.prepared import INTRODUCTION, NOW, REPORT, Waiting, around, put, raw_rows, waiting
from tests.fakes.channel import FakeChannel
from tests.stage import fresh, looking

DEATHS = (How.DIES_BEFORE, How.DIES_AFTER)
BATCH_FIRST = {"secretary": REPORT, "union": INTRODUCTION, "deputy": ("menu",)}
BATCH_THEN = (
    *(("secretary", "gui"), ("union", "gui"), ("", "nothing that can be read"), ("deputy", "menu")),
    *(("secretary", "menu"), ("stranger", "xin chào"), ("secretary_maple", "hop cb 5/11 18h-19h30 du, khong xet")),
)
ONCE = {
    "SELECT count(*) FROM meeting WHERE receipt = '2611-0001' AND state = 'live'": 1,
    "SELECT count(*) FROM meeting WHERE period = '2026-11' AND sent_at > 1793882500000": 1,
    "SELECT count(*) FROM outbox WHERE text LIKE '✅ Đã nhận báo cáo%'": 1,
    "SELECT count(*) FROM audit WHERE action = 'reported'": 1,
    "SELECT count(*) FROM inbox WHERE body = 'gui' AND chat_id = 'secretary' AND state = 'done'": 1,
    "SELECT count(*) FROM inbox WHERE state = 'waiting'": 0,
}


def counts(database: Path) -> dict[str, int]:
    with looking(database) as connection:
        return {sql: int(connection.execute(sql).fetchone()[0]) for sql in ONCE}


@pytest.fixture
async def report(tmp_path: Path) -> Waiting:
    return await waiting(tmp_path, {"secretary": REPORT}, [("secretary", "gui")])


@pytest.fixture
async def batch(tmp_path: Path) -> Waiting:
    return await waiting(tmp_path, BATCH_FIRST, BATCH_THEN)


def die_everywhere(stored: Waiting, how: How) -> None:
    """Before or after: nothing between. Only a COMMIT that was done before the death leaves it all."""
    whole = 0
    for n in statement_numbers(stored.statements):
        database = copy_of(stored.database, f"n{n}.db")
        with breaking(database, n, how) as connection:
            in_one_group(connection, batch_job(NOW, around()))
        left = contents(database)
        assert left in (stored.before, stored.after), f"half a turn after statement {n}"
        whole += left == stored.after
        run_whole(database, lambda: NOW, around())
        assert contents(database) == stored.after, f"not exactly once after statement {n}"
        database.unlink()
    assert whole == (how is How.DIES_AFTER)


@pytest.mark.parametrize("how", DEATHS)
async def test_report_is_whole_or_not_at_all_and_once_after_a_restart(report: Waiting, how: How) -> None:
    die_everywhere(report, how)


async def test_report_that_was_redone_is_one_meeting_one_receipt_one_audit_row(report: Waiting) -> None:
    for n in (1, report.statements // 2, report.statements):
        database = copy_of(report.database, f"n{n}.db")
        with breaking(database, n, How.DIES_BEFORE) as connection:
            in_one_group(connection, batch_job(NOW, around()))
        run_whole(database, lambda: NOW, around())
        run_whole(database, lambda: NOW, around())
        assert counts(database) == ONCE


@pytest.mark.slow
@pytest.mark.parametrize("how", DEATHS)
async def test_batch_of_several_people_is_whole_or_not_at_all(batch: Waiting, how: How) -> None:
    die_everywhere(batch, how)


@pytest.mark.slow
async def test_statement_that_fails_once_leaves_no_half_turn(batch: Waiting) -> None:
    """The connection lives on: that turn alone is undone, or the batch is redone; all of them are done in the end."""
    for n in statement_numbers(batch.statements):
        database = copy_of(batch.database, f"n{n}.db")
        with breaking(database, n, How.STUMBLES) as connection:
            in_one_group(connection, batch_job(NOW, around()))
            assert not connection.in_transaction
        whole_turns(database)
        run_whole(database, lambda: NOW, around())
        assert counts(database) == ONCE, f"statement {n}"
        database.unlink()


def whole_turns(database: Path) -> None:
    """A turn is done if and only if its answer stands in the outbox, and the record behind a receipt stands with it."""
    with looking(database) as connection:
        done = connection.execute("SELECT id FROM inbox WHERE state = 'done' AND received_at = ?", (ms(),)).fetchall()
        told = "SELECT DISTINCT turn_id FROM outbox WHERE created_at = ?"
        assert sorted(connection.execute(told, (ms(),)).fetchall()) == sorted(done)
        receipt = "SELECT count(*) FROM outbox WHERE text LIKE '✅ Đã nhận báo cáo%'"
        meeting = "SELECT count(*) FROM audit WHERE action = 'reported'"
        assert connection.execute(receipt).fetchone() == connection.execute(meeting).fetchone()


def ms() -> int:
    return int(NOW.timestamp() * 1000)


@pytest.mark.parametrize("how", How)
def test_what_is_received_is_stored_whole_and_once(tmp_path: Path, how: How) -> None:
    rows = raw_rows(FakeChannel(), [("secretary", "menu"), ("", "unreadable"), ("union", "menu"), ("deputy", "menu")])
    base = fresh(tmp_path)
    for n in range(1, len(rows) + 3):
        database = copy_of(base, f"n{n}.db")
        with breaking(database, n, how) as connection:
            in_one_group(connection, lambda db: inbox.add(db, rows))
        with looking(database) as reader:
            (stored,) = reader.execute("SELECT count(*) FROM inbox").fetchone()
        assert stored == (len(rows) if how is How.DIES_AFTER and n == len(rows) + 2 else 0)
        put(database, rows)
        put(database, rows)
        with looking(database) as reader:
            assert reader.execute("SELECT count(*) FROM inbox").fetchone() == (len(rows),)
