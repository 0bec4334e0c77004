"""The port to a messenger: what it can do, what comes in, what goes out. Each messenger implements `Channel` (channels/)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from domain.failures import Failure
from domain.ids import OutboxId
from domain.people import Address
from domain.quota import Quota
from domain.talk import Sent

Json = Mapping[str, object]
"""Raw vendor JSON: passed on whole, read only by the channel that it came in by."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a messenger may be called: `per_second` messages in all, and `chat_seconds` between two new messages of one chat."""

    per_second: float
    chat_seconds: float


class Door(NamedTuple):
    """One bot as people find it: its name in the messenger."""

    channel: str
    bot_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a messenger can do. `text_limit` counts UTF-16 units. `repeats_uncertain`: an unanswered send may be sent again.

    `has_menus`: it shows a list of commands beside the input. `asks_contact`: it has a button that sends one's own card.
    `quota`: None where nobody counts.
    """

    has_buttons: bool
    can_edit: bool
    takes_files: bool
    sends_files: bool
    sends_images: bool
    text_limit: int
    may_speak_first: bool
    repeats_uncertain: bool
    pace: Pace | None = None
    has_menus: bool = False
    asks_contact: bool = False
    quota: Quota | None = None


def quotas(channels: Mapping[str, Capabilities]) -> Mapping[str, Quota]:
    """Of the channels that count, by name."""
    return {name: can.quota for name, can in channels.items() if can.quota is not None}


@dataclass(frozen=True, slots=True)
class TextIn:
    text: str


@dataclass(frozen=True, slots=True)
class PressIn:
    """A button: its token, and the vendor's id of the message that carries it, when known."""

    token: str
    message_id: str | None = None
    callback_id: str | None = None


class FileRef(NamedTuple):
    """A file that a person sent, as long as it stays with the vendor: `reference` is all that `Channel.fetch` needs to bring it.

    `size` counts bytes as the vendor says; 0 when it does not.
    """

    name: str
    size: int
    reference: str


WORKBOOKS = (".xlsx", ".xls", ".ods")
WORKBOOK_TYPES = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)


def is_workbook(name: str, content_type: str = "") -> bool:
    """Whether a file that came in is one that somebody here can read; of any other only that it came is passed on."""
    return name.lower().endswith(WORKBOOKS) or content_type in WORKBOOK_TYPES


@dataclass(frozen=True, slots=True)
class FileIn:
    file: FileRef


@dataclass(frozen=True, slots=True)
class MediaIn:
    """Something that is not text. A caption is treated as text by the channel only when the flow can use it: not now."""

    sent: Sent


@dataclass(frozen=True, slots=True)
class ContactIn:
    """A card with a phone number. `is_own`: the messenger says that it is the sender's own; somebody else's counts for nothing."""

    phone: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update that the channel could read. `sent_at` is the vendor's time of the message, UTC; None for a press (no date of its own).

    `external_id` is unique per (channel, bot id). `order` sorts what waits in one chat in the order in which the person wrote.
    """

    address: Address
    external_id: str
    order: int
    content: TextIn | PressIn | MediaIn | FileIn | ContactIn
    sent_at: datetime | None
    is_group: bool = False


class Unreadable(ValueError):
    """The update could not be read. It is stored as such and reported; it never blocks the next one."""


class NotStored(Exception):
    """What came in could not be committed. The vendor must not be told that it was taken, and will hand it over again."""


class Button(NamedTuple):
    label: str
    token: str


class Attachment(NamedTuple):
    """A picture or a file that goes with a message, as it is stored: `content` is what the renderer `kind` makes it from, frozen

    when it was decided (reports/registry.py lists the kinds). `bars` is a picture in text. A `is_once` one is erased once it was
    sent: no link leads to it.
    """

    name: str
    content_type: str
    content: str
    is_picture: bool = False
    bars: str = ""
    kind: str = "text"
    is_once: bool = False


class File(NamedTuple):
    """The same once it is made."""

    name: str
    content_type: str
    body: bytes
    is_picture: bool = False


class OutgoingAction(StrEnum):
    SEND = "send"
    EDIT = "edit"
    STRIP = "strip"
    MENU = "menu"


class Outgoing(NamedTuple):
    """One call to the vendor: send, edit `message_id` in place, or strip its buttons. `id` is stable over repeats.

    MENU sets the chat's list of commands; `text` is then JSON, [[command, description], ...]. `asks_contact`: with a button
    that sends the person's own card, where the messenger has one.
    `parts_sent` of a long text have arrived: it goes on after them.
    `file` is the attachment as it was made, for a channel that sends such files.
    `is_lettered`: where there are no buttons its choices get letters; otherwise an open question has them, and these are words.
    """

    id: OutboxId
    address: Address
    action: OutgoingAction
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    message_id: str | None = None
    is_personal: bool = False
    is_bulk: bool = False
    is_lettered: bool = True
    asks_contact: bool = False
    attachment: Attachment | None = None
    parts_sent: int = 0
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """The vendor took it. `message_id` of the last part is kept: edits need it."""

    message_id: str


Receive = Callable[[Sequence[tuple[str, Json]]], Awaitable[None]]
"""Hands over raw updates as (bot id, JSON). Returns once all of them are committed; only then may the vendor be told.

Raises NotStored when they could not be: hand over the same ones again later, a repeat is known by its id.
"""


class Channel(Protocol):
    """A messenger. `parse` is pure; `run` returns only when cancelled or when the channel must halt."""

    name: str
    capabilities: Capabilities

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        """One raw update as an arrival; None for what is none of our business. Raises Unreadable."""
        ...

    async def run(self, receive: Receive) -> None: ...

    async def send(self, outgoing: Outgoing) -> Delivered | Failure: ...

    async def acknowledge(self, arrival: Arrival) -> None:
        """Best effort: answers a button press or shows typing. No text; failures are swallowed by the channel itself."""
        ...

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        """The whole file. REJECTED with the code "too_large" when it has more than `most` bytes, NOT_SUPPORTED where no files come in."""
        ...

    def heard_at(self) -> datetime | None:
        """The end of the last good poll, UTC; None where nobody is polled, so that nothing can be missed unnoticed."""
        ...

    async def close(self) -> None:
        """Hangs up. Called once nothing will be sent any more: the last messages leave after `run` has ended."""
        ...


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One message of a chat, as the practice page shows it again after a reload. `file_name` is of what goes with it; "" for nothing."""

    id: int
    is_from_bot: bool
    text: str
    rows: tuple[tuple[Button, ...], ...]
    at: datetime
    is_personal: bool = False
    file_name: str = ""


class History(Protocol):
    """Port to the stored messages of one chat, oldest first, at most `most` of the newest."""

    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]: ...

    async def file(self, address: Address, ident: int) -> File | None:
        """What goes with that message, made now; None when there is none, or the message is of another chat."""
        ...
