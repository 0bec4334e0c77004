"""Lock, heartbeat."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from storage import upkeep
from storage.connection import connect
from storage.instants import to_ms
from tests.stage import EVENING, fresh, open_stage

HOLD = """
import sys
from pathlib import Path
from storage.upkeep import Lock

with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_second_process_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(upkeep.DatabaseInUse) as refused, upkeep.Lock(database):
            pass
        assert refused.value.pid == str(holder.pid)
        holder.kill()
    with upkeep.Lock(database):
        assert database.with_name("x.db.lock").read_text() == str(os.getpid())


def test_lock_is_free_after_an_exception(tmp_path: Path) -> None:
    with pytest.raises(KeyError), upkeep.Lock(tmp_path / "x.db"):
        raise KeyError
    with upkeep.Lock(tmp_path / "x.db"):
        pass


@pytest.mark.parametrize(("silence", "is_gap"), [(timedelta(minutes=10), False), (timedelta(minutes=11), True)])
def test_gap_in_receiving_longer_than_ten_minutes_is_recorded(tmp_path: Path, silence: timedelta, is_gap: bool) -> None:
    db = connect(fresh(tmp_path))
    upkeep.beat(db, EVENING)
    later = EVENING + silence
    assert upkeep.note_gap(db, later) is is_gap
    assert upkeep.note_gap(db, later) is False

    gaps = [(to_ms(EVENING), to_ms(later))] if is_gap else []
    assert db.execute("SELECT since, until FROM gap").fetchall() == gaps
    db.close()


def test_first_start_is_no_gap_and_a_clock_that_goes_back_moves_no_beat(tmp_path: Path) -> None:
    db = connect(fresh(tmp_path))
    assert upkeep.note_gap(db, EVENING) is False
    upkeep.beat(db, EVENING - timedelta(hours=1))
    assert upkeep.note_gap(db, EVENING + timedelta(minutes=9)) is False
    assert db.execute("SELECT count(*) FROM gap").fetchone() == (0,)
    db.close()


async def test_machine_that_slept_leaves_a_gap(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.program.tick()
        stage.clock.advance(timedelta(hours=2))
        await stage.program.tick()
        assert len(stage.query("SELECT * FROM gap")) == 1
