"""`kill -9` of the real program at each moment of an update's way. Zalo hands an update over once, so the one that is not yet stored
is lost; nothing else is, nothing is recorded twice, and no message is sent twice.

Each update is the last word of a form, so that handling it leaves a record behind.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.durability.crowd import name
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.process import log
from tests.durability.telegram.stage import introduced
from tests.durability.telegram.test_killed_while_handling import is_alive, nobody_else_may_write
from tests.durability.zalo import verdict
from tests.durability.zalo.process import (
    CLAIMING,
    MARKING,
    RECORDING,
    REFUSED,
    hampered,
    polling,
    quiet,
    start,
    stored,
)
from tests.durability.zalo.stage import chat, write_forms, zalo, zone_on_zalo
from tests.fakes.zalo import FakeZalo, hang
from tests.stage import looking

THREE = range(1, 4)
ONCE_EACH = {name(nth): 1 for nth in THREE}


@pytest.fixture
async def fake() -> AsyncIterator[FakeZalo]:
    async with zalo() as one:
        yield one


@pytest.fixture
async def program(tmp_path: Path, fake: FakeZalo) -> AsyncIterator[RealProgram]:
    zone_on_zalo(tmp_path, fake, len(THREE))
    await write_forms(tmp_path, fake, len(THREE))
    one = polling(tmp_path, fake)
    yield one
    await one.kill()


def everybody_sends(fake: FakeZalo) -> None:
    for nth in THREE:
        fake.say(chat(nth), "gui")


def has_receipt(fake: FakeZalo, nth: int) -> bool:
    return any(f"Đã ghi {name(nth)}" in text for text in fake.chat(chat(nth)).texts)


async def start_again(program: RealProgram, fake: FakeZalo) -> None:
    """The other two send theirs once it polls: what is said before may go to the poll of the dead."""
    await start(program, fake)
    await fake.polled()
    for nth in THREE[1:]:
        fake.say(chat(nth), "gui")
    await quiet(program, fake)


async def everybody_writes_again(program: RealProgram, fake: FakeZalo) -> None:
    """Until each has seen a receipt; then once more."""
    for _ in range(2):
        for nth in THREE:
            fake.say(chat(nth), "menu")
        await quiet(program, fake)
        assert all(has_receipt(fake, nth) for nth in THREE), str(fake.chat(chat(1)))
    assert await program.stop() == 0, log(program)


def handled_once(program: RealProgram, fake: FakeZalo) -> None:
    assert introduced(program.database) == ONCE_EACH
    with looking(program.database) as db:
        receipts = db.execute("SELECT count(*), count(DISTINCT chat_id) FROM outbox WHERE text LIKE '✅ Đã ghi%'")
        assert receipts.fetchone() == (len(THREE), len(THREE))
    verdict.nothing_is_left(program.database)
    verdict.no_message_twice(program.database, fake)
    assert fake.violations == []


@pytest.mark.slow
async def test_handed_over_and_not_yet_stored(program: RealProgram, fake: FakeZalo) -> None:
    """The database is held. Of three who send, the first one's is lost: it is said again; the others' still wait at Zalo."""
    await start(program, fake)
    await program.until_up()
    async with nobody_else_may_write(program.database):
        await fake.polled()
        everybody_sends(fake)
        await fake.until(lambda: len(fake.bots[0].inbox.handed) == 1)
        await is_alive(program)
        await program.kill()
    assert len(fake.bots[0].inbox.pending) == 2, "an update was asked for before the last one was stored"
    assert fake.bots[0].inbox.handed[0].message_id not in verdict.stored(program.database)

    await start(program, fake)
    await quiet(program, fake)
    assert [nth for nth in THREE if not has_receipt(fake, nth)] == [1]
    fake.say(chat(1), "gui")
    await quiet(program, fake)
    await everybody_writes_again(program, fake)
    assert verdict.states(program.database).get("uncertain", 0) == 0
    handled_once(program, fake)


@pytest.mark.slow
async def test_stored_and_being_handled(program: RealProgram, fake: FakeZalo) -> None:
    """Handling takes for ever; then it is killed."""
    async with hampered(program.database, RECORDING):
        await start(program, fake)
        await fake.polled()
        fake.say(chat(1), "gui")
        await stored(program, fake, 1)
        await program.kill()
        assert introduced(program.database) == {}

    await start_again(program, fake)
    await everybody_writes_again(program, fake)
    handled_once(program, fake)


@pytest.mark.slow
async def test_handled_and_not_yet_sent(program: RealProgram, fake: FakeZalo) -> None:
    """The answer is written down and was not given to Zalo: it goes out at the next start, and nothing about it is uncertain."""
    async with hampered(program.database, CLAIMING, REFUSED):
        await start(program, fake)
        await fake.polled()
        fake.say(chat(1), "gui")
        await fake.until(lambda: introduced(program.database) == {name(1): 1}, PATIENCE_SECONDS)
        await program.kill()
        assert fake.calls_of("sendMessage") == []

    await start_again(program, fake)
    await everybody_writes_again(program, fake)
    assert verdict.states(program.database).get("uncertain", 0) == 0
    assert [verdict.told_again(fake, chat(nth)) for nth in THREE] == [[], [], []]
    handled_once(program, fake)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["Zalo did not read it", "Zalo took it", "Zalo said so"])
async def test_sent_and_not_yet_marked(program: RealProgram, fake: FakeZalo, what: str) -> None:
    """Nobody knows whether it arrived. It is not sent again; when the person writes next, they are told."""
    async with AsyncExitStack() as stack:
        if what == "Zalo said so":
            await stack.enter_async_context(hampered(program.database, MARKING))
        hanging = fake.fail(hang(is_taken=what == "Zalo took it"), int(what != "Zalo said so"), "sendMessage")
        await start(program, fake)
        await fake.polled()
        fake.say(chat(1), "gui")
        if what == "Zalo said so":
            await fake.until(lambda: any(call.status == 200 for call in fake.calls_of("sendMessage")), PATIENCE_SECONDS)
        else:
            await fake.until(lambda: hanging.met_count == 1, PATIENCE_SECONDS)
        await program.kill()
    fake.faults.clear()

    await start_again(program, fake)
    assert has_receipt(fake, 1) is (what != "Zalo did not read it")
    assert verdict.states(program.database)["uncertain"] == 1
    await everybody_writes_again(program, fake)
    (again,) = verdict.told_again(fake, chat(1))
    assert f"✅ Đã ghi {name(1)}" in again
    assert [verdict.told_again(fake, chat(nth)) for nth in (2, 3)] == [[], []]
    handled_once(program, fake)
