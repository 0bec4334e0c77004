"""One bot at the platform: who it is, its chats, its updates, and what it may still send."""

from __future__ import annotations

import hashlib
from zoneinfo import ZoneInfo

from tests.fakes.zalo.chats import Chat, ChatView, Message
from tests.fakes.zalo.parameters import Json
from tests.fakes.zalo.refusals import not_found, quota_exceeded
from tests.fakes.zalo.updates import Inbox, Update
from tests.fakes.zalo.world import World, milliseconds

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
EVENTS = {
    "text": ("message.text.received", "CHAT_MESSAGE"),
    "photo": ("message.image.received", "CHAT_PHOTO"),
    "sticker": ("message.sticker.received", "CHAT_STICKER"),
    "voice": ("message.voice.received", "CHAT_VOICE"),
    "unsupported": ("message.unsupported.received", "CHAT_UNSUPPORTED"),
}


class Bot:
    """`number` counts from 0. `id` has 19 digits and says nothing of the token, but the same token has the same one."""

    def __init__(self, world: World, number: int, token: str) -> None:
        self._world = world
        self.number, self.token = number, token
        digest = int.from_bytes(hashlib.sha256(token.encode()).digest())
        self.id = str(10**18 + digest % (9 * 10**18))
        self.account_name = f"Bot Chi bộ thử {number + 1}"
        self.chats: dict[str, Chat] = {}
        self.users: list[str] = []
        self.counts: dict[str, int] = {}
        self.inbox = Inbox(world)

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits now."""
        return self.inbox.is_polled

    @property
    def month(self) -> str:
        return self._world.now().astimezone(VIET_NAM).strftime("%Y-%m")

    @property
    def counted(self) -> int:
        """Messages of this month, both directions."""
        return self.counts.get(self.month, 0)

    def json(self) -> Json:
        """As getMe answers."""
        return {
            "id": self.id,
            "account_name": self.account_name,
            "account_type": "BASIC",
            "can_join_groups": True,
        }

    def view(self, chat_id: str) -> ChatView:
        """What is seen there now."""
        chat = self.chats.get(chat_id) or Chat(chat_id)
        return ChatView(chat_id, tuple(chat.messages), chat.is_blocked, tuple(chat.actions))

    def count(self, user_id: str | None = None) -> None:
        """One message more this month; of that person, when it came in."""
        self.counts[self.month] = self.counted + 1
        if user_id is not None and user_id not in self.users:
            self.users.append(user_id)

    def known_chat(self, chat_id: object) -> Chat:
        """Raises Refusal where nobody ever wrote, and where the bot is blocked."""
        chat = self.chats.get(str(chat_id))
        if chat is None or not chat.has_started:
            raise not_found("nobody wrote to the bot there")
        if chat.is_blocked:
            raise not_found("the chat is gone")
        return chat

    def send(self, method: str, given: Json) -> Json:
        """Each of the send methods. Raises Refusal for a chat that is unknown, and when the quota is used up."""
        chat = self.known_chat(given["chat_id"])
        self._check_quota(chat)
        kind = {"sendPhoto": "photo", "sendSticker": "sticker", "sendVoice": "voice"}.get(method, "text")
        content = {name: value for name, value in given.items() if name not in ("chat_id", "text", "caption")}
        text = str(given.get("text", given.get("caption", "")))
        at = self._world.now()
        message = Message(self._world.new_id(), chat.chat_id, self.id, True, at, text, kind, content, self.number)
        self.count()
        if kind != "voice" or not chat.is_group:
            chat.messages.append(message)
            self._world.tell("sent", message)
            self._echo(chat, message)
        return {"message_id": message.message_id, "date": milliseconds(at)}

    def type(self, given: Json) -> None:
        """`sendChatAction`; it costs nothing. Raises Refusal for a chat that is unknown."""
        self.known_chat(given["chat_id"]).actions.append(self._world.now())

    def _check_quota(self, chat: Chat) -> None:
        limits = self._world.limits
        if limits.messages_per_month is not None and self.counted >= limits.messages_per_month:
            raise quota_exceeded(f"{limits.messages_per_month} messages a month")
        if limits.users is not None and chat.chat_id in self.users[limits.users :]:
            raise quota_exceeded(f"{limits.users} users")

    def _echo(self, chat: Chat, message: Message) -> None:
        echo = self._world.switches.self_echo
        if echo:
            sender: Json = {"id": self.id, "display_name": self.account_name, "is_bot": echo != "unflagged"}
            self.inbox.add(self.update(chat, message, sender))

    def update(self, chat: Chat, message: Message, sender: Json, is_bare: bool = False) -> Update:
        """`is_bare`: nothing is told but who and where."""
        event, message_type = EVENTS[message.kind]
        found: Json = {"from": sender, "chat": chat.json()}
        if not is_bare:
            found |= {"message_id": message.message_id, "date": milliseconds(message.at), "message_type": message_type}
            found |= message.content | self._words(message)
        message_id = None if is_bare else message.message_id
        return Update({"event_name": event, "message": found}, chat.chat_id, message.at, message_id, self.number)

    def _words(self, message: Message) -> Json:
        if not message.text:
            return {}
        return {"text" if message.kind == "text" else "caption": message.text}
