"""The clock goes back or forward an hour: drafts stand, answers come, order is kept, nothing is raised."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.failures import Failure, FailureKind
from storage import inbox
from tests.durability.prepared import INTRODUCTION, REPORT, receipts
from tests.fakes.channel import BOT, FakeChannel
from tests.stage import Stage, open_stage

HOUR = timedelta(hours=1)
JUMPS = (HOUR, -HOUR)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("first", JUMPS)
async def test_form_goes_on_across_jumps_between_all_its_steps(stage: Stage, first: timedelta) -> None:
    jump = first
    for text in (*INTRODUCTION, "gui"):
        assert await stage.say("union", text), f"no answer to {text!r}"
        stage.clock.advance(jump)
        jump = -jump

    assert receipts(stage, "union") == 1
    assert stage.query("SELECT count(*) FROM candidate WHERE name = 'Lê Văn Thử Nghiệm'") == [(1,)]


async def test_answer_written_before_the_clock_went_back_is_sent_at_once(stage: Stage) -> None:
    stage.channel.failures.append(Failure(FailureKind.UNREACHABLE))
    await stage.say("secretary", "menu")
    assert "secretary" not in stage.channel.screen

    stage.clock.advance(-HOUR)
    await stage.program.settle()
    assert len(stage.channel.screen["secretary"]) == 1


async def test_turn_that_failed_before_the_clock_went_back_is_tried_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = inbox.done

    def broken(*_: object) -> bool:
        raise ValueError("once")

    monkeypatch.setattr(inbox, "done", broken)
    await stage.say("secretary", "menu")
    monkeypatch.setattr(inbox, "done", done)
    stage.clock.advance(-HOUR)
    await stage.program.settle()
    assert len(stage.channel.screen["secretary"]) == 1


async def test_order_is_that_of_the_messenger_whatever_the_clock_says(stage: Stage) -> None:
    said = []
    for text in ("gioi thieu", "Lò Văn Thử", "3/1991"):
        said.append((BOT, stage.channel.raw("union", stage.clock.now(), None, text=text)))
        stage.clock.advance(-HOUR)
    await stage.receive(said)
    await stage.program.settle()

    assert "Bước 3/4" in stage.last("union")


@pytest.mark.parametrize(("jump", "is_undone"), [(-HOUR, True), (timedelta(minutes=9), True), (HOUR, False)])
async def test_undo_window_follows_the_clock_without_an_error(stage: Stage, jump: timedelta, is_undone: bool) -> None:
    for text in (*REPORT, "gui"):
        await stage.say("secretary", text)
    stage.clock.advance(jump)
    await stage.say("secretary", "thu hoi")

    state = "undone" if is_undone else "live"
    assert stage.query("SELECT state FROM meeting WHERE receipt = '2611-0001'") == [(state,)]


@pytest.mark.parametrize("jump", JUMPS)
async def test_report_is_on_time_by_its_own_clock(stage: Stage, jump: timedelta) -> None:
    """Nothing is dated in the future: what the messenger calls later than now was sent now."""
    raw = stage.channel.raw("secretary", stage.clock.now(), None, text=REPORT[0])
    stage.clock.advance(jump)
    await stage.receive([(BOT, raw)])
    await stage.program.settle()
    await stage.say("secretary", "gui")

    ((sent_at, is_on_time),) = stage.query("SELECT sent_at, is_on_time FROM meeting WHERE receipt = '2611-0001'")
    assert (sent_at, is_on_time) == (int(stage.clock.now().timestamp() * 1000), 1)


async def test_same_button_after_the_clock_went_back_is_not_taken_for_a_double_tap(stage: Stage) -> None:
    await stage.say("union", "gioi thieu")
    message_id, token = stage.button("union", "Để sau")
    await stage.press_token("union", token, message_id)
    stage.clock.advance(-HOUR)
    before = len(stage.channel.sent)
    await stage.press_token("union", token, message_id)

    assert len(stage.channel.sent) > before


@pytest.mark.parametrize("jump", JUMPS)
async def test_tick_beats_and_keeps_house_once_a_day_across_jumps(stage: Stage, jump: timedelta) -> None:
    for by in (timedelta(0), jump, -jump, jump):
        stage.clock.advance(by)
        await stage.program.tick()
        await stage.program.settle()

    kept = "SELECT count(*), min(state), max(state) FROM inbox WHERE external_id LIKE 'housekeeping:%'"
    assert stage.query(kept) == [(1, "done", "done")]


async def pressed_after(stage: Stage, outage: timedelta) -> None:
    """The network is away for so long; the button pressed meanwhile comes with the first good poll, before any tick."""
    await stage.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung")
    message_id, token = stage.button("secretary", "Nộp")
    stage.channel.polled_at = stage.clock.now()
    await stage.program.tick()
    for _ in range(3):
        stage.clock.advance(outage / 3)
        await stage.program.tick()
    raw = stage.channel.raw("secretary", stage.clock.now(), None, press=token, message_id=message_id)
    await stage.receive([(BOT, raw)])
    await stage.program.settle()


MEETING_SENT_AT = "SELECT sent_at FROM meeting WHERE receipt = '2611-0001'"
GAPS = "SELECT since, until FROM gap"


@pytest.mark.parametrize(("outage", "is_gap"), [(timedelta(minutes=9), False), (timedelta(minutes=12), True)])
async def test_network_that_was_away_leaves_a_gap_like_downtime(stage: Stage, outage: timedelta, is_gap: bool) -> None:
    """What was pressed meanwhile counts as sent at the end of the last good poll."""
    began = stage.clock.now()
    await pressed_after(stage, outage)
    since, until = (int(at.timestamp() * 1000) for at in (began, stage.clock.now()))
    assert stage.query(GAPS) == ([(since, until)] if is_gap else [])
    assert stage.query(MEETING_SENT_AT) == [(since if is_gap else until,)]


async def test_outage_without_a_message_is_noted_once_it_is_over(stage: Stage) -> None:
    began = stage.channel.polled_at = stage.clock.now()
    for _ in range(3):
        await stage.program.tick()
        stage.clock.advance(HOUR)
    assert stage.query(GAPS) == []

    stage.channel.polled_at = stage.clock.now()
    await stage.program.tick()
    await stage.program.tick()
    assert stage.query(GAPS) == [(int(began.timestamp() * 1000), int(stage.clock.now().timestamp() * 1000))]


async def test_messenger_that_is_not_heard_is_not_covered_by_another_one(stage: Stage) -> None:
    """While one is away, what comes in on the other is no sign that all was heard."""
    other = FakeChannel("telegram")
    receive = stage.program.add(other)
    stage.channel.polled_at = other.polled_at = stage.clock.now()
    began = stage.clock.now()
    await stage.program.tick()
    stage.clock.advance(HOUR)
    stage.channel.polled_at = stage.clock.now()
    await stage.say("secretary", "menu")
    assert stage.query(GAPS) == []

    await receive([(BOT, other.raw("somebody", stage.clock.now(), None, text="menu"))])
    await stage.program.settle()
    assert stage.query(GAPS) == [(int(began.timestamp() * 1000), int(stage.clock.now().timestamp() * 1000))]


async def test_restart_in_the_middle_of_an_outage_makes_one_gap(stage: Stage) -> None:
    began = stage.channel.polled_at = stage.clock.now()
    await stage.program.tick()
    for _ in range(2):
        stage.clock.advance(HOUR)
        stage.channel.polled_at = stage.clock.now()
        await stage.program.tick()
    assert stage.query(GAPS) == [(int(began.timestamp() * 1000), int(stage.clock.now().timestamp() * 1000))]


@pytest.mark.parametrize("jump", JUMPS)
async def test_poll_that_the_clock_calls_future_is_no_gap(stage: Stage, jump: timedelta) -> None:
    stage.channel.polled_at = stage.clock.now() + HOUR
    await stage.program.tick()
    stage.clock.advance(timedelta(minutes=1))
    await stage.program.tick()
    assert stage.query(GAPS) == []
    stage.channel.polled_at += jump
    await stage.program.tick()
    assert stage.query(GAPS) == []
