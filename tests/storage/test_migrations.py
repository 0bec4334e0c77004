"""Migrations: numbered, each whole or not at all, together equal to the checked-in schema; old files open, newer ones are refused.

`CHIBOT_UPDATE_SCHEMA=1 pytest tests/storage/test_migrations.py` writes `schema.sql` anew, for a review of what a migration does.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import main, prepare
from bot.settings import Settings
from domain.talk import Draft, FlowName
from storage import conversations, migrate
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


def test_drafts_of_the_first_schema_stand_in_their_conversation_afterwards(tmp_path: Path) -> None:
    database = migrated(tmp_path / "old.db", upto=1)
    connection = connect(database)
    add = "INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    connection.execute(
        add, ("p7", "introduce", "birth", 41, '{"name": "Lò Văn Thử"}', '["name"]', 1, 4, 1_700_000_000_000)
    )
    connection.execute(add, ("p7", "meeting", "summary", 38, '{"present": 18}', "[]", 0, 3, 1_700_000_000_000))
    connection.execute(add, ("p8", "meeting", "held_on", 39, "{}", "[]", 0, 3, 1_700_000_000_000))
    connection.execute("INSERT INTO conversation VALUES ('p7', 'introduce', 'a.b.1.c\tco', 5, NULL, NULL)")
    connection.execute("INSERT INTO conversation VALUES ('a9', NULL, '', NULL, 'x', 1700000000000)")
    migrate.apply(connection)

    seven = conversations.get(connection, "p7")
    left_at = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert seven.draft == Draft(FlowName.INTRODUCE, "birth", 41, {"name": "Lò Văn Thử"}, ("name",), 1, 4, left_at)
    assert seven.drafts.keys() == {FlowName.INTRODUCE, FlowName.MEETING}
    assert (seven.shown, seven.asked_id) == (("a.b.1.c\tco",), 5)
    assert conversations.get(connection, "p8").drafts[FlowName.MEETING].step == "held_on"
    nine = conversations.get(connection, "a9")
    assert (nine.drafts, nine.last_press, nine.last_press_at) == ({}, "x", left_at)
    connection.close()


def test_receipts_of_the_first_schema_are_known_as_such(tmp_path: Path) -> None:
    database = migrated(tmp_path / "old.db", upto=1)
    connection = connect(database)
    for text in ("✅ Đã nhận báo cáo tháng 11", "Bước 1/4"):
        connection.execute(
            "INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at) VALUES ('web', 'b', 'c', 'send', ?, 0, 0)",
            (text,),
        )
    migrate.apply(connection)
    assert connection.execute("SELECT is_receipt FROM outbox ORDER BY id").fetchall() == [(1,), (0,)]
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


UNIT_AND_WHO = (
    "INSERT INTO unit (id, kind, founded_on) VALUES (1, 'cell', '2020-01-01')",
    "INSERT INTO person (id, name) VALUES (1, 'Lò Văn Thử')",
)
OLD_MEETING = """
INSERT INTO meeting (id, operation_id, receipt, unit_id, period, kind, is_held, reported_by, sent_at, first_sent_at, due_at, is_on_time,
 is_import) VALUES (?, NULL, ?, 1, ?, ?, 1, 1, 0, 0, 0, 1, 0)
"""


def test_reviews_that_were_reported_before_stand_under_the_time_that_they_look_back_on(tmp_path: Path) -> None:
    connection = connect(migrated(tmp_path / "old.db", upto=16))
    for statement in UNIT_AND_WHO:
        connection.execute(statement)
    reviews = ["2024-01", "2024-11", "2025-10", "2025-12"]
    for number, period in enumerate(reviews, 1):
        connection.execute(OLD_MEETING, (number, f"R-{number}", period, "year_end_review"))
    connection.execute(OLD_MEETING, (9, "R-9", "2024-01", "regular"))

    migrate.apply(connection)

    found = connection.execute("SELECT id, period FROM meeting ORDER BY id").fetchall()
    assert found == [(1, "2023-12"), (2, "2024-12"), (3, "2025-10"), (4, "2025-12"), (9, "2024-01")]
    connection.close()


def test_workbook_of_candidates_that_an_older_program_has_checked_is_checked_again(tmp_path: Path) -> None:
    connection = connect(migrated(tmp_path / "old.db", upto=17))
    add = "INSERT INTO upload (id, name, size, reference, channel, bot_id, at, state, subject) VALUES (?, 'x', 1, 'r', 'web', 'b', 0, ?, ?)"
    kept = [("checked", "candidates"), ("confirmed", "candidates"), ("checked", "units"), ("written", "candidates")]
    for number, (state, subject) in enumerate(kept, 1):
        connection.execute(add, (number, state, subject))

    migrate.apply(connection)

    assert [row[0] for row in connection.execute("SELECT state FROM upload ORDER BY id")] == [
        *("read", "read", "checked", "written")
    ]
    connection.close()
