"""What `chibot doctor` finds of backups, keys, time zone, digests and, when asked to, at the messengers."""

from __future__ import annotations

import ast
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.restoring import DRILL
from domain.weeks import Week
from storage.instants import to_ms
from storage.upkeep import BACKUPS
from tests.bot.cli import CommandLine, real_now
from tests.bot.test_run_on_telegram import ran
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo
from tests.stage import SECRET, ZONE

KEY = "a key for the copies only, long enough"
BOT_FOLDER = Path(__file__).resolve().parents[2] / "bot"


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    """A sound database with a key, of which a copy was made."""
    cli.set("SECRET_KEY", SECRET)
    cli.put_zone(cli.real)
    (cli.folder / "data" / "backups").mkdir()
    assert cli("backup", str(copy_of(cli))).status == 0
    return cli


def copy_of(cli: CommandLine) -> Path:
    return cli.folder / "data" / "backups" / "chibot-nightly-2026-11-05.db"


def finding(cli: CommandLine, ident: str) -> dict[str, str]:
    found: list[dict[str, str]] = json.loads(cli("doctor", "--json").out)
    return next(one for one in found if one["id"] == ident)


def test_copy_that_is_there_is_told_with_age_and_size(house: CommandLine) -> None:
    found = house.findings(house("doctor", "--json"))
    assert (found["backups"], found["backups-sound"], found["backups-plain"]) == ("ok", "ok", "warn")
    assert found["drill-none"] == "warn"
    assert "chibot-nightly-2026-11-05.db" in finding(house, "backups")["text"]
    assert "0 hours old" in finding(house, "backups")["text"]


def test_no_copy_is_a_warning(cli: CommandLine) -> None:
    cli.put_zone(cli.real)
    assert cli.findings(cli("doctor", "--json"))["backups-none"] == "warn"


def test_copy_of_three_days_is_an_error(house: CommandLine) -> None:
    at = (real_now() - timedelta(days=3)).timestamp()
    os.utime(copy_of(house), (at, at))
    ran = house("doctor", "--json")
    assert house.findings(ran)["backups-old"] == "error"
    assert ran.status == 1


def test_damaged_copy_is_an_error(house: CommandLine) -> None:
    copy_of(house).write_bytes(b"not a database at all" * 500)
    assert house.findings(house("doctor", "--json"))["backups-damaged"] == "error"


def test_sealed_copy_is_proven_with_its_key_and_named_without(house: CommandLine) -> None:
    copy_of(house).unlink()
    house.set("BACKUP_KEY", KEY)
    house("backup", str(copy_of(house)) + ".enc")
    found = house.findings(house("doctor", "--json"))
    assert (found["backups-sealed"], found["backups-sound"]) == ("ok", "ok")
    house.set("BACKUP_KEY", "another key for the copies, long enough")
    assert house.findings(house("doctor", "--json"))["backups-other-key"] == "warn"


@pytest.mark.parametrize(
    ("days", "why", "ident", "level"),
    [(1, "", "drill", "ok"), (100, "", "drill-old", "warn"), (1, "not whole", "drill-failed", "error")],
)
def test_last_drill_is_told(house: CommandLine, days: int, why: str, ident: str, level: str) -> None:
    told = {"at": (real_now() - timedelta(days=days)).isoformat(), "file": "x.db", "why": why}
    (copy_of(house).parent / DRILL).write_text(json.dumps(told), "utf-8")
    assert house.findings(house("doctor", "--json"))[ident] == level


def test_night_that_failed_is_an_error_until_one_succeeds(house: CommandLine) -> None:
    assert house.findings(house("doctor", "--json"))["backup-night-none"] == "ok"
    put = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    good = {"day": "2026-11-05", "made_at": to_ms(real_now()), "size": 4096, "is_sealed": False}
    house.change(house.real, put, BACKUPS, json.dumps(good))
    assert house.findings(house("doctor", "--json"))["backup-night"] == "ok"
    bad = {**good, "failed_at": to_ms(real_now()), "failure": "OSError ENOSPC"}
    house.change(house.real, put, BACKUPS, json.dumps(bad))
    assert "OSError ENOSPC" in finding(house, "backup-failed")["text"]


@pytest.mark.parametrize(("state", "ident"), [("sent", "digest"), ("uncertain", "digest-troubled")])
def test_digest_of_the_last_week_is_told(house: CommandLine, state: str, ident: str) -> None:
    assert house.findings(house("doctor", "--json"))["digest-none"] == "ok"
    week = Week.of(real_now().astimezone(ZONE).date()).shift(-1)
    house.change(house.real, "INSERT INTO digest VALUES (1, ?, 'sent', 1)", str(week))
    house.change(
        house.real,
        "INSERT INTO outbox (channel, bot_id, chat_id, action, text, created_at, due_at, state, once_key)"
        " VALUES ('web', 'practice', 'x', 'send', 'x', 1, 0, ?, ?)",
        *(state, f"digest:{week}:1"),
    )
    assert f"1 {state}" in finding(house, ident)["text"]


def test_stranger_who_writes_too_much_is_told(house: CommandLine) -> None:
    assert house.findings(house("doctor", "--json"))["strangers"] == "ok"
    hour = to_ms(real_now()) // 3_600_000
    house.change(house.real, "INSERT INTO stranger VALUES ('web', 'b', 'x', ?, 99)", hour)
    assert "1 accounts" in finding(house, "strangers-limited")["text"]


def test_zone_of_the_machine_is_compared(house: CommandLine) -> None:
    found = house.findings(house("doctor", "--json"))
    assert {"time-zone", "time-zone-differs"} & found.keys()
    house.set("TIMEZONE", "Pacific/Chatham")
    assert "time-zone-differs" in house.findings(house("doctor", "--json"))


def test_webhook_is_told_without_its_secret(house: CommandLine) -> None:
    assert house.findings(house("doctor", "--json"))["webhook-none"] == "ok"
    house.set("TELEGRAM_WEBHOOK_URL", "https://bot.example.vn")
    house.set("TELEGRAM_WEBHOOK_SECRET", "only-Telegram-knows")
    ran = house("doctor", "--json")
    assert house.findings(ran)["webhook"] == "ok"
    assert "only-Telegram-knows" not in ran.out
    house.set("HTTP_PORT", "0")
    assert house.findings(house("doctor", "--json"))["webhook-port"] == "error"


async def asked(folder: Path, fake: FakeTelegram, **more: str) -> dict[str, str]:
    status, out, err = await ran(folder, fake, "doctor", "--json", "--online", **more)
    assert status in (0, 1), err
    for token in (fake.token, *more.get("ZALO_BOT_TOKENS", "no token").split(",")):
        assert token not in out + err
    return {one["id"]: one["level"] for one in json.loads(out)}


@pytest.mark.slow
async def test_telegram_is_asked_only_when_told_to(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        await ran(tmp_path, fake, "doctor", "--json")
        assert fake.calls == []
        assert (await asked(tmp_path, fake))["telegram-online"] == "ok"
        wrong = fake.token[:-3] + "xyz"
        assert (await asked(tmp_path, fake, TELEGRAM_TOKEN=wrong))["telegram-refused"] == "error"
        nowhere = "http://127.0.0.1:9"
        assert (await asked(tmp_path, fake, TELEGRAM_API_URL=nowhere))["telegram-unreachable"] == "warn"


@pytest.mark.slow
async def test_zalo_is_asked_too(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, FakeZalo() as zalo:
        given = {"ZALO_BOT_TOKENS": next(iter(zalo.tokens)), "ZALO_API_URL": zalo.url}
        assert (await asked(tmp_path, telegram, **given))["zalo-online"] == "ok"
        given["ZALO_BOT_TOKENS"] = "1483560274951:mot-khong-co-that-dau-nhe"
        assert (await asked(tmp_path, telegram, **given))["zalo-refused"] == "error"
        given["ZALO_API_URL"] = "http://127.0.0.1:9"
        assert (await asked(tmp_path, telegram, **given))["zalo-unreachable"] == "warn"


def ids() -> set[str]:
    """Every id that doctor can tell, read from its source: the first argument of each Finding."""
    found = set()
    for path in BOT_FOLDER.glob("doctor*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}: an id is a constant"
                found.add(str(node.args[0].value))
    return found


def test_every_id_is_read_from_the_source(house: CommandLine) -> None:
    assert house.findings(house("doctor", "--json")).keys() <= ids()
    assert len(ids()) > 50
