"""Who may talk to the practice page: only a browser on this machine that was opened with the printed address.

A page of another site must not reach it (Origin, Sec-Fetch-Site), nor by a name that it points at us (Host: DNS
rebinding).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web

from language.say import web as say

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Door:
    """`key` opens it once; afterwards a cookie, which is not the key, does.

    Raises ValueError for a host that others could reach.
    """

    def __init__(self, host: str, port: int, key: str) -> None:
        if not is_loopback(host):
            raise ValueError(f"the practice page listens on this machine only, not on {host}")
        self.host, self.port, self._key = host, port, key
        self._pass = hmac.new(key.encode(), b"chibot practice page", hashlib.sha256).hexdigest()

    @property
    def address(self) -> str:
        return f"http://{_in_address(self.host)}:{self.port}/?key={self._key}"

    @property
    def _cookie(self) -> str:
        """Browsers share cookies between ports: two practice pages would throw each other out by one name."""
        return f"chibot_practice_{self.port}"

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._is_our_host(request):
            return self._refused()
        if request.method == "GET" and request.path == "/" and "key" in request.query:
            return self._entered() if _same(request.query["key"], self._key) else self._refused()
        if not _same(request.cookies.get(self._cookie, ""), self._pass) or not self._is_own_page(request):
            return self._refused()
        return await handler(request)

    async def mark_safe(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Also on what aiohttp answers by itself."""
        response.headers.update(SAFE_HEADERS)

    def _is_our_host(self, request: web.Request) -> bool:
        names = (self.host, "127.0.0.1", "localhost")
        return request.headers.get("Host", "") in {f"{_in_address(name)}:{self.port}" for name in names}

    def _is_own_page(self, request: web.Request) -> bool:
        """A browser always names the origin of a POST. Another port of this machine is the same *site*, not origin."""
        if request.path == "/":
            return request.method == "GET"
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return False
        return request.method == "GET" or request.headers.get("Origin") == f"http://{request.headers['Host']}"

    def _entered(self) -> web.Response:
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._pass, path="/", httponly=True, samesite="Strict")
        return response

    def _refused(self) -> web.Response:
        return web.Response(status=403, text=say.open_printed_address())


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _same(given: str, expected: str) -> bool:
    """In constant time, whatever characters were sent."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode(errors="replace"))
