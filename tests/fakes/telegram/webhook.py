"""Webhook mode: every update is posted until somebody answers 2xx for it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]*")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PORTS = {80, 88, 443, 8443}
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Hook:
    """What setWebhook set."""

    url: str
    secret: str = ""
    most: int = 40
    last_error: str = ""
    last_error_at: datetime | None = None


def checked(url: str, secret: str, most: int) -> Hook:
    """Raises Refusal as Telegram does. On loopback, and only there, http and any port will do."""
    try:
        target = URL(url)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not target.host:
        raise bad_request("invalid webhook URL specified")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if target.host not in LOOPBACK:
        if target.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if target.port not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return Hook(url, secret, min(max(most, 1), 100))


class Deliveries:
    """Posts what waits, up to `most` at a time. Updates of one kind in one chat follow each other; without `keeps_order` even
    they overtake. What was refused is posted again after `backoff` seconds.
    """

    def __init__(
        self, queue: UpdateQueue, hook: Hook, backoff: float, keeps_order: bool, now: Callable[[], datetime]
    ) -> None:
        self.hook, self._now = hook, now
        self.attempts: list[int] = []
        self._queue, self._backoff, self._keeps_order = queue, backoff, keeps_order
        self._posting: dict[int, Update] = {}
        self._resting: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """What was on its way is given up; it stays unconfirmed."""
        every = [self._loop, *self._tasks]
        for task in every:
            task.cancel()
        await asyncio.gather(*every, return_exceptions=True)

    async def _run(self) -> None:
        async with ClientSession(timeout=ClientTimeout(total=PATIENCE_SECONDS)) as session:
            while True:
                self._queue.added.clear()
                for update in self._next():
                    self._posting[id(update)] = update
                    task = asyncio.create_task(self._post(session, update))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
                await self._queue.added.wait()

    def _next(self) -> list[Update]:
        self._queue.forget_old()
        busy = {update.queue for update in self._posting.values()}
        found: list[Update] = []
        for update in self._queue.pending:
            is_free = id(update) not in self._posting and id(update) not in self._resting
            if is_free and not (self._keeps_order and update.queue in busy):
                found.append(update)
            busy.add(update.queue)
        return found[: max(self.hook.most - len(self._posting), 0)]

    async def _post(self, session: ClientSession, update: Update) -> None:
        self.attempts.append(update.update_id)
        headers = {SECRET_HEADER: self.hook.secret} if self.hook.secret else {}
        try:
            async with session.post(self.hook.url, json=update.body, headers=headers) as response:
                trouble = (
                    ""
                    if 200 <= response.status <= 299
                    else f"Wrong response from the webhook: {response.status} {response.reason}"
                )
        except (ClientError, OSError, TimeoutError):
            trouble = "Connection refused or reset"
        del self._posting[id(update)]
        if trouble:
            self.hook.last_error, self.hook.last_error_at = trouble, self._now()
            self._rest(update)
            self._queue.changed()
        else:
            self._queue.taken(update)
            self._queue.added.set()

    def _rest(self, update: Update) -> None:
        self._resting.add(id(update))
        asyncio.get_running_loop().call_later(self._backoff, self._rested, update)

    def _rested(self, update: Update) -> None:
        self._resting.discard(id(update))
        self._queue.added.set()


def info(hook: Hook | None, queue: UpdateQueue) -> Json:
    """The answer of getWebhookInfo."""
    found: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if hook is not None:
        found["max_connections"] = hook.most
        if hook.last_error and hook.last_error_at is not None:
            found |= {"last_error_message": hook.last_error, "last_error_date": int(hook.last_error_at.timestamp())}
    return found
