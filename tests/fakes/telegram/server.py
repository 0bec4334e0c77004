"""The server: reads each call, lets it meet its trouble, checks it, and answers as Telegram does."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.telegram import keyboards
from tests.fakes.telegram.answering import Answering
from tests.fakes.telegram.chats import ChatView
from tests.fakes.telegram.faults import Fault, Faults, Limits, RateLimits, Trouble
from tests.fakes.telegram.methods import BY_LOWER_CASE, METHODS, UPDATE_KINDS
from tests.fakes.telegram.parameters import Body, Json, Upload, read
from tests.fakes.telegram.people import People
from tests.fakes.telegram.refusals import NOT_FOUND, UNAUTHORIZED, WEBHOOK_IS_ACTIVE, Refusal, bad_request, conflict
from tests.fakes.telegram.updates import KEPT, UpdateQueue
from tests.fakes.telegram.webhook import Deliveries, Hook, checked, info
from tests.fakes.telegram.world import World

TOKEN = "7000000001:AAfakefakefakefakefakefakefakefake"
MOST_BYTES = 64 * 1024 * 1024
UNLIMITED = Limits()
GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "file_id": "file_id not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
}


def wall_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 a server that stands for the outside world has the world's own time


@dataclass(slots=True)
class Call:
    """One call of the bot. `status` is None while, or because, it was never answered."""

    method: str
    params: Json
    at: datetime
    status: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that breaks the documentation."""

    method: str
    what: str


class FakeTelegram(People):
    """Telegram's servers, for one bot: `async with FakeTelegram() as fake`, then `fake.url` and `fake.token`.

    `second` is how long a second of a poll's `timeout` lasts. `now` is the clock of messages, presses and rate limits.
    `first_update_id` is where the ids start; `forgives_offsets` see `UpdateQueue`. `keeps_order`, `backoff_seconds`: see
    `Deliveries`. `press_seconds`: how long a press may wait for its answer. `privacy_mode`: in groups the bot sees only what is
    addressed to it. `kept`: how long an update is kept for a bot that does not fetch it.
    """

    def __init__(
        self,
        token: str = TOKEN,
        port: int = 0,
        *,
        username: str = "chibot_thu_bot",
        now: Callable[[], datetime] = wall_clock,
        first_update_id: int = 731_604_117,
        second: float = 1.0,
        limits: Limits = UNLIMITED,
        privacy_mode: bool = True,
        press_seconds: float = 15.0,
        forgives_offsets: bool = True,
        keeps_order: bool = True,
        backoff_seconds: float = 0.01,
        kept: timedelta = KEPT,
    ) -> None:
        self.token, self.username, self.bot_id = token, username, int(token.partition(":")[0])
        world = World(self.bot_id, username, now, privacy_mode)
        queue = UpdateQueue(first_update_id, now, second, forgives_offsets, world.changes.happened, kept)
        super().__init__(world, queue)
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.faults, self.rate_limits = Faults(), RateLimits(limits, now)
        self._answering = Answering(world, press_seconds, self.rate_limits.check)
        self._webhook_settings = backoff_seconds, keeps_order
        self._deliveries: Deliveries | None = None
        self._runner: web.AppRunner | None = None
        self._port, self._is_closing = port, False

    @property
    def url(self) -> str:
        """The root of the API: what stands before `/bot<token>/`."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._file_down)
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        app.router.add_route("*", "/{rest:.*}", _nowhere)
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Polls that wait are ended and what hangs is released: nobody is left behind."""
        self._is_closing = True
        self.updates.end_poll()
        self.faults.clear()
        await self._stop_deliveries()
        if self._runner is not None:
            await self._runner.cleanup()

    # What a test asks and arranges.

    def chat(self, chat_id: int) -> ChatView:
        """What that person sees now."""
        return self.world.view(chat_id)

    def calls_of(self, method: str, chat_id: int | None = None) -> list[Call]:
        """In order; those of one chat when it is given."""
        return [one for one in self.calls if one.method == method and chat_id in (None, one.params.get("chat_id"))]

    def fail(self, fault: Fault, times: int | None = 1, method: str | None = None, chat_id: int | None = None) -> Fault:
        """The next `times` calls (None: all) of that method and chat meet it. Faults planned first are met first."""
        fault.times, fault.method, fault.chat_id = times, method, chat_id
        return self.faults.plan(fault)

    def too_old(self, chat_id: int, message_id: int) -> None:
        """From now on that message can be neither edited nor deleted."""
        self.world.chats[chat_id].messages[message_id].is_too_old = True

    def silent_week(self, first_update_id: int) -> None:
        """After a week without updates the ids start somewhere else."""
        self.updates.next_id = first_update_id

    @property
    def webhook(self) -> Hook | None:
        return self._deliveries.hook if self._deliveries else None

    @property
    def deliveries(self) -> list[int]:
        """The update ids that were posted to the webhook, repeats included."""
        return self._deliveries.attempts if self._deliveries else []

    async def settled(self, chat_id: int, until: Callable[[ChatView], bool], within: float = 10.0) -> ChatView:
        """The chat as soon as it is so. Raises AssertionError, with what is there instead, after `within` seconds."""
        await self.until(lambda: until(self.chat(chat_id)), within, lambda: str(self.chat(chat_id)))
        return self.chat(chat_id)

    async def drained(self, within: float = 10.0) -> None:
        """Returns once every update is confirmed."""
        await self.until(lambda: not self.updates.pending, within, lambda: f"waiting: {self.updates.pending}")

    async def polled(self, within: float = 10.0) -> None:
        """Returns once a long poll waits."""
        await self.until(lambda: self.updates.has_poller, within, lambda: "nobody polls")

    async def until(
        self, is_so: Callable[[], bool], within: float = 10.0, instead: Callable[[], str] = lambda: ""
    ) -> None:
        """Returns as soon as it is so; looks again whenever something happened here."""
        try:
            async with asyncio.timeout(within):
                await self.world.changes.until(is_so)
        except TimeoutError:
            last = [(one.method, one.status, one.description) for one in self.calls[-5:]]
            raise AssertionError(f"not within {within} s; {instead()}\nlast calls: {last}") from None

    # What the bot meets.

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if self._is_closing:
            return _cut(request)
        if request.match_info["token"] != self.token:
            return await _answer_refusal(Refusal(*UNAUTHORIZED))
        method = BY_LOWER_CASE.get(request.match_info["method"].lower())
        if method is None:
            return await _answer_refusal(Refusal(*NOT_FOUND))
        if (fault := self.faults.next(method)) is not None:
            if fault.trouble is Trouble.HANGS_BEFORE_READING:
                await fault.released.wait()
            return _cut(request)
        try:
            body = await _body(request)
        except ValueError:
            return await _answer_refusal(bad_request("can't parse JSON object"))
        call = Call(method, {**body.values, **body.files}, self.world.now())
        self.calls.append(call)
        try:
            return await self._answer(request, call, body)
        finally:
            self.world.changes.happened()

    async def _answer(self, request: web.Request, call: Call, body: Body) -> web.StreamResponse:
        given, breaches = read(METHODS[call.method], body)
        call.params = {**call.params, **given}
        breaches += self._more_breaches(given)
        self.violations += [Violation(call.method, breach) for breach in breaches]
        fault = self.faults.next_read(call.method, given.get("chat_id"))
        if fault is not None and fault.trouble is Trouble.BAD_GATEWAY:
            call.status = 502
            return web.Response(status=502, text=GATEWAY_PAGE, content_type="text/html")
        try:
            if fault is not None and fault.refusal is not None:
                raise fault.refusal
            if breaches:
                raise bad_request(_in_its_words(breaches[0]))
            result = await self._done(call.method, given)
        except Refusal as refusal:
            answer, status, call.description = refusal.body(), refusal.code, refusal.description
        else:
            answer, status = {"ok": True, "result": result}, 200
        if fault is not None:
            self.world.changes.happened()
            if fault.trouble is Trouble.RESET_AFTER_TAKING:
                return _cut(request)
            if fault.trouble is Trouble.HANGS_AFTER_TAKING:
                await fault.released.wait()
        call.status = status
        return _json(answer, status)

    def _more_breaches(self, given: Json) -> list[str]:
        found: list[str] = []
        markup, allowed = given.get("reply_markup"), given.get("allowed_updates")
        if isinstance(markup, dict):
            found += keyboards.breaches(markup)
        if isinstance(allowed, list):
            found += [
                f"parameter 'allowed_updates': unknown kind {kind!r}" for kind in allowed if kind not in UPDATE_KINDS
            ]
        if str(given.get("parse_mode", "HTML")).lower() in ("markdown", "markdownv2"):
            found.append("parameter 'parse_mode': this fake reads HTML only")
        return found

    async def _done(self, method: str, given: Json) -> object:
        match method:
            case "getUpdates":
                return await self._get_updates(given)
            case "setWebhook" | "deleteWebhook":
                return await self._set_webhook(given)
            case "getWebhookInfo":
                return info(self.webhook, self.updates) | {"allowed_updates": sorted(self.updates.allowed)}
        return self._answering.methods[method](given)

    async def _get_updates(self, given: Json) -> list[Json]:
        if self._deliveries is not None:
            raise conflict(WEBHOOK_IS_ACTIVE)
        self.updates.allow(_strings(given.get("allowed_updates")))
        offset, limit, timeout = (_number(given, name, default) for name, default in POLL_DEFAULTS)
        return await self.updates.poll(offset, limit, timeout)

    async def _set_webhook(self, given: Json) -> bool:
        url = str(given.get("url", ""))
        hook = checked(url, str(given.get("secret_token", "")), _number(given, "max_connections", 40)) if url else None
        await self._stop_deliveries()
        if given.get("drop_pending_updates") is True:
            self.updates.drop()
        if hook is not None:
            self.updates.allow(_strings(given.get("allowed_updates")))
            self.updates.end_for_webhook()
            backoff, keeps_order = self._webhook_settings
            self._deliveries = Deliveries(self.updates, hook, backoff, keeps_order, self.world.now)
        return True

    async def _stop_deliveries(self) -> None:
        if self._deliveries is not None:
            stopped, self._deliveries = self._deliveries, None
            await stopped.stop()

    async def _file_down(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return await _answer_refusal(Refusal(*UNAUTHORIZED))
        upload = self.world.files.at(request.match_info["path"])
        if upload is None:
            return await _answer_refusal(Refusal(*NOT_FOUND))
        return web.Response(body=upload.data, content_type="application/octet-stream")


POLL_DEFAULTS = (("offset", 0), ("limit", 100), ("timeout", 0))


async def _body(request: web.Request) -> Body:
    """Raises ValueError for JSON that is none."""
    if request.content_type == "application/json":
        values = json.loads(await request.text() or "{}")
        if not isinstance(values, dict):
            raise ValueError("not an object")
        return Body(values, is_json=True)
    found = Body(dict(request.query))
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found.files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            found.values[name] = value if isinstance(value, str) else bytes(value).decode()
    return found


def _in_its_words(breach: str) -> str:
    """Telegram has words for what is missing. What else breaks the documentation it mostly lets pass; the fake does not."""
    if breach.endswith("is missing") and " field " not in breach:
        name = breach.split("'")[1]
        return MISSING.get(name, f'parameter "{name}" is required')
    return breach


def _number(given: Json, name: str, default: int) -> int:
    value = given.get(name, default)
    return value if isinstance(value, int) else default


def _strings(value: object) -> list[str] | None:
    return [str(one) for one in value] if isinstance(value, list) else None


def _json(answer: Json, status: int) -> web.Response:
    response = web.json_response(answer, status=status)
    parameters = answer.get("parameters")
    if isinstance(parameters, dict) and "retry_after" in parameters:
        response.headers["Retry-After"] = str(parameters["retry_after"])
    return response


async def _nowhere(_request: web.Request) -> web.StreamResponse:
    return await _answer_refusal(Refusal(*NOT_FOUND))


async def _answer_refusal(refusal: Refusal) -> web.StreamResponse:
    return _json(refusal.body(), refusal.code)


def _cut(request: web.Request) -> web.StreamResponse:
    """The connection is gone; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
