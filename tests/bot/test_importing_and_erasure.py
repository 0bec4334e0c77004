"""Workbooks and the rights of the person: what was erased or withdrawn neither comes in again by a file nor stays in one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.importing_command import workbook_of
from domain.channel import FileRef
from domain.failures import Failure
from domain.ids import CandidateId
from domain.imports import CheckedRow, FileRefused, SheetRow, Subject, Trouble, Verdict
from domain.privacy import Subject as Whom
from domain.privacy import SubjectKind
from domain.records import EraseSubject, StopProcessing
from storage import erasure, privacy, uploads
from storage.connection import Database
from tests.dialogs.workbooks import workbook
from tests.fakes.channel import BOT
from tests.stage import Stage, looking, open_stage
from tests.storage.test_erasure import found

TODAY = date(2026, 11, 5)
HEAD = ("Họ và tên", "Ngày sinh", "Chi bộ", "Công ty", "Ngày đồng ý")
NAME = "Quách Thị Nhuần"
ROW = (NAME, "9/4/1996", "Konya", "Công ty Konya", "1/3/2026")
OTHER = ("Lại Văn Dũng", "9/4/1996", "Konya", "Công ty Konya", "1/3/2026")
GIVEN_UP = "Trợ lý đã bỏ tệp đang chờ"
ABOUT = "SELECT firm, consent_on, is_stopped FROM candidate WHERE name = ?"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


async def written(stage: Stage, *rows: tuple[str, ...]) -> int:
    await stage.send_file("office", "x.xlsx", workbook([HEAD, *rows]))
    await stage.press("office", "Ghi")
    return int(str(stage.query("SELECT id FROM candidate WHERE name = ?", rows[0][0])[0][0]))


async def erase(stage: Stage, kind: SubjectKind, ident: int) -> None:
    record = EraseSubject(Whom(kind, ident), stage.clock.now(), "request")
    await stage.program.writer.transact(lambda db: erasure.erase(db, record))


async def stop(stage: Stage, ident: int) -> None:
    await stage.program.writer.transact(lambda db: privacy.stop(db, StopProcessing(CandidateId(ident))))


async def test_withdrawn_candidate_is_not_changed_by_a_file_that_waits_nor_by_a_new_one(stage: Stage) -> None:
    ident = await written(stage, ROW)
    changed = workbook([HEAD, (*ROW[:3], "Công ty Khác", "2/3/2026"), OTHER])
    await stage.send_file("office", "y.xlsx", changed)
    token = stage.button("office", "Ghi")
    await stop(stage, ident)

    assert "đã rút lại đồng ý; Văn phòng xử lý ở /dulieu" in await stage.press_token("office", token[1], token[0])
    assert "đã rút lại đồng ý" in await stage.send_file("office", "z.xlsx", changed)
    assert "đã rút lại đồng ý" in await stage.send_file("office", "z.xlsx", workbook([HEAD, ROW]))
    assert stage.query(ABOUT, NAME) == [("Công ty Konya", "2026-03-01", 1)]


async def test_file_that_waits_writes_nothing_into_a_record_that_was_erased(stage: Stage) -> None:
    ident = await written(stage, ROW)
    await stage.send_file("office", "y.xlsx", workbook([HEAD, (*ROW[:3], "Công ty Khác", "2/3/2026"), OTHER]))
    token = stage.button("office", "Ghi")
    await erase(stage, SubjectKind.CANDIDATE, ident)

    await stage.press_token("office", token[1], token[0])
    assert stage.query("SELECT name, firm, is_erased FROM candidate WHERE id = ?", ident) == [("", "", 1)]
    assert stage.query(ABOUT, NAME) == []


@pytest.mark.parametrize("birth", ["9/4/1996", "09/04/1996"])
async def test_nothing_of_an_erased_candidate_stays_in_a_file_that_waits(stage: Stage, birth: str) -> None:
    ident = await written(stage, ROW)
    refused = (NAME, birth, "Maple", "Công ty Maple", "x")
    await stage.send_file("office", "y.xlsx", workbook([HEAD, (*ROW[:3], "Công ty Khác", "2/3/2026"), refused]))
    await erase(stage, SubjectKind.CANDIDATE, ident)

    with looking(stage.database) as db:
        assert found(db, NAME, "9/4/1996", "09/04/1996", "1996-04-09") == set()
    assert stage.query("SELECT state FROM upload ORDER BY id DESC LIMIT 1") == [("dropped",)]


async def test_whoever_sent_a_file_that_was_dropped_hears_it_once(stage: Stage) -> None:
    ident = await written(stage, ROW)
    await stage.send_file("office", "y.xlsx", workbook([HEAD, (*ROW[:3], "Công ty Khác", "2/3/2026"), OTHER]))
    token = stage.button("office", "Ghi")
    before = len(stage.channel.sent)
    await erase(stage, SubjectKind.CANDIDATE, ident)
    await erase(stage, SubjectKind.CANDIDATE, ident)
    await stage.tick("office")

    told = [one.text for one in stage.channel.sent[before:] if GIVEN_UP in one.text]
    assert len(told) == 1
    assert GIVEN_UP in await stage.press_token("office", token[1], token[0])
    assert stage.query(ABOUT, OTHER[0]) == []


async def test_file_that_is_fetched_while_somebody_is_erased_brings_nothing_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows yet what stands in it, and no name is kept to look for: it has to be sent again."""
    ident = await written(stage, ROW)
    fetched = stage.channel.fetch

    async def fetch(bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        await erase(stage, SubjectKind.CANDIDATE, ident)
        return await fetched(bot_id, file, most)

    monkeypatch.setattr(stage.channel, "fetch", fetch)
    said = await stage.send_file("office", f"{NAME}.xlsx", workbook([HEAD, ROW, OTHER]))
    assert said.count(GIVEN_UP) == 1
    assert "Đọc thử" not in said
    assert stage.query("SELECT 1 FROM import_row") == []
    with looking(stage.database) as db:
        assert found(db, NAME) == set()
    monkeypatch.setattr(stage.channel, "fetch", fetched)
    assert "2 dòng thêm mới" in await stage.send_file("office", "y.xlsx", workbook([HEAD, ROW, OTHER]))


async def test_rows_that_arrive_after_the_erasure_are_not_kept(stage: Stage) -> None:
    """The file was read or checked beside the turns while its rows were swept: what comes then is no longer wanted."""
    ident = await written(stage, ROW)
    await stage.send_file("office", "y.xlsx", workbook([HEAD, (*ROW[:3], "Công ty Khác", "2/3/2026"), OTHER]))
    number = int(str(stage.query("SELECT max(id) FROM upload")[0][0]))
    row = SheetRow(2, ROW, ())
    await erase(stage, SubjectKind.CANDIDATE, ident)

    def late(db: Database) -> None:
        uploads.keep_rows(db, number, [row])
        uploads.keep_checked(db, number, [CheckedRow(row, Verdict.ADD, fields={"name": NAME})], Subject.CANDIDATES)
        uploads.refuse(db, number, FileRefused(Trouble.GONE))

    await stage.program.writer.transact(late)
    assert stage.query("SELECT 1 FROM import_row WHERE upload_id = ? AND number = 2", number) == []
    assert stage.query("SELECT state FROM upload WHERE id = ?", number) == [("dropped",)]


async def test_file_that_was_sent_before_an_erasure_is_not_read_after_it(stage: Stage) -> None:
    ident = await written(stage, ROW)
    sent_at = stage.clock.now()
    stage.clock.advance(timedelta(minutes=1))
    await erase(stage, SubjectKind.CANDIDATE, ident)
    stage.channel.files["y.xlsx"] = workbook([HEAD, ROW, OTHER])
    before = len(stage.channel.sent)
    await stage.receive([(BOT, stage.channel.raw("office", sent_at, None, file="y.xlsx"))])
    await stage.program.settle()

    assert [GIVEN_UP in one.text for one in stage.channel.sent[before:]].count(True) == 1
    assert stage.query("SELECT state FROM upload ORDER BY id DESC LIMIT 1") == [("dropped",)]
    assert stage.query("SELECT 1 FROM import_row WHERE cells LIKE '%Nhu%'") == []


async def test_who_was_born_on_the_same_day_stays_in_the_file(stage: Stage) -> None:
    ident = await written(stage, ROW)
    await stage.send_file("office", "y.xlsx", workbook([HEAD, OTHER]))
    await erase(stage, SubjectKind.CANDIDATE, ident)

    assert "đối chiếu lại" in await stage.press("office", "Ghi")
    assert stage.query("SELECT birth FROM candidate WHERE name = ?", OTHER[0]) == [("1996-04-09",)]


async def test_nothing_of_an_erased_user_stays_in_a_file_that_is_over(stage: Stage) -> None:
    ident, name = stage.query("SELECT id, name FROM person WHERE name = 'Vũ Thị Thắm'")[0]
    head = ("Họ và tên", "Đơn vị", "Vai trò", "Chức danh", "Từ ngày")
    row = (str(name), "Chi bộ Konya", "Cộng tác viên", "Cộng tác viên", "5/11/2026")
    said = await stage.send_file("admin", f"{name}.xlsx", workbook([head, row]))
    assert f"tên {name}" in said
    await stage.press("admin", "Thôi")
    assert stage.query("SELECT name, headings, found FROM upload") == [("", "[]", "{}")]
    await erase(stage, SubjectKind.PERSON, int(str(ident)))

    with looking(stage.database) as db:
        assert found(db, str(name)) == set()


async def test_sentences_about_an_erased_user_go_from_a_file_that_waits(stage: Stage) -> None:
    head = ("Họ và tên", "Đơn vị", "Vai trò", "Chức danh", "Từ ngày")
    ident, name = stage.query("SELECT id, name FROM person WHERE name = 'Vũ Thị Thắm'")[0]
    row = (str(name), "Chi bộ Konya", "Cộng tác viên", "Cộng tác viên", "5/11/2026")
    await stage.send_file("admin", "x.xlsx", workbook([head, row]))
    await erase(stage, SubjectKind.PERSON, int(str(ident)))

    with looking(stage.database) as db:
        assert found(db, str(name)) == set()


async def test_exported_workbook_holds_nobody_who_withdrew_or_was_erased(stage: Stage) -> None:
    ident = await written(stage, ROW)
    other = await written(stage, OTHER)
    await stop(stage, ident)
    await erase(stage, SubjectKind.CANDIDATE, other)

    with looking(stage.database) as db:
        content = workbook_of(db, Subject.CANDIDATES, TODAY)
    assert "Không có gì mới để ghi" in (said := await stage.send_file("office", "x.xlsx", content))
    assert "chưa nhận" not in said


async def merged(stage: Stage) -> int:
    """Maple's people went to Konya: the number of one of them."""
    ident = stage.query("SELECT max(c.id) FROM candidate c WHERE c.is_undone = 0 AND c.unit_id = 31")[0][0]
    await stage.say("admin", "don vi sap nhap maple vao konya tu hom nay")
    await stage.say("admin", "Chuyển sang đơn vị nhận")
    await stage.say("admin", "nop")
    return int(str(ident))


async def test_merger_keeps_nothing_of_an_erased_candidate_and_brings_nothing_back(stage: Stage) -> None:
    ident = await merged(stage)
    name = stage.query("SELECT name FROM candidate WHERE id = ?", ident)[0][0]
    kept = "SELECT state FROM row_before WHERE name = 'candidate' AND row_key = ?"
    assert str(name) in str(stage.query(kept, f"[{ident}]"))
    await erase(stage, SubjectKind.CANDIDATE, ident)

    with looking(stage.database) as db:
        assert found(db, str(name)) == set()
    assert stage.query(kept, f"[{ident}]") == []
    of_event = "SELECT 1 FROM row_before WHERE name = 'candidate_event' AND json_extract(state, '$.candidate_id') = ?"
    assert stage.query(of_event, ident) == []
    assert "không thu hồi được" in await stage.press("admin", "Thu hồi")


async def test_namesake_moved_by_a_merger_comes_back_whole(stage: Stage) -> None:
    ident = await merged(stage)
    whole = "SELECT name, folded, sort_key, birth FROM candidate WHERE id = ?"
    kept = stage.query(whole, ident)
    other = await written(stage, ROW)

    def same(db: Database) -> None:
        db.execute(
            "UPDATE candidate SET (name, folded, birth) = (SELECT name, folded, birth FROM candidate WHERE id = ?),"
            " unit_id = 10 WHERE id = ?",
            (ident, other),
        )

    await stage.program.writer.transact(same)
    await erase(stage, SubjectKind.CANDIDATE, other)
    token = stage.query("SELECT max(id) FROM operation WHERE flow = 'units'")[0][0]
    await stage.press_token("admin", f"undo.do.0.{token}")
    assert stage.query(whole, ident) == kept
    assert stage.query("SELECT unit_id FROM candidate WHERE id = ?", ident) == [(31,)]
