"""`chibot export` beside the running program, as two processes: the file, its line in the trail, and a program that goes on."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage import backups
from tests.durability.nursery import born
from tests.durability.real_program import Browser, RealProgram

EXPORTS = 5
TRAIL = "SELECT count(*) FROM audit WHERE action = 'exported' AND person_id IS NULL AND fields = 'operator,everything'"


async def test_files_are_taken_out_while_people_write(tmp_path: Path) -> None:
    program = RealProgram(tmp_path)
    await program.spawn()
    await program.until_up()
    try:
        writing = asyncio.create_task(_write(program))
        for nth in range(EXPORTS):
            assert await _export(program, f"{nth}.json") == 0
        assert "Đồng chí cần làm gì?" in await writing
    finally:
        assert await program.stop() == 0
    with closing(sqlite3.connect(program.database)) as db:
        backups.check(db)
        assert db.execute(TRAIL).fetchone() == (EXPORTS,)
    assert len(list(tmp_path.glob("*.json"))) == EXPORTS


async def _write(program: RealProgram) -> str:
    person = Browser(program, "secretary")
    for _ in range(20):
        await person.say("tien do", "Kết nạp")
    return await person.say("menu", "Đồng chí cần làm gì?")


async def _export(program: RealProgram, name: str) -> int:
    own = {one: value for one, value in os.environ.items() if not one.startswith("CHIBOT_")}
    settings = {**own, "CHIBOT_DATABASE_URL": f"sqlite:///{program.database}"}
    process = await born(("export", "--output", name), program.folder, settings)
    return await process.wait()
