"""Phones on Zalo, before a platform that refuses what Zalo refuses: a bot, and everybody in a chat of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.program import Program
from channels.zalo_bot import ZaloBots
from domain.channel import Channel, Door
from tests.dialogs.drivers.served import Served, Shown
from tests.dialogs.drivers.typing import typed
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo.chats import Chat
from tests.fakes.zalo.parameters import Json
from tests.fakes.zalo.server import TOKENS
from tests.fakes.zalo.switches import Switches

NOTHING: Json = {"event_name": "chat.opened"}
"""An update that says nothing to us: whoever polls is heard."""


class OnZalo(Served):
    """As it was seen live: what the bot sends comes back to it."""

    name = "zalo"
    bots: ZaloBots

    @asynccontextmanager
    async def there(self) -> AsyncIterator[None]:
        async with FakeZalo(TOKENS[:1], now=self.clock.now, switches=Switches(self_echo=True)) as self.fake:
            for chat in self.link("zalo_bot", self.fake.bots[0].id, self.chat):
                self.fake.bots[0].chats[chat] = Chat(chat, has_started=True)
            yield
            assert self.fake.violations == []
            assert self.fake.lost == []

    def chat(self, person: str) -> str:
        return f"6ede{self.number(person):04}"

    async def channel(self, program: Program) -> Channel:
        """Without the pace of the messenger, which is tested elsewhere."""
        bots = self.bots = ZaloBots(self.fake.tokens, self.clock.now, self.fake.url)
        bots.capabilities = replace(bots.capabilities, pace=None)
        return bots

    def doors(self) -> Sequence[Door]:
        return self.bots.doors()

    async def is_up(self) -> None:
        await self.fake.polled()

    async def type(self, person: str, text: str) -> None:
        self.fake.say(self.chat(person), text)

    async def choose(self, person: str, label: str) -> str:
        choice = typed(label, self.fake.chat(self.chat(person)).texts)
        self.fake.say(self.chat(person), choice)
        return choice

    async def hand_over(self, person: str, sent: str) -> None:
        acts: Mapping[str, Callable[[str], object]] = {
            "photo": self.fake.send_photo,
            "sticker": self.fake.send_sticker,
            "voice": self.fake.send_voice,
            "other": self.fake.send_unsupported,
        }
        acts[sent](self.chat(person))

    async def seen(self, person: str) -> Mapping[str, Shown]:
        return {one.message_id: Shown(one.text) for one in self.fake.chat(self.chat(person)).from_bot}

    async def taken(self) -> None:
        """What came is stored before the next poll."""
        await self.fake.drained()
        await self.fake.polled()

    async def heard(self) -> None:
        self.fake.put(NOTHING)
        await self.taken()

    async def stopping(self) -> None:
        """The poll that is under way is waited for."""
        self.fake.put(NOTHING)
