"""The terminal: standard input line by line, so that a conversation can be scripted. No buttons: lettered choices."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from string import ascii_lowercase
from typing import TextIO

from channels.rendering import parts
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    File,
    FileIn,
    FileRef,
    Json,
    MediaIn,
    Outgoing,
    OutgoingAction,
    Receive,
    TextIn,
    Unreadable,
    is_workbook,
)
from domain.failures import Failure, FailureKind
from domain.people import Address
from domain.talk import Sent
from language.say.operator import SILENCE
from language.text import fold
from language.understand import LETTER

BOT_ID = "practice"
UPLOAD = re.compile(r"\(file (\S.{0,400})\)")
MEDIA: Mapping[str, Sent] = {f"({sent.value})": sent for sent in Sent}
"""Written alone on a line, "(photo)" stands for a photo, and so on."""


class Transcript:
    """The conversation in the notation of the dialogue tests: what was typed, what was answered, choices as "[label]"."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._choices: Sequence[str] = ()
        self._answers: list[str] = []

    def typed(self, line: str) -> None:
        """A letter is written as the choice that it picks; what was said before it is an answer to nothing."""
        self.answered()
        letter = LETTER.fullmatch(fold(line))
        index = len(self._choices) if letter is None else ascii_lowercase.index(letter[1])
        self.lines.append(f"> [{self._choices[index]}]" if index < len(self._choices) else f"> {line.strip()}")

    def said(self, outgoing: Outgoing) -> None:
        rows = [[button.label for button in row] for row in outgoing.rows]
        self._choices = [label for row in rows for label in row] or self._choices
        sent = [] if outgoing.attachment is None else [f"({outgoing.attachment.name})"]
        self._answers.append(
            "\n".join([outgoing.text, *sent, *("  ".join(f"[{label}]" for label in row) for row in rows)])
        )

    def answered(self, silence: str = "") -> None:
        """The end of an answer; `silence` is written when nothing was said."""
        told = "\n\n".join(self._answers) or silence
        self.lines += ["< " + part.replace("\n", "\n  ") for part in told.split("\n\n") if told]
        self._answers.clear()


class ConsoleChannel:
    """`settled` waits until everything that came in is answered: only then is the next line read.

    A line "(file PATH)" sends that file, which is read when it is fetched: what was changed since counts, what is gone is gone.
    Attachments are saved in `folder`, a later one of the same name over the earlier; without a folder they are only named.
    """

    name = "console"
    capabilities = Capabilities(
        has_buttons=False,
        can_edit=False,
        takes_files=True,
        sends_files=True,
        sends_images=False,
        text_limit=100_000,
        may_speak_first=True,
        repeats_uncertain=True,
    )

    def __init__(
        self,
        chat_id: str,
        lines: AsyncIterator[str],
        out: TextIO,
        now: Callable[[], datetime],
        settled: Callable[[], Awaitable[None]],
        transcript: Transcript | None = None,
        folder: Path | None = None,
    ) -> None:
        self._chat_id, self._lines, self._out, self._now, self._settled = chat_id, lines, out, now, settled
        self._transcript, self._folder = transcript, folder

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        text, chat_id, order, at = (raw.get(key) for key in ("text", "chat", "order", "at"))
        if not (isinstance(text, str) and isinstance(chat_id, str) and isinstance(order, int) and isinstance(at, str)):
            raise Unreadable("not a line of the terminal")
        address = Address(self.name, bot_id, chat_id)
        return Arrival(address, f"{chat_id}:{order}", order, _content(text), _instant(at))

    async def run(self, receive: Receive) -> None:
        """Until the input ends."""
        async for line in self._lines:
            if not line.strip():
                continue
            if self._transcript is not None:
                self._transcript.typed(line)
            now = self._now()
            order = int(now.timestamp() * 1_000_000)
            raw: Json = {"text": line, "chat": self._chat_id, "order": order, "at": now.isoformat()}
            await receive([(BOT_ID, raw)])
            await self._settled()
            if self._transcript is not None:
                self._transcript.answered(SILENCE)

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        if outgoing.action is OutgoingAction.SEND and outgoing.address.chat_id == self._chat_id:
            if self._transcript is not None:
                self._transcript.said(outgoing)
            for text in parts(outgoing, self.capabilities):
                print("< " + text.replace("\n", "\n  "), file=self._out, flush=True)
            if outgoing.file is not None:
                where = await asyncio.to_thread(self._saved, outgoing.file)
                print(f"  ({where})", file=self._out, flush=True)
        return Delivered(str(outgoing.id))

    def _saved(self, file: File) -> Path:
        """Where it is now; its bare name when nothing is saved."""
        name = Path(Path(file.name).name)
        if self._folder is None:
            return name
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / name
        target.write_bytes(file.body)
        return target

    async def acknowledge(self, arrival: Arrival) -> None:
        return

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        del bot_id
        try:
            body = await asyncio.to_thread(_start_of, Path(file.reference), most + 1)
        except OSError:
            return Failure(FailureKind.REJECTED, "file_gone")
        return body if len(body) <= most else Failure(FailureKind.REJECTED, "too_large")

    def heard_at(self) -> datetime | None:
        return None

    async def close(self) -> None:
        return


def _content(text: str) -> TextIn | MediaIn | FileIn:
    found = UPLOAD.fullmatch(text.strip())
    if found is not None:
        name = Path(found[1]).name
        return FileIn(FileRef(name, 0, found[1])) if is_workbook(name) else MediaIn(Sent.FILE)
    return MediaIn(MEDIA[text]) if text in MEDIA else TextIn(text)


def _start_of(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _instant(at: str) -> datetime:
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise Unreadable("not an instant") from error
    if instant.tzinfo is None:
        raise Unreadable("an instant without a time zone")
    return instant


async def standard_input() -> AsyncIterator[str]:
    """The lines of standard input without their ends, read on a thread so that the rest goes on."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\n")
