"""One person on Telegram and on Zalo, one real program on both: a form goes over from one to the other, and so does a digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from domain.weeks import Week
from language.say.accounts import instead_of
from language.say.digest import heading
from storage.connection import connect
from tests.durability import crowd
from tests.durability.real_program import PATIENCE_SECONDS, RealProgram
from tests.durability.telegram import stage as telegram_stage
from tests.durability.telegram.process import log, set_clock
from tests.durability.zalo import verdict
from tests.durability.zalo.process import polling, quiet, start
from tests.durability.zalo.stage import chat, zalo, zone_on_zalo
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo, hang
from tests.stage import EVENING, ZONE, looking

MONDAY = datetime(2026, 11, 9, 7, 30, 5, tzinfo=ZONE)
DIGEST = heading(Week(2026, 45))
ON_TELEGRAM, ON_ZALO = telegram_stage.chat(1), chat(1)
FORM = (("gioi thieu", "1/4"), (crowd.name(1), "2/4"), ("02/03/1991", "3/4"), ("Konya 1", "4/4"))


@dataclass(frozen=True, slots=True)
class Both:
    """The person has a chat on each."""

    telegram: FakeTelegram
    zalo: FakeZalo
    program: RealProgram

    async def started(self) -> None:
        before = len(self.telegram.calls_of("getUpdates"))
        await start(self.program, self.zalo)
        await self.telegram.until(lambda: len(self.telegram.calls_of("getUpdates")) > before, PATIENCE_SECONDS)

    async def on_telegram(self, text: str, expected: str) -> None:
        seen = len(self.telegram.chat(ON_TELEGRAM).texts)
        self.telegram.say(ON_TELEGRAM, text)
        await self.telegram.settled(ON_TELEGRAM, lambda view: expected in str(view.texts[seen:]), PATIENCE_SECONDS)

    async def on_zalo(self, text: str, expected: str) -> str:
        seen = len(self.zalo.chat(ON_ZALO).texts)
        self.zalo.say(ON_ZALO, text)
        view = await self.zalo.settled(
            ON_ZALO, lambda view: expected in str(view.texts[seen:]), within=PATIENCE_SECONDS
        )
        return view.texts[-1]

    async def ended(self) -> None:
        await quiet(self.program, self.zalo)
        assert await self.program.stop() == 0, log(self.program)
        verdict.no_message_twice(self.program.database, self.zalo)
        assert (self.telegram.violations, self.zalo.violations) == ([], [])


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram(now=lambda: EVENING))
        zalo_bots = await stack.enter_async_context(zalo())
        connection = connect(zone_on_zalo(tmp_path, zalo_bots, 1))
        person = connection.execute("SELECT person_id FROM account WHERE chat_id = ?", (ON_ZALO,)).fetchone()[0]
        connection.execute(crowd.LINK, (*telegram_stage.on_telegram(1), person))
        connection.close()
        telegram_stage.phones(telegram, 1)
        program = polling(tmp_path, zalo_bots)
        program.settings |= {"CHIBOT_TELEGRAM_TOKEN": telegram.token, "CHIBOT_TELEGRAM_API_URL": telegram.url}
        try:
            yield Both(telegram, zalo_bots, program)
        finally:
            await program.kill()


@pytest.mark.slow
async def test_form_begun_on_telegram_goes_on_in_zalo_at_the_same_step(both: Both) -> None:
    """Killed in between; and back again for the last word."""
    await both.started()
    for text, expected in FORM[:3]:
        await both.on_telegram(text, expected)
    await both.program.kill()
    await both.started()
    await both.zalo.polled()
    await both.on_zalo(*FORM[3])
    review = await both.on_zalo("1/11/2026", "Xem lại giúp")
    assert all(part in review for part in (crowd.name(1), "02/03/1991", "Konya 1", "01/11/2026")), review
    await both.on_telegram("gui", f"Đã ghi {crowd.name(1)}")
    await both.ended()
    assert telegram_stage.introduced(both.program.database) == {crowd.name(1): 1}
    assert not any("Đã ghi" in text for text in both.zalo.chat(ON_ZALO).texts), "the answer goes where it was asked for"


@pytest.mark.slow
@pytest.mark.parametrize("is_killed", [False, True], ids=["at once", "killed while Zalo is called"])
async def test_digest_of_a_blocked_telegram_goes_to_zalo_once_and_says_so(both: Both, is_killed: bool) -> None:
    await telegram_stage.write_forms(both.program.folder, both.program.database, 1)
    set_clock(both.program, MONDAY)
    both.telegram.block(ON_TELEGRAM)
    both.telegram.updates.drop()
    if is_killed:
        hanging = both.zalo.fail(hang(is_taken=True), 1, "sendMessage", ON_ZALO)
        await both.started()
        await both.zalo.until(lambda: hanging.met_count == 1, PATIENCE_SECONDS)
        await both.program.kill()
        both.zalo.faults.clear()
    await both.started()
    await both.zalo.settled(ON_ZALO, lambda view: DIGEST in str(view), within=PATIENCE_SECONDS)
    await both.ended()
    (digest,) = [text for text in both.zalo.chat(ON_ZALO).texts if DIGEST in text]
    assert digest.startswith(f"{instead_of('telegram')}\n{DIGEST}")
    assert not any(DIGEST in text for text in both.telegram.chat(ON_TELEGRAM).texts)
    with looking(both.program.database) as db:
        rows = db.execute(
            "SELECT channel, state FROM outbox WHERE text LIKE ? AND chat_id IN (?, ?)", found_in()
        ).fetchall()
    assert dict(rows) == {"telegram": "failed", "zalo_bot": "uncertain" if is_killed else "sent"}


def found_in() -> tuple[str, str, str]:
    return f"%{DIGEST}%", ON_ZALO, str(ON_TELEGRAM)
