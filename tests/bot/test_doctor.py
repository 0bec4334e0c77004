"""What `chibot doctor` finds, each by its id; status 1 on an error; nothing secret in what it says."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from domain.quota import month_of
from storage import migrate
from storage.instants import to_ms
from tests.bot.cli import CommandLine, real_now
from tests.stage import SECRET

TURN = """
INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at, state, error)
VALUES ('web', 'practice', 'x', 'secretary', 1, 'text', 'tim khuong', 1, 'dead', 'KeyError')
"""
MESSAGE = """
INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at, state)
VALUES ('web', 'practice', 'secretary', 'send', 'Ta Dinh Khuong', 1, 0, ?)
"""
BEAT = "UPDATE meta SET value = ? WHERE name = 'last_alive_at'"


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    """A sound database with a key."""
    cli.set("SECRET_KEY", SECRET)
    cli.put_zone(cli.real)
    return cli


def test_sound_house_has_no_trouble(house: CommandLine) -> None:
    ran = house("doctor", "--json")
    found = house.findings(ran)
    assert ran.status == 0
    for ident in ("schema", "integrity", "turns", "messages", "heartbeat", "secret-key"):
        assert found[ident] == "ok"


def test_missing_database_is_an_error(cli: CommandLine) -> None:
    ran = cli("doctor", "--json")
    assert ran.status == 1
    assert cli.findings(ran)["database-missing"] == "error"
    assert not cli.real.exists()


def test_file_that_is_no_database_is_an_error(house: CommandLine) -> None:
    house.real.write_bytes(b"not a database at all" * 500)
    ran = house("doctor", "--json")
    assert ran.status == 1
    assert house.findings(ran)["database-unreadable"] == "error"


def test_damaged_pages_are_found(house: CommandLine) -> None:
    data = bytearray(house.real.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096 * 8] = b"\xff" * 4096 * 8
    house.real.write_bytes(data)
    ran = house("doctor", "--json")
    found = house.findings(ran)
    assert ran.status == 1
    assert "error" in {found.get("database-damaged"), found.get("database-unreadable")}


@pytest.mark.parametrize(
    ("step", "ident", "level", "status"), [(-1, "schema-old", "warn", 0), (1, "schema-new", "error", 1)]
)
def test_other_schema_is_found(house: CommandLine, step: int, ident: str, level: str, status: int) -> None:
    house.change(house.real, f"PRAGMA user_version = {len(migrate.migrations()) + step}")
    ran = house("doctor", "--json")
    assert ran.status == status
    assert house.findings(ran)[ident] == level


def test_dead_turn_is_counted_and_named_with_what_to_do(house: CommandLine) -> None:
    house.change(house.real, TURN)
    finding = next(one for one in json.loads(house("doctor", "--json").out) if one["id"] == "turns")
    assert finding["level"] == "warn"
    assert "1 dead" in finding["text"]
    assert "chibot show turn" in finding["hint"]


def test_index_that_lacks_rows_is_damage(house: CommandLine) -> None:
    with closing(sqlite3.connect(house.real, isolation_level=None)) as db:
        (other,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'meeting_by_period'").fetchone()
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'operation_by_person'", (other,))
        db.execute("PRAGMA writable_schema = RESET")
    ran = house("doctor", "--json")
    assert ran.status == 1
    assert house.findings(ran)["database-damaged"] == "error"


@pytest.mark.parametrize(
    ("table", "breach"),
    [("unit", "UPDATE unit SET report_due_day = 40"), ("meeting", "UPDATE meeting SET present = present + 1")],
)
def test_record_that_breaks_a_rule_of_its_table_is_damage(house: CommandLine, table: str, breach: str) -> None:
    with closing(sqlite3.connect(house.real, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(breach)
    ran = house("doctor", "--json")
    assert ran.status == 1
    assert house.findings(ran)["database-damaged"] == "error"
    finding = next(one for one in json.loads(ran.out) if one["id"] == "database-damaged")
    assert f"CHECK constraint failed in {table}" in finding["text"]


def test_looking_changes_not_a_byte_of_what_a_killed_program_left(house: CommandLine) -> None:
    """The log of a program that died holds what the file lacks: whoever closes it last would write it into the file."""
    live = sqlite3.connect(house.real, isolation_level=None)
    live.execute(TURN)
    names = ("chibot.db", "chibot.db-wal")
    before = {name: (house.real.parent / name).read_bytes() for name in names}
    live.close()
    for name, data in before.items():
        (house.real.parent / name).write_bytes(data)
    assert len(before["chibot.db-wal"]) > 0

    ran = house("doctor", "--json")

    assert next(one for one in json.loads(ran.out) if one["id"] == "turns")["text"].endswith("1 dead")
    assert {name: (house.real.parent / name).read_bytes() for name in names} == before


def test_doctor_looks_beside_a_running_program(house: CommandLine) -> None:
    with closing(sqlite3.connect(house.real, isolation_level=None)) as live:
        live.execute("BEGIN IMMEDIATE")
        live.execute(TURN)
        assert house("doctor", "--json").status == 0
        live.execute("COMMIT")
    assert house.rows(house.real, "SELECT count(*) FROM inbox") == [(1,)]


@pytest.mark.parametrize("state", ["uncertain", "failed"])
def test_message_of_uncertain_fate_is_counted(house: CommandLine, state: str) -> None:
    house.change(house.real, MESSAGE, state)
    finding = next(one for one in json.loads(house("doctor", "--json").out) if one["id"] == "messages")
    assert finding["level"] == "warn"
    assert f"1 {state}" in finding["text"]


@pytest.mark.parametrize(
    ("minutes", "ident", "level", "status"),
    [
        (1, "heartbeat", "ok", 0),
        (9, "heartbeat", "ok", 0),
        (11, "heartbeat-old", "warn", 0),
        (-4, "heartbeat", "ok", 0),
        (-6, "clock-behind", "error", 1),
    ],
)
def test_age_of_the_heartbeat(house: CommandLine, minutes: int, ident: str, level: str, status: int) -> None:
    house.change(house.real, BEAT, str(to_ms(real_now() - timedelta(minutes=minutes))))
    ran = house("doctor", "--json")
    assert house.findings(ran)[ident] == level
    assert ran.status == status


def test_program_that_never_ran_is_told_so(house: CommandLine) -> None:
    house.change(house.real, "DELETE FROM meta WHERE name = 'last_alive_at'")
    assert house.findings(house("doctor", "--json"))["heartbeat"] == "warn"


def test_unset_key_is_a_warning(cli: CommandLine) -> None:
    cli.put_zone(cli.real)
    ran = cli("doctor", "--json")
    assert cli.findings(ran)["secret-key-unset"] == "warn"
    assert ran.status == 0


def test_nothing_secret_or_personal_is_told(house: CommandLine) -> None:
    house.put_zone(house.real, is_practice=True)
    house.change(
        house.real, "UPDATE meta SET value = 'the key of the practice base' WHERE name = 'practice_secret_key'"
    )
    house.change(house.real, TURN)
    house.change(house.real, MESSAGE, "uncertain")
    for ran in (house("doctor", "--json"), house("doctor")):
        said = ran.out + ran.err
        for secret in (SECRET, "the key of the practice base", "k" * 40, "tim khuong", "Ta Dinh Khuong"):
            assert secret not in said


def test_lines_for_people_hold_level_id_and_hint(cli: CommandLine) -> None:
    ran = cli("doctor")
    assert ran.status == 1
    line = next(line for line in ran.out.splitlines() if "database-missing" in line)
    assert line.startswith("error")
    assert "→ chibot run --practice" in line


TOKENS = "1483560274951:mot-khong-co-that-dau-nhe,2950174836622:hai-khong-co-that-dau-nhe"


def test_zalo_that_is_set_is_told_without_its_tokens(house: CommandLine) -> None:
    assert house.findings(house("doctor", "--json"))["zalo-unset"] == "ok"
    house.set("ZALO_BOT_TOKENS", TOKENS)
    ran = house("doctor", "--json")
    assert house.findings(ran)["zalo"] == "ok"
    assert "2 bots; Zalo's server, without a proxy, polling" in ran.out
    assert "khong-co-that" not in ran.out


@pytest.mark.parametrize(("sent", "level"), [(2_399, "ok"), (2_400, "warn"), (2_849, "warn"), (2_850, "error")])
def test_month_of_a_zalo_bot_is_told(house: CommandLine, sent: int, level: str) -> None:
    with closing(sqlite3.connect(house.real)) as connection, connection:
        connection.execute(
            "INSERT INTO quota_use (channel, bot_id, month, sent) VALUES ('zalo_bot', '698', ?, ?)",
            (month_of(real_now()), sent),
        )
    ran = house("doctor", "--json")
    assert house.findings(ran)["zalo-quota"] == level
    assert f"zalo_bot 698: {sent}/3000 messages" in ran.out


@pytest.mark.parametrize(("people", "level"), [(44, "ok"), (45, "warn"), (50, "error")])
def test_people_of_a_zalo_bot_are_told(house: CommandLine, people: int, level: str) -> None:
    with closing(sqlite3.connect(house.real)) as connection, connection:
        rows = [(f"nguoi-{nth}",) for nth in range(people)]
        connection.executemany(
            "INSERT INTO account (channel, bot_id, chat_id, last_seen_at) VALUES ('zalo_bot', '698', ?, 1)", rows
        )
    assert house.findings(house("doctor", "--json"))["zalo-quota"] == level
