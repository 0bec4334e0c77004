"""The week's digests go out from the real program; connections break, calls hang, it is killed among them: nobody gets two."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from domain.weeks import Week
from tests.durability.telegram import verdict
from tests.durability.telegram.process import log, on_phones, quiet, set_clock, start
from tests.durability.telegram.stage import phones, write_forms, zone_on_telegram
from tests.fakes.telegram import FakeTelegram, hang, reset
from tests.stage import ZONE

MONDAY = datetime(2026, 11, 9, 7, 30, 5, tzinfo=ZONE)
WEEK = Week(2026, 45)
OFFICERS = 12


@pytest.mark.slow
async def test_five_whose_fate_nobody_knows_are_shown_and_not_repeated(tmp_path: Path) -> None:
    """Of five Telegram took three: two calls hang unread and two afterwards when it is killed, then one connection breaks."""
    database = zone_on_telegram(tmp_path, OFFICERS)
    await write_forms(tmp_path, database, OFFICERS)
    async with FakeTelegram(now=lambda: MONDAY) as fake:
        phones(fake, OFFICERS)
        program = on_phones(tmp_path, fake)
        set_clock(program, MONDAY)
        unread = fake.fail(hang(is_taken=False), 2, "sendMessage")
        hanging = fake.fail(hang(is_taken=True), 2, "sendMessage")
        try:
            await start(program, fake)
            await fake.until(lambda: (hanging.met_count, unread.met_count) == (2, 2), 20)
            await program.kill()
            fake.faults.clear()
            broken = fake.fail(reset(is_taken=True), 1, "sendMessage")
            await start(program, fake)
            await quiet(program, fake)
            assert broken.met_count == 1
            assert await program.stop() == 0, log(program)
        finally:
            await program.kill()
        verdict.digests(database, fake, {WEEK})
        shown = verdict.bulk(database)
        assert sum(count for name, count in shown.items() if name.endswith("uncertain")) == 5, shown
        verdict.nothing_is_left(database)
