"""Writes every transcript anew from its questions: `python -m tests.dialogs.update [NAME …]`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.dialogs.player import played

FOLDER = Path(__file__).parent


async def update(names: list[str]) -> None:
    for path in sorted(FOLDER.glob("*.txt")):
        if names and path.stem not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said, _ = await played(path.read_text("utf-8"), Path(folder))
        path.write_text(said, "utf-8")


if __name__ == "__main__":
    asyncio.run(update(sys.argv[1:]))
