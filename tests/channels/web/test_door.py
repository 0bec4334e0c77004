"""Nobody gets in who was not given the printed address."""

from __future__ import annotations

import pytest

from channels.web import WebChannel
from channels.web.door import is_loopback
from language.say import web as say
from tests.channels.web.conftest import KEY, Behind, Site

TEXT = {"as": "mai", "id": "1", "text": "chào"}
PATHS = [
    "/",
    "/page.js",
    "/page.css",
    "/icon.svg",
    "/api/personas",
    "/api/history?as=mai",
    "/api/events?as=mai",
    "/nothing",
]


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_cookie_nothing_opens(stranger: Site, path: str) -> None:
    response = await stranger.get(path)

    assert response.status == 403
    assert await response.text() == say.open_printed_address()


@pytest.mark.parametrize("key", ["", "wrong", KEY[:-1], KEY + "x", "%00", "%ff", "đúng"])
async def test_wrong_key_opens_nothing(stranger: Site, key: str) -> None:
    response = await stranger.get(f"/?key={key}")

    assert response.status == 403
    assert "Set-Cookie" not in response.headers


async def test_right_key_becomes_a_cookie_that_is_not_the_key(stranger: Site) -> None:
    response = await stranger.get(f"/?key={KEY}")

    cookie = response.headers["Set-Cookie"]
    assert (response.status, response.headers["Location"]) == (303, "/")
    assert KEY not in cookie
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


async def test_wrong_cookie_opens_nothing(stranger: Site) -> None:
    for value in ("", "x", KEY):
        assert (await stranger.get("/", Cookie=f"chibot_practice_{stranger.channel.port}={value}")).status == 403


@pytest.mark.parametrize("path", [*PATHS[:-2], f"/?key={KEY}"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "evil.example:{port}", "127.0.0.1:1", "0.0.0.0:{port}", ""]
)
async def test_other_host_is_refused(entered: Site, path: str, host: str) -> None:
    assert (await entered.get(path, Host=host.format(port=entered.channel.port))).status == 403


async def test_localhost_is_this_machine_too(entered: Site) -> None:
    assert (await entered.get("/", Host=f"localhost:{entered.channel.port}")).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
async def test_another_site_cannot_post(entered: Site, behind: Behind, headers: dict[str, str]) -> None:
    assert (await entered.post(TEXT, **headers)).status == 403
    assert behind.received == []


async def test_post_without_an_origin_is_refused(entered: Site, behind: Behind) -> None:
    assert (await entered.session.post(f"{entered.root}/api/send", json=TEXT)).status == 403
    assert behind.received == []


async def test_another_port_of_this_machine_reads_nothing(entered: Site) -> None:
    assert (await entered.get("/api/history?as=mai", Sec_Fetch_Site="same-site")).status == 403


@pytest.mark.parametrize("path", [*PATHS, f"/?key={KEY}", "/?key=wrong"])
async def test_every_answer_is_marked_safe(entered: Site, path: str) -> None:
    response = await entered.get(path)

    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    response.close()


@pytest.mark.parametrize("path", ["/page.html", "/channel.py", "/..%2fchannel.py", "/%2e%2e/door.py", "/page%00.js"])
async def test_only_the_files_of_the_page_are_served(entered: Site, path: str) -> None:
    assert (await entered.get(path)).status in {403, 404}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", "", "127.0.0.1.example.com"])
def test_only_a_loopback_address_is_listened_on(behind: Behind, host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        WebChannel(host, 0, KEY, [], behind, behind.now, str)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_loopback_is_fine(host: str) -> None:
    assert is_loopback(host)


def test_address_of_ipv6_has_brackets(behind: Behind) -> None:
    assert WebChannel("::1", 8081, "k", [], behind, behind.now, str).address == "http://[::1]:8081/?key=k"
