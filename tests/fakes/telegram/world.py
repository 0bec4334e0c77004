"""Everything that Telegram knows about this bot's chats, and a signal at each change of it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from datetime import datetime
from functools import partial

from tests.fakes.telegram.chats import Chat, ChatView, Message, Person, keyboard_labels
from tests.fakes.telegram.command_menus import CommandMenus
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.refusals import bad_request, forbidden
from tests.fakes.telegram.texts import Formatted

Listener = Callable[[str, Message], None]


class Changes:
    """Wakes everybody who waits whenever something changed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def happened(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Returns as soon as it is so; looks at once, and again after each change."""
        while True:
            event = self._event
            if is_so():
                return
            await event.wait()


class World:
    """The bot, the people, their chats and presses."""

    def __init__(self, bot_id: int, username: str, now: Callable[[], datetime], is_private_mode: bool) -> None:
        self.bot_id, self.username, self.now = bot_id, username, now
        self.is_private_mode = is_private_mode
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, datetime] = {}
        self.answers: list[tuple[str, Json]] = []
        self.menus = CommandMenus()
        self.files = Files()
        self.changes = Changes()
        self.listeners: list[Listener] = []
        self._message_ids = itertools.count(101)

    def bot(self) -> Json:
        return {"id": self.bot_id, "is_bot": True, "first_name": "chibot", "username": self.username}

    def person(self, user_id: int) -> Person:
        """Who that is; made up on the first mention."""
        return self.people.setdefault(user_id, Person(user_id, f"Người {user_id}"))

    def chat(self, chat_id: int) -> Chat:
        """The chat; an empty one, in which nobody wrote, on the first mention."""
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def known_chat(self, chat_id: object, is_write: bool = True) -> Chat:
        """The chat that a call speaks of. Raises a refusal where Telegram lets no bot write."""
        if chat_id == "":
            raise bad_request("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            if isinstance(chat_id, int) and chat_id in self.people:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        if not chat.has_started:
            raise forbidden(
                "bot can't initiate conversation with a user"
                if chat.is_private
                else "bot is not a member of the group chat"
            )
        if is_write and chat.is_blocked:
            raise forbidden(
                "bot was blocked by the user" if chat.is_private else "bot was kicked from the supergroup chat"
            )
        return chat

    def add(self, chat: Chat, is_from_bot: bool, at: datetime, said: Formatted, **more: object) -> Message:
        """A new message at the end of the chat."""
        message = Message(next(self._message_ids), chat.chat_id, is_from_bot, at, said.text, said.entities)
        for name, value in more.items():
            setattr(message, name, value)
        chat.messages[message.message_id] = message
        self.tell("message", message)
        return message

    def tell(self, event: str, message: Message) -> None:
        """`event` is "message", "edited" or "deleted"."""
        for listener in self.listeners:
            listener(event, message)
        self.changes.happened()

    def message_json(self, message: Message) -> Json:
        """As it stands in an update or an answer."""
        chat = self.chats[message.chat_id]
        sender = self.bot() if message.is_from_bot else self.person(message.sender_id or message.chat_id).json()
        found: Json = {
            "message_id": message.message_id,
            "from": sender,
            "chat": chat.json(self.people.get(message.chat_id)),
            "date": int(message.at.timestamp()),
        }
        if message.edited_at is not None:
            found["edit_date"] = int(message.edited_at.timestamp())
        if message.kind == "text":
            found |= {"text": message.text} | ({"entities": list(message.entities)} if message.entities else {})
        elif message.text:
            found |= {"caption": message.text}
            found |= {"caption_entities": list(message.entities)} if message.entities else {}
        found |= message.content
        if message.markup is not None and "inline_keyboard" in message.markup:
            found["reply_markup"] = message.markup
        if message.is_protected:
            found["has_protected_content"] = True
        return found

    def press_is_open(self, query_id: str, lasts_seconds: float) -> bool:
        """Whether that press still waits for its answer."""
        pressed_at = self.presses.get(query_id)
        return pressed_at is not None and (self.now() - pressed_at).total_seconds() <= lasts_seconds

    def view(self, chat_id: int) -> ChatView:
        """What the person sees now."""
        chat = self.chats.get(chat_id) or Chat(chat_id)
        return ChatView(
            chat_id,
            tuple(chat.messages.values()),
            keyboard_labels(chat.keyboard),
            chat.is_blocked,
            tuple(action for _, action in chat.actions),
            partial(self.menus.shown, chat_id),
        )
