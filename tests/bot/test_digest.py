"""The weekly digest through the whole program: who gets what, once, below people's messages, and what administrators hear of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from domain.failures import Failure, FailureKind
from domain.ids import PersonId
from domain.people import Address
from domain.planning import Outcome
from domain.records import NoteDigest
from domain.weeks import Week
from storage import digests, inbox
from storage.connection import connect
from storage.inbox import MOST_PLANNED, NewRow
from tests.fakes.channel import BOT
from tests.stage import ZONE, Stage, fresh, open_stage

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
OUTCOMES = "SELECT outcome, count(*) FROM digest WHERE week = '2026-W45' GROUP BY outcome ORDER BY outcome"
TEXT = "SELECT text FROM outbox WHERE once_key = ?"
DIGESTS = "SELECT count(*) FROM outbox WHERE once_key LIKE 'digest:2026-W45:%'"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The evening of Thursday 05/11/2026; the program has ticked once."""
    async with open_stage(tmp_path) as opened:
        await opened.program.tick()
        await opened.program.settle()
        yield opened


async def strike(stage: Stage, at: datetime = MONDAY) -> None:
    stage.clock.set(at)
    await stage.program.tick()
    await stage.program.settle()


async def test_everybody_gets_one_however_often_the_clock_ticks(stage: Stage) -> None:
    for minutes in (0, 0, 1, 300, 1_440, 2_880, 4_000):
        await strike(stage, MONDAY + timedelta(minutes=minutes))

    assert stage.query(OUTCOMES) == [("sent", 9)]
    assert stage.query(DIGESTS) == [(9,)]


async def test_restart_in_the_middle_of_the_wave_doubles_none(stage: Stage, tmp_path: Path) -> None:
    stage.clock.set(MONDAY)
    await stage.program.tick()
    await stage.program.close()
    for _ in range(2):
        async with open_stage(tmp_path, database=stage.database, at=MONDAY) as again:
            await again.program.tick()
            await again.program.settle()
            assert again.query(DIGESTS) == [(9,)]
            assert again.query("SELECT DISTINCT state FROM outbox WHERE is_bulk = 1") == [("sent",)]


async def test_digest_names_nobody(stage: Stage) -> None:
    await strike(stage)

    said = "\n".join(str(row[0]) for row in stage.query("SELECT text FROM outbox WHERE is_bulk = 1"))
    names = [str(row[0]) for row in stage.query("SELECT name FROM candidate UNION SELECT name FROM person")]
    assert "Tuần từ 02/11 đến 08/11" in said
    assert [name for name in names if name in said] == []


async def test_what_the_week_changed_is_counted_for_the_cell_and_for_those_above(stage: Stage) -> None:
    await stage.say("secretary", "gioi thieu Lò Văn Thử sinh 12/3/1998 cty Konya")
    for _ in range(4):
        if "Đã ghi" in await stage.say("secretary", "hom qua" if "đồng ý" in stage.last("secretary") else "gui"):
            break
    await stage.say("secretary", "hop cb 5/11 18h-19h30 18/20 vang 2 co ly do, khong xet")
    await stage.say("secretary", "gui")
    await strike(stage)

    for who in ("secretary", "office"):
        assert "Đã gửi 1 báo cáo sinh hoạt." in stage.last(who), stage.last(who)
    assert "Đã gửi" not in stage.last("secretary_maple")


async def test_unit_that_is_not_live_yet_gets_none(stage: Stage) -> None:
    connection = connect(stage.database)
    connection.execute("UPDATE unit SET go_live_on = '2026-12-01'")
    connection.close()
    stage.program.around.sources.trees.by_day.clear()
    await strike(stage)

    assert stage.query(OUTCOMES) == [("not_live", 9)]
    assert stage.query(DIGESTS) == [(0,)]


async def test_week_without_news_can_be_left_out(stage: Stage) -> None:
    await stage.say("secretary_maple", "cai dat")
    await stage.press("secretary_maple", "Tuần không có gì mới")
    await strike(stage)

    assert stage.query(OUTCOMES) == [("nothing", 1), ("sent", 8)]


async def test_paused_people_get_none_and_are_counted(stage: Stage) -> None:
    for who in ("leader", "union"):
        await stage.say(who, "tam dung ban tin")
        await stage.press(who, "Tạm dừng bản tin")
        await stage.press(who, "4 tuần")
    await strike(stage)

    assert stage.query(OUTCOMES) == [("paused", 2), ("sent", 7)]


@pytest.mark.parametrize(
    ("pressed_at", "weeks", "missed"),
    [
        ("2026-11-09 07:31", "1 tuần", ["2026-W46"]),
        ("2026-11-12 12:00", "1 tuần", ["2026-W46"]),
        ("2026-11-15 20:00", "1 tuần", ["2026-W46"]),
        ("2026-11-09 07:31", "4 tuần", ["2026-W46", "2026-W47", "2026-W48", "2026-W49"]),
    ],
)
async def test_pause_of_so_many_weeks_is_so_many_digests_less(
    stage: Stage, pressed_at: str, weeks: str, missed: list[str]
) -> None:
    await strike(stage)
    stage.clock.set(datetime.fromisoformat(pressed_at).replace(tzinfo=ZONE).astimezone(UTC))
    await stage.press("secretary", "Tạm dừng bản tin")
    await stage.press("secretary", weeks)
    for week in range(1, 7):
        await strike(stage, MONDAY + timedelta(weeks=week))

    rows = stage.query("SELECT week FROM digest WHERE person_id = 1 AND outcome = 'paused' ORDER BY week")
    assert [week for (week,) in rows] == missed


async def test_post_that_began_in_mid_week_brings_its_unit_into_the_digest(stage: Stage) -> None:
    connection = connect(stage.database)
    (unit,) = connection.execute("SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Maple'").fetchone()
    connection.execute(
        "INSERT INTO post VALUES (900, 1, 'collaborator', ?, 'Cộng tác viên', '2026-11-06', NULL)", (unit,)
    )
    connection.close()
    await strike(stage)

    assert "Chi bộ Konya:" in stage.last("secretary")
    assert "Chi bộ Maple:" in stage.last("secretary")


async def test_who_blocked_the_bot_is_reported_as_such(stage: Stage) -> None:
    stage.clock.set(MONDAY)
    stage.channel.failures.extend(
        [None, Failure(FailureKind.RECIPIENT_GONE, "403"), Failure(FailureKind.REJECTED, "400")]
    )
    await strike(stage)
    await strike(stage, datetime(2026, 11, 10, 8, 0, tzinfo=ZONE).astimezone(UTC))

    assert stage.last("admin").split("\n") == [
        "Bản tin tuần từ 02/11 đến 08/11: đã gửi cho 7 người.",
        "• 1 người: đã chặn Trợ lý",
        "• 1 người: lỗi",
    ]


async def test_whoever_cannot_be_reached_any_more_is_noted_and_gets_none(stage: Stage) -> None:
    connection = connect(stage.database)
    connection.execute("UPDATE account SET is_gone = 1 WHERE person_id = 1")
    connection.close()
    await strike(stage)

    assert stage.query(OUTCOMES) == [("sent", 8), ("unreachable", 1)]


async def test_uncertain_digest_is_never_sent_again_and_is_shown(stage: Stage) -> None:
    stage.channel.failures.extend([None, Failure(FailureKind.UNCERTAIN, "timeout")])
    await strike(stage)
    await strike(stage, MONDAY + timedelta(minutes=1))
    sent = len(stage.channel.sent)
    await strike(stage, MONDAY + timedelta(hours=1))

    assert stage.query("SELECT count(*) FROM outbox WHERE is_bulk = 1 AND state = 'uncertain'") == [(1,)]
    assert len(stage.channel.sent) == sent == 9
    assert "• 1 người: chưa rõ đã tới hay chưa" in await stage.say("admin", "ban tin")


async def test_sending_to_those_without_it_sends_to_nobody_else(stage: Stage) -> None:
    await stage.say("admin", "ban tin")
    await stage.press("admin", "Gửi cho người chưa nhận (9)")
    await stage.press("admin", "Gửi ngay")
    before = stage.query("SELECT count(*) FROM outbox WHERE is_bulk = 1")
    assert before == [(9,)]

    with_all = await stage.say("admin", "ban tin")
    await stage.press_token("admin", "bulletin.send.0.2026-W44")
    assert "Gửi cho người chưa nhận" not in with_all
    assert stage.query("SELECT count(*) FROM outbox WHERE is_bulk = 1") == before


@pytest.mark.parametrize("who", ["secretary", "office", "leader", "union"])
async def test_nobody_but_administrators_sets_digests_off(stage: Stage, who: str) -> None:
    await stage.press_token(who, "bulletin.send.0.2026-W44")

    assert stage.query("SELECT count(*) FROM outbox WHERE is_bulk = 1") == [(0,)]


@pytest.mark.parametrize("week", ["2030-W01", "x", "", "2026-W45"])
async def test_week_that_is_not_over_is_not_sent(stage: Stage, week: str) -> None:
    """The last one that is, instead."""
    await stage.press_token("admin", f"bulletin.send.0.{week}")

    assert stage.query("SELECT DISTINCT week FROM digest") == [("2026-W44",)]


def test_people_go_before_what_the_clock_set_off(tmp_path: Path) -> None:
    db = connect(fresh(tmp_path))
    due = [(f"digest:2026-W45:{nth}", nth) for nth in range(1, 200)]
    rows = [
        NewRow(Address("clock", "", f"p{nth}"), name, 0, "occurrence", name, MONDAY, MONDAY, is_planned=True)
        for name, nth in due
    ]
    inbox.add(db, rows)
    inbox.add(
        db, [NewRow(Address("web", BOT, f"c{nth}"), f"m{nth}", nth, "text", "menu", MONDAY, MONDAY) for nth in range(3)]
    )

    batch = inbox.waiting(db, MONDAY, 64)

    assert [row.body for row in batch[:3]] == ["menu"] * 3
    assert len(batch) == 3 + MOST_PLANNED
    assert len(inbox.waiting(db, MONDAY, 10)) == 10
    db.close()


def test_second_digest_of_a_week_is_refused_by_the_table_itself(tmp_path: Path) -> None:
    db = connect(fresh(tmp_path))
    note = NoteDigest(PersonId(1), Week(2026, 45), Outcome.SENT, MONDAY)
    digests.note(db, note)
    with pytest.raises(IntegrityError):
        digests.note(db, note)
    db.close()


async def test_what_was_recorded_between_two_digests_stands_in_the_second(stage: Stage) -> None:
    """The cell's part is gathered once for all who hold the role in it, until somebody records something."""
    connection = connect(stage.database)
    (konya,) = connection.execute("SELECT unit_id FROM post WHERE person_id = 1 AND role = 'secretary'").fetchone()
    (deputy,) = connection.execute("SELECT person_id FROM account WHERE chat_id = 'secretary_maple'").fetchone()
    connection.execute(
        "INSERT INTO post VALUES (900, ?, 'secretary', ?, 'Phó bí thư', '2026-11-01', NULL)", (deputy, konya)
    )
    connection.execute("UPDATE person SET message_hour = '08:00' WHERE id = ?", (deputy,))
    connection.close()
    await strike(stage)
    await stage.say("union", "/gioithieu Nguyễn Văn Tốt 3/1998 Konya")
    await stage.say("union", "hôm nay")
    await stage.press("union", "Gửi giới thiệu")
    await strike(stage, MONDAY + timedelta(minutes=30))

    first, second = (stage.query(TEXT, f"digest:2026-W45:{who}")[0][0] for who in (1, deputy))
    assert "1 người công đoàn giới thiệu đang chờ" in str(first)
    assert "2 người công đoàn giới thiệu đang chờ" in str(second)
