"""`chibot backup`, `chibot restore` and its drill, as an operator runs them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import restoring
from domain.privacy import Subject, SubjectKind
from domain.records import EraseSubject
from storage import erasure, migrate
from storage import restoring as steps
from storage.connection import connect, in_transaction
from storage.sealing import is_sealed, key_id
from tests.bot.cli import CommandLine
from tests.stage import EVENING as NOW
from tests.stage import SECRET

BACKUP_KEY, OTHER_KEY = "a key for the copies only, long enough", "quite another key for copies, long enough"
HOLD = """
import sys
from pathlib import Path
from storage.upkeep import Lock

with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
MARK = "INSERT INTO meta VALUES ('mark', ?)"
MARKS = "SELECT value FROM meta WHERE name = 'mark'"
WAITING = """
INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at, state)
VALUES ('web', 'practice', 'secretary', 'send', 'x', 1, 0, ?)
"""


@pytest.fixture(params=["plain", "sealed"])
def house(cli: CommandLine, request: pytest.FixtureRequest) -> CommandLine:
    """A real database of which a copy was made at `b.db`; since then it was marked."""
    cli.set("SECRET_KEY", SECRET)
    if request.param == "sealed":
        cli.set("BACKUP_KEY", BACKUP_KEY)
    cli.put_zone(cli.real)
    for state in ("waiting", "sending", "sent"):
        cli.change(cli.real, WAITING, state)
    cli.change(cli.real, "INSERT INTO receipt_counter VALUES ('test', 41)")
    assert cli("backup", "b.db").status == 0
    assert is_sealed(cli.folder / "b.db") == (request.param == "sealed")
    cli.change(cli.real, MARK, "since")
    return cli


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()} - {"chibot.db.lock"}


def asides(house: CommandLine) -> list[Path]:
    return sorted(house.real.parent.glob("chibot-replaced-*.db"))


def put_in_place(house: CommandLine) -> Path:
    """The copy where nightly ones stand."""
    folder = house.folder / "data" / "backups"
    folder.mkdir(exist_ok=True)
    end = ".enc" if is_sealed(house.folder / "b.db") else ""
    return (house.folder / "b.db").rename(folder / f"chibot-nightly-2026-11-05.db{end}")


def test_restore_brings_back_the_copy_and_keeps_the_present_file_aside(house: CommandLine) -> None:
    ran = house("restore", "b.db")
    assert ran.status == 0, ran.err
    assert house.rows(house.real, MARKS) == []
    (aside,) = asides(house)
    assert str(Path("data") / aside.name) in ran.out
    assert house.rows(aside, MARKS) == [("since",)]
    assert names(house.real.parent) == {"chibot.db", aside.name}
    assert house.rows(house.real, "SELECT name FROM meta WHERE name = 'backup'") == []
    assert house.rows(house.real, "SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [("restore",)]


def test_file_that_was_put_aside_is_told_of_until_it_is_deleted(house: CommandLine) -> None:
    assert "replaced-left" not in house.findings(house("doctor", "--json"))
    house("restore", "b.db")
    assert house.findings(house("doctor", "--json"))["replaced-left"] == "warn"
    asides(house)[0].unlink()
    assert "replaced-left" not in house.findings(house("doctor", "--json"))


def test_what_a_dead_program_left_in_its_log_goes_aside_with_the_file(house: CommandLine) -> None:
    live = sqlite3.connect(house.real, isolation_level=None)
    live.execute("PRAGMA journal_mode = WAL")
    live.execute(MARK.replace("'mark'", "'late'"), ("in the log",))
    left = {end: house.real.with_name(f"chibot.db{end}").read_bytes() for end in ("", "-wal")}
    live.close()
    for end, data in left.items():
        house.real.with_name(f"chibot.db{end}").write_bytes(data)

    assert house("restore", "b.db").status == 0
    assert house.rows(house.real, "SELECT 1 FROM meta WHERE name IN ('late', 'mark')") == []
    assert house.rows(asides(house)[0], "SELECT value FROM meta WHERE name = 'late'") == [("in the log",)]


def test_what_was_on_its_way_is_not_sent_twice_and_no_receipt_is_given_again(house: CommandLine) -> None:
    house("restore", "b.db")
    assert house.rows(house.real, "SELECT state FROM outbox ORDER BY id") == [("uncertain",), ("uncertain",), ("sent",)]
    assert house.rows(house.real, "SELECT last FROM receipt_counter WHERE prefix = 'test'") == [(541,)]


def test_who_was_erased_since_the_copy_stays_erased(house: CommandLine) -> None:
    """Even when the ledger's file was not written before: the present database still knows."""
    assert house.rows(house.real, "SELECT name FROM person WHERE id = 2") != [("",)]
    with closing(connect(house.real)) as db:
        in_transaction(db, lambda it: erasure.erase(it, EraseSubject(Subject(SubjectKind.PERSON, 2), NOW, "request")))
    assert house("restore", "b.db").status == 0
    assert house.rows(house.real, "SELECT name, is_erased FROM person WHERE id = 2") == [("", 1)]
    assert (house.folder / "data" / "backups" / erasure.LEDGER).exists()


def test_restore_where_there_is_no_database_yet(house: CommandLine) -> None:
    house.real.unlink()
    ran = house("restore", "b.db")
    assert ran.status == 0
    assert "được giữ ở" not in ran.out
    assert house.rows(house.real, "SELECT count(*) > 5 FROM person") == [(1,)]


def test_restore_is_refused_while_the_program_runs(house: CommandLine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(house.real)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        before = house.real.read_bytes()
        line = house("restore", "b.db").one_line()
        holder.kill()
    assert f"chibot đang chạy (pid {holder.pid})" in line
    assert house.real.read_bytes() == before


def test_damaged_copy_is_refused_and_nothing_changes(house: CommandLine) -> None:
    copy, before = house.folder / "b.db", house.real.read_bytes()
    data = bytearray(copy.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096 * 4] = b"\xff" * 4096 * 4
    copy.write_bytes(data)
    assert "bản sao lưu không dùng được" in house("restore", "b.db").one_line()
    assert house.real.read_bytes() == before
    assert names(house.real.parent) == {"chibot.db"}


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500])
def test_file_that_is_no_copy_is_refused(house: CommandLine, content: bytes) -> None:
    (house.folder / "x.db").write_bytes(content)
    assert "bản sao lưu không dùng được" in house("restore", "x.db").one_line()
    assert house.rows(house.real, MARKS) == [("since",)]


def test_missing_file_is_one_line_and_none_named_is_unusable(house: CommandLine) -> None:
    assert "gone.db is not there" in house("restore", "gone.db").one_line()
    assert "--drill" in house("restore").one_line(2)


def test_older_copy_is_brought_up_to_date(cli: CommandLine) -> None:
    with closing(sqlite3.connect(cli.folder / "old.db", isolation_level=None)) as db:
        migrate.apply(db, migrate.migrations()[:1])
    assert cli("restore", "old.db").status == 0
    assert cli.rows(cli.real, "PRAGMA user_version") == [(len(migrate.migrations()),)]


def test_copy_of_a_newer_program_is_refused(cli: CommandLine) -> None:
    cli.put_zone(cli.folder / "new.db")
    cli.change(cli.folder / "new.db", f"PRAGMA user_version = {len(migrate.migrations()) + 1}")
    assert "newer than this program" in cli("restore", "new.db").one_line()
    assert not cli.real.exists()


def test_every_restored_file_goes_through_the_steps_before_it_is_the_database(
    house: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here erasures are replayed: one that fails leaves the database as it was."""
    seen: list[Path] = []

    def fails(connection: sqlite3.Connection, backup_dir: Path) -> None:
        assert connection.in_transaction
        seen.append(backup_dir)
        raise sqlite3.IntegrityError("no")

    monkeypatch.setattr(steps, "AFTER_RESTORE", (fails,))
    house("restore", "b.db").one_line()
    assert seen == [Path("data/backups")]
    assert house.rows(house.real, MARKS) == [("since",)]
    assert names(house.real.parent) == {"chibot.db"}


def test_sealed_copy_wants_its_own_key(cli: CommandLine) -> None:
    cli.set("BACKUP_KEY", BACKUP_KEY)
    cli.put_zone(cli.real)
    cli("backup", "b.db")
    cli.set("BACKUP_KEY", OTHER_KEY)
    assert f"mã hóa bằng khóa {key_id(BACKUP_KEY)}" in cli("restore", "b.db").one_line()
    cli.set("BACKUP_KEY", "")
    line = cli("restore", "b.db").one_line()
    assert "đặt CHIBOT_BACKUP_KEY" in line
    assert BACKUP_KEY not in line


def test_short_key_is_refused_without_being_told(cli: CommandLine) -> None:
    cli.set("BACKUP_KEY", "short")
    line = cli("backup", "b.db").one_line()
    assert "CHIBOT_BACKUP_KEY" in line
    assert "short" not in line


def test_drill_tries_the_newest_copy_and_touches_nothing(house: CommandLine) -> None:
    copy, before = put_in_place(house), house.real.read_bytes()
    ran = house("restore", "--drill")
    assert ran.status == 0
    assert copy.name in ran.out
    assert house.real.read_bytes() == before
    assert names(house.real.parent) == {"chibot.db", "backups"}
    told = json.loads((copy.parent / restoring.DRILL).read_text("utf-8"))
    assert (told["file"], told["why"]) == (copy.name, "")
    assert house.findings(house("doctor", "--json"))["drill"] == "ok"


def test_drill_that_fails_is_remembered(house: CommandLine) -> None:
    copy = put_in_place(house)
    copy.write_bytes(copy.read_bytes()[:-4000])
    assert "diễn tập khôi phục không đạt" in house("restore", "--drill").one_line()
    found = house.findings(house("doctor", "--json"))
    assert (found["drill-failed"], found["backups-damaged"]) == ("error", "error")


def test_drill_notices_rows_that_are_missing(cli: CommandLine) -> None:
    cli.put_zone(cli.real)
    cli("backup", "b.db")
    copy = put_in_place(cli)
    cli.change(copy, "DELETE FROM candidate_event WHERE id = 1")
    assert "candidate_event had" in cli("restore", "--drill").one_line()


def test_drill_without_a_copy_says_so(cli: CommandLine) -> None:
    cli.put_zone(cli.real)
    assert "chưa có bản sao lưu nào" in cli("restore", "--drill").one_line()


def test_drill_beside_the_running_program(house: CommandLine) -> None:
    put_in_place(house)
    with closing(sqlite3.connect(house.real, isolation_level=None)) as live:
        live.execute("BEGIN IMMEDIATE")
        assert house("restore", "--drill").status == 0


def test_backups_are_for_the_operator_alone(house: CommandLine) -> None:
    assert (house.folder / "b.db").stat().st_mode & 0o077 == 0
