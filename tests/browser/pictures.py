"""Takes the pictures of the documents: `python -m tests.browser.pictures [NAME …]` writes docs/pictures/*.png.

The whole assistant runs on a copy of the sample database at the tests' evening; a person types and presses in a real browser.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from bot.clock import Clock
from bot.program import Parts, Program, StoredHistory
from channels.web import Persona, WebChannel
from sample_data.cast import personas
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.stage import EVENING, SECRET, ZONE, fresh

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
KEY = "k3y-of-the-pictures"
LINE = "hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung"
WHOLE_LINE = LINE + ", 18h-19h30"
LIST = "giới thiệu\n1. Nguyễn Văn Thành, 4/1999, Konya\n2. Phạm Thị Ngát, 20/11/1997, Konya\n3. Đỗ Văn Quyết, 9/2001, Konya"
CODE = ["cấp mã", "CĐCS Konya", "[Cán bộ công đoàn]", "Phó Chủ tịch", "Đào Thị Quỳnh", "[Có]", "[Cấp mã]"]
INTRODUCED = ["giới thiệu Hoàng Thị Lan 4/1999 Công ty TNHH Giấy Konya Việt Nam", "hôm nay", "[Gửi giới thiệu]"]
SENT_NOW = ("bản tin", "[Gửi cho người chưa nhận (9)]", "[Gửi ngay]")
Say = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """`says` are (person, texts and [buttons]); the picture shows the last person's screen. No person: the picker."""

    name: str
    says: Sequence[Say] = ()
    is_wide: bool = False
    is_from_top: bool = False
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("people"),
    Picture("menu", [("secretary", ["menu"])]),
    Picture("join", [("admin", CODE), ("stranger", ["4821 0937"])]),
    Picture("meeting-line", [("secretary", [LINE])]),
    Picture("meeting-dark", [("secretary", [LINE, "18h-19h30"])], scheme="dark"),
    Picture("receipt", [("secretary", [WHOLE_LINE, "[Nộp báo cáo tháng 11]"])]),
    Picture("vote", [("secretary", [WHOLE_LINE, "[Nộp báo cáo tháng 11]", "[Lê Văn Bình]", "14"])]),
    Picture("list", [("secretary", [LIST, "hôm nay"])]),
    Picture("intake", [("union", INTRODUCED), ("secretary", ["tiếp nhận", "[Hoàng Thị Lan]"])]),
    Picture("progress", [("leader", ["tien do ket nap 2023"])], is_from_top=True),
    Picture("card", [("secretary", ["tim thao", "[Nguyễn Thị Hiền Thảo]"])]),
    Picture("digest", [("admin", SENT_NOW), ("secretary", ["việc của tôi"])]),
    Picture("desktop", [("secretary", [LINE, "18h-19h30", "[Nộp báo cáo tháng 11]"])], is_wide=True),
)


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Program, str]]:
    """The assistant on a database of its own, and the address of its page."""
    with tempfile.TemporaryDirectory() as folder:
        clock, ids = Clock(EVENING), count(1)
        digits = (str(48_210_937 + 1_111 * number) for number in count())
        parts = Parts(fresh(Path(folder)), SECRET, ZONE, "", clock.now, fresh_digits=lambda: next(digits))
        program, listening = await Program.open(parts), asyncio.Event()
        people = [Persona(one.key, one.name, one.post) for one in personas()]
        history = StoredHistory(program.writer)
        web = WebChannel(
            "127.0.0.1", 0, KEY, people, history, clock.now, lambda: f"run{next(ids)}", lambda _address: listening.set()
        )
        running = asyncio.create_task(program.run([(web, program.add(web))]))
        await asyncio.wait_for(listening.wait(), 10)
        yield program, web.address
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def take(browser: Browser, picture: Picture) -> None:
    async with serving() as (program, address):
        page = await browser.new_page(
            viewport=DESKTOP if picture.is_wide else PHONE,
            device_scale_factor=1 if picture.is_wide else 1.5,
            color_scheme=picture.scheme,
            locale="vi-VN",
        )
        await page.goto(address)
        await expect(page.get_by_role("dialog")).to_be_visible()
        for person, says in picture.says:
            await play(page, person)
            for say in says:
                await say_or_press(page, say)
                await program.settle()
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(400)
        if picture.is_from_top:
            await page.locator("#scroll").evaluate("box => box.scrollTo(0, 0)")
        await page.screenshot(path=FOLDER / f"{picture.name}.png")
        await page.close()


async def play(page: Page, person: str) -> None:
    card = next(one for one in personas() if one.key == person)
    await page.locator("#people").get_by_role("button", name=card.name, include_hidden=True).wait_for(state="attached")
    if not await page.get_by_role("dialog").is_visible():
        await page.locator("#who").click()
    await page.get_by_role("dialog").get_by_role("button", name=card.name).click()
    await expect(page.locator("#who-name")).to_have_text(card.name)


async def say_or_press(page: Page, say: str) -> None:
    """Types and sends, or presses the newest button whose label begins so."""
    if say.startswith("[") and say.endswith("]"):
        await page.locator("#log .rows button", has_text=say[1:-1]).last.click()
        return
    box = page.get_by_label("Tin nhắn")
    await box.fill(say)
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.locator("#log .own").last).to_contain_text(say.split("\n", maxsplit=1)[0])


async def main(names: Sequence[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in PICTURES:
            if not names or picture.name in names:
                await take(browser, picture)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
