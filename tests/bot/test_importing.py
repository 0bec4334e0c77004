"""A workbook from its arrival to its records, in the running program; and all the ways in which it must change nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.importing_command import workbook_of
from domain.imports import Subject
from domain.targets import Indicator
from domain.weeks import Week
from storage import digests, targets
from tests.bot.import_samples import HEAD, NGOT, OWNERS, SAMPLES
from tests.dialogs.workbooks import workbook
from tests.stage import ZONE, Stage, looking, open_stage

TODAY = date(2026, 11, 5)
LEFT = (
    "inbox",
    "outbox",
    "conversation",
    "account",
    "audit",
    "upload",
    "import_row",
    "import_candidate",
    "import_step",
    "operation",
    "sqlite_sequence",
    "meta",
)
ADDED = {
    Subject.UNITS: ("SELECT name FROM unit_version WHERE unit_id > 73 ORDER BY unit_id", ["Chi bộ Con", "Đảng bộ Mới"]),
    Subject.PEOPLE: ("SELECT count(*) FROM person WHERE name = 'Phạm Văn Lạ'", [1]),
    Subject.TARGETS: ("SELECT least FROM target WHERE is_import = 1", [4]),
    Subject.CANDIDATES: ("SELECT name FROM candidate WHERE is_import = 1 AND is_undone = 0", ["Nguyễn Văn Ngọt"]),
    Subject.MEETINGS: ("SELECT present FROM meeting WHERE is_import = 1 AND state = 'live' ORDER BY id", [17, None]),
    Subject.YEARLY: ("SELECT number FROM figure", [12]),
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


def records(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that means something: not messages, audit or what the files themselves leave."""
    with looking(database) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if row[0] not in LEFT
        ]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names}


def found(stage: Stage, subject: Subject) -> list[object]:
    return [row[0] for row in stage.query(ADDED[subject][0])]


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_has_its_sample(subject: Subject) -> None:
    assert subject in SAMPLES
    assert subject in ADDED


@pytest.mark.parametrize("subject", [one for one in Subject if one is not Subject.YEARLY])
async def test_what_stands_read_again_changes_nothing(stage: Stage, subject: Subject) -> None:
    with looking(stage.database) as db:
        content, before = workbook_of(db, subject, TODAY), records(stage.database)

    said = await stage.send_file(OWNERS[subject], "x.xlsx", content)

    assert "Không có gì mới để ghi" in said
    assert "chưa nhận" not in said
    assert records(stage.database) == before


@pytest.mark.parametrize("subject", Subject)
async def test_written_once_however_often_it_is_sent(stage: Stage, subject: Subject) -> None:
    who, content = OWNERS[subject], workbook(SAMPLES[subject])
    before = records(stage.database)
    assert "chưa nhận" not in await stage.send_file(who, "x.xlsx", content)
    assert records(stage.database) == before

    assert "✅ Đã ghi" in await stage.press(who, "Ghi")
    assert found(stage, subject) == ADDED[subject][1]
    after = records(stage.database)
    said = await stage.send_file(who, "x.xlsx", content)

    assert "Không có gì mới để ghi" in said
    assert records(stage.database) == after
    with looking(stage.database) as db:
        again = workbook_of(db, subject, TODAY)
    assert "Không có gì mới để ghi" in await stage.send_file(who, "x.xlsx", again)
    assert stage.query("SELECT count(*) FROM audit WHERE action = 'imported'") == [(1,)]


@pytest.mark.parametrize("subject", [Subject.TARGETS, Subject.CANDIDATES, Subject.MEETINGS, Subject.YEARLY])
async def test_taken_back_leaves_what_stood_before(stage: Stage, subject: Subject) -> None:
    who = OWNERS[subject]
    await stage.send_file(who, "x.xlsx", workbook(SAMPLES[subject]))
    await stage.press(who, "Ghi")

    assert "Đã thu hồi" in await stage.press(who, "Thu hồi")
    assert found(stage, subject) == []


async def test_taken_back_change_of_a_candidate_stands_as_before(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    await stage.press("office", "Ghi")
    live = "SELECT step, happened_on FROM candidate_event WHERE is_import = 1 AND is_live = 1 ORDER BY step"
    firm = "SELECT firm FROM candidate WHERE is_import = 1"
    before = stage.query(live), stage.query(firm)
    changed = (*NGOT[:3], "Công ty Khác", NGOT[4], "21/8/2025", "19/8/2025")

    assert "2 dòng" not in await stage.send_file("office", "x.xlsx", workbook((HEAD, changed)))
    await stage.press("office", "Ghi")
    assert ("ceremony", "2025-08-21") in stage.query(live)
    await stage.press("office", "Thu hồi")

    assert (stage.query(live), stage.query(firm)) == before


async def test_changed_since_the_check_is_checked_again(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    token = stage.button("office", "Ghi")
    with sqlite3.connect(stage.database) as db:
        db.execute(
            "INSERT INTO candidate (id, name, folded, sort_key, birth, unit_id, introduced_unit_id, firm, intake, consent_on,"
            " added_on, added_at)"
            " SELECT max(id) + 1, 'Nguyễn Văn Ngọt', 'nguyen van ngot', '', '1998-03-12', 9, 9, 'Công ty Konya', 'received',"
            " '2026-03-01', '2026-03-01', 0 FROM candidate"
        )
    said = await stage.press_token("office", token[1], token[0])

    assert "đối chiếu lại" in said
    assert "1 dòng thay đổi" in said
    assert stage.query("SELECT count(*) FROM candidate WHERE name = 'Nguyễn Văn Ngọt'") == [(1,)]


SLIPS_IN = """
CREATE TRIGGER slips_in AFTER INSERT ON operation WHEN new.flow = 'import'
BEGIN UPDATE candidate SET job = 'x' WHERE id = 1; END
"""
"""Something changes between what the turn has read and what it writes: nothing of ours can, so the database itself does."""


async def test_changed_between_check_and_write_is_said_and_shown_again(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    before = records(stage.database)
    with sqlite3.connect(stage.database) as db:
        db.execute(SLIPS_IN)
    said = await stage.press("office", "Ghi")

    assert "đã thay đổi từ lúc đọc thử nên chưa ghi gì" in said
    assert "📝 Đọc thử tệp" in said
    assert "✅" not in said
    assert "có lỗi" not in said
    assert records(stage.database) == before
    assert stage.query("SELECT state FROM inbox WHERE tries > 0 OR state = 'dead'") == []
    with sqlite3.connect(stage.database) as db:
        db.execute("DROP TRIGGER slips_in")
    assert "✅ Đã ghi" in await stage.press("office", "Ghi")


async def test_changed_again_while_it_was_checked_again_is_said_and_shown_again(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    with sqlite3.connect(stage.database) as db:
        db.execute("UPDATE candidate SET job = 'y' WHERE id = 1")
        db.execute(SLIPS_IN)
    before = records(stage.database)
    said = await stage.press("office", "Ghi")

    assert "đang đối chiếu lại" in said
    assert "đã thay đổi từ lúc đọc thử nên chưa ghi gì" in said
    assert "📝 Đọc thử tệp" in said
    assert records(stage.database) == before


async def test_other_records_that_changed_do_not_stop_it(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    with sqlite3.connect(stage.database) as db:
        db.execute("UPDATE candidate SET is_undone = 1 WHERE id = 3")

    assert "✅ Đã ghi" in await stage.press("office", "Ghi")
    assert found(stage, Subject.CANDIDATES) == ["Nguyễn Văn Ngọt"]


@pytest.mark.parametrize("who", ["secretary", "leader", "union", "collaborator"])
async def test_nobody_else_learns_that_files_come_in(stage: Stage, who: str) -> None:
    photo = await stage.send(who, "file")
    assert await stage.send_file(who, "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES])) == photo
    assert stage.query("SELECT count(*) FROM upload") == [(0,)]


async def test_file_of_somebody_else_is_not_there(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    before = records(stage.database)

    for step in ("write", "errors", "stop"):
        said = await stage.press_token("admin", f"import.{step}.0.1")
        assert "không còn" in said
        assert "Ngọt" not in await stage.press_token("secretary", f"import.{step}.0.1")

    assert records(stage.database) == before
    assert "✅ Đã ghi" in await stage.press("office", "Ghi")


async def test_subject_of_another_role_is_refused(stage: Stage) -> None:
    assert "không thuộc phạm vi" in await stage.send_file("admin", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    assert "không thuộc phạm vi" in await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.UNITS]))


async def test_forbidden_file_leaves_nothing(stage: Stage) -> None:
    said = await stage.send_file("office", "x.xlsx", workbook([("Họ và tên", "Số CCCD"), ("Bí Mật Hoàn Toàn", "12")]))

    assert "“Số CCCD”" in said
    with looking(stage.database) as db:
        assert "Bí Mật Hoàn Toàn" not in "\n".join(db.iterdump())


async def test_restart_goes_on_with_a_file_that_was_not_read(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as before:
        await before.program.writer.transact(
            lambda db: (
                db.execute(
                    "INSERT INTO upload (person_id, name, size, reference, channel, bot_id, at, state)"
                    " SELECT person_id, 'x.xlsx', 1, 'x.xlsx', 'fake', 'practice', 0, 'dropped' FROM account WHERE chat_id = 'office'"
                )
                and None
            )
        )
    with sqlite3.connect(before.database) as db:
        db.execute("UPDATE upload SET state = 'received', channel = 'web'")
    async with open_stage(tmp_path, database=before.database) as after:
        after.channel.files["x.xlsx"] = workbook(SAMPLES[Subject.CANDIDATES])
        after.program.importing.wake()
        await after.program.settle()
        assert "✅ Đã ghi" in await after.press("office", "Ghi")


async def test_file_that_is_gone_is_asked_for_again(stage: Stage) -> None:
    stage.channel.files.clear()
    said = await stage.send_file("office", "x.xlsx", b"")

    assert "không phải tệp Excel" in said


async def test_staged_rows_go_after_a_day(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    assert stage.query("SELECT count(*) FROM import_row") != [(0,)]

    stage.clock.advance(timedelta(hours=25))
    await stage.program.tick()
    while await stage.program.importing._step():
        pass

    assert stage.query("SELECT count(*) FROM import_row") == [(0,)]
    assert "Gửi lại tệp" in await stage.press("office", "Ghi")


async def test_past_meetings_are_neither_on_time_nor_late_and_no_news(stage: Stage) -> None:
    with looking(stage.database) as db:
        late = db.execute("SELECT unit_id FROM meeting WHERE period = '2026-01' LIMIT 1").fetchone()[0]
    with sqlite3.connect(stage.database) as db:
        db.execute("DELETE FROM meeting WHERE unit_id = ? AND period = '2026-01'", (late,))
    week = Week.of(TODAY)
    name = stage.query("SELECT name FROM unit_version WHERE unit_id = ? AND valid_to IS NULL", late)[0][0]
    counts = targets.counts(_db(stage), Indicator.MEETINGS_ON_TIME, date(2026, 1, 1), TODAY)
    news = _news(stage, week)

    await stage.send_file(
        "office", "x.xlsx", workbook([("Chi bộ", "Tháng", "Ngày họp"), (str(name), "1/2026", "5/1/2026")])
    )
    assert "✅ Đã ghi" in await stage.press("office", "Ghi")

    after = targets.counts(_db(stage), Indicator.MEETINGS_ON_TIME, date(2026, 1, 1), TODAY)
    assert after[late] == (counts[late][0], counts[late][1] + 1)
    assert _news(stage, week) == news


def _db(stage: Stage) -> sqlite3.Connection:
    return sqlite3.connect(stage.database)


def _news(stage: Stage, week: Week) -> object:
    since = datetime.combine(week.first_on, time(0), tzinfo=ZONE)
    return (
        digests.steps(_db(stage), since, since + timedelta(days=7)),
        digests.reports(_db(stage), since, since + timedelta(days=7)),
    )


async def test_imported_steps_count_in_their_year_but_are_no_news_of_the_week(stage: Stage) -> None:
    week, span = Week.of(TODAY), (date(2025, 1, 1), date(2025, 12, 31))
    before, news = targets.counts(_db(stage), Indicator.ADMITTED, *span), _news(stage, week)
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    await stage.press("office", "Ghi")
    after = targets.counts(_db(stage), Indicator.ADMITTED, *span)

    assert sum(count for count, _ in after.values()) == sum(count for count, _ in before.values()) + 1
    assert _news(stage, week) == news


async def test_row_that_is_somebody_else_by_now_is_not_added(stage: Stage) -> None:
    """What was staged to be added is staged anew when the file is checked again."""
    rows = (HEAD, NGOT, ("Lê Thị Mận", "2/2/1990", *NGOT[2:]))
    await stage.send_file("office", "x.xlsx", workbook(rows))
    token = stage.button("office", "Ghi")
    await stage.send_file("office", "y.xlsx", workbook(rows[:2]))
    await stage.press("office", "Ghi")
    await stage.press_token("office", token[1], token[0])
    await stage.press("office", "Ghi")

    assert stage.query("SELECT name FROM candidate WHERE is_import = 1 ORDER BY id") == [(NGOT[0],), ("Lê Thị Mận",)]
    steps = "SELECT c.name, e.step FROM candidate_event e JOIN candidate c ON c.id = e.candidate_id WHERE e.is_import = 1 ORDER BY 1, 2"
    assert stage.query(steps) == [(name, step) for name in ("Lê Thị Mận", NGOT[0]) for step in ("ceremony", "decision")]


async def test_file_that_was_staged_by_an_older_program_is_read_again(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    with sqlite3.connect(stage.database) as db:
        db.execute("DELETE FROM import_candidate")
        db.execute("DELETE FROM import_step")
    before = records(stage.database)
    assert "📝 Đọc thử tệp" in await stage.press("office", "Ghi")
    assert records(stage.database) == before
    assert "✅ Đã ghi" in await stage.press("office", "Ghi")


async def test_nothing_of_a_row_stays_staged_when_it_goes(stage: Stage) -> None:
    await stage.send_file("office", "x.xlsx", workbook(SAMPLES[Subject.CANDIDATES]))
    staged = "SELECT (SELECT count(*) FROM import_row), (SELECT count(*) FROM import_candidate), (SELECT count(*) FROM import_step)"
    assert stage.query(staged) == [(1, 1, 2)]
    await stage.press("office", "Thôi")
    while await stage.program.importing._step():
        pass
    assert stage.query(staged) == [(0, 0, 0)]
