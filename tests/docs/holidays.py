"""The tables of docs/lich-nghi.md from the rows that ship: `python -m tests.docs.holidays` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from language.say import holidays as say
from storage import calendars, migrate
from storage.connection import connect
from tests.docs.pages import ROOT

PAGE: Path = ROOT / "docs" / "lich-nghi.md"
BETWEEN = re.compile(r"(?<=<!-- bảng -->\n\n).*(?=\n<!-- hết bảng -->)", re.DOTALL)


def table() -> str:
    connection = connect(":memory:")
    migrate.apply(connection)
    text = say.table(list(calendars.calendar(connection).days.values()))
    connection.close()
    return text


def rewritten(page: str) -> str:
    """The page with the table as the program has it. Raises ValueError when the page has no place for it."""
    if len(BETWEEN.findall(page)) != 1:
        raise ValueError("the page needs the two marks of the table, once")
    return BETWEEN.sub(lambda _: table(), page)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
