"""Files on the page: chosen, sent, and taken down, by pointer and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from domain.channel import FileIn
from tests.browser.scripted_bot import ScriptedBot

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BOOK = FilePayload(name="Danh sách.xlsx", mimeType="application/octet-stream", buffer=b"PK" * 5000)

WATCH = "const one = document.getElementById('file'); one.onclick = () => { one.dataset.opened = 'yes'; return false; }"


async def test_chosen_file_is_sent_with_its_name(phone: Page, bot: ScriptedBot) -> None:
    await phone.get_by_role("button", name="Gửi ảnh, tệp").click()
    async with phone.expect_file_chooser() as chooser:
        await phone.get_by_role("button", name="Gửi tệp…").click()
    await (await chooser.value).set_files(BOOK)

    await expect(phone.get_by_text("(Danh sách.xlsx)")).to_be_visible()
    await expect(phone.get_by_text("Trợ lý hiểu:")).to_be_visible()
    await expect(phone.locator("#attachments")).to_be_hidden()
    arrival = bot.channel.parse("practice", bot.received[-1])
    assert arrival is not None
    assert isinstance(arrival.content, FileIn)
    assert await bot.channel.fetch("practice", arrival.content.file, 20_000) == BOOK["buffer"]


async def test_file_that_is_too_large_is_refused_at_once_and_nothing_is_sent(phone: Page, bot: ScriptedBot) -> None:
    await phone.locator("#file").set_input_files(
        FilePayload(name="a.xlsx", mimeType="", buffer=b"x" * (10 * 1024 * 1024 + 1))
    )

    await expect(phone.get_by_text("Tệp lớn hơn 10 MB")).to_be_visible()
    assert bot.received == []


async def test_file_that_could_not_be_sent_can_be_sent_again(phone: Page, bot: ScriptedBot) -> None:
    await phone.context.set_offline(True)
    await phone.locator("#file").set_input_files(BOOK)
    await expect(phone.get_by_text("Chưa gửi được tệp")).to_be_visible()
    await phone.context.set_offline(False)
    await phone.get_by_role("button", name="Gửi lại").click()

    await expect(phone.get_by_text("Trợ lý hiểu:")).to_be_visible()


async def test_way_to_the_file_needs_no_pointer(phone: Page) -> None:
    await phone.locator("#attach").focus()
    await phone.keyboard.press("Enter")
    await phone.keyboard.press("Tab")
    await expect(phone.get_by_role("button", name="Gửi tệp…")).to_be_focused()
    await phone.evaluate(WATCH)
    await phone.keyboard.press("Enter")
    await expect(phone.locator("#file[data-opened]")).to_have_count(1)


async def test_attachment_is_a_link_that_saves_it_also_after_a_reload(
    phone: Page, bot: ScriptedBot, tmp_path: Path
) -> None:
    name = "Trich ngang Chi bo Cong ty TNHH Giay Konya Viet Nam 05-11-2026.xlsx"
    message_id = await bot.says("konya", "Đây", file_name=name)
    for _ in range(2):
        link = phone.get_by_role("link", name=f"Tải tệp {name}")
        await expect(link).to_be_visible()
        async with phone.expect_download() as download:
            await link.click()
        saved = await download.value
        assert saved.suggested_filename == name
        await saved.save_as(tmp_path / "x")
        assert (tmp_path / "x").read_text() == f"konya:{message_id}"
        await phone.reload()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360
