"""People with phones: what they do becomes updates for the bot, and shows in their chats."""

from __future__ import annotations

import itertools
from datetime import datetime

from tests.fakes.telegram.chats import Chat, Message, keyboard_labels
from tests.fakes.telegram.parameters import Json, Upload
from tests.fakes.telegram.texts import Entity, Formatted, utf16_length
from tests.fakes.telegram.updates import UpdateQueue
from tests.fakes.telegram.world import World


class People:
    """Each act returns the id of its update, or None when the bot did not ask for that kind. `at` is the hour on the message
    (UTC or any zone), the fake's own when it is not given.
    """

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        self.world, self.updates = world, updates
        self._presses = itertools.count(4_000_000_001)

    def knows(self, user_id: int, first_name: str | None = None, language_code: str | None = None) -> None:
        """Somebody exists, as in a group or an address book, without having written to the bot."""
        person = self.world.person(user_id)
        person.first_name = first_name or person.first_name
        person.language_code = person.language_code if language_code is None else language_code

    def start(self, chat_id: int, payload: str = "", at: datetime | None = None) -> int | None:
        """Opens `t.me/<bot>?start=<payload>` and presses Start."""
        return self.say(chat_id, f"/start {payload}".strip(), at)

    def say(self, chat_id: int, text: str, at: datetime | None = None) -> int | None:
        """Raises ValueError for a text that no phone sends: empty, or longer than 4096."""
        if not 1 <= utf16_length(text.strip()) <= 4096:
            raise ValueError("a phone sends 1-4096 characters")
        return self._said(self._open(chat_id), chat_id, Formatted(text.strip(), _commands(text.strip())), at)

    def group_message(self, chat_id: int, user_id: int, text: str, at: datetime | None = None) -> int | None:
        """Somebody writes in a group (a negative id). Raises ValueError when the bot would not see it."""
        addressed = text.startswith("/") or f"@{self.world.username}" in text
        if self.world.is_private_mode and not addressed:
            raise ValueError(
                "in privacy mode the bot sees commands and @mentions only: FakeTelegram(privacy_mode=False)"
            )
        chat = self.world.chat(chat_id)
        chat.has_started, chat.title = True, chat.title or "Nhóm"
        return self._said(chat, user_id, Formatted(text, _commands(text)), at)

    def add_to_group(self, chat_id: int, user_id: int, title: str = "Nhóm") -> int | None:
        """Somebody adds the bot."""
        chat = self.world.chat(chat_id)
        chat.has_started, chat.title, chat.is_blocked = True, title, False
        return self._membership(chat, user_id, "left", "member")

    def send_contact(self, chat_id: int, own: bool = True, phone: str = "+84901234567") -> int | None:
        """By the button that asks for it (`own`), or somebody else's card from the address book."""
        card: Json = {"phone_number": phone, "first_name": self.world.person(chat_id).first_name}
        card |= {"user_id": chat_id if own else chat_id + 1}
        return self._sent(chat_id, "contact", card)

    def send_photo(self, chat_id: int, caption: str = "") -> int | None:
        return self._sent(chat_id, "photo", [{**self._file("photo.jpg"), "width": 90, "height": 90}], caption)

    def send_document(
        self, chat_id: int, name: str = "danh-sach.xlsx", data: bytes = b"PK", caption: str = ""
    ) -> int | None:
        """Can be read back by getFile."""
        return self._sent(chat_id, "document", {**self._file(name, data), "file_name": name}, caption)

    def send_voice(self, chat_id: int) -> int | None:
        return self._sent(chat_id, "voice", {**self._file("voice.ogg"), "duration": 3})

    def send_sticker(self, chat_id: int) -> int | None:
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sent(chat_id, "sticker", {**self._file("sticker.webp"), **shape})

    def send_location(self, chat_id: int) -> int | None:
        return self._sent(chat_id, "location", {"latitude": 10.78, "longitude": 106.70})

    def edit_message(self, chat_id: int, message_id: int, text: str, at: datetime | None = None) -> int | None:
        """Somebody changes what they wrote."""
        message = self.world.chats[chat_id].messages[message_id]
        if message.is_from_bot:
            raise ValueError("a person edits only their own messages")
        message.text, message.entities, message.edited_at = text, _commands(text), at or self.world.now()
        self.world.tell("edited", message)
        return self.updates.add("edited_message", self.world.message_json(message), chat_id)

    def press(self, chat_id: int, label: str, of: int | None = None, by: int | None = None) -> int | None:
        """Presses the button whose label begins so: of the newest message that has one (or of message `of`), else of the
        reply keyboard. Raises LookupError, with what is there, when there is none.
        """
        chat = self._open(chat_id)
        for message in chat.newest_first():
            for button in (button for row in message.rows for button in row):
                if of in (None, message.message_id) and button.label.startswith(label):
                    if button.data is None:
                        raise LookupError(f"{button.label!r} opens a page; nothing reaches the bot")
                    return self.press_data(chat_id, button.data, message.message_id, by)
        if of is None and (found := self._on_keyboard(chat, label)) is not None:
            return self._use_keyboard(chat, found)
        raise LookupError(f"no button {label!r} in\n{self.world.view(chat_id)}")

    def press_data(self, chat_id: int, data: str, message_id: int, by: int | None = None) -> int | None:
        """A press as an old phone sends it: the button need not be there any more, nor the message, nor be readable."""
        chat = self._open(chat_id)
        message = chat.messages.get(message_id)
        query_id = str(next(self._presses))
        self.world.presses[query_id] = self.world.now()
        gone: Json = {"message_id": message_id, "chat": chat.json(self.world.person(abs(chat_id))), "date": 0}
        query: Json = {
            "id": query_id,
            "from": self.world.person(by or chat_id).json(),
            "message": self.world.message_json(message) if message else gone,
            "chat_instance": str(7_000_000_000 + abs(chat_id)),
            "data": data,
        }
        return self.updates.add("callback_query", query, chat_id)

    def block(self, chat_id: int) -> int | None:
        """From now on nothing reaches this person."""
        chat = self._open(chat_id)
        chat.is_blocked = True
        return self._membership(chat, chat_id, "member", "kicked")

    def unblock(self, chat_id: int) -> int | None:
        chat = self.world.chat(chat_id)
        chat.is_blocked = False
        return self._membership(chat, chat_id, "kicked", "member")

    def raw(self, update: Json) -> int:
        """Any update, whatever the bot asked for; `update_id` is given to it unless it has one."""
        return self.updates.put(update)

    def poison(self, chat_id: int = 1001) -> int:
        """An update that no library can parse."""
        return self.raw(
            {"message": {"message_id": "?", "date": "yesterday", "chat": [chat_id], "text": {"no": "text"}}}
        )

    def message_ids(self, chat_id: int, is_from_bot: bool) -> list[int]:
        """Oldest first, of what is still there."""
        chat = self.world.chat(chat_id)
        return [one.message_id for one in chat.messages.values() if one.is_from_bot is is_from_bot]

    def _open(self, chat_id: int) -> Chat:
        """The person's chat, in which they write at this moment. Raises ValueError after a block: phones want it lifted first."""
        chat = self.world.chat(chat_id)
        if chat.is_blocked:
            raise ValueError(f"{chat_id} has blocked the bot: unblock() first")
        if chat.is_private:
            self.world.person(chat_id)
            chat.has_started = True
        return chat

    def _sent(self, chat_id: int, kind: str, content: object, caption: str = "") -> int | None:
        return self._said(self._open(chat_id), chat_id, Formatted(caption), None, kind, {kind: content})

    def _said(
        self,
        chat: Chat,
        sender_id: int,
        said: Formatted,
        at: datetime | None,
        kind: str = "text",
        content: Json | None = None,
    ) -> int | None:
        self.world.person(sender_id)
        if chat.keyboard is not None and chat.keyboard.get("one_time_keyboard") is True:
            chat.keyboard = None
        message = self._add(chat, sender_id, said, at or self.world.now(), kind, content or {})
        return self.updates.add("message", self.world.message_json(message), chat.chat_id)

    def _add(self, chat: Chat, sender_id: int, said: Formatted, at: datetime, kind: str, content: Json) -> Message:
        return self.world.add(chat, False, at, said, kind=kind, content=content, sender_id=sender_id)

    def _file(self, name: str, data: bytes = b"\xff\xd8\xff") -> Json:
        return self.world.files.json(self.world.files.keep(Upload(name, "application/octet-stream", data)))

    def _on_keyboard(self, chat: Chat, label: str) -> str | None:
        rows = keyboard_labels(chat.keyboard)
        return next((one for row in rows for one in row if one.startswith(label)), None)

    def _use_keyboard(self, chat: Chat, label: str) -> int | None:
        rows = (chat.keyboard or {}).get("keyboard")
        assert isinstance(rows, list)
        buttons = [one for row in rows for one in row if isinstance(one, dict) and one.get("text") == label]
        if any(button.get("request_contact") for button in buttons):
            return self.send_contact(chat.chat_id)
        return self.say(chat.chat_id, label)

    def _membership(self, chat: Chat, user_id: int, before: str, after: str) -> int | None:
        person = self.world.person(user_id)
        self.world.changes.happened()
        content: Json = {
            "chat": chat.json(person),
            "from": person.json(),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": self._member(before),
            "new_chat_member": self._member(after),
        }
        return self.updates.add("my_chat_member", content, chat.chat_id)

    def _member(self, status: str) -> Json:
        member: Json = {"user": self.world.bot(), "status": status}
        return member | ({"until_date": 0} if status == "kicked" else {})


def _commands(text: str) -> tuple[Entity, ...]:
    """Telegram marks a command at the beginning."""
    if not text.startswith("/") or len(text) == 1:
        return ()
    return ({"type": "bot_command", "offset": 0, "length": utf16_length(text.split(maxsplit=1)[0])},)
