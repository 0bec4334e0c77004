"""The command line as an operator uses it: in an empty folder, with settings of its own, answering with status and output."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.main import main
from storage.connection import set_meta
from storage.instants import to_ms
from storage.upkeep import HEARTBEAT
from tests.stage import SECRET, template

TABLES = r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    def one_line(self, status: int = 1) -> str:
        """The clear line of a command that failed. Raises AssertionError when there is more, or another status."""
        assert self.status == status, self
        assert self.err.startswith("chibot: "), self.err
        assert len(self.err.splitlines()) == 1, self.err
        assert self.out == ""
        return self.err.strip()


@dataclass(slots=True)
class CommandLine:
    """`chibot` in its folder: `cli("doctor", "--json")`. Nothing of the machine's own settings reaches it."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *argv: str, stdin: str = "") -> Ran:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            status = main(argv)
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = self.capsys.readouterr()
        return Ran(status, said.out, said.err)

    def set(self, name: str, value: str) -> None:
        self.monkeypatch.setenv(f"CHIBOT_{name}", value)

    @property
    def real(self) -> Path:
        return self.folder / "data" / "chibot.db"

    @property
    def practice(self) -> Path:
        return self.folder / "data" / "practice.db"

    def put_zone(self, path: Path, *, is_practice: bool = False) -> Path:
        """The sample zone at that path, alive a minute ago; a real database unless marked as practice."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(template(), path)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            set_meta(db, HEARTBEAT, str(to_ms(real_now() - timedelta(minutes=1))))
            if is_practice:
                for name, value in (("is_practice", "1"), ("practice_secret_key", SECRET), ("page_key", "k" * 40)):
                    set_meta(db, name, value)
        return path

    def tables(self, path: Path) -> dict[str, int]:
        """How many rows each table of ours has."""
        with closing(sqlite3.connect(path)) as db:
            names = [row[0] for row in db.execute(TABLES)]
            return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}

    def change(self, path: Path, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(sql, values)

    def rows(self, path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(path)) as db:
            return db.execute(sql, values).fetchall()

    def findings(self, ran: Ran) -> dict[str, str]:
        """Level by id, of `doctor --json`."""
        return {one["id"]: one["level"] for one in json.loads(ran.out)}


def real_now() -> datetime:
    """Commands that look at a real database ask the machine's clock: so must what stands in it."""
    return Clock().now().astimezone(UTC)
