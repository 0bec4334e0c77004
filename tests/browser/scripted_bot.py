"""Stands in for everything behind the practice page: remembers the conversation, and answers as a small script says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from channels.web import Persona, WebChannel
from domain.channel import Attachment, Button, File, HistoryLine, Json, Outgoing, OutgoingAction, PressIn, TextIn
from domain.ids import OutboxId
from domain.people import Address

KEY = "k3y-of-the-tests"
PEOPLE = (
    Persona("admin", "Nguyễn Hoài Nam", "Quản trị, Văn phòng Đảng ủy Khu kinh tế"),
    Persona("konya", "Trần Thị Mai", "Bí thư Chi bộ Công ty TNHH Giấy Konya Việt Nam"),
    Persona("union", "Lê Thu Hà", "Cán bộ công đoàn, không là đảng viên"),
)
Rows = tuple[tuple[Button, ...], ...]
Script = Mapping[str, tuple[str, Rows]]


def rows(*lines: str) -> Rows:
    """`rows("Có|yes Không|no", "Thôi|stop")`: labels with _ for a space."""
    pairs = [[part.split("|") for part in line.split()] for line in lines]
    return tuple(tuple(Button(label.replace("_", " "), token) for label, token in line) for line in pairs)


MENU = rows("Báo_cáo_sinh_hoạt|meeting", "Giới_thiệu|introduce Tiến_độ|progress", "Tra_cứu|lookup")


class ScriptedBot:
    """`receive` and the `History` of the channel. Echoes text; a press edits its message; `script` overrides both."""

    def __init__(self, script: Script | None = None, at: datetime = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)) -> None:
        self.script: Script = script or {"menu": ("Đồng chí cần gì?", MENU)}
        self.received: list[Json] = []
        self.seen: set[str] = set()
        self.is_broken = False
        self.is_silent = False
        self.stored: dict[str, list[HistoryLine]] = {person.key: [] for person in PEOPLE}
        self._at = at
        self._ids = count(1)
        self.channel = self.restarted(0)

    def now(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at

    def restarted(self, port: int, is_listening: Callable[[str], None] = lambda _address: None) -> WebChannel:
        """A new process with the same memory."""
        new_id = f"run{next(self._ids)}"
        self.channel = WebChannel("127.0.0.1", port, KEY, PEOPLE, self, self.now, lambda: new_id, is_listening)
        return self.channel

    async def file(self, address: Address, ident: int) -> File | None:
        """Whatever goes with a message says whose it is."""
        line = next((one for one in self.stored[address.chat_id] if one.id == ident and one.file_name), None)
        return None if line is None else File(line.file_name, "text/csv", f"{address.chat_id}:{ident}".encode())

    async def lines(self, address: Address, most: int = 50) -> Sequence[HistoryLine]:
        return self.stored[address.chat_id][-most:]

    async def receive(self, updates: Sequence[tuple[str, Json]]) -> None:
        for bot_id, raw in updates:
            if self.is_broken:
                raise OSError("the disk is full")
            self.received.append(raw)
            arrival = self.channel.parse(bot_id, raw)
            assert arrival is not None
            if arrival.external_id in self.seen:
                continue
            self.seen.add(arrival.external_id)
            self._remember(arrival.address.chat_id, False, _words(arrival.content), ())
            await self.channel.acknowledge(arrival)
            if not self.is_silent:
                await self._answer(arrival.address.chat_id, arrival.content)

    async def says(
        self, who: str, text: str, buttons: Rows = (), is_personal: bool = False, file_name: str = ""
    ) -> str:
        """Returns the message's id."""
        line = replace(self._remember(who, True, text, buttons), file_name=file_name)
        self.stored[who][-1] = line
        address = Address("web", "practice", who)
        one = Attachment(file_name, "text/csv", "") if file_name else None
        outgoing = Outgoing(OutboxId(line.id), address, OutgoingAction.SEND, text, buttons, is_personal=is_personal)
        outgoing = outgoing._replace(attachment=one)
        await self.channel.send(outgoing)
        return str(line.id)

    async def repeats(self, who: str) -> None:
        """The last message once more, as after a call whose answer was lost."""
        line = self.stored[who][-1]
        address = Address("web", "practice", who)
        await self.channel.send(Outgoing(OutboxId(line.id), address, OutgoingAction.SEND, line.text, line.rows))

    async def edits(self, who: str, message_id: str, text: str, buttons: Rows = ()) -> None:
        kept = self.stored[who]
        self.stored[who] = [replace(one, text=text, rows=buttons) if str(one.id) == message_id else one for one in kept]
        address = Address("web", "practice", who)
        await self.channel.send(
            Outgoing(OutboxId(next(self._ids)), address, OutgoingAction.EDIT, text, buttons, message_id=message_id)
        )

    async def strips(self, who: str, message_id: str) -> None:
        kept = self.stored[who]
        self.stored[who] = [replace(one, rows=()) if str(one.id) == message_id else one for one in kept]
        address = Address("web", "practice", who)
        outgoing = Outgoing(OutboxId(next(self._ids)), address, OutgoingAction.STRIP, "", message_id=message_id)
        await self.channel.send(outgoing)

    def newest(self, who: str) -> str:
        """The id of the last message."""
        return str(self.stored[who][-1].id)

    async def _answer(self, who: str, content: object) -> None:
        text, buttons = self.script.get(_words(content), (f"Trợ lý hiểu: {_words(content)}", ()))
        if isinstance(content, PressIn) and content.message_id is not None:
            await self.edits(who, content.message_id, text, buttons)
        else:
            await self.says(who, text, buttons)

    def _remember(self, who: str, is_from_bot: bool, text: str, buttons: Rows) -> HistoryLine:
        line = HistoryLine(next(self._ids), is_from_bot, text, buttons, self.now())
        self.stored[who].append(line)
        return line


def _words(content: object) -> str:
    match content:
        case TextIn(text):
            return text
        case PressIn(token):
            return token
        case _:
            return str(getattr(content, "sent", content))
