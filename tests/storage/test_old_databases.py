"""A database of every schema that there ever was, full of the sample zone, is opened by today's program and talked to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import prepare
from storage import backups, migrate
from storage.connection import connect
from tests.stage import open_stage, template
from tests.storage.test_migrations import known, schema, settings

TABLES = "SELECT name FROM {schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


def columns(db: sqlite3.Connection, where: str, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {where}.table_info({table})")]


def filled(path: Path, version: int) -> dict[str, int]:
    """A database as the program of that schema left it: what of the sample zone it could hold. Returns its rows by table."""
    with closing(connect(path)) as db:
        migrate.apply(db, known()[:version])
        db.execute("ATTACH ? AS today", (str(template()),))
        db.execute("PRAGMA foreign_keys = OFF")
        todays = {name for (name,) in db.execute(TABLES.format(schema="today"))}
        for (table,) in db.execute(TABLES.format(schema="main")).fetchall():
            if table in todays:
                kept = [name for name in columns(db, "main", table) if name in columns(db, "today", table)]
                names = ", ".join(kept)
                db.execute(f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM today.{table}")
        db.execute("DETACH today")
        backups.check(db)
        return {table: count for table, count in backups.counts(db).items() if table in todays}


@pytest.mark.parametrize("version", range(1, len(known()) + 1))
async def test_database_of_each_schema_opens_with_its_records_and_answers(tmp_path: Path, version: int) -> None:
    database = tmp_path / "practice.db"
    before = filled(database, version)
    assert before["candidate"] > 50

    prepare.open_database(settings(tmp_path)).close()

    assert schema(database) == schema(template())
    with closing(connect(database)) as db:
        backups.check(db)
        after = backups.counts(db)
    assert {table: after[table] for table in before} == before
    copies = list((tmp_path / "backups").glob("*")) if version < len(known()) else [database]
    assert len(copies) == 1
    async with open_stage(tmp_path, database=database) as stage:
        assert "Đồng chí cần làm gì?" in await stage.say("secretary", "menu")
        assert "Konya" in await stage.say("secretary", "tien do")


def test_copy_made_before_a_migration_knows_its_rows(tmp_path: Path) -> None:
    before = filled(tmp_path / "practice.db", 1)
    prepare.open_database(settings(tmp_path)).close()
    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as db:
        told = backups.check_whole(db)
        assert migrate.version(db) == 1
    assert {table: told.rows[table] for table in before} == before
