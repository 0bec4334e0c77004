"""Takes the pictures of the documents: `python -m tests.browser.pictures` writes docs/pictures/web-*.png."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE, Served
from tests.browser.scripted_bot import ScriptedBot, rows

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
Scheme = Literal["light", "dark"]
Names = Mapping[str, str]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
LINE = "hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung"
SUMMARY = """Trợ lý hiểu như sau, đồng chí xem lại giúp:
1. Sinh hoạt thường kỳ tháng 11/2026
2. Ngày 05/11/2026 (thứ Năm)
3. Có mặt 18/20 (90%)
4. Vắng có lý do: 2; không lý do: 0
5. Công tác phát triển đảng: xét đề nghị kết nạp 1 quần chúng
Còn thiếu: thời gian. Từ mấy giờ đến mấy giờ?"""
READY = SUMMARY.rsplit("\n", 1)[0] + "\n6. Từ 18 giờ đến 19 giờ 30 (90 phút)"
RECEIPT = """✅ Đã nhận báo cáo lúc 19 giờ 42, đúng hạn (chậm nhất ngày 10/12).
Mã tiếp nhận 2611-0042. Chi bộ đã báo cáo đủ 11/11 tháng."""
SCRIPT = {
    LINE: (SUMMARY, rows("90_phút|90 120_phút|120 Số_khác|other", "Quay_lại|back Để_sau|later")),
    "18h-19h30": (READY, rows("Nộp_báo_cáo_tháng_11|submit", "Sửa|edit")),
    "submit": (READY, ()),
}
PICTURES: tuple[tuple[ViewportSize, int, Scheme, Names], ...] = (
    (PHONE, 2, "light", {"people": "web-people", "question": "web-question", "receipt": "web-receipt"}),
    (PHONE, 2, "dark", {"question": "web-question-dark"}),
    (DESKTOP, 1, "light", {"receipt": "web-desktop"}),
)


async def conversation(browser: Browser, size: ViewportSize, scale: int, scheme: Scheme, names: Names) -> None:
    """Plays one report of a meeting; takes the pictures that `names` names, by the moment."""

    async def take(moment: str) -> None:
        if moment in names:
            await page.screenshot(path=FOLDER / f"{names[moment]}.png")

    serving = Served(ScriptedBot(SCRIPT))
    await serving.start()
    page = await browser.new_page(viewport=size, color_scheme=scheme, locale="vi-VN", device_scale_factor=scale)
    await page.goto(serving.address)
    await expect(page.get_by_role("dialog")).to_be_visible()
    await take("people")
    await page.get_by_role("button", name="Trần Thị Mai").click()
    box = page.get_by_label("Tin nhắn")
    await box.fill(LINE)
    await box.press("Enter")
    await expect(page.get_by_role("button", name="90 phút")).to_be_visible()
    await take("question")
    await serving.bot.strips("konya", serving.bot.newest("konya"))
    await box.fill("18h-19h30")
    await box.press("Enter")
    await page.get_by_role("button", name="Nộp báo cáo tháng 11").click()
    await expect(page.get_by_role("button", name="Nộp báo cáo tháng 11")).to_have_count(0)
    await serving.bot.says("konya", RECEIPT, rows("Thu_hồi|undo"), is_personal=True)
    await expect(page.get_by_role("button", name="Thu hồi")).to_be_visible()
    await take("receipt")
    await page.close()
    await serving.stop()


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for size, scale, scheme, names in PICTURES:
            await conversation(browser, size, scale, scheme, names)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
