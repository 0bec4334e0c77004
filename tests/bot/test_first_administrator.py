"""`chibot init --admin NAME`: a code that joins as administrator, again as long as nobody has joined."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.program import Parts, Program
from bot.settings import load
from tests.bot.cli import CommandLine, real_now
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.stage import SECRET, Stage

NAME = "Nguyễn Thị Ngọc Ánh"
POSTS = "SELECT p.name, o.role, o.until FROM person p JOIN post o ON o.person_id = p.id"


def digits_of(text: str) -> str:
    found = re.search(r"\b(\d{4}) (\d{4})\b", text)
    assert found is not None, text
    return found.group(1) + found.group(2)


async def joined(cli: CommandLine, digits: str) -> str:
    """Joins on that database with the settings' own key, as the running program would; the menu afterwards."""
    settings, _ = load()
    assert settings.secret_key is not None
    clock = FakeClock(real_now() + timedelta(minutes=1))
    parts = Parts(cli.real, settings.secret_key.get_secret_value(), ZoneInfo("Asia/Ho_Chi_Minh"), "", clock.now)
    program, channel = await Program.open(parts), FakeChannel()
    stage = Stage(program, channel, program.add(channel), clock, cli.real)
    await program.start()
    try:
        assert "Quản trị" in await stage.say("phone", digits)
        await stage.press("phone", "Đúng, bắt đầu")
        assert NAME in await stage.press("phone", "Tôi đồng ý")
        return await stage.say("phone", "/capma")
    finally:
        await program.close()


async def test_code_makes_an_administrator(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    digits = digits_of(await run_outside(cli, "init", "--admin", NAME))
    assert "Cấp mã mời" in await joined(cli, digits)
    assert cli.rows(cli.real, POSTS) == [(NAME, "admin", None)]
    assert cli.rows(cli.real, "SELECT count(*) FROM code WHERE digest LIKE ?", f"%{digits}%") == [(0,)]


async def run_outside(cli: CommandLine, *argv: str) -> str:
    """`init` runs no loop of its own, so it may be called on one."""
    ran = cli(*argv)
    assert ran.status == 0, ran.err
    return ran.out


async def test_code_that_was_lost_before_anybody_joined_is_replaced(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    lost = digits_of(await run_outside(cli, "init", "--admin", "Nguyễn Thị Ngọc"))
    digits = digits_of(await run_outside(cli, "init", "--admin", NAME))
    assert lost != digits
    assert cli.rows(cli.real, "SELECT cancelled_why FROM code ORDER BY id") == [("replaced",), (None,)]
    assert "Cấp mã mời" in await joined(cli, digits)
    assert cli.rows(cli.real, POSTS) == [(NAME, "admin", None)]


async def test_second_administrator_is_not_made_this_way(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    await joined(cli, digits_of(await run_outside(cli, "init", "--admin", NAME)))
    before = cli.tables(cli.real)
    assert "/capma" in cli("init", "--admin", "Lê Văn Hai").one_line()
    assert cli.tables(cli.real) == before


@pytest.mark.parametrize("is_practice", [False, True])
def test_database_that_has_units_is_refused(cli: CommandLine, is_practice: bool) -> None:
    cli.set("SECRET_KEY", SECRET)
    before = cli.tables(cli.put_zone(cli.real, is_practice=is_practice))
    cli("init", "--admin", NAME).one_line()
    assert cli.tables(cli.real) == before


def test_without_a_key_it_says_how_to_make_one_and_writes_nobody(cli: CommandLine) -> None:
    assert "CHIBOT_SECRET_KEY" in cli("init", "--admin", NAME).one_line()
    assert cli.rows(cli.real, POSTS) == []


def test_short_key_is_refused(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", "x" * 31)
    line = cli("init", "--admin", NAME).one_line()
    assert "32" in line
    assert "x" * 31 not in line
    assert cli.rows(cli.real, POSTS) == []


@pytest.mark.parametrize("name", ["", "   ", "=HYPERLINK(1)", "+84", "@SUM(A1)", "12345", "\u202e"])
def test_what_is_no_name_is_refused_and_nobody_is_written(cli: CommandLine, name: str) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli("init", f"--admin={name}").one_line(status=2)
    assert not cli.real.exists() or cli.rows(cli.real, POSTS) == []


def test_name_is_required(cli: CommandLine) -> None:
    assert cli("init").status == 2
