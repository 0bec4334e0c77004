"""A phone made of lines: what is typed is said by a chat, and what the bot sends is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.fakes.telegram.chats import Message
from tests.fakes.telegram.people import People

LINE = re.compile(r"(?:(?P<group>-\d+)/)?(?P<chat>\d+):\s*(?P<what>.+)")
GESTURES = "contact|card|photo|voice|sticker|document|file PATH|location|block|unblock|menu"
HELP = f"1001: xin chào | 1001: [Nút] | 1001: ({GESTURES}) | -100/1001: /start"


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
        try:
            self._act(int(found["chat"]), found["what"].strip(), found["group"])
        except (LookupError, ValueError) as error:
            self._show(f"? {error}")

    def _act(self, chat_id: int, what: str, group: str | None) -> None:
        if group is not None:
            self._in_group(int(group), chat_id, what)
        elif what.startswith("[") and what.endswith("]"):
            self._people.press(chat_id, what[1:-1])
        elif what.startswith("(") and what.endswith(")"):
            self._gesture(chat_id, what[1:-1])
        else:
            self._people.say(chat_id, what)

    def _in_group(self, group: int, user_id: int, what: str) -> None:
        if what.startswith("[") and what.endswith("]"):
            self._people.press(group, what[1:-1], by=user_id)
        else:
            self._people.group_message(group, user_id, what)

    def _gesture(self, chat_id: int, what: str) -> None:
        people = self._people
        gestures: dict[str, Callable[[], object]] = {
            "contact": lambda: people.send_contact(chat_id),
            "card": lambda: people.send_contact(chat_id, own=False),
            "photo": lambda: people.send_photo(chat_id),
            "voice": lambda: people.send_voice(chat_id),
            "sticker": lambda: people.send_sticker(chat_id),
            "document": lambda: people.send_document(chat_id),
            "location": lambda: people.send_location(chat_id),
            "block": lambda: people.block(chat_id),
            "unblock": lambda: people.unblock(chat_id),
            "menu": lambda: self._menu(chat_id),
        }
        if what.startswith("file "):
            self._upload(chat_id, Path(what.removeprefix("file ").strip()))
            return
        if what not in gestures:
            raise LookupError(HELP)
        gestures[what]()

    def _upload(self, chat_id: int, path: Path) -> None:
        if not path.is_file():
            raise LookupError(f"no file {path}")
        self._people.send_document(chat_id, path.name, path.read_bytes())

    def _menu(self, chat_id: int) -> None:
        for command, description in self._people.world.view(chat_id).menu("vi"):
            self._show(f"{chat_id}   /{command} – {description}")

    def _shown(self, event: str, message: Message) -> None:
        if not message.is_from_bot:
            return
        sign = {"message": "◀", "edited": "✎", "deleted": "✗"}[event]
        lock = " 🔒" if message.is_protected else ""
        document = message.content.get("document")
        name = f" {document.get('file_name')}" if isinstance(document, dict) else ""
        sent = "" if message.kind == "text" else f"({message.kind}{name})"
        first, *rest = f"{message.text}\n{sent}".strip().splitlines()
        self._show(f"{message.chat_id} {sign} {first}{lock}")
        for line in rest:
            self._show(f"{message.chat_id}   {line}")
        for row in message.rows if event != "deleted" else ():
            self._show(f"{message.chat_id}   " + " ".join(f"[{button.label}]" for button in row))
        keyboard = (self._people.world.view(message.chat_id)).keyboard
        for labels in keyboard if message.markup and "keyboard" in message.markup else ():
            self._show(f"{message.chat_id}   " + " ".join(f"⌨[{label}]" for label in labels))
