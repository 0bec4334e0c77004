"""The one conversation of docs/mot-cuoc-trao-doi.md, as it goes on the page, Telegram and Zalo: `python -m tests.docs.side_by_side`.

The questions stand in tests/dialogs/ba-noi.txt.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.dialogs.drivers.served import Served, Shown
from tests.dialogs.drivers.telegram import OnTelegram
from tests.dialogs.drivers.web import OnWeb
from tests.dialogs.drivers.zalo import OnZalo
from tests.dialogs.player import Player
from tests.docs.pages import ROOT

PAGE: Path = ROOT / "docs" / "mot-cuoc-trao-doi.md"
DIALOGUE: Path = ROOT / "tests" / "dialogs" / "ba-noi.txt"
BETWEEN = re.compile(r"(?<=<!-- bảng -->\n\n).*(?=\n<!-- hết bảng -->)", re.DOTALL)
PLACES: tuple[tuple[str, type[Served]], ...] = (
    ("Trang trên máy", OnWeb),
    ("Telegram", OnTelegram),
    ("Zalo", OnZalo),
)
SENT = {"(photo)": "gửi một tấm ảnh"}
PRESSED = "bấm"


class Watched(Player):
    """Plays, and keeps a cell of the table for each line of the person."""

    def __init__(self, driver: Served) -> None:
        super().__init__(driver)
        self._watched, self.cells = driver, list[str]()

    async def _write(self, text: str) -> str:
        answer = await super()._write(text)
        self.cells.append(cell(self._watched.did, self._watched.came))
        return answer


def cell(did: str, came: Sequence[Shown]) -> str:
    return "<br><br>".join([f"▸ {_done(did)}", *map(_message, came)])


def _done(did: str) -> str:
    if did.startswith("["):
        return f"{PRESSED} {_key(did[1:-1])}"
    return f"<i>{SENT[did]}</i>" if did in SENT else f"<b>{_text(did)}</b>"


def _message(one: Shown) -> str:
    return "<br>".join([_text(one.text), *(" ".join(map(_key, row)) for row in one.rows)])


def _key(label: str) -> str:
    return f"<kbd>{_text(label)}</kbd>"


def _text(text: str) -> str:
    return escape(text, quote=False).replace("|", "\\|").replace("\n", "<br>")


async def table() -> str:
    columns = []
    for _, driver in PLACES:
        with tempfile.TemporaryDirectory() as folder:
            watched = Watched(driver(Path(folder)))
            await watched.play(DIALOGUE.read_text("utf-8"))
        columns.append(watched.cells)
    rows = [[name for name, _ in PLACES], ["---"] * len(PLACES), *zip(*columns, strict=True)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


async def rewritten(page: str) -> str:
    """The page with the conversation as it really goes. Raises ValueError when the page has no place for it."""
    if len(BETWEEN.findall(page)) != 1:
        raise ValueError("the page needs the two marks of the table, once")
    made = await table()
    return BETWEEN.sub(lambda _: made, page)


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(rewritten(PAGE.read_text("utf-8"))), "utf-8")
