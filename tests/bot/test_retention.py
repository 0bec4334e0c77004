"""Once a month the office and the administrators hear what the rules of retention would have gone: counted, and nothing goes by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storage.connection import connect
from storage.instants import to_ms
from tests.stage import EVENING, fresh, open_stage

LONG_AGO = to_ms(EVENING - timedelta(days=1000))
AGE = (
    "UPDATE candidate SET is_stopped = 1, added_at = :at WHERE name = 'Trần Thị Hà'",
    "UPDATE candidate_event SET recorded_at = :at WHERE candidate_id = (SELECT id FROM candidate WHERE name = 'Trần Thị Hà')",
    "UPDATE consent SET at = :at WHERE candidate_id = (SELECT id FROM candidate WHERE name = 'Trần Thị Hà')",
    "UPDATE post SET until = '2024-01-01' WHERE person_id = (SELECT id FROM person WHERE name = 'Vũ Thị Thắm')",
)


def aged(folder: Path) -> Path:
    """A candidate who withdrew, and a user whose post ended, both long ago."""
    path = fresh(folder)
    db = connect(path)
    for statement in AGE:
        db.execute(statement, {"at": LONG_AGO} if ":at" in statement else {})
    db.close()
    return path


async def test_office_and_administrators_are_told_and_nothing_goes(tmp_path: Path) -> None:
    async with open_stage(tmp_path, database=aged(tmp_path)) as stage:
        told = await stage.tick("office")
        assert "đến hạn xóa: 1 quần chúng đã dừng, 1 người không còn vai trò" in told
        assert "[Xem danh sách]" in told
        assert "Trần Thị Hà" not in told
        assert "chưa xóa gì" in stage.last("admin")
        assert "leader" not in stage.channel.screen
        assert stage.query("SELECT count(*) FROM erasure") == [(0,)]

        assert await stage.tick("office") == ""
        shown = await stage.press("office", "Xem danh sách")
        assert "Trần Thị Hà" in shown
        assert "Vũ Thị Thắm" in shown
        await stage.press("office", "Xóa theo quy định")
        assert stage.query("SELECT kind, reason FROM erasure ORDER BY kind") == [
            ("candidate", "retention"),
            ("person", "retention"),
        ]


async def test_nothing_is_told_where_nothing_expires(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        assert "đến hạn xóa" not in await stage.tick("office")
        assert "office" not in stage.channel.screen
