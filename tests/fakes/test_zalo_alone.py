"""The fake Zalo knows nothing of the product, and runs as a program of its own."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.architecture.tree import PACKAGES, ROOT
from tests.fakes.conftest import ZaloCaller
from tests.fakes.zalo import FakeZalo, message_ids
from tests.fakes.zalo.phone import Phone

PACKAGE = ROOT / "tests" / "fakes" / "zalo"


def ours(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports from outside the fake."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            named = [f"{module}.{one.name}" for one in node.names] if not node.level else ["tests.relative"]
        for name in named:
            if name.partition(".")[0] in PACKAGES and not name.startswith("tests.fakes.zalo."):
                yield name


def test_it_imports_nothing_of_ours() -> None:
    assert [name for path in sorted(PACKAGE.glob("*.py")) for name in ours(path)] == []


@pytest.mark.parametrize(
    "line", ["import channels.zalo", "from domain.ids import OutboxId", "from tests.fakes.telegram import FakeTelegram"]
)
def test_planted_import_is_caught(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f"import json\nfrom tests.fakes.zalo import faults\n{line}\n", "utf-8")

    assert len(list(ours(planted))) == 1


async def test_phones_send_and_show(zalo: FakeZalo, call: ZaloCaller) -> None:
    shown: list[str] = []
    phone = Phone(zalo, shown.append)
    for line in ("ng1: xin chào\n", "ng1: (photo)", "ng1: (sticker)", "ng1: (voice)", "ng1: (unsupported)"):
        phone.type(line)
    phone.type("nhom1/ng1: chào")
    phone.type("ng2@2: chào bot hai: được không?")
    await call.result("sendMessage", chat_id="ng1", text="Chào\nđồng chí")
    await call.result("sendSticker", chat_id="nhom1", sticker="s")
    await call.result("sendMessage", 1, chat_id="ng2", text="Chào")
    assert shown == ["ng1 ◀ Chào", "ng1   đồng chí", "nhom1 ◀ (sticker)", "ng2@2 ◀ Chào"]

    assert [update.body["event_name"] for update in zalo.bots[0].inbox.pending] == [
        "message.text.received",
        "message.image.received",
        "message.sticker.received",
        "message.voice.received",
        "message.unsupported.received",
        "message.text.received",
    ]
    assert await call.texts(bot=1) == ["chào bot hai: được không?"]


async def test_phone_says_why_it_cannot(zalo: FakeZalo) -> None:
    shown: list[str] = []
    phone = Phone(zalo, shown.append)
    for line in ("?", "", "ng1: (poem)", "ng1@9: chào", "ng1: (block)", "ng1: chào", "ng1: (unblock)", "ng1: chào"):
        phone.type(line)

    assert [line[:20] for line in shown] == [
        "? ng1: xin chào | ng",
        "? ng1: xin chào | ng",
        "? there are 3 bots",
        "? ng1 has blocked th",
    ]
    assert len(zalo.chat("ng1").messages) == 1


async def test_program_prints_what_to_export_and_serves() -> None:
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fakes.zalo",
        "--port",
        "0",
        "--tokens",
        "12:mot,34:hai",
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    first = (await asyncio.wait_for(program.stdout.readline(), 30)).decode().split()
    settings = dict(one.split("=", 1) for one in first[1:])
    assert settings["CHIBOT_ZALO_BOT_TOKENS"] == "12:mot,34:hai"
    api = f"{settings['CHIBOT_ZALO_API_URL']}/bot34:hai"
    program.stdin.write("ng1@2: xin chào\n".encode())
    async with ClientSession() as session:
        async with session.get(f"{api}/getUpdates", params={"timeout": "50"}) as response:
            message = (await response.json())["result"]["message"]
            assert message["text"] == "xin chào"
            assert message["message_id"] != message_ids()(), "a bot that keeps its data knows the ids of the last start"
        await (await session.get(f"{api}/sendMessage", params={"chat_id": "ng1", "text": "Chào đồng chí"})).read()
    assert (await asyncio.wait_for(program.stdout.readline(), 30)).decode() == "ng1@2 ◀ Chào đồng chí\n"

    program.stdin.close()
    assert await asyncio.wait_for(program.wait(), 30) == 0
