"""Letters of a channel without buttons belong to the open question; what arrives meanwhile is answered in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.channel import LETTERS_ONLY
from tests.stage import ZONE, Stage, open_stage

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


async def weeks_of_silence(stage: Stage, *mornings: str) -> None:
    """The secretary writes nothing; the program cleans up every night, and sends what is due."""
    for morning in mornings:
        for hour in ("03:10", "07:30"):
            stage.clock.set(datetime.fromisoformat(f"{morning} {hour}").replace(tzinfo=ZONE).astimezone(UTC))
            await stage.tick("secretary")


async def test_letters_of_a_digest_are_answered_a_week_later(stage: Stage) -> None:
    """Whoever seldom writes is forgotten every night: all but the choices of the last digest, which name nobody."""
    await stage.say("secretary", "menu")
    await weeks_of_silence(stage, "2026-11-08", "2026-11-09", "2026-11-16", "2026-11-17", "2026-11-22")

    assert "tạm dừng bản tin hằng tuần bao lâu" in await stage.say("secretary", "c")


async def test_letters_of_a_digest_end_with_the_next_message(stage: Stage) -> None:
    await weeks_of_silence(stage, "2026-11-08", "2026-11-09")
    await stage.say("secretary", "menu")
    await weeks_of_silence(stage, "2026-11-28")
    stage.clock.advance(timedelta(minutes=1))

    assert "tạm dừng" not in await stage.say("secretary", "c")


async def test_names_are_forgotten_though_a_digest_came_every_week(stage: Stage) -> None:
    await stage.say("secretary", "danh sach cho")
    assert "phan thi ngoan" in repr(stage.query("SELECT shown FROM conversation"))
    await weeks_of_silence(stage, "2026-11-09", "2026-11-16", "2026-11-17")

    assert "phan thi ngoan" not in repr(stage.query("SELECT * FROM conversation"))
