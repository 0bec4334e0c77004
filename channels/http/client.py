"""The one HTTP client. It says of every call that failed whether the request was written: only then may it have had an effect."""

from __future__ import annotations

from types import SimpleNamespace
from typing import NamedTuple

import aiohttp
from aiohttp import ClientSession, ClientTimeout, TraceConfig
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

CONNECT_SECONDS = 10.0
SCHEMES = ("http://", "socks5://")


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
        self, method: str, url: str, body: bytes | None, content_type: str, read_seconds: float
    ) -> Answer | NoAnswer:
        """One request; redirects are answers. Never raises for the network. `read_seconds` is the longest silence that is waited for."""
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
                data=body,
                headers={"Content-Type": content_type},
                timeout=limit,
                allow_redirects=False,
                trace_request_ctx=written,
            ) as response:
                return Answer(response.status, await response.read())
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


def _watch() -> TraceConfig:
    """Marks a request once its first bytes go to the server itself: greeting a proxy, names and TLS come before."""

    async def mark(_session: ClientSession, context: SimpleNamespace, _params: object) -> None:
        context.trace_request_ctx.yes = True

    config = TraceConfig()
    config.on_request_headers_sent.append(mark)
    return config
