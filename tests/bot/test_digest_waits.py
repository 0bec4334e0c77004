"""What waits to be sent unasked: not at night, not on a holiday, and not for longer than three days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.channel import OutgoingAction
from domain.failures import Failure, FailureKind
from domain.people import Address
from domain.weeks import Week
from language.say import digest as say
from storage import digests, outbox
from storage.claiming import Allowance, claim
from storage.connection import connect
from storage.outbox import NewMessage
from tests.stage import EVENING, ZONE, Stage, fresh, open_stage

WEEK = Week(2026, 44)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


async def send_by_hand(stage: Stage) -> str:
    await stage.say("admin", "ban tin")
    await stage.press("admin", "Gửi cho người chưa nhận")
    return await stage.press("admin", "Gửi ngay")


@pytest.mark.parametrize(
    ("pressed_at", "before", "opens_at"),
    [
        ("2026-11-05 22:00", "2026-11-06 06:29", "2026-11-06 06:30"),
        ("2026-09-02 09:00", "2026-09-02 20:00", "2026-09-03 06:30"),
    ],
    ids=["at night", "on a holiday"],
)
async def test_digest_set_off_by_hand_waits_for_an_hour_at_which_people_may_be_written_to(
    tmp_path: Path, pressed_at: str, before: str, opens_at: str
) -> None:
    async with open_stage(tmp_path, at=local(pressed_at)) as stage:
        said = await send_by_hand(stage)
        assert "không gửi; hết giờ nghỉ sẽ gửi ngay" in said
        stage.clock.set(local(before))
        await stage.program.settle()
        assert stage.query("SELECT DISTINCT state FROM outbox WHERE is_bulk = 1") == [("waiting",)]
        assert await stage.say("secretary", "menu"), "an answer is not kept waiting"

        stage.clock.set(local(opens_at))
        await stage.program.settle()
        assert stage.query("SELECT DISTINCT state FROM outbox WHERE is_bulk = 1") == [("sent",)]


@pytest.mark.parametrize(("days", "expected"), [(2, [("sent", 9)]), (5, [("failed", 9)])], ids=["2 days", "5 days"])
async def test_what_could_not_be_sent_is_sent_within_three_days_or_not_at_all(
    tmp_path: Path, days: int, expected: list[tuple[str, int]]
) -> None:
    """The network fails, then the program is down: the digests had been composed by then."""
    async with open_stage(tmp_path) as stage:
        stage.channel.failures.extend([None, *[Failure(FailureKind.UNREACHABLE, "timeout")] * 50])
        await stage.say("admin", "ban tin")
        await stage.press_token("admin", "bulletin.send.0.2026-W44")
        database = stage.database
    async with open_stage(tmp_path, database=database, at=EVENING + timedelta(days=days)) as again:
        await again.program.settle()

        states = again.query("SELECT state, count(*) FROM outbox WHERE once_key LIKE 'digest:%' GROUP BY state")
        assert states == expected
        if days > 3:
            assert "• 9 người: quá 3 ngày chưa gửi được" in report_of_week(again)


def report_of_week(stage: Stage) -> str:
    connection = connect(stage.database)
    tally = digests.tally(connection, WEEK, EVENING)
    connection.close()
    return say.report(WEEK, tally)


def test_lists_of_commands_go_at_night_though_a_digest_waits(tmp_path: Path) -> None:
    db = connect(fresh(tmp_path))
    where = Address("web", "b", "c1")
    outbox.add(db, NewMessage(where, None, "a digest", is_bulk=True), EVENING)
    outbox.add(db, NewMessage(where, None, "[]", action=OutgoingAction.MENU, is_bulk=True), EVENING)
    at_night = Allowance(8, 8, {"web": 8}, may_push=False)

    assert [one.outgoing.action for one in claim(db, EVENING, at_night)] == [OutgoingAction.MENU]
    assert claim(db, EVENING, at_night) == []
    db.close()
