"""Somebody who blocked the bot gets nothing there until they write again."""

from __future__ import annotations

from pathlib import Path

from domain.failures import Failure, FailureKind
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

GONE = "SELECT is_gone FROM account WHERE chat_id = ? AND channel = ?"
OUT = "SELECT channel, state FROM outbox WHERE chat_id = ? ORDER BY id"


async def block(stage: Stage, who: str) -> None:
    """The person's messenger refuses the next message for good."""
    stage.channel.failures.append(Failure(FailureKind.RECIPIENT_GONE, "403"))
    assert await stage.say(who, "menu") == ""
    assert stage.query(GONE, who, "web") == [(1,)]


async def introduce(stage: Stage, name: str) -> None:
    """The union's entry: the secretary of the cell is told."""
    await stage.say("union", f"gioi thieu {name} sinh 4/1999 cty konya")
    await stage.press("union", "Hôm nay")
    await stage.press("union", "Gửi giới thiệu")


def seen(stage: Stage, who: str) -> str:
    return "\n".join(one.text for one in stage.channel.sent if one.address.chat_id == who)


async def test_notice_reaches_the_secretary_while_they_are_there(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "menu")
        await introduce(stage, "Hoàng Thị Lan")
        assert "Hoàng Thị Lan" in seen(stage, "secretary")


async def test_nothing_is_sent_to_somebody_who_is_gone(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await block(stage, "secretary")
        await introduce(stage, "Hoàng Thị Lan")
        assert seen(stage, "secretary") == ""
        assert ("web", "waiting") not in stage.query(OUT, "secretary")
        assert [row for row in stage.query(OUT, "secretary") if row[0] == "web"] == [("web", "failed")]


async def test_who_writes_again_is_there_again(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await block(stage, "secretary")
        await introduce(stage, "Hoàng Thị Lan")
        assert "Đồng chí cần làm gì?" in await stage.say("secretary", "menu")
        assert stage.query(GONE, "secretary", "web") == [(0,)]
        await introduce(stage, "Vũ Văn Nam")
        assert "Vũ Văn Nam" in seen(stage, "secretary")


async def test_others_are_served_as_before(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await block(stage, "secretary")
        assert "Đồng chí cần làm gì?" in await stage.say("deputy", "menu")
        assert stage.query(GONE, "deputy", "web") == [(0,)]


async def test_what_waits_behind_a_refusal_is_not_sent_either(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.append(Failure(FailureKind.RECIPIENT_GONE, "403"))
        now = stage.clock.now()
        await stage.receive(
            [(BOT, stage.channel.raw("secretary", now, None, text=text)) for text in ("menu", "tien do")]
        )
        await stage.program.settle()
        assert seen(stage, "secretary") == ""
        assert stage.query(OUT, "secretary") == [("web", "failed"), ("web", "failed")]
