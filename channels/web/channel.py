"""The practice page as a messenger (`domain.channel.Channel`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.http.server import serve
from channels.web import wire
from channels.web.door import Door
from channels.web.feed import Feed
from channels.web.routes import Routes
from channels.web.uploads import Uploads
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    FileRef,
    History,
    Json,
    Outgoing,
    OutgoingAction,
    Receive,
)
from domain.failures import Failure, FailureKind


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom the picker offers. `post` is one line on who that is."""

    key: str
    name: str
    post: str


class WebChannel:
    """One conversation for each persona: the bot id is always "practice", the chat id is the persona's key.

    `port` 0 takes any free one; `is_listening` gets the address once it can be opened. Raises ValueError for a host
    that is not loopback.
    """

    name = wire.CHANNEL
    capabilities = Capabilities(
        has_buttons=True,
        can_edit=True,
        takes_files=True,
        sends_files=True,
        sends_images=False,
        text_limit=4096,
        may_speak_first=True,
        repeats_uncertain=True,
    )

    def __init__(
        self,
        host: str,
        port: int,
        key: str,
        personas: Sequence[Persona],
        history: History,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        is_listening: Callable[[str], None] = lambda _address: None,
    ) -> None:
        self._door = Door(host, port, key)
        self._personas = tuple(personas)
        self._history = history
        self._now = now
        self._is_listening = is_listening
        self._uploads = Uploads(now, new_id)
        run_id = new_id()
        self._feeds = {persona.key: Feed(run_id) for persona in personas}
        self._last_order = 0

    @property
    def address(self) -> str:
        """What is printed: the one address, with the key, that opens the page."""
        return self._door.address

    @property
    def port(self) -> int:
        return self._door.port

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        return wire.read_stored(raw)

    async def run(self, receive: Receive) -> None:
        """Serves until cancelled, then lets every listening page go at once. Raises OSError when the port is taken."""
        for feed in self._feeds.values():
            feed.open()
        personas = [{"key": persona.key, "name": persona.name, "post": persona.post} for persona in self._personas]
        routes = Routes(
            self._door, personas, self._feeds, self._history, receive, self._now, self._next_order, self._uploads
        )
        await serve(routes.app(), self._door.host, self._door.port, self._listening)

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        """Taken whether or not a page listens: the history shows it later. A repeat with the same id shows once."""
        feed = self._feeds.get(outgoing.address.chat_id)
        if feed is None:
            return Failure(FailureKind.RECIPIENT_GONE, "unknown_persona")
        message_id = str(outgoing.id) if outgoing.action is OutgoingAction.SEND else outgoing.message_id
        if message_id is None:
            return Failure(FailureKind.REJECTED, "no_message_id")
        event = "message" if outgoing.action is OutgoingAction.SEND else outgoing.action.value
        feed.push(event, {"id": message_id} if event == OutgoingAction.STRIP else self._content(message_id, outgoing))
        return Delivered(message_id)

    async def acknowledge(self, arrival: Arrival) -> None:
        if (feed := self._feeds.get(arrival.address.chat_id)) is not None:
            feed.push("typing", {})

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        """REJECTED with "file_gone" after an hour, and after a restart."""
        del bot_id
        body = self._uploads.get(file.reference)
        if body is None:
            return Failure(FailureKind.REJECTED, "file_gone")
        return body if len(body) <= most else Failure(FailureKind.REJECTED, "too_large")

    def heard_at(self) -> datetime | None:
        return None

    async def close(self) -> None:
        return

    def _content(self, message_id: str, outgoing: Outgoing) -> Json:
        return {
            "id": message_id,
            "text": outgoing.text,
            "rows": wire.rows_json(outgoing.rows),
            "is_personal": outgoing.is_personal,
            "at": self._now().isoformat(),
            "file": "" if outgoing.attachment is None else outgoing.attachment.name,
        }

    def _next_order(self) -> int:
        """Grows with every message, after a restart too: the clock in microseconds, or one more than the last."""
        self._last_order = max(self._last_order + 1, int(self._now().timestamp() * 1_000_000))
        return self._last_order

    def _listening(self, port: int) -> None:
        self._door.port = port
        self._is_listening(self.address)
