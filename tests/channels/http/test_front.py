"""The one public HTTP server: many handlers, one port."""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress

import pytest
from aiohttp import ClientSession, web

from channels.http.front import BODY_LIMIT_BYTES, Front, Handler
from tests.channels.http.serving import front, serving


def saying(text: str) -> Handler:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=text)

    return answer


async def test_each_path_and_method_has_its_own_handler() -> None:
    one = front()
    one.add_get("/a", saying("got a"))
    one.add_post("/a", saying("posted a"))
    one.add_get("/b/{name}", saying("got b"))
    async with serving(one) as root, ClientSession() as session:
        for method, path, status, text in (
            ("GET", "/a", 200, "got a"),
            ("POST", "/a", 200, "posted a"),
            ("GET", "/b/file", 200, "got b"),
            ("HEAD", "/a", 200, ""),
            ("POST", "/b/file", 405, "405: Method Not Allowed"),
            ("GET", "/c", 404, "404: Not Found"),
        ):
            async with session.request(method, root + path) as response:
                assert (response.status, await response.text()) == (status, text)


async def test_port_is_known_once_it_listens_and_not_any_more_afterwards() -> None:
    told: list[int] = []
    one = Front("127.0.0.1", 0, told.append)
    one.add_get("/", saying(""))
    assert not one.listening.is_set()
    async with serving(one):
        assert one.port != 0
        assert told == [one.port]
    assert not one.listening.is_set()


async def test_without_a_route_it_waits_and_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.http.front.serve", None)
    task = asyncio.create_task(front().run())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_taken_port_is_an_error_that_says_so() -> None:
    one = front()
    one.add_get("/", saying(""))
    async with serving(one):
        other = Front("127.0.0.1", one.port)
        other.add_get("/", saying(""))
        with pytest.raises(OSError, match="in use"):
            await asyncio.wait_for(other.run(), 5)


def test_taken_path_is_refused_before_one_bot_hears_the_other() -> None:
    one = front()
    one.add_post("/hook", saying("first"))
    with pytest.raises(ValueError, match="POST /hook is taken"):
        one.add_post("/hook", saying("second"))


@pytest.mark.parametrize("has_route", [False, True])
async def test_route_that_comes_too_late_is_refused(has_route: bool) -> None:
    one = front()
    if has_route:
        one.add_get("/", saying(""))
    task = asyncio.create_task(one.run())
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="/late is added too late"):
        one.add_get("/late", saying(""))
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(("size", "status"), [(BODY_LIMIT_BYTES, 200), (BODY_LIMIT_BYTES + 1, 413)])
async def test_body_has_a_limit(size: int, status: int) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    one = front()
    one.add_post("/", read)
    async with (
        serving(one) as root,
        ClientSession() as session,
        session.post(root, data=io.BytesIO(bytes(size))) as response,
    ):
        assert response.status == status
