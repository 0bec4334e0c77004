"""SIGTERM: the poll that is under way ends first, and what it brings is stored and answered. A stop waits for nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from yarl import URL

from channels.zalo_bot import ZaloBots
from domain.channel import Json
from tests.durability.crowd import name
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram.process import log
from tests.durability.telegram.stage import introduced
from tests.durability.zalo import impatient, verdict
from tests.durability.zalo.process import polling, start
from tests.durability.zalo.stage import chat, write_forms, zalo, zone_on_zalo
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import TOKENS, FakeZalo, hang, html_502
from tests.stage import EVENING


@pytest.fixture
async def fake() -> AsyncIterator[FakeZalo]:
    """A poll takes ten seconds here, as it does at Zalo: it ends when something comes."""
    async with zalo(second=1) as one:
        yield one


@pytest.fixture
async def program(tmp_path: Path, fake: FakeZalo) -> AsyncIterator[RealProgram]:
    zone_on_zalo(tmp_path, fake, 2)
    await write_forms(tmp_path, fake, 2)
    one = polling(tmp_path, fake)
    one.script = Path(impatient.__file__)
    await start(one, fake)
    await one.until_up()
    await fake.polled()
    yield one
    await one.kill()


async def stopping(program: RealProgram) -> asyncio.Task[int]:
    """The stop, as soon as the program has begun with it: its page is closed by then."""
    stop = asyncio.create_task(program.stop())
    page = URL(program.root)
    with suppress(ConnectionRefusedError, ConnectionResetError):
        while True:
            _, writer = await asyncio.open_connection(page.host, page.port)
            writer.close()
            await writer.wait_closed()
    return stop


@pytest.mark.slow
async def test_what_comes_with_the_poll_under_way_is_recorded_and_answered(
    program: RealProgram, fake: FakeZalo
) -> None:
    """Of two who write after the stop began, the first one's ends the poll; the other's waits at Zalo."""
    stop = await stopping(program)
    fake.say(chat(1), "gui")
    fake.say(chat(2), "gui")
    assert await stop == 0, log(program)
    assert introduced(program.database) == {name(1): 1}
    assert [f"Đã ghi {name(1)}" in text for text in fake.chat(chat(1)).texts] == [True]
    assert (len(fake.bots[0].inbox.pending), fake.lost) == (1, [])
    verdict.no_message_twice(program.database, fake)


@pytest.mark.slow
async def test_what_comes_with_it_while_zalo_answers_no_more_is_recorded(program: RealProgram, fake: FakeZalo) -> None:
    """The answer is given up after a while; at the next start it is uncertain, and told again when the person writes."""
    hanging = fake.fail(hang(is_taken=False), None, "sendMessage")
    stop = await stopping(program)
    fake.say(chat(1), "gui")
    assert await stop == 0, log(program)
    assert hanging.met_count == 1
    assert introduced(program.database) == {name(1): 1}
    assert verdict.states(program.database)["sending"] == 1
    fake.faults.clear()
    await start(program, fake)
    fake.say(chat(1), "menu")
    await fake.settled(chat(1), lambda view: f"Đã ghi {name(1)}" in str(view), within=PATIENCE_SECONDS)
    assert len(verdict.told_again(fake, chat(1))) == 1


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getUpdates"])
async def test_stop_waits_for_no_repeat_while_zalo_is_down(method: str) -> None:
    """A pause between two tries has no end here."""

    async def receive(_raws: Sequence[tuple[str, Json]]) -> None:
        raise AssertionError

    async def pause(_seconds: float) -> None:
        pausing.set()
        await asyncio.Event().wait()

    async def stopped() -> bool:
        running.cancel()
        done, _ = await asyncio.wait({running}, timeout=2)
        return bool(done)

    pausing = asyncio.Event()
    async with zalo() as fake:
        fake.fail(html_502(), None, method)
        channel = ZaloBots(TOKENS[:1], FakeClock(EVENING).now, fake.url, pause=pause)
        running = asyncio.create_task(channel.run(receive))
        await asyncio.wait_for(pausing.wait(), 10)
        is_stopped = await stopped()
        await stopped()
        await channel.close()
    assert is_stopped, "the stop waits for the next try"


async def test_second_stop_waits_for_no_poll() -> None:
    async def receive(_raws: Sequence[tuple[str, Json]]) -> None:
        raise AssertionError

    async with zalo(second=1) as fake:
        channel = ZaloBots(TOKENS[:1], FakeClock(EVENING).now, fake.url)
        running = asyncio.create_task(channel.run(receive))
        await fake.polled()
        running.cancel()
        done, _ = await asyncio.wait({running}, timeout=0.05)
        assert not done, "the first stop waits for it"
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(running, 5)
        await channel.close()
