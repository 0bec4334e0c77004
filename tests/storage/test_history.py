"""The page's history shows each message as it stands now: edited, and with buttons only where they still are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from domain.channel import HistoryLine
from domain.failures import Failure, FailureKind
from domain.people import Address
from storage import history
from tests.fakes.channel import BOT
from tests.stage import Stage, looking, open_stage


def lines(stage: Stage, most: int = 50) -> Sequence[HistoryLine]:
    with looking(stage.database) as connection:
        return history.lines(connection, Address("web", BOT, "secretary"), most)


def buttons(line: HistoryLine) -> list[str]:
    return [button.label for row in line.rows for button in row]


async def test_question_that_was_answered_has_no_buttons_any_more(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        assert "Hôm nay" in buttons(lines(stage)[-1])
        stage.clock.advance(timedelta(minutes=1))
        await stage.say("secretary", "5/11")
        _, first, _, second = lines(stage)

        assert "Chi bộ họp ngày nào?" in first.text
        assert buttons(first) == []
        assert "90 phút" in buttons(second)


async def test_history_is_what_the_screen_shows(tmp_path: Path) -> None:
    """Typed, pressed, edited and stripped: the texts and buttons of a reload are those that stood there before."""
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung")
        await stage.press("secretary", "90 phút")
        await stage.say("secretary", "sửa 2")
        await stage.say("secretary", "menu")
        await stage.press("secretary", "Tra cứu")

        told = [(one.text, one.rows) for one in lines(stage) if one.is_from_bot]
        assert told == [(one.text, one.rows) for one in stage.channel.screen["secretary"].values()]
        assert [rows for _, rows in told].count(()) > 0


async def test_stripped_message_beyond_the_window_is_no_trouble(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        for _ in range(4):
            await stage.say("secretary", "menu")
        await stage.say("secretary", "hop")
        assert "Hôm nay" in buttons(lines(stage, 1)[-1])


async def test_buttons_of_an_undelivered_message_take_none_away(tmp_path: Path) -> None:
    """The next question never arrived: the one before still has its buttons on the phone, and so it has here."""
    async with open_stage(tmp_path) as stage:
        await stage.say("secretary", "hop")
        stage.channel.failures.append(Failure(FailureKind.REJECTED, "400"))
        await stage.say("secretary", "5/11")
        told = [one for one in lines(stage) if one.is_from_bot]
        assert ["Hôm nay" in buttons(one) for one in told] == [True]
