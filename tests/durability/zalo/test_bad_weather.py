"""Zalo and the way to it do their worst to the real program: nothing is recorded twice, and no message is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from tests.durability.crowd import name, six_messages
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.process import log
from tests.durability.telegram.stage import introduced
from tests.durability.zalo import verdict
from tests.durability.zalo.process import polling, quiet, start, stored
from tests.durability.zalo.stage import chat, write_forms, zalo, zone_on_zalo
from tests.fakes.zalo import FakeZalo, Fault, hang, html_504, refused, reset_after_accept, reset_before_reading

PEOPLE = range(1, 6)
SENDS: tuple[tuple[Callable[[], Fault], bool], ...] = (
    (reset_after_accept, True),
    (reset_before_reading, False),
    (lambda: html_504(is_taken=True), True),
    (lambda: hang(is_taken=False), False),
)
"""What becomes of a message, and whether the person has it all the same."""
POLLS: tuple[Callable[[], Fault], ...] = (
    reset_after_accept,
    lambda: html_504(is_taken=True),
    lambda: refused(500, True),
)


@pytest.fixture
async def fake() -> AsyncIterator[FakeZalo]:
    async with zalo() as one:
        yield one


@pytest.fixture
async def program(tmp_path: Path, fake: FakeZalo) -> AsyncIterator[RealProgram]:
    zone_on_zalo(tmp_path, fake, len(PEOPLE))
    await write_forms(tmp_path, fake, len(PEOPLE))
    one = polling(tmp_path, fake)
    try:
        yield one
    finally:
        await one.kill()


def receipts(fake: FakeZalo, nth: int) -> int:
    """How often it came by itself; what is told again does not begin so."""
    return sum(text.startswith(f"✅ Đã ghi {name(nth)}") for text in fake.chat(chat(nth)).texts)


def has_lost(fake: FakeZalo, count: int) -> bool:
    return len(fake.lost) == count


def are_uncertain(program: RealProgram, count: int) -> bool:
    return verdict.states(program.database).get("uncertain") == count


async def met(fault: Fault) -> None:
    await asyncio.wait_for(fault.met.wait(), PATIENCE_SECONDS)


async def ends_well(program: RealProgram, fake: FakeZalo) -> None:
    await quiet(program, fake)
    assert await program.stop() == 0, log(program)
    assert introduced(program.database) == {name(nth): 1 for nth in PEOPLE}
    verdict.nothing_is_left(program.database)
    verdict.no_message_twice(program.database, fake)
    assert fake.violations == []


@pytest.mark.slow
async def test_update_that_comes_twice_is_handled_and_answered_once(program: RealProgram, fake: FakeZalo) -> None:
    fake.switches.duplicate = True
    for nth in PEOPLE:
        fake.say(chat(nth), "gui")
    await start(program, fake)
    await stored(program, fake, 2 * len(PEOPLE))
    await ends_well(program, fake)
    assert [len(fake.chat(chat(nth)).texts) for nth in PEOPLE] == [1] * len(PEOPLE)


@pytest.mark.slow
async def test_forms_that_come_from_their_end_are_asked_for_again(program: RealProgram, fake: FakeZalo) -> None:
    """The newest comes first. What is understood is recorded once; then everybody writes line by line."""
    fake.switches.reorder = True
    for nth in PEOPLE:
        for text in six_messages(nth):
            fake.say(chat(nth), text)
    await start(program, fake)
    await quiet(program, fake)
    for at in range(6):
        for nth in PEOPLE:
            if receipts(fake, nth) == 0:
                fake.say(chat(nth), six_messages(nth)[at])
        await quiet(program, fake)
    await ends_well(program, fake)
    assert [receipts(fake, nth) for nth in PEOPLE] == [1] * len(PEOPLE)


@pytest.mark.slow
async def test_answer_to_a_poll_that_is_lost_takes_its_update_with_it_and_no_more(
    program: RealProgram, fake: FakeZalo
) -> None:
    await start(program, fake)
    for nth, fault in enumerate(POLLS, 1):
        await met(fake.fail(fault(), 1, "getUpdates"))
        fake.say(chat(nth), "gui")
        await fake.until(partial(has_lost, fake, nth), PATIENCE_SECONDS)
        assert receipts(fake, nth) == 0
    for nth in PEOPLE:
        fake.say(chat(nth), "gui")
    await ends_well(program, fake)
    assert len(fake.lost) == len(POLLS)
    assert [receipts(fake, nth) for nth in PEOPLE] == [1] * len(PEOPLE)


@pytest.mark.slow
async def test_messages_whose_fate_nobody_knows_are_counted_and_told_again_not_sent_again(
    program: RealProgram, fake: FakeZalo
) -> None:
    await start(program, fake)
    for nth, (kind, has_come) in enumerate(SENDS, 1):
        await quiet(program, fake)
        fault = fake.fail(kind(), 1, "sendMessage")
        fake.say(chat(nth), "gui")
        await met(fault)
        fault.release()
        await fake.until(partial(are_uncertain, program, nth), PATIENCE_SECONDS)
        assert receipts(fake, nth) == has_come
    for nth in PEOPLE[len(SENDS) :]:
        fake.say(chat(nth), "gui")
    await quiet(program, fake)
    fake.say(chat(len(SENDS) + 1), "gui")
    await quiet(program, fake)
    for _ in range(2):
        for nth in PEOPLE:
            fake.say(chat(nth), "menu")
        await quiet(program, fake)
    await ends_well(program, fake)
    assert verdict.states(program.database)["uncertain"] == len(SENDS)
    for nth, (_, has_come) in enumerate(SENDS, 1):
        (again,) = verdict.told_again(fake, chat(nth))
        assert f"✅ Đã ghi {name(nth)}" in again
        assert receipts(fake, nth) == has_come


@pytest.mark.slow
async def test_while_one_call_hangs_the_others_are_answered_and_it_is_not_repeated(
    program: RealProgram, fake: FakeZalo
) -> None:
    hanging = fake.fail(hang(is_taken=True), 1, "sendMessage", chat(1))
    for nth in PEOPLE:
        fake.say(chat(nth), "gui")
    await start(program, fake)
    for nth in PEOPLE:
        await fake.settled(chat(nth), lambda view: "Đã ghi" in str(view), within=PATIENCE_SECONDS)
    assert hanging.met_count == 1
    hanging.release()
    await ends_well(program, fake)
    assert verdict.states(program.database).get("uncertain", 0) == 0
    assert [receipts(fake, nth) for nth in PEOPLE] == [1] * len(PEOPLE)
