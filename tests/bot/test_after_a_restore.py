"""The program on a restored database, and after a key was replaced."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from bot.ids import digester
from bot.program import Parts, Program
from storage.connection import set_meta
from storage.instants import to_ms
from storage.upkeep import RESTORED
from tests.fakes.channel import BOT, FakeChannel
from tests.scheduler.simulated import local
from tests.stage import EVENING, SECRET, ZONE, fresh, open_stage

OLD, DIGITS = "the-key-of-yesterday-that-was-replaced", "48210937"
INVITED = """
INSERT INTO code (id, digest, person_id, post_id, made_at, expires_at)
SELECT 900, ?, person_id, id, ?, ? FROM post ORDER BY id LIMIT 1
"""


@pytest.mark.parametrize(("restored", "digests"), [("2026-11-09 07:00", True), ("2026-11-09 08:00", False)])
async def test_digest_that_was_planned_before_the_restore_is_not_sent_again(
    tmp_path: Path, restored: str, digests: bool
) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.program.tick()
        await stage.program.settle()
        at = str(to_ms(local(restored).astimezone(UTC)))
        await stage.program.writer.transact(lambda db: set_meta(db, RESTORED, at))
        stage.clock.set(local("2026-11-09 09:00").astimezone(UTC))
        await stage.tick("office")
        assert bool(stage.query("SELECT 1 FROM digest")) is digests


@pytest.mark.parametrize(("old_keys", "is_known"), [((OLD,), True), ((), False)])
async def test_program_knows_the_open_codes_of_a_replaced_key(
    tmp_path: Path, old_keys: tuple[str, ...], is_known: bool
) -> None:
    parts = Parts(fresh(tmp_path), SECRET, ZONE, "", lambda: EVENING, old_keys=old_keys)
    program, channel = await Program.open(parts), FakeChannel()
    receive = program.add(channel)
    await program.start()
    row = (digester(OLD)(DIGITS), to_ms(EVENING) - 1, to_ms(EVENING) + 1_000_000)
    await program.writer.transact(lambda db: db.execute(INVITED, row).rowcount)
    await receive([(BOT, channel.raw("newcomer", EVENING, None, text=DIGITS))])
    await program.settle()
    assert ("không dùng được" not in channel.sent[-1].text) is is_known
    await program.close()
