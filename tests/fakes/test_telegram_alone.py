"""The fake knows nothing of the product, and runs as a program of its own."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.architecture.tree import PACKAGES, ROOT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.phone import Phone

PACKAGE = ROOT / "tests" / "fakes" / "telegram"


def ours(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports from outside the fake."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            named = [node.module or ""] if not node.level else ["tests.relative"]
        for name in named:
            if name.partition(".")[0] in PACKAGES and not f"{name}.".startswith("tests.fakes.telegram."):
                yield name


def test_it_imports_nothing_of_ours() -> None:
    assert [name for path in sorted(PACKAGE.glob("*.py")) for name in ours(path)] == []


@pytest.mark.parametrize(
    "line", ["import channels.telegram", "from domain.ids import OutboxId", "from tests.fakes.clock import FakeClock"]
)
def test_planted_import_is_caught(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f"import json\nfrom tests.fakes.telegram.texts import formatted\n{line}\n", "utf-8")

    assert len(list(ours(planted))) == 1


async def test_phone_sends_a_file_of_this_machine_and_names_those_that_come(fake: FakeTelegram, tmp_path: Path) -> None:
    shown: list[str] = []
    phone, book = Phone(fake, shown.append), tmp_path / "a.xlsx"
    book.write_bytes(b"PK")
    phone.type(f"1001: (file {book})")
    phone.type("1001: (file /nowhere)")
    (message,) = fake.chat(1001).messages
    document = message.content["document"]
    assert isinstance(document, dict)
    assert (document["file_name"], document["file_size"]) == ("a.xlsx", 2)
    call = {"chat_id": "1001", "document": document["file_id"], "caption": "Đây"}
    async with ClientSession() as session:
        (await session.post(f"{fake.url}/bot{fake.token}/sendDocument", json=call)).release()

    assert shown == ["? no file /nowhere", "1001 ◀ Đây", "1001   (document a.xlsx)"]


async def test_phone_says_presses_and_shows(fake: FakeTelegram) -> None:
    shown: list[str] = []
    phone = Phone(fake, shown.append)
    phone.type("1001: xin chào\n")
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}, {"text": "Không", "callback_data": "0"}]]}
    call = {"chat_id": 1001, "text": "Đúng\nkhông?", "protect_content": True, "reply_markup": markup}
    async with ClientSession() as session:
        (await session.post(f"{fake.url}/bot{fake.token}/sendMessage", json=call)).release()
    phone.type("1001: [Có]")
    phone.type("1001: (contact)")
    phone.type("-100/1001: /start")
    phone.type("1001: [Sai]")
    phone.type("?")

    assert shown[:3] == ["1001 ◀ Đúng 🔒", "1001   không?", "1001   [Có] [Không]"]
    assert shown[3].startswith("? no button 'Sai'")
    assert shown[-1].startswith("? 1001: xin chào")
    assert [next(kind for kind in one.body if kind != "update_id") for one in fake.updates.pending] == [
        "message",
        "callback_query",
        "message",
        "message",
    ]


async def test_program_prints_what_to_export_and_serves() -> None:
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.telegram", "--port", "0", cwd=ROOT, stdin=pipe, stdout=pipe
    )
    assert program.stdin is not None
    assert program.stdout is not None
    first = (await asyncio.wait_for(program.stdout.readline(), 30)).decode().split()
    settings = dict(one.split("=", 1) for one in first[1:])
    api = f"{settings['CHIBOT_TELEGRAM_API_URL']}/bot{settings['CHIBOT_TELEGRAM_TOKEN']}"
    program.stdin.write("1001: xin chào\n".encode())
    async with ClientSession() as session:
        async with session.get(f"{api}/getUpdates", params={"timeout": "50"}) as response:
            assert (await response.json())["result"][0]["message"]["text"] == "xin chào"
        await (await session.get(f"{api}/sendMessage", params={"chat_id": "1001", "text": "Chào đồng chí"})).read()
    assert (await asyncio.wait_for(program.stdout.readline(), 30)).decode() == "1001 ◀ Chào đồng chí\n"

    program.stdin.close()
    assert await asyncio.wait_for(program.wait(), 30) == 0
