"""The conversation in a real browser: what is written arrives, what is answered is seen, nothing is lost."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Served
from tests.browser.scripted_bot import MENU, PEOPLE, ScriptedBot, rows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RECONNECTS = "Đang kết nối lại…"


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Tin nhắn").fill(text)
    await page.get_by_label("Tin nhắn").press("Enter")


async def test_text_is_answered(phone: Page, bot: ScriptedBot) -> None:
    await write(phone, "xin chào")

    await expect(phone.get_by_text("Trợ lý hiểu: xin chào")).to_be_visible()
    await expect(phone.get_by_label("Tin nhắn")).to_have_value("")
    await expect(phone.get_by_text("Thứ Năm, 05/11/2026")).to_have_count(1)
    await expect(phone.locator(".own .foot")).to_have_text("19:42")
    assert [raw["text"] for raw in bot.received] == ["xin chào"]


async def test_menu_button_asks_for_the_menu(phone: Page) -> None:
    await phone.get_by_role("button", name="Menu").click()

    await expect(phone.get_by_role("button", name="Báo cáo sinh hoạt")).to_be_visible()
    assert await phone.locator(".row").count() == 3


async def test_press_edits_in_place(phone: Page, bot: ScriptedBot) -> None:
    await write(phone, "menu")
    await phone.get_by_role("button", name="Tiến độ").click()

    await expect(phone.locator(".bot .text")).to_have_text(["Trợ lý hiểu: progress"])
    await expect(phone.locator(".row")).to_have_count(0)
    assert bot.received[-1]["press"] == "progress"
    assert bot.received[-1]["message_id"] == str(bot.stored["konya"][1].id)


async def test_press_shows_as_pressed_until_the_answer(phone: Page, bot: ScriptedBot) -> None:
    message = await bot.says("konya", "Đồng chí cần gì?", MENU)
    bot.is_silent = True
    pressed = phone.get_by_role("button", name="Tiến độ")
    await pressed.dblclick()

    await expect(pressed).to_have_attribute("aria-pressed", "true")
    for button in await phone.locator(".row button").all():
        await expect(button).to_have_attribute("aria-disabled", "true")
    assert [raw["press"] for raw in bot.received] == ["progress"]

    await bot.edits("konya", message, "Xem ở đâu?", rows("Chi_bộ|cell"))
    await expect(phone.get_by_role("button", name="Chi bộ", exact=True)).not_to_have_attribute("aria-disabled", "true")


async def test_strip_takes_the_buttons_away(phone: Page, bot: ScriptedBot) -> None:
    message = await bot.says("konya", "Đồng chí cần gì?", MENU)
    await expect(phone.locator(".row button")).to_have_count(4)

    await bot.strips("konya", message)
    await expect(phone.locator(".row button")).to_have_count(0)
    await expect(phone.get_by_text("Đồng chí cần gì?")).to_be_visible()


async def test_message_that_comes_twice_is_shown_once(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "một")
    await bot.repeats("konya")
    await bot.says("konya", "hai")

    await expect(phone.locator(".bot .text")).to_have_text(["một", "hai"])


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=\"document.title='broken'\"><b>đậm</b><script>document.title='broken'</script>",
        "&lt;i&gt; &amp; \u202eđảo ngược",
        "dòng 1\n\n  dòng 3 thụt vào",
        "=1+1'; DROP TABLE",
    ],
)
async def test_markup_is_shown_as_it_was_written(phone: Page, bot: ScriptedBot, text: str) -> None:
    await write(phone, text)
    await bot.says("konya", text, rows("<b>nút</b>|x"))

    button = phone.get_by_role("button", name="<b>nút</b>")
    await expect(button).to_be_visible()
    assert await phone.locator(".own .text").text_content() == text
    assert await phone.locator(".bot", has=button).locator(".text").text_content() == text
    assert await phone.locator("#log img, #log b, #log script").count() == 0
    assert "broken" not in await phone.title()


async def test_personal_message_has_a_lock(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "riêng", is_personal=True)
    await bot.says("konya", "chung")

    await expect(phone.get_by_title("Không chuyển tiếp được")).to_have_count(1)
    await expect(phone.get_by_role("img", name="Không chuyển tiếp được")).to_be_visible()


async def test_attachment_menu_sends_just_the_kind(phone: Page, bot: ScriptedBot) -> None:
    for label, kind in (
        ("Ảnh", "photo"),
        ("Tệp", "file"),
        ("Nhãn dán", "sticker"),
        ("Tin thoại", "voice"),
        ("Vị trí", "location"),
    ):
        await phone.get_by_role("button", name="Gửi ảnh, tệp").click()
        await phone.get_by_role("button", name=label, exact=True).click()
        await expect(phone.get_by_text(f"Trợ lý hiểu: {kind}")).to_be_visible()
        await expect(phone.locator("#attachments")).to_be_hidden()

    assert [raw["media"] for raw in bot.received] == ["photo", "file", "sticker", "voice", "location"]


async def test_picker_changes_the_conversation_and_is_remembered(phone: Page, served: Served) -> None:
    await write(phone, "của Mai")
    await expect(phone.get_by_text("Trợ lý hiểu: của Mai")).to_be_visible()
    await phone.get_by_role("button", name="Đang đóng vai").click()
    await expect(phone.get_by_role("dialog", name="Đóng vai ai?")).to_be_visible()
    await phone.get_by_role("button", name="Lê Thu Hà").click()

    await expect(phone.get_by_text("của Mai")).to_have_count(0)
    await write(phone, "của Hà")
    await expect(phone.get_by_text("Trợ lý hiểu: của Hà")).to_be_visible()
    assert phone.url.endswith("/#union")
    await phone.goto(served.address)
    await expect(phone.locator("#who")).to_contain_text("Lê Thu Hà")
    await expect(phone.get_by_text("Trợ lý hiểu: của Hà")).to_be_visible()
    await phone.evaluate("location.hash = '#konya'")
    await expect(phone.get_by_text("Trợ lý hiểu: của Mai")).to_be_visible()


async def test_picker_shows_everybody_with_their_post(phone: Page) -> None:
    await phone.get_by_role("button", name="Đang đóng vai").click()

    for person in PEOPLE:
        await expect(
            phone.get_by_role("dialog").get_by_role("button", name=f"{person.name} {person.post}")
        ).to_be_visible()
    await expect(phone.get_by_role("dialog").locator("[aria-current]")).to_contain_text("Trần Thị Mai")


async def test_reload_shows_the_conversation_again(phone: Page, bot: ScriptedBot) -> None:
    await write(phone, "menu")
    await expect(phone.get_by_role("button", name="Tra cứu")).to_be_visible()
    await phone.reload()

    await expect(phone.locator(".own .text")).to_have_text(["menu"])
    await phone.get_by_role("button", name="Tra cứu").click()
    await expect(phone.get_by_text("Trợ lý hiểu: lookup")).to_be_visible()


async def test_what_was_written_while_the_bot_was_away_arrives_once_and_in_order(
    phone: Page, served: Served, bot: ScriptedBot
) -> None:
    await write(phone, "trước")
    await expect(phone.get_by_text("Trợ lý hiểu: trước")).to_be_visible()
    await served.stop()
    await expect(phone.get_by_role("status")).to_have_text(RECONNECTS)
    for text in ("một", "hai", "ba"):
        await write(phone, text)
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()

    await served.start()
    await expect(phone.locator(".own .text")).to_have_text(["trước", "một", "hai", "ba"])
    await expect(phone.locator(".bot .text")).to_have_text(
        [f"Trợ lý hiểu: {text}" for text in ("trước", "một", "hai", "ba")]
    )
    await expect(phone.get_by_role("status")).to_have_text("")
    assert [raw["text"] for raw in bot.received] == ["trước", "một", "hai", "ba"]


async def test_what_was_said_while_the_page_was_away_is_seen(phone: Page, served: Served, bot: ScriptedBot) -> None:
    await expect(phone.get_by_role("status")).to_have_text("")
    await served.stop()
    await expect(phone.get_by_role("status")).to_have_text(RECONNECTS)
    await bot.says("konya", "tin trong lúc mất kết nối")

    await served.start()
    await expect(phone.get_by_text("tin trong lúc mất kết nối")).to_be_visible()


async def test_what_was_not_stored_is_kept_over_a_reload(phone: Page, bot: ScriptedBot) -> None:
    bot.is_broken = True
    await write(phone, "báo cáo")
    await expect(phone.get_by_text("Tin chưa được lưu").first).to_be_visible()
    await phone.reload()
    await expect(phone.locator(".own .text")).to_have_text(["báo cáo"])
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()

    bot.is_broken = False
    await phone.get_by_role("button", name="Gửi lại").click()
    await expect(phone.get_by_text("Trợ lý hiểu: báo cáo")).to_be_visible()
    await expect(phone.locator(".own .text")).to_have_text(["báo cáo"])
    await expect(phone.get_by_role("button", name="Gửi lại")).to_have_count(0)
    await expect(phone.get_by_role("status")).to_have_text("")


async def test_repeat_of_what_was_stored_without_an_answer_counts_once(phone: Page, bot: ScriptedBot) -> None:
    await phone.route("**/api/send", lambda route: route.abort(), times=1)
    await write(phone, "một lần")
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()
    await phone.get_by_role("button", name="Gửi lại").click()
    await expect(phone.get_by_text("Trợ lý hiểu: một lần")).to_be_visible()

    async def stored_but_unanswered(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await phone.route("**/api/send", stored_but_unanswered, times=1)
    await write(phone, "hai lần")
    await phone.get_by_role("button", name="Gửi lại").click()
    await expect(phone.get_by_role("button", name="Gửi lại")).to_have_count(0)
    await expect(phone.get_by_text("Trợ lý hiểu: hai lần")).to_have_count(1)
    assert len({raw["id"] for raw in bot.received}) == 2
    assert len(bot.received) == 3


async def test_message_that_was_stored_at_the_first_try_is_shown_once(phone: Page, bot: ScriptedBot) -> None:
    async def stored_but_unanswered(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await phone.route("**/api/send", stored_but_unanswered)
    await write(phone, "báo cáo")
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()
    await phone.reload()
    await expect(phone.get_by_role("button", name="Gửi lại")).to_be_visible()

    await phone.unroute_all()
    await phone.get_by_role("button", name="Gửi lại").click()
    await expect(phone.locator(".own .text")).to_have_text(["báo cáo"])
    await expect(phone.locator(".bot .text")).to_have_text(["Trợ lý hiểu: báo cáo"])


async def test_answer_may_be_faster_than_the_acknowledgement(phone: Page) -> None:
    async def acknowledged_late(route: Route) -> None:
        response = await route.fetch()
        await expect(phone.get_by_text("Trợ lý hiểu: nhanh")).to_be_visible()
        await route.fulfill(response=response)

    await phone.route("**/api/send", acknowledged_late)
    await write(phone, "nhanh")

    await expect(phone.locator(".own .foot")).to_have_text("19:42")
    assert await phone.locator("#log > *").evaluate_all("(all) => all.map((one) => one.className)") == [
        "day",
        "said own",
        "said bot",
    ]


async def test_press_that_does_not_get_through_can_be_pressed_again(phone: Page, bot: ScriptedBot) -> None:
    await bot.says("konya", "Đồng chí cần gì?", MENU)
    bot.is_broken = True
    await phone.get_by_role("button", name="Tiến độ").click()
    await expect(phone.get_by_role("status")).to_contain_text("Tin chưa được lưu")

    bot.is_broken = False
    await phone.get_by_role("button", name="Tiến độ").click()
    await expect(phone.get_by_text("Trợ lý hiểu: progress")).to_be_visible()


async def test_too_long_text_is_explained_and_the_next_goes_on(phone: Page, bot: ScriptedBot) -> None:
    await write(phone, "x" * 70_000)
    await write(phone, "ngắn")

    await expect(phone.get_by_text("Tin dài quá")).to_be_visible()
    await expect(phone.get_by_text("Trợ lý hiểu: ngắn")).to_be_visible()


async def test_burst_is_received_in_the_order_in_which_it_was_written(phone: Page, bot: ScriptedBot) -> None:
    is_written = asyncio.Event()

    async def slowly(route: Route) -> None:
        await is_written.wait()
        await route.continue_()

    await phone.route("**/api/send", slowly)
    texts = [f"tin {number}" for number in range(6)]
    for text in texts:
        await write(phone, text)
    is_written.set()

    await expect(phone.locator(".bot .text")).to_have_text([f"Trợ lý hiểu: {text}" for text in texts])
    orders = [int(str(raw["order"])) for raw in bot.received]
    assert [raw["text"] for raw in bot.received] == texts
    assert orders == sorted(orders)


async def test_typing_is_shown_until_the_answer(phone: Page, bot: ScriptedBot) -> None:
    bot.is_silent = True
    await write(phone, "xin chào")
    await expect(phone.locator("#typing")).to_be_visible()

    await bot.says("konya", "chào")
    await expect(phone.locator("#typing")).to_be_hidden()


async def test_page_scrolls_only_for_those_who_read_the_end(phone: Page, bot: ScriptedBot) -> None:
    for number in range(20):
        await bot.says("konya", f"tin {number}\nhai dòng")
    await expect(phone.get_by_text("tin 19")).to_be_in_viewport()
    await phone.locator("#scroll").evaluate("(box) => { box.scrollTop = 0; }")
    await bot.says("konya", "tin cuối")

    newest = phone.get_by_role("button", name="Tin mới")
    await expect(newest).to_be_visible()
    await expect(phone.get_by_text("tin 0\n")).to_be_in_viewport()
    await newest.click()
    await expect(phone.get_by_text("tin cuối")).to_be_in_viewport()
    await expect(newest).to_be_hidden()


async def test_nothing_is_asked_of_another_host(browser: Browser, served: Served) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(served.address)
    await page.get_by_role("button", name="Trần Thị Mai").click()
    await write(page, "menu")
    await expect(page.get_by_role("button", name="Tra cứu")).to_be_visible()
    await page.close()

    root = served.address.split("?")[0]
    assert [url for url in asked if not url.startswith(root)] == []
    assert [url for url in asked if "key=" in url] == [served.address]


async def test_page_without_the_key_says_what_to_do(browser: Browser, served: Served) -> None:
    page = await browser.new_page()
    await page.goto(served.address.split("?")[0])

    await expect(page.get_by_text("địa chỉ in trong cửa sổ lệnh")).to_be_visible()
    await page.close()
