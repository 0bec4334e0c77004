"""Phones on Telegram, before a server that refuses what Telegram refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.program import Program
from channels.telegram import TelegramChannel
from domain.channel import Channel
from tests.dialogs.drivers.served import Served, Shown
from tests.fakes.telegram import FakeTelegram


class OnTelegram(Served):
    name = "telegram"

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        async with FakeTelegram(now=self.clock.now) as self.fake:
            for chat in self.link("telegram", str(self.fake.bot_id), lambda person: str(self.number(person))):
                self.fake.world.person(int(chat))
                self.fake.world.chat(int(chat)).has_started = True
            yield
            assert self.fake.violations == []

    async def channel(self, program: Program) -> Channel:
        """Without the pace of the messenger, which is tested elsewhere."""
        channel = TelegramChannel(self.fake.token, self.clock.now, self.fake.url)
        channel.capabilities = replace(channel.capabilities, pace=None)
        return channel

    def links(self) -> str:
        return f"https://t.me/{self.fake.username}?start="

    async def is_up(self) -> None:
        await self.fake.polled()

    async def type(self, person: str, text: str) -> None:
        self.fake.say(self.number(person), text)

    async def choose(self, person: str, label: str) -> str:
        buttons = [button for one in self.fake.chat(self.number(person)).messages[::-1] for button in one.buttons]
        self.fake.press(self.number(person), label)
        return f"[{next(button for button in buttons if button.startswith(label))}]"

    async def hand_over(self, person: str, sent: str) -> None:
        chat = self.number(person)
        if sent == "edited":
            self.fake.edit_message(chat, self.fake.message_ids(chat, is_from_bot=False)[-1], "menu")
            return
        acts: Mapping[str, Callable[[int], object]] = {
            "photo": self.fake.send_photo,
            "file": lambda chat: self.fake.send_document(chat, "bien-ban.pdf"),
            "sticker": self.fake.send_sticker,
            "voice": self.fake.send_voice,
            "location": self.fake.send_location,
        }
        acts[sent](chat)

    async def hand_file(self, person: str, name: str, data: bytes) -> None:
        self.fake.send_document(self.number(person), name, data)

    async def seen(self, person: str) -> Mapping[str, Shown]:
        messages = self.fake.chat(self.number(person)).from_bot
        return {
            str(one.message_id): Shown(one.text, tuple(tuple(button.label for button in row) for row in one.rows))
            for one in messages
        }

    async def taken(self) -> None:
        await self.fake.drained()

    async def heard(self) -> None:
        """By an update of a kind that means nothing to us."""
        self.fake.raw({"chat_boost": {}})
        await self.fake.drained()
        await self.fake.polled()
