"""Phones made of lines: what is typed is said by a person, and what a bot sends is printed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.fakes.zalo.chats import Message
from tests.fakes.zalo.people import People

LINE = re.compile(r"(?:(?P<group>[^\s:/@]+)/)?(?P<chat>[^\s:/@]+)(?:@(?P<bot>\d+))?:\s*(?P<what>.+)")
HELP = "ng1: xin chào | ng1: (photo|sticker|voice|unsupported|block|unblock) | nhom1/ng1: chào | ng1@2: chào (the second bot)"


class Phone:
    """`show` gets each line that is to be printed."""

    def __init__(self, people: People, show: Callable[[str], None]) -> None:
        self._people, self._show = people, show
        people.world.listeners.append(self._shown)

    def type(self, line: str) -> None:
        """Does what the line says; a line that cannot be done is answered with the reason, or with the help."""
        found = LINE.fullmatch(line.strip())
        if found is None:
            if line.strip():
                self._show(f"? {HELP}")
            return
        bot = int(found["bot"] or 1) - 1
        try:
            if not 0 <= bot < len(self._people.bots):
                raise LookupError(f"there are {len(self._people.bots)} bots")
            self._act(found["chat"], found["what"].strip(), found["group"], bot)
        except (LookupError, ValueError) as error:
            self._show(f"? {error}")

    def _act(self, chat: str, what: str, group: str | None, bot: int) -> None:
        if group is not None:
            self._people.say_in_group(group, chat, what, bot)
        elif what.startswith("(") and what.endswith(")"):
            self._gesture(chat, what[1:-1], bot)
        else:
            self._people.say(chat, what, bot)

    def _gesture(self, chat: str, what: str, bot: int) -> None:
        people = self._people
        gestures: dict[str, Callable[[], object]] = {
            "photo": lambda: people.send_photo(chat, bot=bot),
            "sticker": lambda: people.send_sticker(chat, bot=bot),
            "voice": lambda: people.send_voice(chat, bot),
            "unsupported": lambda: people.send_unsupported(chat, bot),
            "block": lambda: people.block(chat, bot),
            "unblock": lambda: people.unblock(chat, bot),
        }
        if what not in gestures:
            raise LookupError(HELP)
        gestures[what]()

    def _shown(self, event: str, message: Message) -> None:
        if event != "sent":
            return
        who = message.chat_id + (f"@{message.bot + 1}" if message.bot else "")
        first, *rest = (message.text or f"({message.kind})").splitlines()
        self._show(f"{who} ◀ {first}")
        for line in rest:
            self._show(f"{who}   {line}")
