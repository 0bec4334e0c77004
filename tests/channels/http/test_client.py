"""The one HTTP client: what became of a request, told without exceptions and without addresses."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from channels.http.client import Answer, HttpClient, NoAnswer

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
TORN = b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nhalf"


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[int]:
    async def talked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(talked, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


def answering(reply: bytes, heard: list[bytes] | None = None) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(head)
        writer.write(reply)
        await writer.drain()

    return talk


@asynccontextmanager
async def calling(proxy_url: str = "") -> AsyncIterator[Callable[[str], Awaitable[Answer | NoAnswer]]]:
    client = HttpClient(proxy_url, connect_seconds=5)
    yield lambda url: client.call("POST", url, b"{}", "application/json", 5)
    await client.close()


async def closed_port() -> int:
    async with listening(answering(OK)) as port:
        return port


async def test_answer_comes_whole() -> None:
    async with listening(answering(OK)) as port, calling() as call:
        assert await call(f"http://127.0.0.1:{port}/") == Answer(200, b"ok")


async def test_redirect_is_an_answer_and_is_not_followed() -> None:
    async with listening(answering(MOVED)) as port, calling() as call:
        assert await call(f"http://127.0.0.1:{port}/") == Answer(302, b"")


async def test_nothing_is_written_where_nobody_listens() -> None:
    async with calling() as call:
        assert await call(f"http://127.0.0.1:{await closed_port()}/") == NoAnswer(False, "ClientConnectorError")


@pytest.mark.parametrize("url", ["http://", "no-address", "ftp://127.0.0.1/"])
async def test_nothing_is_written_to_what_is_no_address(url: str) -> None:
    async with calling() as call:
        answer = await call(url)

    assert isinstance(answer, NoAnswer)
    assert not answer.is_written


async def test_nothing_is_written_before_the_server_has_proved_who_it_is() -> None:
    async with listening(answering(OK)) as port, calling() as call:
        answer = await call(f"https://127.0.0.1:{port}/")

    assert isinstance(answer, NoAnswer)
    assert not answer.is_written


async def test_request_that_is_cut_off_was_written() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async with listening(hang_up) as port, calling() as call:
        answer = await call(f"http://127.0.0.1:{port}/")

    assert isinstance(answer, NoAnswer)
    assert answer.is_written


async def test_half_an_answer_is_none() -> None:
    async with listening(answering(TORN)) as port, calling() as call:
        assert await call(f"http://127.0.0.1:{port}/") == NoAnswer(True, "ClientPayloadError")


async def test_silence_is_waited_for_only_so_long() -> None:
    ended = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()

    async with listening(say_nothing) as port:
        client = HttpClient()
        url = f"http://127.0.0.1:{port}/"
        assert await client.call("POST", url, b"{}", "application/json", 0.02) == NoAnswer(True, "SocketTimeoutError")
        ended.set()
        await client.close()


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{await closed_port()}")
    async with listening(answering(OK)) as port, calling() as call:
        assert await call(f"http://127.0.0.1:{port}/") == Answer(200, b"ok")


async def test_http_proxy_is_asked_for_the_address() -> None:
    heard: list[bytes] = []
    async with listening(answering(OK, heard)) as port, calling(f"http://127.0.0.1:{port}") as call:
        assert await call("http://api.example/bot") == Answer(200, b"ok")

    assert heard[0].startswith(b"POST http://api.example/bot ")


async def test_http_proxy_that_refuses_to_connect_has_written_nothing() -> None:
    heard: list[bytes] = []
    async with listening(answering(REFUSED, heard)) as port, calling(f"http://127.0.0.1:{port}") as call:
        assert await call("https://api.example/bot") == NoAnswer(False, "ClientHttpProxyError")

    assert heard[0].startswith(b"CONNECT api.example:443 ")


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_proxy_that_is_not_there_has_written_nothing(scheme: str) -> None:
    async with calling(f"{scheme}://127.0.0.1:{await closed_port()}") as call:
        answer = await call("https://api.example/bot")

    assert isinstance(answer, NoAnswer)
    assert not answer.is_written


def socks(reply_code: int, named: list[bytes]) -> Talk:
    """A SOCKS5 proxy that is the server as well."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly(2)
        await reader.readexactly(methods[1])
        writer.write(b"\x05\x00")
        await reader.readexactly(3)
        assert await reader.readexactly(1) == b"\x03", "names are for the proxy to resolve"
        named.append(await reader.readexactly((await reader.readexactly(1))[0]))
        await reader.readexactly(2)
        writer.write(struct.pack("!BBBB4sH", 5, reply_code, 0, 1, b"\0" * 4, 0))
        if reply_code == 0:
            await answering(OK)(reader, writer)

    return talk


async def test_socks_proxy_resolves_the_name_and_passes_the_request_on() -> None:
    named: list[bytes] = []
    async with listening(socks(0, named)) as port, calling(f"socks5://127.0.0.1:{port}") as call:
        assert await call("http://api.example/bot") == Answer(200, b"ok")

    assert named == [b"api.example"]


async def test_socks_proxy_that_refuses_has_written_nothing() -> None:
    async with listening(socks(5, [])) as port, calling(f"socks5://127.0.0.1:{port}") as call:
        assert await call("http://api.example/bot") == NoAnswer(False, "ProxyError")


@pytest.mark.parametrize("url", ["ftp://x", "127.0.0.1:1080", "https://x"])
def test_other_kinds_of_proxy_are_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="proxy"):
        HttpClient(url)


async def test_nothing_is_written_after_hanging_up() -> None:
    async with listening(answering(OK)) as port:
        client = HttpClient()
        url = f"http://127.0.0.1:{port}/"
        assert await client.call("POST", url, b"{}", "application/json", 5) == Answer(200, b"ok")
        await client.close()
        await client.close()
        assert await client.call("POST", url, b"{}", "application/json", 5) == NoAnswer(False, "closed")


async def test_hanging_up_ends_a_call_that_waits_for_its_answer() -> None:
    heard, ended = asyncio.Event(), asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        await ended.wait()

    async with listening(say_nothing) as port:
        client = HttpClient()
        calling = asyncio.create_task(client.call("POST", f"http://127.0.0.1:{port}/", b"{}", "application/json", 60))
        await heard.wait()
        await client.close()
        answer = await asyncio.wait_for(calling, 5)
        ended.set()

    assert isinstance(answer, NoAnswer)
    assert answer.is_written
