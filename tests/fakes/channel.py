"""A messenger in memory: hands over raw updates, keeps what was sent, fails on demand."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime

from domain.channel import (
    Arrival,
    Capabilities,
    ContactIn,
    Delivered,
    FileIn,
    FileRef,
    Json,
    MediaIn,
    Outgoing,
    OutgoingAction,
    PressIn,
    Receive,
    TextIn,
    Unreadable,
)
from domain.failures import Failure, FailureKind
from domain.people import Address
from domain.talk import Sent

WITH_BUTTONS = Capabilities(True, True, True, True, False, 4096, True, True)
LETTERS_ONLY = Capabilities(False, False, False, False, False, 2000, False, False)
BOT = "practice"


class FakeChannel:
    """`sent` are the calls in order; `screen` is each chat's messages as a person sees them, edits applied."""

    def __init__(self, name: str = "web", capabilities: Capabilities = WITH_BUTTONS) -> None:
        self.name, self.capabilities = name, capabilities
        self.sent: list[Outgoing] = []
        self.screen: dict[str, dict[str, Outgoing]] = {}
        self.failures: deque[Failure | None] = deque()
        self.chat_failures: dict[str, Failure] = {}
        self.files: dict[str, bytes] = {}
        self.acknowledged = 0
        self.polled_at: datetime | None = None
        self.is_closed = False
        self._order = 0

    def continue_from(self, before: FakeChannel) -> None:
        """After a restart of the program: the messenger and its phones are still the same."""
        self.screen, self._order = before.screen, before._order

    def raw(self, chat: str, at: datetime, ident: str | None = None, **content: object) -> Json:
        """One update; `ident` repeats an earlier one."""
        self._order += 1
        return {"chat": chat, "id": ident or f"u{self._order}", "order": self._order, "at": at.isoformat(), **content}

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        chat, ident, order, at = (raw.get(key) for key in ("chat", "id", "order", "at"))
        if not (isinstance(chat, str) and isinstance(ident, str) and isinstance(order, int) and isinstance(at, str)):
            raise Unreadable("not an update of the fake")
        address = Address(self.name, bot_id, chat)
        content = self._content(raw)
        try:
            sent_at = datetime.fromisoformat(at).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise Unreadable("not an instant") from error
        is_press = isinstance(content, PressIn)
        return Arrival(
            address, f"{chat}:{ident}", order, content, None if is_press else sent_at, bool(raw.get("group"))
        )

    def _content(self, raw: Json) -> TextIn | PressIn | MediaIn | FileIn | ContactIn:
        if isinstance(raw.get("text"), str):
            return TextIn(str(raw["text"]))
        if isinstance(raw.get("press"), str):
            return PressIn(str(raw["press"]), str(raw.get("message_id")))
        if isinstance(raw.get("phone"), str):
            return ContactIn(str(raw["phone"]), bool(raw.get("own")))
        if isinstance(raw.get("file"), str):
            name = str(raw["file"])
            return FileIn(FileRef(name, len(self.files.get(name, b"")), name))
        if isinstance(raw.get("media"), str) and raw["media"] in set(Sent):
            return MediaIn(Sent(str(raw["media"])))
        raise Unreadable("no content")

    async def run(self, receive: Receive) -> None:
        await asyncio.Event().wait()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        failure = self.failures.popleft() if self.failures else self.chat_failures.pop(outgoing.address.chat_id, None)
        if failure is not None:
            return failure
        self.sent.append(outgoing)
        chat = self.screen.setdefault(outgoing.address.chat_id, {})
        message_id = outgoing.message_id or f"m{outgoing.id}"
        if outgoing.action is OutgoingAction.MENU:
            return Delivered("")
        if outgoing.action is OutgoingAction.STRIP:
            text = chat[message_id].text if message_id in chat else ""
            chat[message_id] = Outgoing(outgoing.id, outgoing.address, outgoing.action, text)
        else:
            chat[message_id] = outgoing
        return Delivered(message_id)

    async def acknowledge(self, arrival: Arrival) -> None:
        self.acknowledged += 1

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        """What a test put into `files` under the reference."""
        if not self.capabilities.takes_files:
            return Failure(FailureKind.NOT_SUPPORTED, "no_files")
        body = self.files.get(file.reference)
        if body is None:
            return Failure(FailureKind.UNREACHABLE, "gone")
        return body if len(body) <= most else Failure(FailureKind.REJECTED, "too_large")

    def heard_at(self) -> datetime | None:
        return self.polled_at

    async def close(self) -> None:
        self.is_closed = True
