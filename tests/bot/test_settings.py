"""Settings: where they come from, what a typo says, what is refused, each in one line."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.prepare import start_instant
from bot.settings import SettingsError, load
from storage.connection import connect_to_read
from storage.instants import from_ms
from tests.bot.cli import CommandLine
from tests.stage import EVENING, SECRET, fresh, open_stage

NONE = Path("there is no such file")


def refused(environ: dict[str, str], env_file: Path = NONE) -> str:
    """The one line of the error."""
    with pytest.raises(SettingsError) as error:
        load(environ, env_file)
    text = str(error.value)
    assert text.count("\n") == 0
    return text


def test_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n")
    settings, _ = load({"CHIBOT_SECRET_KEY_FILE": str(tmp_path / "key")}, NONE)
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == SECRET
    assert SECRET not in repr(settings) + str(settings)


def test_secret_that_is_given_goes_before_its_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("another")
    settings, _ = load({"CHIBOT_SECRET_KEY_FILE": str(tmp_path / "key"), "CHIBOT_SECRET_KEY": SECRET}, NONE)
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == SECRET


def test_secret_file_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "CHIBOT_SECRET_KEY_FILE" in refused({"CHIBOT_SECRET_KEY_FILE": str(tmp_path / "none")})


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\nCHIBOT_WEB_PORT=9000\nCHIBOT_AUTHORITY='Quyết định 1'\n", "utf-8")
    settings, warnings = load({"CHIBOT_WEB_PORT": "9001"}, file)
    assert (settings.web_port, settings.authority, list(warnings)) == (9001, "Quyết định 1", [])


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("CHIBOT_WEB_PROT", "CHIBOT_WEB_PORT"),
        ("CHIBOT_TIMEZON", "CHIBOT_TIMEZONE"),
        ("CHIBOT_SECRET_KEYS", "CHIBOT_SECRET_KEY"),
        ("CHIBOT_DATABASE_URI", "CHIBOT_DATABASE_URL"),
    ],
)
def test_typo_is_an_error_that_names_what_was_meant(tmp_path: Path, typo: str, meant: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{typo}=1\n")
    for said in (refused({typo: "1"}), refused({}, file)):
        assert typo in said
        assert f"ý là {meant}?" in said


def test_unknown_name_is_an_error_in_the_file_and_a_warning_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CHIBOT_SOMETHING_ELSE=1\n")
    assert "CHIBOT_SOMETHING_ELSE" in refused({}, file)
    _, warnings = load({"CHIBOT_SOMETHING_ELSE": "1"}, NONE)
    assert ["CHIBOT_SOMETHING_ELSE" in one for one in warnings] == [True]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("WEB_PORT", value) for value in ("many", "-1", "65536", "80.5")],
        *[("TIMEZONE", value) for value in ("Mars/Phobos", "", "../etc", "/etc/passwd")],
        *[("DATABASE_URL", value) for value in ("postgres://x/y", "data/chibot.db", "sqlite:///")],
        *[("NOW", value) for value in ("2026-11-05T19:42", "soon")],
        *[("LOG_LEVEL", "LOUD"), ("LOG_FORMAT", "xml"), ("BACKUP_KEEP", "0"), ("RAW_DAYS", "0")],
    ],
)
def test_bad_value_is_one_line_with_the_name(cli: CommandLine, name: str, value: str) -> None:
    cli.set(name, value)
    assert f"CHIBOT_{name}" in cli("doctor").one_line()
    assert list(cli.folder.iterdir()) == []


def test_values_of_a_secret_are_in_no_error(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli.set("WEB_PORT", "many")
    assert SECRET not in cli("doctor").one_line()


def test_warning_and_error_come_before_the_command(cli: CommandLine) -> None:
    cli.set("SOMETHING_ELSE", "1")
    ran = cli("doctor", "--json")
    assert ran.err.startswith("chibot: CHIBOT_SOMETHING_ELSE")
    assert json.loads(ran.out)


@pytest.mark.parametrize("days", [-3, 3])
async def test_practice_clock_starts_at_the_later_of_the_setting_and_the_newest_message(
    tmp_path: Path, days: int
) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "menu")
    wanted = EVENING + timedelta(days=days)
    settings, _ = load({"CHIBOT_NOW": wanted.isoformat()}, NONE)
    connection = connect_to_read(stage.database)
    assert start_instant(connection, settings) == max(wanted, EVENING)
    connection.close()


def test_without_the_setting_the_clock_is_the_machines(tmp_path: Path) -> None:
    connection = connect_to_read(fresh(tmp_path))
    assert start_instant(connection, load({}, NONE)[0]) is None
    connection.close()


def test_chat_on_a_database_from_the_future_goes_on_from_there(cli: CommandLine) -> None:
    cli.put_zone(cli.practice, is_practice=True)
    cli.set("NOW", "2026-11-05T12:42:00+00:00")
    assert cli("chat", stdin="menu\n").status == 0
    cli.set("NOW", "2026-10-01T00:00:00Z")
    assert cli("chat", stdin="menu\n").status == 0
    rows = cli.rows(cli.practice, "SELECT received_at FROM inbox WHERE kind = 'text' ORDER BY id")
    first, second = (from_ms(int(str(at))) for (at,) in rows)
    assert timedelta(0) <= first - EVENING < timedelta(minutes=1)
    assert timedelta(0) <= second - first < timedelta(minutes=1)


def test_clock_with_a_start_runs_on() -> None:
    start = datetime(2026, 11, 5, tzinfo=UTC)
    clock = Clock(start)
    first = clock.now()
    assert start <= first <= clock.now() < start + timedelta(minutes=1)
