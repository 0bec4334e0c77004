"""`chibot run` as a process of its own: webhook, /healthz and /metrics on the one port that the settings name."""

from __future__ import annotations

import asyncio
import re
import socket
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.bot.test_run_on_telegram import PATIENCE_SECONDS, Process, ran, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.server import TOKEN

WEBHOOK_SECRET = "only-Telegram-knows-it"
WEBHOOK = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.vn", "TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}
NAME = "Nguyễn Thị Ngọc Ánh"


async def address(process: Process) -> str:
    """Where it says that it listens."""
    assert process.stderr is not None
    while line := (await asyncio.wait_for(process.stderr.readline(), PATIENCE_SECONDS)).decode():
        if found := re.search(r"listening on port (\d+)", line):
            return f"http://127.0.0.1:{found[1]}"
    raise AssertionError("it ended without listening")


@pytest.mark.slow
async def test_webhook_and_monitors_share_the_port(tmp_path: Path) -> None:
    async with FakeTelegram() as fake, ClientSession() as session:
        assert (await ran(tmp_path, fake, "init", "--admin", NAME))[0] == 0
        async with running(tmp_path, fake, **WEBHOOK) as process:
            root = await address(process)
            async with session.get(f"{root}/healthz") as response:
                assert (response.status, await response.text()) == (200, '{"status": "ok"}')
            hook = f"{root}/telegram/{TOKEN.partition(':')[0]}"
            for secret, status in ((WEBHOOK_SECRET, 200), ("guessed", 403)):
                header = {"X-Telegram-Bot-Api-Secret-Token": secret}
                async with session.post(hook, data=b'{"update_id": 1}', headers=header) as response:
                    assert response.status == status
            async with session.get(f"{root}/metrics") as response:
                text = await response.text()
            assert 'chibot_inbox_rows{state="dead"} 0' in text
            assert "chibot_last_poll_age_seconds{" not in text


@pytest.mark.slow
async def test_polled_bot_is_watched_too_and_nothing_of_anybody_is_told(tmp_path: Path) -> None:
    async with FakeTelegram() as fake, ClientSession() as session:
        assert (await ran(tmp_path, fake, "init", "--admin", NAME))[0] == 0
        async with running(tmp_path, fake) as process:
            root = await address(process)
            await fake.until(lambda: bool(fake.calls_of("getUpdates")), PATIENCE_SECONDS)
            async with session.get(f"{root}/metrics") as response:
                text = await response.text()
    assert 'chibot_last_poll_age_seconds{channel="telegram"} ' in text
    for hidden in (NAME, fake.token, fake.token.partition(":")[2], fake.username):
        assert hidden not in text


@pytest.mark.slow
@pytest.mark.parametrize("more", [{}, WEBHOOK], ids=["polled", "by webhook"])
async def test_taken_port_ends_the_program_with_one_line_that_names_the_setting(
    tmp_path: Path, more: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with FakeTelegram() as fake:
            assert (await ran(tmp_path, fake, "init", "--admin", NAME))[0] == 0
            port = str(taken.getsockname()[1])
            status, out, err = await ran(tmp_path, fake, "run", **more, HTTP_PORT=port)
            assert fake.calls_of("setWebhook") == []
    (line,) = [one for one in err.splitlines() if one.startswith("chibot: ")]
    assert (status, out) == (1, "")
    assert "CHIBOT_HTTP_PORT" in line
    assert "Traceback" not in err


@pytest.mark.slow
async def test_practice_opens_the_port_for_a_webhook_only_and_tells_monitors_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with FakeTelegram() as fake, ClientSession() as session:
            port = str(taken.getsockname()[1])
            async with running(tmp_path, fake, "--practice", HTTP_PORT=port):
                await fake.until(lambda: bool(fake.calls_of("getUpdates")), PATIENCE_SECONDS)
            async with running(tmp_path, fake, "--practice", **WEBHOOK) as process:
                root = await address(process)
                for path in ("/healthz", "/metrics"):
                    async with session.get(root + path) as response:
                        assert response.status == 404
