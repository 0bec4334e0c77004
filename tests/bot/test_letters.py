"""Letters of a channel without buttons belong to the open question; what arrives meanwhile is answered in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.channel import LETTERS_ONLY
from tests.stage import Stage, open_stage

INTRODUCTION = ("gioi thieu", "Lò Văn Thử", "3/1991", "Công ty Maple", "1/11/2026", "gui")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as opened:
        yield opened


async def introduced(stage: Stage) -> str:
    """A union introduces somebody; returns what the secretary of its cell reads."""
    for text in INTRODUCTION:
        await stage.say("union", text)
    return stage.shown(list(stage.channel.screen["secretary"].values())[-1])


async def test_letter_is_the_answer_to_the_open_question_whatever_arrived_meanwhile(stage: Stage) -> None:
    await stage.say("secretary", "hop")
    notice = await introduced(stage)

    assert notice.endswith("Để trả lời, xin nhắn: “Xem danh sách chờ”.")
    assert "Từ mấy giờ" in await stage.say("secretary", "a")


async def test_what_arrived_meanwhile_is_answered_in_words_now_and_later(stage: Stage) -> None:
    await stage.say("secretary", "hop")
    await introduced(stage)
    assert "Lò Văn Thử" in await stage.say("secretary", "xem danh sach cho")

    await stage.say("secretary", "menu")
    assert "Lò Văn Thử" in await stage.say("secretary", "Xem danh sách chờ")


async def test_second_notice_leaves_the_letters_where_they_are(stage: Stage) -> None:
    await stage.say("secretary", "hop")
    for _ in range(2):
        await introduced(stage)
    assert "Từ mấy giờ" in await stage.say("secretary", "a")


async def test_notice_has_letters_while_no_question_is_open(stage: Stage) -> None:
    notice = await introduced(stage)

    assert notice.endswith("a) Xem danh sách chờ")
    assert "Lò Văn Thử" in await stage.say("secretary", "a")
