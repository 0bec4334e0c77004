"""How the fake Zalo is called: tokens, bodies, parameters, and what it refuses."""

from __future__ import annotations

import pytest
from aiohttp import FormData

from tests.fakes.conftest import NOON, ZaloCaller
from tests.fakes.zalo import FakeZalo, Switches
from tests.fakes.zalo.addresses import why_unreachable

NOON_MS = int(NOON.timestamp() * 1000)
IN_8_PLACES = "x" * 8


@pytest.fixture(autouse=True)
def started(zalo: FakeZalo) -> None:
    zalo.say("ng1", "xin chào")


async def test_each_bot_says_who_it_is(zalo: FakeZalo, call: ZaloCaller) -> None:
    found = [await call.result("getMe", bot) for bot in range(3)]

    assert [one["id"] for one in found] == [bot.id for bot in zalo.bots]
    assert len({one["id"] for one in found}) == 3
    assert all(len(str(one["id"])) == 19 and str(one["account_name"]).startswith("Bot") for one in found)
    assert all(set(one) == {"id", "account_name", "account_type", "can_join_groups"} for one in found)
    assert found[0]["account_type"] == "BASIC"


async def test_bot_is_the_same_for_the_same_token() -> None:
    assert FakeZalo(["1:a", "2:b"]).bots[1].id == FakeZalo(["2:b"]).bots[0].id


async def test_message_is_sent_and_seen(zalo: FakeZalo, call: ZaloCaller) -> None:
    sent = await call.result("sendMessage", chat_id="ng1", text="Chào đồng chí")

    assert sent == {"message_id": zalo.chat("ng1").last.message_id, "date": NOON_MS}
    assert len(str(sent["message_id"])) == 20
    assert int(str(sent["message_id"]), 16)
    assert [(one.is_from_bot, one.text) for one in zalo.chat("ng1").messages] == [
        (False, "xin chào"),
        (True, "Chào đồng chí"),
    ]
    assert zalo.chat("ng1").texts == ("Chào đồng chí",)
    with pytest.raises(LookupError, match="says nothing in ng1"):
        _ = zalo.chat("ng1", bot=1).last


async def test_ids_are_the_same_in_each_run(zalo: FakeZalo) -> None:
    again = FakeZalo()

    assert again.say("ng1", "x") == zalo.chat("ng1").messages[0].message_id
    assert again.say("ng1", "x") != again.say("ng1", "x")
    assert FakeZalo(new_id=lambda: "a" * 20).say("ng1", "x") == "a" * 20


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_every_way(zalo: FakeZalo, call: ZaloCaller, how: str) -> None:
    params = {"chat_id": "ng1", "text": "chào"}
    address, session = call.address("sendMessage"), call.session
    multipart = FormData(params, default_to_multipart=True)
    async with {
        "query": lambda: session.get(address, params=params),
        "form": lambda: session.post(address, data=params),
        "multipart": lambda: session.post(address, data=multipart),
        "json": lambda: session.post(address, json=params),
    }[how]() as response:
        assert (await response.json())["ok"] is True

    assert zalo.chat("ng1").texts == ("chào",)
    assert zalo.violations == []


async def test_styles_of_a_form_are_json(zalo: FakeZalo, call: ZaloCaller) -> None:
    params = {"chat_id": "ng1", "text": "chào", "text_styles": '[{"start": 0, "len": 4, "st": ["b"]}]'}
    async with call.session.post(call.address("sendMessage"), data=params) as response:
        assert (await response.json())["ok"] is True
    assert zalo.chat("ng1").last.content == {"text_styles": [{"start": 0, "len": 4, "st": ["b"]}]}
    assert zalo.calls[0].params["text_styles"] == [{"start": 0, "len": 4, "st": ["b"]}]

    async with call.session.post(call.address("sendMessage"), data={**params, "text_styles": "["}) as response:
        assert (await response.json())["error_code"] == 400


@pytest.mark.parametrize("is_own_status", [False, True])
async def test_error_rides_on_200_or_on_its_own_status(zalo: FakeZalo, call: ZaloCaller, is_own_status: bool) -> None:
    zalo.switches.error_as_http_status = is_own_status
    calls: list[tuple[str, dict[str, object], int]] = [
        ("sendPoem", {}, 400),
        ("sendmessage", {"chat_id": "ng1", "text": "x"}, 400),
        ("sendMessage", {"chat_id": "ng2", "text": "x"}, 404),
        ("getUpdates", {"timeout": 0}, 0),
        ("getUpdates", {"timeout": 0}, 408),
    ]
    for method, params, code in calls:
        status, answer = await call(method, **params)
        assert answer.get("error_code", 0) == code
        assert status == (code if code and is_own_status else 200)
        assert isinstance(answer["description"], str) if code else answer["ok"] is True


async def test_empty_poll_is_worded_as_documented(zalo: FakeZalo, call: ZaloCaller) -> None:
    await call.message()

    assert await call("getUpdates", timeout=0) == (
        200,
        {"ok": False, "error_code": 408, "description": "Request timeout"},
    )


@pytest.mark.parametrize("is_page", [False, True])
@pytest.mark.parametrize("is_own_status", [False, True])
async def test_unknown_token_is_401_or_a_page(
    zalo: FakeZalo, call: ZaloCaller, is_page: bool, is_own_status: bool
) -> None:
    zalo.switches.html_on_bad_token, zalo.switches.error_as_http_status = is_page, is_own_status
    async with call.session.post(f"{zalo.url}/bot1:x/getMe", json={}) as response:
        assert response.status == (401 if is_own_status else 200)
        assert response.content_type == ("text/html" if is_page else "application/json")
        body = await response.text()
    assert body.startswith("<html>") if is_page else '"error_code": 401' in body
    assert [(one.method, one.bot, one.code) for one in zalo.calls] == [("getMe", None, 401)]


async def test_success_may_carry_a_zero(zalo: FakeZalo, call: ZaloCaller) -> None:
    assert "error_code" not in (await call("getMe"))[1]
    zalo.switches.error_code_zero = True

    _, answer = await call("getMe")
    assert (answer["ok"], answer["error_code"]) == (True, 0)


async def test_typing_is_answered_without_a_result(zalo: FakeZalo, call: ZaloCaller) -> None:
    assert await call("sendChatAction", chat_id="ng1", action="typing") == (200, {"ok": True})
    assert zalo.chat("ng1").actions == (NOON,)
    assert await call.code("sendChatAction", chat_id="ng2", action="typing") == 404


@pytest.mark.parametrize(
    ("method", "params", "what"),
    [
        ("sendPoem", {}, "unknown method"),
        ("sendMessage", {"text": "x"}, "parameter 'chat_id' is missing"),
        ("sendMessage", {"chat_id": "ng1"}, "parameter 'text' is missing"),
        ("sendMessage", {"chat_id": 1, "text": "x"}, "parameter 'chat_id': '1' is no string"),
        ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "ng1", "text": None}, "parameter 'text': 'None' is no string"),
        ("sendMessage", {"chat_id": "ng1", "text": " \n"}, "text is empty"),
        ("sendMessage", {"chat_id": "ng1", "text": "x" * 2001}, "text has 2001 UTF-16 units, at most 2000"),
        ("sendMessage", {"chat_id": "ng1", "text": "😀" * 1001}, "text has 2002 UTF-16 units, at most 2000"),
        ("sendMessage", {"chat_id": "ng1", "text": "\ud83d"}, "text has half of a character"),
        ("sendMessage", {"chat_id": "ng1", "text": "x", "reply_to_message_id": "1"}, "unknown parameter 'reply_to_message_id'"),
        ("sendMessage", {"chat_id": "ng1", "text": "x", "parse_mode": "HTML"}, "parse_mode is neither markdown nor html"),
        ("sendMessage", {"chat_id": "ng1", "text": "x", "text_styles": "b"}, "parameter 'text_styles': no list of styles"),
        (
            "sendMessage",
            {"chat_id": "ng1", "text": "x", "text_styles": [{"start": 0, "len": 1}]},
            "parameter 'text_styles': {'start': 0, 'len': 1} is no style",
        ),
        (
            "sendMessage",
            {"chat_id": "ng1", "text": "x", "text_styles": [{"start": 0, "len": True, "st": []}]},
            "parameter 'text_styles': {'start': 0, 'len': True, 'st': []} has a field of another kind",
        ),
        (
            "sendMessage",
            {"chat_id": "ng1", "text": "x", "text_styles": [{"start": 0, "len": 1, "st": [1]}]},
            "parameter 'text_styles': {'start': 0, 'len': 1, 'st': [1]}: st is no list of strings",
        ),
        (
            "sendMessage",
            {"chat_id": "ng1", "text": "x", "text_styles": [{"start": 1, "len": 1, "st": ["b"]}]},
            "text_styles: {'start': 1, 'len': 1, 'st': ['b']} is outside of the text",
        ),
        ("sendPhoto", {"chat_id": "ng1", "photo": "http://vi.du/a.jpg"}, "photo is not https"),
        ("sendPhoto", {"chat_id": "ng1", "photo": "data:image/png;base64,AA"}, "photo is not https"),
        ("sendPhoto", {"chat_id": "ng1", "photo": "https://10.0.0.8/a.jpg"}, "photo is on a private host"),
        ("sendPhoto", {"chat_id": "ng1", "photo": "https://vi.du/a.jpg", "caption": "x" * 2001}, "caption has 2001"),
        ("sendSticker", {"chat_id": "ng1", "sticker": ""}, "sticker is empty"),
        ("sendVoice", {"chat_id": "ng1", "voice_url": "https://vi.du/a.mp3"}, "voice_url does not end with .aac"),
        ("sendVoice", {"chat_id": "ng1", "voice_url": "http://vi.du/a.aac"}, "voice_url is not https"),
        ("sendChatAction", {"chat_id": "ng1", "action": "dance"}, "action is not typing"),
        ("getUpdates", {"timeout": "soon"}, "parameter 'timeout': 'soon' is no seconds"),
        ("getUpdates", {"timeout": -1}, "parameter 'timeout': '-1' is no seconds"),
        ("getUpdates", {"timeout": True}, "parameter 'timeout': 'True' is no seconds"),
        ("getUpdates", {"offset": 1}, "unknown parameter 'offset'"),
        ("getMe", {"timeout": 1}, "unknown parameter 'timeout'"),
        ("setWebhook", {"url": "https://vi.du/z"}, "parameter 'secret_token' is missing"),
        ("setWebhook", {"url": "https://vi.du/z", "secret_token": "x" * 7}, "secret_token has not 8-256 characters"),
        ("setWebhook", {"url": "https://vi.du/z", "secret_token": "x" * 257}, "secret_token has not 8-256 characters"),
        ("setWebhook", {"url": "http://vi.du/z", "secret_token": IN_8_PLACES}, "url is not https"),
        ("setWebhook", {"url": "https://localhost/z", "secret_token": IN_8_PLACES}, "url is on a private host"),
    ],
)  # fmt: skip
async def test_breach_is_refused_and_kept(
    zalo: FakeZalo, call: ZaloCaller, method: str, params: dict[str, object], what: str
) -> None:
    _, answer = await call(method, **params)

    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert str(answer["description"]).startswith(f"Bad request: {what}")
    (violation,) = zalo.violations
    assert (violation.method, violation.bot) == (method, 0)
    assert violation.what.startswith(what)
    assert zalo.chat("ng1").from_bot == ()
    assert len(zalo.bots[0].inbox.pending) == 1
    assert zalo.webhook() is None


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        (b"{", "application/json", "the body is not JSON"),
        (b"[]", "application/json", "the body is no JSON object"),
        (b"text=x", "text/plain", "the body is text/plain, neither JSON nor a form"),
    ],
)
async def test_body_that_cannot_be_read(zalo: FakeZalo, call: ZaloCaller, body: bytes, kind: str, what: str) -> None:
    async with call.session.post(call.address("getMe"), data=body, headers={"Content-Type": kind}) as response:
        assert (await response.json())["description"] == f"Bad request: {what}"

    assert [violation.what for violation in zalo.violations] == [what]


async def test_file_is_no_photo(zalo: FakeZalo, call: ZaloCaller) -> None:
    body = FormData({"chat_id": "ng1"})
    body.add_field("photo", b"\xff\xd8", filename="a.jpg")
    async with call.session.post(call.address("sendPhoto"), data=body) as response:
        assert (await response.json())["error_code"] == 400
    assert zalo.chat("ng1").from_bot == ()


async def test_text_of_2000_and_every_other_kind_is_sent(zalo: FakeZalo, call: ZaloCaller) -> None:
    for method, params in [
        ("sendMessage", {"text": "😀" * 1000, "parse_mode": "markdown"}),
        ("sendPhoto", {"photo": "https://vi.du/a.jpg", "caption": "Báo cáo"}),
        ("sendSticker", {"sticker": "s"}),
        ("sendVoice", {"voice_url": "https://vi.du/a.aac"}),
    ]:
        assert await call.code(method, chat_id="ng1", **params) == 0

    seen = zalo.chat("ng1").from_bot
    assert [one.kind for one in seen] == ["text", "photo", "sticker", "voice"]
    assert (seen[1].text, seen[1].content) == ("Báo cáo", {"photo": "https://vi.du/a.jpg"})
    assert zalo.violations == []


async def test_voice_in_a_group_is_delivered_to_nobody(zalo: FakeZalo, call: ZaloCaller) -> None:
    zalo.say_in_group("nhom1", "ng1", "chào")

    assert await call.code("sendVoice", chat_id="nhom1", voice_url="https://vi.du/a.aac") == 0
    assert zalo.chat("nhom1").from_bot == ()
    assert await call.code("sendMessage", chat_id="nhom1", text="chào") == 0
    assert zalo.chat("nhom1").texts == ("chào",)


async def test_calls_are_recorded(zalo: FakeZalo, call: ZaloCaller) -> None:
    await call("sendMessage", chat_id="ng1", text="một")
    await call("sendMessage", chat_id="ng2", text="hai")
    await call("sendMessage", 1, chat_id="ng1", text="ba")
    await call("getMe")

    assert [(one.method, one.bot, one.status, one.code) for one in zalo.calls] == [
        ("sendMessage", 0, 200, 0),
        ("sendMessage", 0, 200, 404),
        ("sendMessage", 1, 200, 404),
        ("getMe", 0, 200, 0),
    ]
    assert [one.params["text"] for one in zalo.calls_of("sendMessage", chat="ng1")] == ["một", "ba"]
    assert [one.params["text"] for one in zalo.calls_of("sendMessage", bot=0)] == ["một", "hai"]
    assert (zalo.calls[0].at, zalo.calls[1].description) == (NOON, "Not found: nobody wrote to the bot there")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://vi.du/a", ""),
        ("https://8.8.8.8:8443/a", ""),
        ("http://vi.du/a", "is not https"),
        ("ftp://vi.du/a", "is not https"),
        ("nowhere", "is not https"),
        ("https:///a", "is on a private host"),
        ("https://chibot/a", "is on a private host"),
        ("https://chibot.local/a", "is on a private host"),
        ("https://localhost/a", "is on a private host"),
        ("https://127.0.0.1/a", "is on a private host"),
        ("https://192.168.1.5/a", "is on a private host"),
        ("https://[::1]/a", "is on a private host"),
        ("https://169.254.169.254/a", "is on a private host"),
    ],
)
def test_only_public_addresses_can_be_reached(address: str, why: str) -> None:
    assert why_unreachable(address, allows_loopback=False) == why


def test_loopback_alone_is_let_through_when_it_is_allowed() -> None:
    assert why_unreachable("http://127.0.0.1:8080/a", allows_loopback=True) == ""
    assert why_unreachable("http://192.168.1.5/a", allows_loopback=True) == "is not https"
    assert why_unreachable("ftp://127.0.0.1/a", allows_loopback=True) == "is not https"


def test_misspelled_switch_cannot_be_turned() -> None:
    with pytest.raises(AttributeError):
        Switches().envelop = "list"  # type: ignore[attr-defined] # what is misspelled is the point
