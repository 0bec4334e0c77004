"""Who reads what in a digest, a preview of one, and the list of tasks: no more than their posts, and no less than the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.connection import connect
from tests.stage import ZONE, Stage, open_stage

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
TUESDAY = datetime(2026, 11, 10, 8, 0, tzinfo=ZONE).astimezone(UTC)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The evening of Thursday 05/11/2026; the program has ticked once."""
    async with open_stage(tmp_path) as opened:
        await opened.tick("admin")
        yield opened


def give_post(stage: Stage, person: str, role: str, unit: str) -> None:
    """From today on; `unit` is its short name."""
    connection = connect(stage.database)
    connection.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since)"
        " SELECT a.person_id, ?, v.unit_id, 'X', '2026-11-01' FROM account a, unit_version v WHERE a.chat_id = ? AND v.short_name = ?",
        (role, person, unit),
    )
    connection.close()


async def digest_of(stage: Stage, person: str) -> str:
    stage.clock.set(MONDAY)
    return (await stage.tick(person)).split("\n[")[0]


async def previewed(stage: Stage, role: str) -> str:
    """Without its heading."""
    await stage.say("admin", "ban tin")
    return (await stage.press("admin", role)).split("\n\n", 1)[1]


async def test_preview_is_what_that_person_reads(stage: Stage) -> None:
    """A new candidate, and one whom the union introduced: an administrator sees no candidates, the preview counts them."""
    real = await digest_of(stage, "secretary")

    assert "1 người công đoàn giới thiệu" in real
    assert await previewed(stage, "Bí thư chi bộ") == real


async def test_administrator_of_a_part_of_the_tree_looks_after_no_digest(stage: Stage) -> None:
    give_post(stage, "collaborator", "admin", "Chi bộ Maple")

    assert "“Bản tin” là việc của quản trị" in await stage.say("collaborator", "ban tin")
    await stage.press_token("collaborator", "bulletin.send.0.2026-W44")
    assert stage.query("SELECT count(*) FROM outbox WHERE is_bulk = 1") == [(0,)]
    await digest_of(stage, "collaborator")
    stage.clock.set(TUESDAY)
    assert "đã gửi cho" not in await stage.tick("collaborator")


async def test_administrator_of_a_part_of_the_tree_counts_no_more_than_that_part(stage: Stage) -> None:
    give_post(stage, "collaborator", "admin", "Chi bộ Maple")
    connection = connect(stage.database)
    connection.execute("UPDATE account SET linked_at = ?", (datetime(2026, 11, 4, tzinfo=UTC).timestamp() * 1000,))
    connection.execute(
        "UPDATE inbox SET state = 'dead', done_at = ?", (datetime(2026, 11, 4, tzinfo=UTC).timestamp() * 1000,)
    )
    connection.close()

    told = await digest_of(stage, "collaborator")

    assert "2 người mới tham gia." in told, "the secretary of that cell and the collaborator"
    assert "không làm được" not in told
    assert "9 người mới tham gia." in stage.last("admin")
    assert "không làm được" in stage.last("admin")


async def test_second_account_is_nobody_new(stage: Stage) -> None:
    connection = connect(stage.database)
    at = datetime(2026, 11, 4, tzinfo=UTC).timestamp() * 1000
    connection.execute(
        "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at) VALUES ('x', 'b', 'c', 1, ?, 1)",
        (at,),
    )
    connection.close()

    assert "người mới tham gia" not in await digest_of(stage, "admin")


async def test_two_roles_in_one_unit_are_told_of_it_once(stage: Stage) -> None:
    give_post(stage, "leader", "office", "Đảng bộ Ban Quản lý Khu kinh tế")
    give_post(stage, "secretary", "collaborator", "Chi bộ Konya")
    alone = await digest_of(stage, "office")

    assert stage.last("leader") == stage.last("office") == alone
    assert "1 người công đoàn giới thiệu" in stage.last("secretary")
    assert stage.last("secretary").count("Chi bộ Konya") == 1


async def test_office_that_administers_too_reads_both_parts(stage: Stage) -> None:
    give_post(stage, "office", "admin", "Đảng bộ Ban Quản lý Khu kinh tế")

    assert (await digest_of(stage, "office")).count("Đảng bộ Ban Quản lý Khu kinh tế:") == 2


async def test_tasks_offer_the_report_only_to_who_may_send_it(stage: Stage) -> None:
    stage.clock.set(MONDAY)

    assert "[Báo cáo ngay]" in await stage.say("two_posts", "viec")
    told = await stage.say("collaborator", "viec")
    assert "Chi bộ Horn: ⏰ Sắp đến hạn" in told
    assert "[Báo cáo ngay]" not in told


async def test_deadline_that_an_outage_moved_is_the_one_that_is_told(stage: Stage) -> None:
    """Nothing could be received from 20:00 on the last day until 07:00 on the next: reports are on time for 24 hours after."""
    gap = [datetime(2026, 11, *at, tzinfo=ZONE).timestamp() * 1000 for at in ((10, 20), (11, 7))]
    connection = connect(stage.database)
    connection.execute("INSERT INTO gap (since, until) VALUES (?, ?)", gap)
    connection.close()
    stage.clock.set(datetime(2026, 11, 11, 7, 5, tzinfo=ZONE).astimezone(UTC))

    assert "Sắp đến hạn: báo cáo sinh hoạt tháng 10/2026, chậm nhất ngày 12/11" in await stage.say("two_posts", "viec")
    assert "Đã qua hạn" not in await stage.say("office", "viec")
