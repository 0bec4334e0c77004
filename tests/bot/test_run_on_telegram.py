"""`chibot run` with a Telegram token, as a process of its own before the fake Telegram; and what is refused before it starts."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from tests.bot.cli import CommandLine
from tests.durability.nursery import born
from tests.fakes.telegram import FakeTelegram
from tests.stage import SECRET

CHIBOT = Path(sys.executable).with_name("chibot")
PATIENCE_SECONDS = 60
TOKEN = "123456789:AAE-not-a-real-token-of-anybody-0123456"
ADMIN, GUEST = 501, 502
PROXY = "socks5://somebody:hunter2secret@127.0.0.1:9"


class Process(Protocol):
    """What the tests ask of one."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    @property
    def stdout(self) -> asyncio.StreamReader | None: ...
    @property
    def stderr(self) -> asyncio.StreamReader | None: ...
    def send_signal(self, by: signal.Signals, /) -> None: ...
    async def communicate(self) -> tuple[bytes, bytes]: ...


class Start(Protocol):
    """How it begins."""

    async def __call__(self, argv: Sequence[str], folder: Path, environment: Mapping[str, str], /) -> Process: ...


def environment(folder: Path, fake: FakeTelegram, **more: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHIBOT_")}
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'chibot.db'}",
        "SECRET_KEY": SECRET,
        "TELEGRAM_TOKEN": fake.token,
        "TELEGRAM_API_URL": fake.url,
        "WEB_PORT": "0",
        "HTTP_PORT": "0",
    }
    return others | {f"CHIBOT_{name}": value for name, value in (own | more).items()}


async def installed(argv: Sequence[str], folder: Path, environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    """The command as people start it."""
    return await asyncio.create_subprocess_exec(CHIBOT, *argv, cwd=folder, env=environment, stdout=-1, stderr=-1)


async def ran_by(start: Start, folder: Path, fake: FakeTelegram, *argv: str, **more: str) -> tuple[int, str, str]:
    """Status, output and errors of a command that ends by itself."""
    process = await start(argv, folder, environment(folder, fake, **more))
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    return process.returncode or 0, out.decode(), err.decode()


@asynccontextmanager
async def running_by(start: Start, folder: Path, fake: FakeTelegram, *argv: str, **more: str) -> AsyncIterator[Process]:
    """Ends with SIGTERM, and well."""
    process = await start(("run", *argv), folder, environment(folder, fake, **more))
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 0, err.decode()
    assert fake.token not in err.decode()


ran, running = partial(ran_by, born), partial(running_by, born)


async def said(fake: FakeTelegram, chat: int, text: str) -> None:
    await fake.settled(chat, lambda view: any(text in one for one in view.texts), PATIENCE_SECONDS)


async def pressed(fake: FakeTelegram, chat: int, label: str, then: str) -> None:
    fake.press(chat, label)
    await said(fake, chat, then)


async def joined(fake: FakeTelegram, chat: int, code: str) -> None:
    fake.start(chat, code)
    await said(fake, chat, "Có đúng là")
    await pressed(fake, chat, "Đúng, bắt đầu", "có đồng ý không")
    await pressed(fake, chat, "Tôi đồng ý", "đã tham gia")


@pytest.mark.slow
async def test_from_the_first_code_to_the_link_that_invites_the_next(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        status, out, err = await ran_by(installed, tmp_path, fake, "init", "--admin", "Nguyễn Thị Ngọc Ánh")
        assert status == 0, err
        (code,) = re.findall(r"/start (\d{8})", out)
        async with running_by(installed, tmp_path, fake):
            await joined(fake, ADMIN, code)
            await said(fake, ADMIN, "số điện thoại")
            fake.send_contact(ADMIN, own=True)
            await said(fake, ADMIN, "Đã lưu số điện thoại")
            await fake.until(lambda: "capma" in dict(fake.chat(ADMIN).menu("vi")), PATIENCE_SECONDS)
            assert dict(fake.chat(GUEST).menu("vi")).keys() == {"start", "trogiup"}

            for text, then in (
                ("/capma", "cho đơn vị nào"),
                ("Đảng bộ", "Vai trò gì"),
                ("Văn phòng", "Chức danh ghi"),
                ("Chuyên viên", "Họ và tên"),
                ("Phạm Văn Tốt", "Xem lại"),
            ):
                fake.say(ADMIN, text)
                await said(fake, ADMIN, then)
            await pressed(fake, ADMIN, "Cấp mã", "Mở trên Telegram")
            (link,) = re.findall(r"https://t\.me/(\S+)\?start=(\d{8})", fake.chat(ADMIN).last.text)
            assert link[0] == fake.username
            fake.start(GUEST, link[1])
            await said(fake, GUEST, "Chuyên viên Đảng bộ")
        assert fake.violations == []


@pytest.mark.slow
async def test_practice_with_a_token_answers_on_the_page_and_on_telegram(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        async with running_by(installed, tmp_path, fake, "--practice") as process:
            assert process.stdout is not None
            printed = ""
            while "http://" not in printed:
                printed = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)).decode()
            fake.say(GUEST, "chào")
            await said(fake, GUEST, "chỉ phục vụ người được mời")
        assert fake.violations == []


@pytest.mark.slow
async def test_wrong_token_ends_the_program_with_one_line_that_names_the_setting(tmp_path: Path) -> None:
    async with FakeTelegram() as fake:
        assert (await ran(tmp_path, fake, "init", "--admin", "Nguyễn Thị Ngọc Ánh"))[0] == 0
        status, out, err = await ran(tmp_path, fake, "run", TELEGRAM_TOKEN=TOKEN)
    (line,) = [one for one in err.splitlines() if one.startswith("chibot: ")]
    assert (status, out) == (1, "")
    assert "CHIBOT_TELEGRAM_TOKEN" in line
    assert TOKEN not in err
    assert "Traceback" not in err


def test_practice_clock_is_refused_on_real_phones(cli: CommandLine) -> None:
    cli.set("TELEGRAM_TOKEN", TOKEN)
    cli.set("NOW", "2026-11-05T19:42:00+07:00")
    for argv in (("run",), ("run", "--practice")):
        assert "CHIBOT_NOW" in cli(*argv).one_line()
    assert list(cli.folder.iterdir()) == []


def test_real_database_without_a_channel_says_which_setting_to_set(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli.put_zone(cli.real)
    assert "CHIBOT_TELEGRAM_TOKEN" in cli("run").one_line()


def test_empty_database_says_init_first_with_a_token_too(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli.set("TELEGRAM_TOKEN", TOKEN)
    assert "chibot init" in cli("run").one_line()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("TELEGRAM_TOKEN", value) for value in ("nonsense-hunter2", "123456789:hunter2 x", "bot123:hunter2")],
        *[("TELEGRAM_PROXY_URL", value) for value in ("ftp://u:hunter2@x", "hunter2", "socks5://", "http://[hunter2")],
        *[("TELEGRAM_WEBHOOK_SECRET", value) for value in ("hunter2 with spaces", "hunter2" * 60)],
        *[("TELEGRAM_API_URL", value) for value in ("api.telegram.org", "ftp://x/hunter2")],
        *[("TELEGRAM_WEBHOOK_URL", value) for value in ("http://x/hunter2", "x")],
        *[("PUBLIC_URL", value) for value in ("http://x", "x")],
        *[("DIGEST_AT", value) for value in ("07:30", "MONDAY 07:30", "MON 7:30", "MON 25:00", "")],
        *[("HTTP_PORT", value) for value in ("-1", "70000", "x")],
    ],
)
def test_bad_value_is_one_line_with_the_name_and_without_the_value(cli: CommandLine, name: str, value: str) -> None:
    cli.set(name, value)
    line = cli("doctor").one_line()
    assert f"CHIBOT_{name}" in line
    assert "hunter2" not in line


def test_webhook_without_its_secret_is_refused(cli: CommandLine) -> None:
    cli.set("TELEGRAM_WEBHOOK_URL", "https://bot.example.vn/hook")
    assert "CHIBOT_TELEGRAM_WEBHOOK_SECRET" in cli("doctor").one_line()


def test_doctor_tells_how_telegram_is_reached_and_nothing_secret(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli.put_zone(cli.real)
    assert cli.findings(cli("doctor", "--json"))["telegram-unset"] == "warn"

    cli.set("TELEGRAM_TOKEN", TOKEN)
    said = cli("doctor").out
    assert "token is set; api.telegram.org, without a proxy, polling" in said
    for name, value in (
        ("TELEGRAM_PROXY_URL", PROXY),
        ("TELEGRAM_API_URL", "http://127.0.0.1:9/hunter2"),
        ("TELEGRAM_WEBHOOK_URL", "https://bot.example.vn/hunter2"),
        ("TELEGRAM_WEBHOOK_SECRET", "hunter2"),
    ):
        cli.set(name, value)
    said = cli("doctor").out
    assert "a server of its own, through a proxy, webhook" in said
    for secret in (TOKEN, "hunter2", SECRET):
        assert secret not in said


def test_token_can_come_from_a_file(cli: CommandLine) -> None:
    (cli.folder / "token").write_text(TOKEN + "\n")
    cli.set("TELEGRAM_TOKEN_FILE", str(cli.folder / "token"))
    cli.set("SECRET_KEY", SECRET)
    cli.put_zone(cli.real)
    assert "token is set" in cli("doctor").out
