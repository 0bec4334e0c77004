"""What was erased is gone from the disk: from the file and from the write-ahead log (libraries.md §3.18)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storage.connection import connect_to_read
from tests.stage import open_stage

MARKER = "canhdongbatngat"


def on_disk(database: Path) -> list[str]:
    """The files of this database that hold the marker."""
    return sorted(
        path.name for path in database.parent.glob(database.name + "*") if MARKER.encode() in path.read_bytes()
    )


async def test_erased_text_is_neither_in_the_file_nor_in_the_log(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.program.tick()
        await stage.program.settle()
        await stage.say("secretary", f"tra cuu {MARKER}")
        await stage.program.writer.between(lambda db: db.execute("UPDATE outbox SET text = ''").fetchall())
        assert on_disk(stage.database)

        stage.clock.advance(timedelta(days=8))
        await stage.program.tick()
        await stage.program.settle()
        await stage.program.tick()
        assert stage.query("SELECT count(*) FROM inbox WHERE body LIKE ?", f"%{MARKER}%") == [(0,)]
        assert on_disk(stage.database) == []


async def test_log_that_a_reader_holds_is_truncated_once_it_is_free(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        reader = connect_to_read(stage.database)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        await stage.say("secretary", "menu")
        log = stage.database.with_name(stage.database.name + "-wal")
        await stage.program.writer.between(lambda db: db.execute("PRAGMA busy_timeout = 1").fetchall())
        for _ in range(2):
            await stage.program.tick()
        await stage.program.settle()
        assert log.stat().st_size > 0

        reader.execute("COMMIT")
        reader.close()
        await stage.program.tick()
        assert log.stat().st_size == 0
