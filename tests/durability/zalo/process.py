"""The real program as a process of its own, polling the fake Zalo; and databases in which one statement never ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.connection import connect
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.process import WAITING, log, set_clock
from tests.fakes.zalo import FakeZalo
from tests.stage import EVENING, looking

STANDING_STILL = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
REFUSED = "SELECT RAISE(ABORT, 'not now')"
"""Where what is done in the same transaction, as a claim beside a turn, has to go through."""
RECORDING = "INSERT ON candidate"
CLAIMING = "UPDATE ON outbox WHEN new.state = 'sending'"
MARKING = "UPDATE ON outbox WHEN new.state = 'sent'"


def polling(folder: Path, fake: FakeZalo) -> RealProgram:
    """`chibot run --practice` on that folder's database; it is not started yet."""
    program = RealProgram(folder)
    program.settings = {
        "CHIBOT_ZALO_BOT_TOKENS": ",".join(fake.tokens),
        "CHIBOT_ZALO_API_URL": fake.url,
        "CHIBOT_ZALO_MONTHLY_MESSAGES": "1000000",
        "CHIBOT_ZALO_USERS": "1000",
        "CHIBOT_RAW_DAYS": "3650",
    }
    set_clock(program, EVENING)
    return program


async def start(program: RealProgram, fake: FakeZalo) -> None:
    """Returns once it asks Zalo for updates."""
    before = len(fake.calls_of("getUpdates"))
    await program.spawn()
    await fake.until(lambda: len(fake.calls_of("getUpdates")) > before, PATIENCE_SECONDS, lambda: log(program))


async def quiet(program: RealProgram, fake: FakeZalo) -> None:
    """Returns once nothing waits, at Zalo or in the program."""

    def is_quiet() -> bool:
        with looking(program.database) as db:
            return not fake.bots[0].inbox.pending and db.execute(WAITING).fetchone() == (0,)

    await fake.until(is_quiet, PATIENCE_SECONDS, lambda: log(program))


async def stored(program: RealProgram, fake: FakeZalo, count: int) -> None:
    """Returns once so many updates were handed over and the next is asked for: by then they are on the disk."""
    inbox = fake.bots[0].inbox
    await fake.until(lambda: len(inbox.handed) >= count and inbox.is_polled, PATIENCE_SECONDS, lambda: log(program))


@asynccontextmanager
async def hampered(database: Path, when: str, how: str = STANDING_STILL) -> AsyncIterator[None]:
    """Whoever does that to the database is never done with it, or cannot; kill the program before the end of the `with`."""
    connection = connect(database)
    connection.execute(f"CREATE TRIGGER hampered BEFORE {when} BEGIN SELECT count(*) FROM ({how}); END")
    try:
        yield
    finally:
        connection.execute("DROP TRIGGER hampered")
        connection.close()
