"""The page on a small screen, enlarged, in the dark, without a mouse, with a screen reader."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Served
from tests.browser.contrast import too_faint
from tests.browser.scripted_bot import MENU, ScriptedBot, rows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LONG = "Đườngdàikhôngcókhoảngtrắng" * 20
OVERFLOW = """() => [...document.querySelectorAll("html, #phone, #scroll, #log, dialog[open], .said, .row")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.id || box.className || box.tagName)"""
SMALL = """() => [...document.querySelectorAll("button, textarea")].filter((one) => one.checkVisibility())
  .map((one) => [one.textContent || one.ariaLabel, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
SIZES = [(360, 640), (320, 568), (180, 320), (640, 360), (1280, 800)]


async def fill(page: Page, bot: ScriptedBot) -> None:
    await bot.says(
        "konya", LONG, rows(f"{LONG}|a", "Có|b Không|c Để_sau|d", "Một_nút_dài_hơn_bình_thường|e Quay_lại|f")
    )
    await page.get_by_label("Tin nhắn").fill(LONG)
    await page.get_by_label("Tin nhắn").press("Enter")
    await expect(page.get_by_text("Trợ lý hiểu")).to_be_visible()


async def focused(page: Page) -> str:
    name = await page.evaluate("document.activeElement.id || document.activeElement.textContent")
    return str(name)


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_nothing_is_wider_than_the_screen(phone: Page, bot: ScriptedBot, width: int, height: int) -> None:
    await phone.set_viewport_size({"width": width, "height": height})
    await fill(phone, bot)

    assert await phone.evaluate(OVERFLOW) == []
    assert await phone.get_by_label("Tin nhắn").evaluate("(box) => box.clientWidth") >= 110
    await expect(phone.get_by_text("Bản thực tập – dữ liệu mẫu")).to_be_in_viewport(ratio=1)
    await expect(phone.get_by_role("button", name="Gửi", exact=True)).to_be_in_viewport(ratio=1)
    await expect(phone.get_by_label("Tin nhắn")).to_be_in_viewport(ratio=1)
    await phone.get_by_role("button", name="Đang đóng vai").click()
    assert await phone.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("size", ["200%", "130%"])
async def test_text_twice_as_large_still_fits(phone: Page, bot: ScriptedBot, size: str) -> None:
    await phone.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    await fill(phone, bot)

    assert await phone.evaluate(OVERFLOW) == []
    assert await phone.get_by_label("Tin nhắn").evaluate("(box) => box.clientWidth") >= 150
    await expect(phone.get_by_role("button", name="Gửi", exact=True)).to_be_in_viewport(ratio=1)


async def test_desktop_is_a_centred_column(phone: Page) -> None:
    await phone.set_viewport_size({"width": 1280, "height": 800})

    box = await phone.locator("#phone").bounding_box()
    assert box is not None
    assert (box["width"], box["x"]) == (480, 400)


async def test_everything_that_is_tapped_is_large_enough(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "Đồng chí cần gì?", MENU)
    await expect(phone.get_by_role("button", name="Tra cứu")).to_be_visible()
    assert await phone.evaluate(SMALL) == []

    await phone.get_by_role("button", name="Gửi ảnh, tệp").click()
    assert await phone.evaluate(SMALL) == []
    await phone.keyboard.press("Escape")
    await phone.get_by_role("button", name="Đang đóng vai").click()
    assert await phone.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read_in_light_and_dark(phone: Page, bot: ScriptedBot, scheme: str) -> None:
    await phone.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await bot.says("konya", "Đồng chí cần gì?", MENU, is_personal=True)
    bot.is_silent = True
    await phone.get_by_role("button", name="Tra cứu").click()
    await phone.get_by_role("button", name="Gửi ảnh, tệp").click()
    await phone.get_by_role("button", name="Ảnh", exact=True).click()
    await expect(phone.locator(".own .foot")).to_have_text("19:42")
    bot.is_broken = True
    await phone.get_by_role("button", name="Menu").click()
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()

    assert await too_faint(phone) == []
    await phone.get_by_role("button", name="Gửi ảnh, tệp").click()
    assert await too_faint(phone) == []
    await phone.get_by_role("button", name="Đang đóng vai").dispatch_event("click")
    assert await too_faint(phone) == []


async def test_light_and_dark_differ(phone: Page) -> None:
    grounds = set()
    for is_dark in (False, True):
        await phone.emulate_media(color_scheme="dark" if is_dark else "light")
        grounds.add(await phone.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


async def test_whole_way_by_keyboard(browser: Browser, served: Served, bot: ScriptedBot) -> None:
    page = await browser.new_page(viewport=PHONE)
    await page.goto(served.address)
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#who")).to_contain_text("Trần Thị Mai")
    await expect(page.get_by_label("Tin nhắn")).to_be_focused()

    await page.keyboard.type("menu")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Tra cứu")).to_be_visible()
    for expected in ("attach", "menu", "Tra cứu", "Tiến độ"):
        await page.keyboard.press("Shift+Tab")
        assert await focused(page) == expected
    bot.script = {"progress": ("Xem ở đâu?", rows("Chi_bộ|cell", "Cả_khu|zone"))}
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Chi bộ", exact=True)).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_text("Trợ lý hiểu: zone")).to_be_visible()
    await expect(page.get_by_label("Tin nhắn")).to_be_focused()
    await page.close()


async def test_menus_close_with_escape_and_give_the_focus_back(phone: Page) -> None:
    await phone.get_by_role("button", name="Gửi ảnh, tệp").focus()
    await phone.keyboard.press("Enter")
    await expect(phone.locator("#attachments")).to_be_visible()
    await phone.keyboard.press("Tab")
    assert await focused(phone) == "choose-file"
    await phone.keyboard.press("Escape")
    await expect(phone.locator("#attachments")).to_be_hidden()
    assert await focused(phone) == "attach"

    await phone.locator("#who").focus()
    await phone.keyboard.press("Enter")
    await phone.keyboard.press("Escape")
    await expect(phone.get_by_role("dialog")).to_be_hidden()
    assert await focused(phone) == "who"


async def test_focus_stays_in_the_composer_after_a_press(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "Đồng chí cần gì?", MENU)
    bot.script = {"progress": ("Xem ở đâu?", rows("Chi_bộ|cell", "Cả_khu|zone"))}
    await phone.get_by_label("Tin nhắn").focus()
    await phone.get_by_role("button", name="Tiến độ").click()

    await expect(phone.get_by_role("button", name="Cả khu")).to_be_visible()
    await expect(phone.get_by_label("Tin nhắn")).to_be_focused()


async def test_focus_is_visible_wherever_it_goes(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "Đồng chí cần gì?", MENU)
    await expect(phone.get_by_role("button", name="Tra cứu")).to_be_visible()
    await phone.locator("#send").focus()
    seen = set()
    for _ in range(12):
        await phone.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        name = await focused(phone)
        if not await phone.evaluate("document.activeElement === document.body"):
            assert await phone.evaluate(f"{style}.outlineStyle === 'solid' && parseFloat({style}.outlineWidth) >= 2"), (
                name
            )
            seen.add(name)
    assert {"who", "scroll", "Tiến độ", "menu", "attach", "text", "send"} <= seen


async def test_screen_reader_finds_its_way(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "Đồng chí cần gì?", MENU)
    await phone.get_by_role("button", name="Menu").click()
    log = phone.get_by_role("log", name="Cuộc trò chuyện")

    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_text("Trợ lý:").first).to_be_attached()
    await expect(log.get_by_text("Tin gửi đi:")).to_be_attached()
    await expect(log.get_by_role("group", name="Lựa chọn").first).to_be_visible()
    assert await phone.evaluate("document.documentElement.lang") == "vi"
    for role, name in (
        ("textbox", "Tin nhắn"),
        ("button", "Gửi"),
        ("button", "Menu"),
        ("button", "Gửi ảnh, tệp, tin thoại…"),
        ("button", "Đang đóng vai Trần Thị Mai Bí thư Chi bộ Công ty TNHH Giấy Konya Việt Nam"),
        ("region", "Khung trò chuyện, cuộn được"),
        ("form", "Soạn tin"),
        ("heading", "Trợ lý"),
    ):
        await expect(phone.get_by_role(role, name=name, exact=True)).to_be_visible()  # type: ignore[arg-type]  # the roles are a literal type, ours come from a table


async def test_history_is_not_read_out_again(phone: Page, bot: ScriptedBot) -> None:
    await phone.evaluate(
        """() => { window.heard = []; const log = document.getElementById("log");
        new MutationObserver(() => window.heard.push(log.ariaLive)).observe(log, { childList: true }); }"""
    )
    for number in range(3):
        await bot.says("union", f"tin {number}")
    await phone.evaluate("location.hash = '#union'")
    await expect(phone.get_by_text("tin 2")).to_be_visible()
    await expect(phone.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert set(await phone.evaluate("window.heard")) == {"off"}


async def test_composer_grows_to_five_lines(phone: Page, bot: ScriptedBot) -> None:
    box = phone.get_by_label("Tin nhắn")
    heights = []
    for lines in (1, 2, 5, 9):
        await box.fill("\n".join(["dòng"] * lines))
        heights.append(await box.evaluate("(one) => one.clientHeight"))
    line = heights[1] - heights[0]
    assert line > 15
    assert heights[2] - heights[0] == pytest.approx(4 * line, abs=3)
    assert heights[3] == pytest.approx(heights[2], abs=line / 2)

    await box.press("Enter")
    assert await box.evaluate("(one) => one.clientHeight") == heights[0]
    assert str(bot.received[-1]["text"] if bot.received else "dòng").startswith("dòng")


async def test_shift_enter_is_a_new_line_and_so_is_no_send_while_a_word_is_composed(
    phone: Page, bot: ScriptedBot
) -> None:
    box = phone.get_by_label("Tin nhắn")
    await box.press_sequentially("một")
    await box.press("Shift+Enter")
    await box.press_sequentially("hai")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(box).to_have_value("một\nhai")

    await box.press("Enter")
    await expect(phone.locator(".own .text")).to_have_text("một\nhai", use_inner_text=True)


async def test_little_motion_is_respected(phone: Page, bot: ScriptedBot) -> None:
    await phone.emulate_media(reduced_motion="reduce")
    bot.is_silent = True
    await phone.get_by_role("button", name="Menu").click()
    await expect(phone.locator("#typing")).to_be_visible()

    assert await phone.evaluate("getComputedStyle(document.querySelector('#typing i')).animationName") == "none"
