"""The terminal: standard input line by line, so that a conversation can be scripted. No buttons: lettered choices."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import TextIO

from channels.rendering import parts
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    Json,
    MediaIn,
    Outgoing,
    OutgoingAction,
    Receive,
    TextIn,
    Unreadable,
)
from domain.failures import Failure
from domain.people import Address
from domain.talk import Sent

BOT_ID = "practice"
MEDIA: Mapping[str, Sent] = {f"({sent.value})": sent for sent in Sent}
"""Written alone on a line, "(photo)" stands for a photo, and so on."""


class ConsoleChannel:
    """`settled` waits until everything that came in is answered: only then is the next line read."""

    name = "console"
    capabilities = Capabilities(
        has_buttons=False,
        can_edit=False,
        takes_files=False,
        sends_files=False,
        sends_images=False,
        text_limit=100_000,
        may_speak_first=True,
        repeats_uncertain=True,
    )

    def __init__(
        self,
        chat_id: str,
        lines: AsyncIterator[str],
        out: TextIO,
        now: Callable[[], datetime],
        settled: Callable[[], Awaitable[None]],
        *,
        is_transcript: bool = False,
    ) -> None:
        self._chat_id, self._lines, self._out, self._now, self._settled = chat_id, lines, out, now, settled
        self._is_transcript = is_transcript

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        text, chat_id, order, at = (raw.get(key) for key in ("text", "chat", "order", "at"))
        if not (isinstance(text, str) and isinstance(chat_id, str) and isinstance(order, int) and isinstance(at, str)):
            raise Unreadable("not a line of the terminal")
        content = MediaIn(MEDIA[text]) if text in MEDIA else TextIn(text)
        address = Address(self.name, bot_id, chat_id)
        return Arrival(address, f"{chat_id}:{order}", order, content, _instant(at))

    async def run(self, receive: Receive) -> None:
        """Until the input ends."""
        async for line in self._lines:
            if not line.strip():
                continue
            if self._is_transcript:
                self._write("> " + line)
            now = self._now()
            order = int(now.timestamp() * 1_000_000)
            raw: Json = {"text": line, "chat": self._chat_id, "order": order, "at": now.isoformat()}
            await receive([(BOT_ID, raw)])
            await self._settled()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        if outgoing.action is OutgoingAction.SEND and outgoing.address.chat_id == self._chat_id:
            for text in parts(outgoing, self.capabilities):
                self._write("< " + text.replace("\n", "\n  "))
        return Delivered(str(outgoing.id))

    async def acknowledge(self, arrival: Arrival) -> None:
        return

    def _write(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _instant(at: str) -> datetime:
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise Unreadable("not an instant") from error
    if instant.tzinfo is None:
        raise Unreadable("an instant without a time zone")
    return instant


async def standard_input() -> AsyncIterator[str]:
    """The lines of standard input without their ends, read on a thread so that the rest goes on."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\n")
