"""The one HTTP client. It says of every call that failed whether the request was written: only then may it have had an effect."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from types import SimpleNamespace
from typing import NamedTuple

import aiohttp
from aiohttp import ClientSession, ClientTimeout, TraceConfig
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

CONNECT_SECONDS = 10.0
SCHEMES = ("http://", "socks5://")
TOO_LARGE = "too_large"
"""What `NoAnswer.code` says of a download that was cut off."""


class Part(NamedTuple):
    """One file of a form."""

    name: str
    content_type: str
    content: bytes


class Form(NamedTuple):
    """A body of several parts (multipart/form-data): texts and files by the name of their field. Names of files go as they are."""

    texts: Mapping[str, str]
    files: Mapping[str, Part]


class Answer(NamedTuple):
    """Whatever the server said, whole."""

    status: int
    body: bytes


class NoAnswer(NamedTuple):
    """`is_written`: the request left this machine, at least in part, so that it may have been obeyed.

    `code` names the kind of trouble. It never holds an address, and this is no exception that could carry one: some
    vendors want their token in the address.
    """

    is_written: bool
    code: str


class HttpClient:
    """`proxy_url`: "http://…" or "socks5://…" (names are then resolved by the proxy), empty for none.

    Proxies of the environment are not used. Connections are opened by calls, as they are needed; after `close` nothing
    is written any more. Raises ValueError for another kind of proxy.
    """

    def __init__(self, proxy_url: str = "", connect_seconds: float = CONNECT_SECONDS) -> None:
        if proxy_url and not proxy_url.startswith(SCHEMES):
            raise ValueError(f"a proxy begins with {' or '.join(SCHEMES)}")
        self._proxy_url, self._connect_seconds = proxy_url, connect_seconds
        self._session: ClientSession | None = None
        self._is_closed = False

    async def call(
        self,
        method: str,
        url: str,
        body: bytes | Form | None,
        content_type: str,
        read_seconds: float,
        most: int | None = None,
    ) -> Answer | NoAnswer:
        """One request; redirects are answers. Never raises for the network. `read_seconds` is the longest silence that is waited for.

        A form says its own content type. An answer of more than `most` bytes is cut off while it is read (TOO_LARGE).
        """
        if self._is_closed:
            return NoAnswer(False, "closed")
        limit = ClientTimeout(
            total=self._connect_seconds + 2 * read_seconds, connect=self._connect_seconds, sock_read=read_seconds
        )
        written = SimpleNamespace(yes=False)
        try:
            async with self._opened().request(
                method,
                url,
                data=_multipart(body) if isinstance(body, Form) else body,
                headers=None if isinstance(body, Form) else {"Content-Type": content_type},
                timeout=limit,
                allow_redirects=False,
                trace_request_ctx=written,
            ) as response:
                found = await _read(response, most)
                return NoAnswer(True, TOO_LARGE) if found is None else Answer(response.status, found)
        except (aiohttp.ClientError, ProxyConnectionError, ProxyError, ProxyTimeoutError, OSError) as error:
            return NoAnswer(written.yes, type(error).__name__)

    async def close(self) -> None:
        """Hangs up on everything that is under way."""
        self._is_closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _opened(self) -> ClientSession:
        if self._session is None:
            is_socks = self._proxy_url.startswith("socks5://")
            self._session = ClientSession(
                connector=ProxyConnector.from_url(self._proxy_url) if is_socks else None,
                proxy=None if is_socks else self._proxy_url or None,
                trust_env=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[_watch()],
            )
        return self._session


def _multipart(form: Form) -> aiohttp.FormData:
    """The names of files unquoted: the receiver shows them as they come."""
    data = aiohttp.FormData(quote_fields=False)
    for name, text in form.texts.items():
        data.add_field(name, text)
    for name, part in form.files.items():
        data.add_field(name, BytesIO(part.content), filename=part.name, content_type=part.content_type)
    return data


async def _read(response: aiohttp.ClientResponse, most: int | None) -> bytes | None:
    """The whole body; None as soon as there are more than `most` bytes of it."""
    if most is None:
        return await response.read()
    found = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)


def _watch() -> TraceConfig:
    """Marks a request once its first bytes go to the server itself: greeting a proxy, names and TLS come before."""

    async def mark(_session: ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.yes = True

    config = TraceConfig()
    config.on_request_headers_sent.append(mark)
    return config
