"""Receipts are evidence: nothing that is pressed under one takes it off the screen (ux.md)."""

from __future__ import annotations

from pathlib import Path

from tests.stage import Stage, open_stage

LINE = "hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung"


def messages(stage: Stage, person: str, part: str) -> list[list[str]]:
    """The buttons of each message on the screen that says `part`."""
    found = [one for one in stage.channel.screen[person].values() if part in one.text]
    return [[button.label for row in one.rows for button in row] for one in found]


async def test_candidate_pressed_under_a_receipt_opens_below_it(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        for text in (LINE, "18h-19h30", "gui"):
            await stage.say("secretary", text)
        (before,) = messages(stage, "secretary", "Đã nhận báo cáo")
        name = next(label for label in before if len(label.split()) > 2 and label.istitle())

        assert name in await stage.press("secretary", name)
        assert messages(stage, "secretary", "Đã nhận báo cáo") == [before]
        assert stage.last("secretary").startswith(name)


async def test_notice_stays_above_the_list_that_it_opens(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        for text in ("gioi thieu", "Lò Văn Thử", "3/1991", "Công ty Maple", "hom nay", "gui"):
            await stage.say("union", text)
        (before,) = messages(stage, "secretary", "Lò Văn Thử")

        await stage.press("secretary", before[0])
        assert messages(stage, "secretary", "Lò Văn Thử")[0] == before
        assert len(stage.channel.screen["secretary"]) == 2


async def test_question_is_still_answered_in_its_place(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        await stage.press("secretary", "Hôm nay")
        assert len(stage.channel.screen["secretary"]) == 1
