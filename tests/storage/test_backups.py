"""Copies of the database: whole, checked, sealed under a key, rotated; what was made is held against what it recorded."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import backups, sealing
from storage.backups import Key, NotSound
from storage.connection import connect, connect_to_read
from tests.stage import EVENING, fresh

SECRET = "a key for the copies only, long enough"
KEY = Key(SECRET, bytes(16))
GONE = 2**22 + 1
"""No process has that number on Linux."""
KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])


def test_backup_beside_a_live_writer_is_whole(tmp_path: Path) -> None:
    database = fresh(tmp_path)
    writer = connect(database)
    writer.execute("INSERT INTO meta VALUES ('committed', '1')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO meta VALUES ('not committed', '1')")
    backups.back_up(database, tmp_path / "backups" / "b.db", EVENING)
    writer.execute("ROLLBACK")
    writer.close()

    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["b.db"]
    copy = connect_to_read(tmp_path / "backups" / "b.db")
    assert copy.execute("SELECT name FROM meta WHERE name LIKE '%committed'").fetchall() == [("committed",)]
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


def test_unsound_database_gives_no_backup_and_keeps_the_old_one(tmp_path: Path) -> None:
    database, target = fresh(tmp_path), tmp_path / "b.db"
    backups.back_up(database, target, EVENING)
    good = target.read_bytes()
    db = connect(database)
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("UPDATE unit SET report_due_day = 99 WHERE id = 1")
    db.close()

    with pytest.raises(sqlite3.DatabaseError, match="not sound"):
        backups.back_up(database, target, EVENING)
    assert target.read_bytes() == good


def test_rotation_keeps_the_newest_of_this_database_and_nothing_of_anybody_elses(tmp_path: Path) -> None:
    names = [
        "chibot-before-0002.db",
        "chibot-before-0010.db",
        "chibot-before-0003.db",
        "mine.db",
        "practice-before-1.db",
    ]
    for age, name in enumerate(names):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    backups.rotate(tmp_path, "chibot", 2)

    assert {path.name for path in tmp_path.iterdir()} == {*names} - {"chibot-before-0003.db"}


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(sql)


def made(folder: Path, key: Key | None = None) -> Path:
    target = folder / "backups" / "b.db"
    backups.back_up(fresh(folder), target, EVENING, key)
    return target


def taken_out(source: Path) -> Path:
    plain = source.with_name("out.db")
    backups.take_out(source, plain, [SECRET])
    return plain


@KEYS
def test_copy_holds_every_row_and_says_when_it_was_made(tmp_path: Path, key: Key | None) -> None:
    plain = taken_out(made(tmp_path, key))
    with closing(connect_to_read(tmp_path / "practice.db")) as live, closing(connect_to_read(plain)) as copy:
        told = backups.check_whole(copy)
        assert told.at == EVENING
        assert told.rows == backups.counts(live) == backups.counts(copy)
        assert told.rows["person"] > 5


@KEYS
def test_nothing_but_the_copy_is_left(tmp_path: Path, key: Key | None) -> None:
    made(tmp_path, key)
    assert [one.name for one in (tmp_path / "backups").iterdir()] == ["b.db"]
    assert not [one.name for one in tmp_path.iterdir() if ".part" in one.name]


def test_sealed_copy_holds_no_name_and_no_page_of_the_database(tmp_path: Path) -> None:
    data = made(tmp_path, KEY).read_bytes()
    with closing(connect_to_read(tmp_path / "practice.db")) as live:
        names = [name.encode() for (name,) in live.execute("SELECT name FROM person")]
    assert names
    assert not any(name in data for name in names)
    assert b"SQLite format" not in data


@KEYS
def test_copy_that_fails_leaves_the_one_before_it(tmp_path: Path, key: Key | None) -> None:
    target = made(tmp_path, key)
    good = target.read_bytes()
    (tmp_path / "practice.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(sqlite3.DatabaseError):
        backups.back_up(tmp_path / "practice.db", target, EVENING, key)
    assert target.read_bytes() == good
    assert [one.name for one in target.parent.iterdir()] == ["b.db"]


def test_what_an_interrupted_copy_left_is_no_hindrance_and_goes(tmp_path: Path) -> None:
    """The plain copy of a process that was killed, too: it would lie there for ever."""
    (tmp_path / "backups").mkdir()
    own, another = os.getpid(), os.getppid()
    left = [f"practice.db.{pid}.part{end}" for pid in (own, another, GONE) for end in ("", "-journal")]
    for path in (tmp_path / "backups" / "b.db.part", *(tmp_path / name for name in left)):
        path.write_bytes(b"half")
    assert sealing.is_sealed(made(tmp_path, KEY))
    assert {one.name for one in tmp_path.glob("*.part*")} == {name for name in left if f".{another}." in name}
    assert [one.name for one in (tmp_path / "backups").iterdir()] == ["b.db"]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM candidate WHERE id = (SELECT max(id) FROM candidate)",
        "INSERT INTO meta VALUES ('one more', '1')",
        "UPDATE meta SET value = 'nonsense' WHERE name = 'backup'",
        "UPDATE post SET person_id = 99999 WHERE id = 1",
    ],
)
def test_copy_that_was_changed_is_not_whole(tmp_path: Path, damage: str) -> None:
    target = made(tmp_path)
    change(target, damage)
    with closing(connect_to_read(target)) as copy, pytest.raises(NotSound):
        backups.check_whole(copy)


def test_copy_of_an_older_program_is_taken_without_its_record(tmp_path: Path) -> None:
    target = made(tmp_path)
    change(target, "DELETE FROM meta WHERE name = 'backup'")
    with closing(connect_to_read(target)) as copy:
        assert backups.check_whole(copy) == backups.Recorded(None, {})


def test_empty_file_is_no_database_of_chibot(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with (
        closing(connect_to_read(tmp_path / "empty.db")) as copy,
        pytest.raises(NotSound, match="no database of chibot"),
    ):
        backups.check_whole(copy)


@KEYS
def test_soundness_is_proven_without_taking_it_out(tmp_path: Path, key: Key | None) -> None:
    target = made(tmp_path, key)
    backups.prove(target, [SECRET])
    data = bytearray(target.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096 * 8] = b"\xff" * 4096 * 8
    target.write_bytes(data)
    with pytest.raises(NotSound):
        backups.prove(target, [SECRET])


def test_each_kind_is_rotated_by_itself_and_sealed_ones_count(tmp_path: Path) -> None:
    days = [date(2026, 11, 1) + timedelta(days=nth) for nth in range(4)]
    paths = [backups.nightly(tmp_path, "chibot", day, KEY if nth % 2 else None) for nth, day in enumerate(days)]
    paths.append(backups.before(tmp_path, "chibot", 9, None))
    ledger = tmp_path / "erasures.jsonl"
    for age, path in enumerate([*paths, ledger]):
        path.touch()
        os.utime(path, (1000 + age, 1000 + age))
    backups.rotate(tmp_path, "chibot", 2)
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in (*paths[2:], ledger)}
    assert backups.newest(tmp_path, "chibot") == paths[-1]
    assert backups.newest(tmp_path, "practice") is None
    assert backups.newest(tmp_path / "nowhere", "chibot") is None
