"""Ten updates, `kill -9` of the real program at a chosen moment, a start: none lost, none handled twice.

Each update is the last word of a form, so that handling it leaves a record behind. Frameworks lose eight to ten of the ten here
(docs/adr/0021).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from storage.connection import connect
from tests.durability.crowd import name
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.process import log, on_phones, quiet, start
from tests.durability.telegram.stage import chat, introduced, phones, write_forms, zone_on_telegram
from tests.fakes.telegram import FakeTelegram, hang
from tests.stage import EVENING, looking

TEN = range(1, 11)
ONCE_EACH = {name(nth): 1 for nth in TEN}
MOST_LIVES = 5
FOR_EVER = """
CREATE TRIGGER for_ever BEFORE INSERT ON candidate BEGIN
 SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0);
END
"""


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(now=lambda: EVENING) as one:
        phones(one, len(TEN))
        yield one


@pytest.fixture
async def program(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[RealProgram]:
    database = zone_on_telegram(tmp_path, len(TEN))
    await write_forms(tmp_path, database, len(TEN))
    one = on_phones(tmp_path, fake)
    yield one
    await one.kill()


def everybody_sends(fake: FakeTelegram) -> None:
    for nth in TEN:
        fake.say(chat(nth), "gui")


async def start_again(program: RealProgram, fake: FakeTelegram) -> None:
    """Returns when everybody has read that theirs is in, and stops the program."""
    await start(program, fake)
    for nth in TEN:
        await fake.settled(chat(nth), lambda view: any("Đã ghi" in text for text in view.texts), PATIENCE_SECONDS)
    await fake.drained()
    assert await program.stop() == 0, log(program)


async def is_alive(program: RealProgram) -> None:
    """It does other things meanwhile; so it could have asked for more updates, had it thought that these are safe."""
    assert program.session is not None
    for _ in range(20):
        async with program.session.get(program.root) as page:
            assert page.status == 200


def handled_once(database: Path) -> None:
    assert introduced(database) == ONCE_EACH
    with looking(database) as db:
        receipts = db.execute("SELECT count(*), count(DISTINCT chat_id) FROM outbox WHERE text LIKE '✅ Đã ghi%'")
        assert receipts.fetchone() == (len(TEN), len(TEN))
        assert db.execute("SELECT count(*) FROM inbox WHERE body = 'gui'").fetchone() == (len(TEN),)
        assert db.execute("SELECT DISTINCT state FROM inbox").fetchall() == [("done",)]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@asynccontextmanager
async def nobody_else_may_write(database: Path) -> AsyncIterator[None]:
    connection = connect(database)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.slow
async def test_fetched_and_not_yet_stored(program: RealProgram, fake: FakeTelegram) -> None:
    """The database is held, so that nothing can be stored; Telegram has handed out all ten."""
    await start(program, fake)
    await program.until_up()
    async with nobody_else_may_write(program.database):
        await fake.polled()
        everybody_sends(fake)
        await fake.until(lambda: not fake.updates.has_poller)
        await is_alive(program)
        await program.kill()
    assert introduced(program.database) == {}
    assert len(fake.updates.pending) == len(TEN), "Telegram was told of updates that are not stored"

    await start_again(program, fake)
    handled_once(program.database)


async def is_stored(fake: FakeTelegram) -> bool:
    with suppress(AssertionError):
        await fake.drained(within=5)
    return not fake.updates.pending


@pytest.mark.slow
async def test_stored_and_being_handled(program: RealProgram, fake: FakeTelegram) -> None:
    """Handling takes for ever; then it is killed.

    What comes in may share its commit with the turns that the clock set off at that moment, and handling then begins before the
    commit: nothing is stored yet, Telegram keeps all ten, and the next life meets them again.
    """
    connection = connect(program.database)
    connection.execute(FOR_EVER)
    await start(program, fake)
    await quiet(program, fake)
    everybody_sends(fake)
    for _ in range(MOST_LIVES):
        if await is_stored(fake):
            break
        assert len(fake.updates.pending) == len(TEN)
        await program.kill()
        await start(program, fake)
    await fake.drained()
    await program.kill()
    assert connection.execute("SELECT count(*) FROM inbox WHERE state = 'waiting'").fetchone() == (len(TEN),)
    connection.execute("DROP TRIGGER for_ever")
    connection.close()

    await start_again(program, fake)
    handled_once(program.database)


@pytest.mark.slow
@pytest.mark.parametrize("is_taken", [True, False], ids=["Telegram took the answers", "Telegram did not read them"])
async def test_handled_and_being_answered(program: RealProgram, fake: FakeTelegram, is_taken: bool) -> None:
    """An answer that nobody knows of is sent again: twice at most."""
    hanging = fake.fail(hang(is_taken), times=None, method="sendMessage")
    everybody_sends(fake)
    await start(program, fake)
    await fake.until(lambda: hanging.met_count >= 3)
    await program.kill()
    hanging.release()

    await start_again(program, fake)
    handled_once(program.database)
    assert all(1 <= str(fake.chat(chat(nth)).texts).count("Đã ghi") <= 2 for nth in TEN)


@pytest.mark.slow
async def test_handled_and_not_yet_confirmed(program: RealProgram, fake: FakeTelegram) -> None:
    """Everybody has read their answer when it is killed; Telegram, which heard no more, brings all ten again."""
    await start(program, fake)
    await fake.polled()
    unheard = fake.fail(hang(is_taken=False), times=None, method="getUpdates")
    everybody_sends(fake)
    for nth in TEN:
        await fake.settled(chat(nth), lambda view: any("Đã ghi" in text for text in view.texts))
    await program.kill()
    assert len(fake.updates.pending) == len(TEN)
    unheard.release()

    await start_again(program, fake)
    handled_once(program.database)
