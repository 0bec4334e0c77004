"""The whole assistant in a real browser: a report from the first tap to its receipt, and what the next person sees."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from bot.program import Program
from tests.browser.conftest import PHONE
from tests.browser.pictures import LINE, play, say_or_press, serving

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def opened(browser: Browser, address: str) -> Page:
    page = await browser.new_page(viewport=PHONE, locale="vi-VN")
    await page.goto(address)
    return page


async def say(page: Page, program: Program, *texts: str) -> None:
    for text in texts:
        await say_or_press(page, text)
        await program.settle()


async def test_report_from_the_line_to_the_receipt(browser: Browser) -> None:
    async with serving() as (program, address):
        page = await opened(browser, address)
        await play(page, "secretary")
        await say(page, program, LINE, "18h-19h30")
        await expect(page.get_by_text("3. Thời gian: 18 giờ 00 – 19 giờ 30 (90 phút)")).to_be_visible()
        await say(page, program, "[Nộp báo cáo tháng 11]")
        receipt = page.locator("#log .bot", has_text="Mã tiếp nhận 2611-0001")
        await expect(receipt).to_have_count(1)
        await expect(page.get_by_role("button", name="Nộp báo cáo tháng 11")).to_have_count(0)
        await page.close()


async def test_press_edits_in_place_and_survives_a_reload(browser: Browser) -> None:
    async with serving() as (program, address):
        page = await opened(browser, address)
        await play(page, "secretary")
        await say(page, program, "hop", "[Hôm nay]")
        question = page.locator("#log .bot", has_text="Bước 2/5")
        await expect(question).to_have_count(1)
        await expect(page.locator("#log .bot", has_text="Bước 1/5")).to_have_count(0)
        await page.reload()
        await expect(question).to_have_count(1)
        await say(page, program, "[90 phút]")
        await expect(page.locator("#log .bot", has_text="Bước 3/5")).to_have_count(1)
        await page.close()


async def test_beginning_of_a_long_answer_is_on_the_screen(browser: Browser) -> None:
    async with serving() as (program, address):
        page = await opened(browser, address)
        await play(page, "leader")
        await say(page, program, "tien do ket nap 2023")
        answer = page.locator("#log .bot", has_text="tính đến 31/07/2023: 105").last
        await expect(answer).to_be_visible()
        top = await answer.evaluate("e => e.getBoundingClientRect().top")
        edge = await page.locator("#scroll").evaluate("e => e.getBoundingClientRect().top")
        assert top >= edge
        await page.close()


async def test_notice_reaches_the_one_whom_it_is_for(browser: Browser) -> None:
    async with serving() as (program, address):
        page = await opened(browser, address)
        await play(page, "union")
        await say(page, program, "gioi thieu Hoàng Thị Lan 4/1999 Konya", "hôm nay", "[Gửi giới thiệu]")
        await play(page, "secretary_maple")
        await expect(page.get_by_text("Hoàng Thị Lan")).to_have_count(0)
        await play(page, "secretary")
        await expect(page.locator("#log .bot", has_text="giới thiệu Hoàng Thị Lan với chi bộ")).to_have_count(1)
        await page.close()
