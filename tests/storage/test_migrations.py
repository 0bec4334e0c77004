"""Migrations: numbered, each whole or not at all, together equal to the checked-in schema; old files open, newer ones are refused.

`CHIBOT_UPDATE_SCHEMA=1 pytest tests/storage/test_migrations.py` writes `schema.sql` anew, for a review of what a migration does.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from bot import main, prepare
from bot.settings import Settings
from storage import migrate
from storage.connection import connect
from storage.migrate import DatabaseTooNew, Migration
from tests.stage import fresh

SNAPSHOT = Path(__file__).with_name("schema.sql")
HALF = "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO extra VALUES (1);\n{last};\n"


KNOWN = tuple(migrate.migrations())


def known() -> list[Migration]:
    return list(KNOWN)


def one_more(last: str = "ALTER TABLE extra ADD COLUMN note TEXT") -> list[Migration]:
    """A fake migration after all the others."""
    number = len(known()) + 1
    return [*known(), Migration(number, "extra", HALF.format(last=last))]


def schema(database: Path) -> str:
    connection = connect(database)
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    text = "".join(sorted(f"{sql};\n" for (sql,) in rows))
    connection.close()
    return text


def migrated(path: Path, upto: int | None = None) -> Path:
    connection = connect(path)
    migrate.apply(connection, known()[:upto])
    connection.close()
    return path


def settings(folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'practice.db'}"
    return Settings.model_validate({"database_url": url, "backup_dir": folder / "backups", "backup_keep": 2})


def test_all_migrations_together_are_the_checked_in_schema(tmp_path: Path) -> None:
    found = schema(migrated(tmp_path / "new.db"))
    if os.environ.get("CHIBOT_UPDATE_SCHEMA") == "1":
        SNAPSHOT.write_text(found, "utf-8")
    assert found == SNAPSHOT.read_text("utf-8")


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [one.number for one in known()] == list(range(1, len(known()) + 1))
    assert all(list(migrate.statements(one.sql)) for one in known())


def test_applying_twice_does_nothing_more(tmp_path: Path) -> None:
    connection = connect(tmp_path / "new.db")
    assert migrate.apply(connection) == len(known())
    assert migrate.apply(connection) == 0
    connection.close()


@pytest.mark.parametrize("last", ["CREATE TABLE extra (id INTEGER)", "INSERT INTO nowhere VALUES (1)", "nonsense"])
def test_migration_that_fails_in_the_middle_leaves_the_old_schema_whole(tmp_path: Path, last: str) -> None:
    database = migrated(tmp_path / "old.db")
    before = schema(database)
    connection = connect(database)
    with pytest.raises(sqlite3.Error):
        migrate.apply(connection, one_more(last))
    assert not connection.in_transaction
    assert migrate.version(connection) == len(known())
    connection.close()

    assert schema(database) == before


def test_unfinished_statement_is_refused_before_anything_runs() -> None:
    with pytest.raises(ValueError, match="ends inside a statement"):
        list(migrate.statements("CREATE TABLE a (id INTEGER);\nCREATE TABLE b ("))


def test_semicolon_in_a_text_or_a_trigger_ends_no_statement() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  DELETE FROM b;\nEND;"
    assert list(migrate.statements(f"INSERT INTO a VALUES ('x;\ny');\n-- a remark;\n{trigger}\n")) == [
        "INSERT INTO a VALUES ('x;\ny');",
        trigger,
    ]


def test_old_database_opens_after_later_migrations_with_its_records(tmp_path: Path) -> None:
    database = fresh(tmp_path)
    connection = connect(database)
    people = connection.execute("SELECT count(*) FROM person").fetchone()
    assert migrate.apply(connection, one_more()) == 1
    assert migrate.version(connection) == len(known()) + 1
    assert connection.execute("SELECT note FROM extra").fetchall() == [(None,)]
    assert connection.execute("SELECT count(*) FROM person").fetchone() == people
    connection.close()


def test_newer_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    database = migrated(tmp_path / "practice.db")
    connection = connect(database)
    migrate.apply(connection, one_more())
    connection.close()
    before = schema(database)

    with pytest.raises(DatabaseTooNew, match="newer than this program"):
        prepare.open_database(settings(tmp_path))
    assert schema(database) == before


def test_newer_database_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = connect(tmp_path / "practice.db")
    migrate.apply(connection, one_more())
    connection.close()
    monkeypatch.setenv("CHIBOT_DATABASE_URL", f"sqlite:///{tmp_path / 'practice.db'}")

    assert main.main(["migrate"]) == 1
    assert "newer than this program" in capsys.readouterr().err
