"""What composing a digest may read: everybody gets one in the same minutes, and people's messages wait meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.turn import take
from domain.weeks import Week
from storage import digests, inbox
from storage.connection import connect
from tests.durability.prepared import around
from tests.stage import ZONE, fresh

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
GROWING = ("candidate", "candidate_event", "meeting", "inbox", "outbox")
"""Tables that hold hundreds of thousands of rows after some years. Their aliases begin with other letters."""


def test_no_digest_reads_through_a_table_that_grows(tmp_path: Path) -> None:
    """One look through 100,000 candidates a person made 5,000 digests last a quarter of an hour."""
    asked: set[str] = set()
    db = connect(fresh(tmp_path))
    week = Week(2026, 45)
    digests.set_off_again(db, week, digests.tally(db, week, MONDAY).missing, MONDAY)
    rows = inbox.waiting(db, MONDAY, 64)
    db.set_trace_callback(asked.add)
    take(db, rows, MONDAY, around())
    db.set_trace_callback(None)

    selects = [one for one in asked if one.lstrip().startswith("SELECT")]
    plans = {one: [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()] for one in selects}
    db.close()
    assert len(rows) == 9
    assert any("candidate_waiting" in line for plan in plans.values() for line in plan)
    assert [one for one, plan in plans.items() for line in plan if line.split(" USING")[0] in _SCANS] == []


_SCANS = {f"SCAN {table}" for table in (*GROWING, "c", "e", "m", "i")}
