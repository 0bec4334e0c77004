"""Chats, people and messages as Telegram keeps them, and what a person sees of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.texts import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; exactly one of `data` and `url` is there, for the kinds that a person can press here."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Message:
    """One message. `html` is the text as it was sent, tags and all; `kind` is "text", "document", "photo", "contact", …"""

    message_id: int
    chat_id: int
    is_from_bot: bool
    at: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    html: str = ""
    kind: str = "text"
    content: Json = field(default_factory=dict)
    markup: Json | None = None
    link_preview: Json | None = None
    is_protected: bool = False
    is_too_old: bool = False
    edited_at: datetime | None = None
    sender_id: int | None = None

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline buttons."""
        rows = (self.markup or {}).get("inline_keyboard")
        if not isinstance(rows, list):
            return ()
        return tuple(tuple(_button(button) for button in row) for row in rows)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels, row after row."""
        return tuple(button.label for row in self.rows for button in row)


def _button(button: Mapping[str, object]) -> Button:
    data, url = button.get("callback_data"), button.get("url")
    return Button(str(button["text"]), data if isinstance(data, str) else None, url if isinstance(url, str) else None)


@dataclass(slots=True)
class Person:
    """Whoever holds a phone."""

    user_id: int
    first_name: str
    language_code: str = "vi"

    def json(self) -> Json:
        found: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        return found | ({"language_code": self.language_code} if self.language_code else {})


@dataclass(slots=True)
class Chat:
    """`has_started`: the person wrote to the bot, or the bot is in the group; before that nothing can be sent there."""

    chat_id: int
    title: str = ""
    has_started: bool = False
    is_blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    actions: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        return self.chat_id > 0

    def json(self, person: Person | None) -> Json:
        if self.is_private:
            return {"id": self.chat_id, "type": "private", "first_name": person.first_name if person else ""}
        return {"id": self.chat_id, "type": "supergroup", "title": self.title}

    def newest_first(self) -> Iterator[Message]:
        return reversed(self.messages.values())


@dataclass(frozen=True, slots=True)
class ChatView:
    """One chat as its person sees it at this moment: deleted messages are gone, edits are applied.

    `keyboard` are the labels of the reply keyboard, row by row; `menu` gives the commands beside the input, as
    (command, description), for a phone in that language ("" for one that the bot has no words for).
    """

    chat_id: int
    messages: tuple[Message, ...]
    keyboard: tuple[tuple[str, ...], ...]
    is_blocked: bool
    actions: tuple[str, ...]
    menu: Callable[[str], tuple[tuple[str, str], ...]]

    @property
    def from_bot(self) -> tuple[Message, ...]:
        return tuple(message for message in self.messages if message.is_from_bot)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the bot says there, oldest first."""
        return tuple(message.text for message in self.from_bot)

    @property
    def last(self) -> Message:
        """The newest message of the bot. Raises LookupError when there is none."""
        if not self.from_bot:
            raise LookupError(f"the bot says nothing in {self.chat_id}")
        return self.from_bot[-1]

    def __str__(self) -> str:
        lines = [
            f"{'bot' if one.is_from_bot else 'person'}: {one.text or one.kind} {list(one.buttons)}"
            for one in self.messages
        ]
        return "\n".join([f"chat {self.chat_id}", *lines])


def keyboard_labels(markup: Json | None) -> tuple[tuple[str, ...], ...]:
    """The labels of a reply keyboard."""
    rows = (markup or {}).get("keyboard")
    if not isinstance(rows, list):
        return ()
    return tuple(tuple(str(one["text"] if isinstance(one, dict) else one) for one in row) for row in rows)
