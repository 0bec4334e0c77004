"""Signs of life outside the outbox: a press is answered at once, typing is shown when an answer takes its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from telegram.error import TelegramError

from channels.telegram.api import Api

PATIENCE_SECONDS = 0.7


class Timer(Protocol):
    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], None]], Timer]
"""Calls a function after so many seconds, unless cancelled (`loop.call_later`)."""


class Presence:
    """Best effort: Telegram's refusals are swallowed."""

    def __init__(self, api: Api, patience_seconds: float = PATIENCE_SECONDS, later: Later | None = None) -> None:
        self._api, self._patience_seconds, self._later = api, patience_seconds, later
        self._timers: dict[str, Timer] = {}
        self._typing: set[asyncio.Task[None]] = set()

    async def pressed(self, callback_id: str) -> None:
        """The clock on the button goes away. Without text: what happened is said by a message."""
        await self._tried("answerCallbackQuery", callback_query_id=callback_id)

    def heard(self, chat_id: str) -> None:
        """Typing, unless something is sent to that chat within the patience."""
        if chat_id not in self._timers:
            later = self._later or asyncio.get_running_loop().call_later
            self._timers[chat_id] = later(self._patience_seconds, lambda: self._type(chat_id))

    def spoke(self, chat_id: str) -> None:
        if (timer := self._timers.pop(chat_id, None)) is not None:
            timer.cancel()

    async def close(self) -> None:
        for chat_id in list(self._timers):
            self.spoke(chat_id)
        for task in self._typing:
            task.cancel()
        await asyncio.gather(*self._typing, return_exceptions=True)

    def _type(self, chat_id: str) -> None:
        self._timers.pop(chat_id, None)
        task = asyncio.create_task(self._tried("sendChatAction", chat_id=chat_id, action="typing"))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    async def _tried(self, method: str, **parameters: Any) -> None:
        try:
            await self._api.call(method, **parameters)
        except TelegramError:
            return
