"""What a workbook wrote at the command line is not lost when somebody takes back what they had corrected by chat before."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot import import_reading, importing_command
from bot.import_reading import Checked
from domain.imports import Upload, UploadState
from storage import candidates, migrate
from storage.connection import Database, connect
from tests.dialogs.workbooks import workbook
from tests.stage import Stage, open_stage
from tests.storage.test_migrations import known

TODAY = date(2026, 11, 5)
NAME = "Trần Thị Hà"
HEAD = ("Họ và tên", "Ngày sinh", "Chi bộ", "Trình độ")
ABOUT = "SELECT job, education FROM candidate WHERE name = ?"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


async def corrected(stage: Stage) -> None:
    """By the secretary, in the chat, as in tests/dialogs/du-lieu.txt."""
    await stage.say("secretary", f"du lieu {NAME}")
    await stage.press("secretary", "Sửa thông tin")
    await stage.press("secretary", "Công việc")
    await stage.say("secretary", "tổ trưởng chuyền 5")
    assert "✅ Đã sửa" in await stage.press("secretary", "Ghi sửa đổi")


async def by_operator(stage: Stage, education: str) -> None:
    content = workbook([HEAD, (NAME, "21/9/1995", "Konya", education)])
    upload = Upload(0, None, "x.xlsx", len(content), "", "", "", UploadState.RECEIVED)
    found = import_reading.read_file(content, stage.database, upload, TODAY)
    assert isinstance(found, Checked)
    now = stage.clock.now()
    await stage.program.writer.transact(lambda db: importing_command._publish(db, found, now, TODAY))


async def test_correction_before_an_import_is_not_taken_back_over_it(stage: Stage) -> None:
    await corrected(stage)
    await by_operator(stage, "Đại học")

    assert "không thu hồi được" in await stage.press("secretary", "Thu hồi")
    assert stage.query(ABOUT, NAME) == [("tổ trưởng chuyền 5", "university")]


async def test_correction_that_nothing_came_after_is_taken_back(stage: Stage) -> None:
    before = stage.query("SELECT * FROM candidate WHERE name = ?", NAME)
    await corrected(stage)

    assert "✅ Đã thu hồi" in await stage.press("secretary", "Thu hồi")
    assert stage.query("SELECT * FROM candidate WHERE name = ?", NAME) == before


async def test_import_that_changed_nothing_of_theirs_lets_it_be_taken_back(stage: Stage) -> None:
    await corrected(stage)
    content = workbook([HEAD, ("Lê Thị Mận", "2/2/1990", "Konya", "Đại học")])
    await stage.send_file("office", "x.xlsx", content)

    assert "✅ Đã thu hồi" in await stage.press("secretary", "Thu hồi")


async def test_correction_from_before_the_update_is_still_taken_back(stage: Stage) -> None:
    was = stage.query(ABOUT, NAME)
    await corrected(stage)
    as_before_the_migration(stage.database)

    assert "✅ Đã thu hồi" in await stage.press("secretary", "Thu hồi")
    assert stage.query(ABOUT, NAME) == was


FIELDS = f"{candidates.FIELDS}, folded, sort_key".split(", ")


def as_before_the_migration(database: Path) -> None:
    """What was kept of the candidate, in the table of the schema before, and brought over by the migration's own statements."""
    with closing(connect(database)) as db:
        (operation, state), *rest = db.execute("SELECT operation_id, state FROM row_before WHERE name = 'candidate'")
        assert rest == []
        row = json.loads(state)
        db.execute("DELETE FROM row_before")
        _statements(db, "0001", "candidate_before")
        kept = json.dumps([row[name] for name in FIELDS], ensure_ascii=False)
        db.execute("INSERT INTO candidate_before VALUES (?, ?, ?)", (operation, row["id"], kept))
        _statements(db, "0018", "candidate_before")
        assert json.loads(db.execute("SELECT state FROM row_before").fetchone()[0]) == {
            name: row[name] for name in FIELDS
        }


def _statements(db: Database, number: str, about: str) -> None:
    (sql,) = (one.sql for one in known() if one.number == int(number))
    for statement in migrate.statements(sql):
        if about in statement and "CREATE INDEX" not in statement:
            db.execute(statement)
