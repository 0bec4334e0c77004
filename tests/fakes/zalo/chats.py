"""Chats and messages as Zalo keeps them, and what a person sees of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.zalo.parameters import Json


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `kind` is "text", "photo", "sticker", "voice" or "unsupported"; `content` is what the call or the update
    has beside the text. `sender_id` is the bot's own id for what it sent; `bot` is the number of the bot in whose chat it is.
    """

    message_id: str
    chat_id: str
    sender_id: str
    is_from_bot: bool
    at: datetime
    text: str = ""
    kind: str = "text"
    content: Json = field(default_factory=dict)
    bot: int = 0


@dataclass(slots=True)
class Chat:
    """A person's or a group's, with one bot. `has_started`: somebody wrote there; before that nothing can be sent."""

    chat_id: str
    is_group: bool = False
    has_started: bool = False
    is_blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    actions: list[datetime] = field(default_factory=list)

    def json(self) -> Json:
        return {"id": self.chat_id, "chat_type": "GROUP" if self.is_group else "PRIVATE"}


@dataclass(frozen=True, slots=True)
class ChatView:
    """One chat as it is seen at this moment. `messages` are both sides', oldest first; `actions` is when the bot typed."""

    chat_id: str
    messages: tuple[Message, ...]
    is_blocked: bool
    actions: tuple[datetime, ...]

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
        lines = [f"{'bot' if one.is_from_bot else one.sender_id}: {one.text or one.kind}" for one in self.messages]
        return "\n".join([f"chat {self.chat_id}", *lines])
