"""In a group the assistant says one sentence, once; nothing that is written there is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.channel import BOT
from tests.stage import open_stage

ONCE = "Mời đồng chí nhắn riêng."
ROWS = "SELECT kind, body, state FROM inbox ORDER BY id"


async def test_each_group_is_told_once_and_for_all(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        for _ in range(3):
            for group in ("-100", "-200"):
                raw = stage.channel.raw(
                    group, stage.clock.now(), None, text="hop 5/11 18/20 Nguyễn Thị Lan", group="yes"
                )
                await stage.receive([(BOT, raw)])
            await stage.program.settle()
            stage.clock.advance(timedelta(days=30))
            await stage.program.tick()
            await stage.program.settle()
        database = stage.database
        to_groups = [one for one in stage.channel.sent if one.address.chat_id.startswith("-")]
        said = [(one.address.chat_id, one.text) for one in to_groups]
        assert said == [("-100", ONCE), ("-200", ONCE)]
        kept = [row for row in stage.query(ROWS) if row[0] == "group"]
        assert kept == [("group", None, "done")] * 6

    async with open_stage(tmp_path, database=database) as stage:
        await stage.receive([(BOT, stage.channel.raw("-100", stage.clock.now(), "new", text="chào", group="yes"))])
        await stage.program.settle()
        assert stage.channel.sent == []
