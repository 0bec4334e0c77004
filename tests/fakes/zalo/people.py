"""People with Zalo on their phones: what they send becomes updates for a bot, and shows in their chats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.fakes.zalo.bots import Bot
from tests.fakes.zalo.chats import Chat, ChatView, Message
from tests.fakes.zalo.parameters import Json
from tests.fakes.zalo.updates import Update
from tests.fakes.zalo.world import World, milliseconds

PHOTO = "https://photo.zdn.vn/jpg/{}.jpg"
STICKER = "https://zalo-api.zadn.vn/api/emoticon/sticker/webpc?eid={}"
VOICE = "https://voice.zdn.vn/{}.aac"


class People:
    """`chat` is a person's id, which is the id of their private chat too; `bot` is the number of the bot. Each act returns the
    id of its message. `at` is the hour on it (any zone), the fake's own when it is not given.
    """

    def __init__(self, world: World, bots: Sequence[Bot]) -> None:
        self.world, self.bots = world, bots

    def knows(self, chat: str, display_name: str) -> None:
        """What that person is called; else it is made up."""
        self.world.names[chat] = display_name

    def chat(self, chat: str, bot: int = 0) -> ChatView:
        """What that person, or that group, sees now."""
        return self.bots[bot].view(chat)

    def say(self, chat: str, text: str, bot: int = 0, at: datetime | None = None) -> str:
        """Raises ValueError for an empty text, which no phone sends."""
        if not text.strip():
            raise ValueError("a phone sends no empty text")
        return self._said(bot, self._open(chat, bot), chat, "text", text, {}, at)

    def send_photo(self, chat: str, caption: str = "", url: str = "", bot: int = 0, at: datetime | None = None) -> str:
        """`url` is where the photo can be fetched."""
        field = self.world.switches.photo_field
        content: Json = {field: url or PHOTO.format(len(self.chat(chat, bot).messages))}
        return self._said(bot, self._open(chat, bot), chat, "photo", caption, content, at)

    def send_sticker(self, chat: str, sticker: str = "sticker-1", bot: int = 0) -> str:
        content: Json = {"sticker": sticker, "url": STICKER.format(sticker)}
        return self._said(bot, self._open(chat, bot), chat, "sticker", "", content)

    def send_voice(self, chat: str, bot: int = 0) -> str:
        content: Json = {"voice_url": VOICE.format(len(self.chat(chat, bot).messages))}
        return self._said(bot, self._open(chat, bot), chat, "voice", "", content)

    def send_unsupported(self, chat: str, bot: int = 0, is_bare: bool = True) -> str:
        """A file, a video, or anything of somebody whose content Zalo withholds. `is_bare`: the bot is told nothing but who
        and where, not even the message's id.
        """
        return self._said(bot, self._open(chat, bot), chat, "unsupported", "", {}, is_bare=is_bare)

    def say_in_group(
        self, group: str, chat: str, text: str, bot: int = 0, mentions: bool = True, at: datetime | None = None
    ) -> str:
        """Somebody writes in a group. What neither mentions the bot nor replies to it stays among the people: `mentions`."""
        mention = f"@{self.bots[bot].account_name} " if mentions and self.world.switches.mention_in_text else ""
        room = self.bots[bot].chats.setdefault(group, Chat(group, is_group=True))
        if not mentions:
            message = self._message(bot, room, chat, "text", text, {}, at)
            self._shown(room, message)
            return message.message_id
        return self._said(bot, room, chat, "text", mention + text, {}, at)

    def block(self, chat: str, bot: int = 0) -> None:
        """The bot reaches that chat no more."""
        self.bots[bot].chats.setdefault(chat, Chat(chat)).is_blocked = True
        self.world.changes.happened()

    def unblock(self, chat: str, bot: int = 0) -> None:
        self.bots[bot].chats.setdefault(chat, Chat(chat)).is_blocked = False
        self.world.changes.happened()

    def put(self, body: Json, bot: int = 0, chat: str = "") -> bool:
        """Any update, as it stands. False when it is lost at once."""
        return self.bots[bot].inbox.add(Update(body, chat, self.world.now(), bot=bot))

    def _open(self, chat_id: str, bot: int) -> Chat:
        chat = self.bots[bot].chats.setdefault(chat_id, Chat(chat_id))
        if chat.is_blocked:
            raise ValueError(f"{chat_id} has blocked the bot: unblock() first")
        return chat

    def _message(
        self, bot: int, chat: Chat, sender: str, kind: str, text: str, content: Json, at: datetime | None
    ) -> Message:
        at = at or self.world.now()
        return Message(self.world.new_id(), chat.chat_id, sender, False, at, text, kind, content, bot)

    def _shown(self, chat: Chat, message: Message) -> None:
        chat.has_started = True
        chat.messages.append(message)
        self.world.tell("said", message)

    def _said(
        self,
        bot: int,
        chat: Chat,
        sender_id: str,
        kind: str,
        text: str,
        content: Json,
        at: datetime | None = None,
        is_bare: bool = False,
    ) -> str:
        message = self._message(bot, chat, sender_id, kind, text, content, at)
        account, sender = self.bots[bot], self._sender(sender_id)
        account.count(sender_id)
        update = account.update(chat, message, sender, is_bare)
        if self.world.switches.unknown_event:
            self._put_unknown(account, chat, sender)
        for _ in range(2 if self.world.switches.duplicate else 1):
            account.inbox.add(update)
        self._shown(chat, message)
        return message.message_id

    def _sender(self, sender_id: str) -> Json:
        name = self.world.names.get(sender_id, f"Người {sender_id}")
        named: Json = {} if self.world.switches.no_display_name else {"display_name": name}
        return {"id": sender_id, **named, "is_bot": False}

    def _put_unknown(self, account: Bot, chat: Chat, sender: Json) -> None:
        """One that has no message at all, and one whose message is of no kind."""
        at = milliseconds(self.world.now())
        message: Json = {"message_id": self.world.new_id(), "date": at, "from": sender, "chat": chat.json()}
        unknown: list[Json] = [
            {"event_name": "chat.opened", "chat": chat.json(), "date": at},
            {"event_name": "message.reaction.received", "message": message},
        ]
        for body in unknown:
            account.inbox.add(Update(body, chat.chat_id, self.world.now(), bot=account.number))
