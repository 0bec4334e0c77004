"""The dialogues that the documents quote, played on the sample zone: `python -m tests.docs.quoted` writes them anew.

A block ```chat is a dialogue as in tests/dialogs/player.py, but people stand there by name: `@ Trần Thị Mai, Bí thư Chi bộ Konya`.
It begins on a fresh database, a block ```chat tiếp goes on where the one before it ended. `< …` leaves an answer out.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_data.cast import personas
from tests.dialogs.drivers.fake import OnFake
from tests.dialogs.player import Player
from tests.fakes.channel import WITH_BUTTONS

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```chat(?P<goes_on> tiếp)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PERSON = re.compile(r"^@ (.+)$", re.MULTILINE)
CUT = "# cut"
LEFT_OUT = "< …"
KEYS = {f"{one.name}, {one.post}": one.key for one in personas()}
NAMES = {key: name for name, key in KEYS.items()}


@dataclass(frozen=True, slots=True)
class Quoted:
    """One block: where its text stands in the document, and whether it goes on from the one before."""

    start: int
    end: int
    text: str
    goes_on: bool

    @property
    def by_key(self) -> str:
        """As the player reads it. Raises KeyError for a person whom the sample zone does not have."""
        return PERSON.sub(lambda found: f"@ {KEYS[found[1]]}", self.text)


def blocks(document: str) -> list[Quoted]:
    return [
        Quoted(found.start("text"), found.end("text"), found["text"], found["goes_on"] is not None)
        for found in BLOCK.finditer(document)
    ]


def chains(found: Sequence[Quoted]) -> Iterator[list[Quoted]]:
    """Blocks that belong to one conversation."""
    chain: list[Quoted] = []
    for block in found:
        if chain and not block.goes_on:
            yield chain
            chain = []
        chain.append(block)
    if chain:
        yield chain


async def said(chain: Sequence[Quoted]) -> list[str]:
    """The blocks of one conversation as the program really talks."""
    with tempfile.TemporaryDirectory() as folder:
        player = Player(OnFake(Path(folder), WITH_BUTTONS, "web"))
        await player.play(f"\n{CUT}\n".join(block.by_key for block in chain))
    played = "\n".join(player.transcript).split(f"\n{CUT}\n")
    return [_shortened(block.text, _by_name(text)) for block, text in zip(chain, played, strict=True)]


def _by_name(text: str) -> str:
    return PERSON.sub(lambda found: f"@ {NAMES[found[1]]}", text)


def _shortened(written: str, played: str) -> str:
    """The played text, with the answers that the writer left out left out again."""
    pieces = [_questions(written), _questions(played)]
    kept = [
        was[0] + "\n" + LEFT_OUT if LEFT_OUT in was[1:] else "\n".join(now) for was, now in zip(*pieces, strict=True)
    ]
    return "\n".join(kept) + "\n"


def _questions(text: str) -> list[list[str]]:
    """Each line of the person with the answer's lines below it."""
    found: list[list[str]] = []
    for line in text.strip("\n").split("\n"):
        if line.startswith(("<", "  ")) and found:
            found[-1].append(line)
        elif line:
            found.append([line])
    return found


async def rewritten(document: str) -> str:
    """The document with every dialogue as it really goes."""
    for chain in reversed(list(chains(blocks(document)))):
        texts = await said(chain)
        for block, text in reversed(list(zip(chain, texts, strict=True))):
            document = document[: block.start] + text + document[block.end :]
    return document


def documents() -> list[Path]:
    """Those that quote a dialogue."""
    found = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
    return [path for path in found if blocks(path.read_text("utf-8"))]


async def _update() -> None:
    for path in documents():
        path.write_text(await rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    asyncio.run(_update())
