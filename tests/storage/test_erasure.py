"""Erasure: not one value of the person is left in any text of any table; counts stay; erased stays erased in a restored backup."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.ids import CandidateId
from domain.privacy import Subject, SubjectKind
from domain.records import EraseSubject, ResumeProcessing
from domain.targets import Indicator
from storage import backups, erasure, privacy, targets, upkeep
from storage.connection import connect
from storage.erasure import Entry
from storage.sweeping import NEVER_PERSONAL, OWN_TABLES, plain
from tests.flows.desk import Desk
from tests.stage import EVENING

NAME, BIRTH, FIRM, JOB = "Quách Thị Nhuần", "17/07/1997", "Konya", "thợ sắp chữ"
LINE = f"/gioithieu {NAME} sinh {BIRTH} cty {FIRM}"


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()


def introduced(desk: Desk) -> Subject:
    """A candidate with every trace: form, receipt, look-up, correction, an undone one, a draft of somebody else, an audit value."""
    desk.say("union", LINE)
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    ident = desk.number("SELECT id FROM candidate WHERE name = ?", NAME)
    desk.say("secretary", f"tim {NAME.lower()}")
    desk.say("secretary", f"dulieu {NAME}")
    desk.press("secretary", "Sửa thông tin")
    desk.press("secretary", "Công việc")
    desk.say("secretary", JOB)
    desk.press("secretary", "Ghi")
    desk.say("deputy", LINE)
    desk.db.execute("INSERT INTO audit_value (audit_id, field, value) SELECT max(id), 'name', ? FROM audit", (NAME,))
    return Subject(SubjectKind.CANDIDATE, ident)


def erase(db: sqlite3.Connection, subject: Subject, at: datetime = EVENING) -> None:
    erasure.erase(db, EraseSubject(subject, at, "request"))


def texts(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Every text of every column of every table."""
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for (column,) in db.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", (table,)).fetchall():
            for (text,) in db.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL').fetchall():
                yield f"{table}.{column}", text


def found(db: sqlite3.Connection, *values: str) -> set[str]:
    folded = [plain(value) for value in values]
    return {
        place
        for place, text in texts(db)
        if any(value in text for value in values) or any(value in plain(text) for value in folded)
    }


def counts(db: sqlite3.Connection) -> list[object]:
    kept = [targets.counts(db, one, date(2022, 1, 1), date(2026, 12, 31)) for one in Indicator]
    kept += db.execute("SELECT count(*), sum(is_live) FROM candidate_event").fetchall()
    return [*kept, *db.execute("SELECT count(*), sum(votes_for), sum(eligible) FROM vote").fetchall()]


def test_nothing_of_an_erased_candidate_is_found_in_any_text(desk: Desk) -> None:
    subject = introduced(desk)
    values = (NAME, BIRTH, "17/7/1997", "1997-07-17")
    assert {"candidate.name", "candidate.birth", "operation.label", "outbox.text", "inbox.body"} <= found(
        desk.db, *values
    )
    assert {"conversation.drafts", "audit_value.value", "row_before.state"} <= found(desk.db, *values)
    before = counts(desk.db)

    erase(desk.db, subject)

    assert found(desk.db, *values) == set()
    assert found(desk.db, JOB) == set()
    assert counts(desk.db) == before
    assert desk.query("SELECT count(*) FROM audit WHERE subject = 'candidate' AND subject_id = ?", subject.id) != [(0,)]


def test_what_was_written_about_a_request_goes_with_the_person(desk: Desk) -> None:
    """Also what is kept for taking it back, which is refused then."""
    subject, words = introduced(desk), ("Sở Nghìn Việc", "chờ Bà Nghìn Việc", "77-CV/NV", "sai ngày Nghìn Việc")
    desk.press_token("office", f"privacy.came.0.{subject.id}")
    for answer in ("sửa thông tin", words[3], "hôm nay", "giấy", words[2]):
        desk.say("office", answer)
    desk.press("office", "Ghi yêu cầu")
    desk.press_token("secretary", f"privacy.out2.0.{subject.id}")
    number = desk.number("SELECT max(id) FROM privacy_request")
    for step, answer in (("extend", words[1]), ("share", words[0])):
        desk.press_token("office", f"privacy.{step}.0.{number}")
        desk.say("office", answer)
        desk.press("office", "Gia hạn" if step == "extend" else "Ghi đã chia sẻ")
    token = desk.token("office", "Thu hồi")
    kept = {f"privacy_request.{one}" for one in ("document", "detail", "extended_why", "shared_with")}
    assert kept <= found(desk.db, *words)

    erase(desk.db, subject)

    assert {one for one in found(desk.db, *words) if one.startswith(("privacy_request", "row_before"))} == set()
    assert "không thu hồi được" in desk.press_token("office", token)


def test_consent_given_again_brings_back_nobody_who_was_erased(desk: Desk) -> None:
    subject = introduced(desk)
    erase(desk.db, subject)
    privacy.resume(desk.db, ResumeProcessing(CandidateId(subject.id), date(2026, 11, 5)))
    assert desk.query("SELECT name, is_stopped, is_erased FROM candidate WHERE id = ?", subject.id) == [("", 1, 1)]


def test_nothing_of_an_erased_user_is_found_in_any_text(desk: Desk) -> None:
    desk.say("union", "/dulieu")
    desk.press("union", "Đổi số")
    desk.say("union", "0912345678")
    desk.press("union", "Lưu số")
    desk.say("admin", "/capma")
    ((ident, name),) = desk.query("SELECT id, name FROM person WHERE name = 'Vũ Thị Thắm'")
    reports = desk.query("SELECT count(*) FROM meeting")
    erase(desk.db, Subject(SubjectKind.PERSON, int(str(ident))))

    assert found(desk.db, str(name), "0912345678", "0912 345 678") == set()
    assert desk.query("SELECT 1 FROM account WHERE person_id = ?", ident) == []
    assert (
        desk.query("SELECT 1 FROM inbox WHERE chat_id = 'union' UNION SELECT 1 FROM outbox WHERE chat_id = 'union'")
        == []
    )
    assert desk.query("SELECT 1 FROM post WHERE person_id = ? AND until IS NULL", ident) == []
    assert desk.query("SELECT count(*) FROM meeting") == reports
    assert "chỉ phục vụ người được mời" in desk.say("union", "menu")


def test_namesake_keeps_everything(desk: Desk) -> None:
    subject = introduced(desk)
    other = desk.query("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")[0][0]
    desk.db.execute("UPDATE candidate SET name = ?, folded = 'quach thi nhuan' WHERE id = ?", (NAME, other))
    kept = desk.query("SELECT * FROM candidate WHERE id = ?", other)
    erase(desk.db, subject)
    assert desk.query("SELECT * FROM candidate WHERE id = ?", other) == kept


def test_whose_name_only_begins_alike_is_left_alone(desk: Desk) -> None:
    subject = introduced(desk)
    desk.db.execute("UPDATE meeting SET topic = ? WHERE id = 1", (f"Xét {NAME}; xét Quách Thị Nhuận An",))
    desk.db.execute("UPDATE meeting SET topic = 'Quách Thị Nhuầnh' WHERE id = 2")
    erase(desk.db, subject)
    assert desk.query("SELECT topic FROM meeting WHERE id = 2") == [("Quách Thị Nhuầnh",)]
    topic = str(desk.query("SELECT topic FROM meeting WHERE id = 1")[0][0])
    assert NAME not in topic
    assert topic.startswith("Xét")


def but_for_the_mark(desk: Desk) -> str:
    """What a workbook was checked against is marked anew by each write, also by one that changes nothing."""
    marks = {str(value) for (value,) in desk.query("SELECT value FROM meta WHERE length(value) = 16")}
    everything = desk.everything()
    for mark in marks:
        everything = everything.replace(mark, "")
    return everything


def test_erasing_twice_changes_nothing(desk: Desk) -> None:
    subject = introduced(desk)
    erase(desk.db, subject)
    once = but_for_the_mark(desk)
    erase(desk.db, subject, EVENING + timedelta(days=1))
    assert but_for_the_mark(desk) == once


def test_two_of_one_cell_can_be_erased(desk: Desk) -> None:
    for (ident,) in desk.query(
        "SELECT id FROM candidate WHERE unit_id = (SELECT unit_id FROM candidate WHERE name = 'Trần Thị Hà')"
    ):
        erase(desk.db, Subject(SubjectKind.CANDIDATE, int(str(ident))))
    assert desk.number("SELECT count(*) FROM candidate WHERE is_erased = 1") > 1


def test_what_was_written_about_an_erased_candidate_cannot_be_taken_back(desk: Desk) -> None:
    subject = introduced(desk)
    undo = desk.token("secretary", "Thu hồi")
    erase(desk.db, subject)
    assert "không thu hồi được" in desk.press_token("secretary", undo)
    assert found(desk.db, NAME) == set()


def test_columns_that_are_not_searched_exist(desk: Desk) -> None:
    """One that was renamed or dropped must not stay on the list: its successor would not be noticed."""
    columns = {
        table: {row[0] for row in desk.query("SELECT name FROM pragma_table_info(?)", table)}
        for table in NEVER_PERSONAL
    }
    assert {table: names - columns[table] for table, names in NEVER_PERSONAL.items() if names - columns[table]} == {}
    tables = {row[0] for row in desk.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert OWN_TABLES - tables <= {"schema_version"}


def on_disk(database: Path) -> set[str]:
    """Which values of the erased candidate stand in the bytes of the database's files."""
    raw = b"".join(path.read_bytes() for path in sorted(database.parent.glob(database.name + "*")))
    return {value for value in (NAME, plain(NAME), "1997-07-17", BIRTH, JOB) if value.encode() in raw}


def written_out(desk: Desk, path: Path) -> None:
    desk.db.execute("COMMIT")
    desk.db.execute("VACUUM INTO ?", (str(path),))
    desk.db.execute("BEGIN")


def test_erased_stays_erased_in_a_restored_backup(desk: Desk, tmp_path: Path) -> None:
    subject = introduced(desk)
    live, backup, ledger = (
        tmp_path / "live.db",
        tmp_path / "backups" / "old.db",
        tmp_path / "backups" / "erasures.jsonl",
    )
    written_out(desk, live)
    backups.back_up(live, backup, EVENING)
    db = connect(live)
    db.execute("BEGIN IMMEDIATE")
    erase(db, subject)
    db.execute("COMMIT")
    upkeep.truncate_log(db)
    erasure.write_ledger(db, ledger)
    db.close()
    assert on_disk(live) == set()

    shutil.copy(backup, live)
    assert {NAME, "1997-07-17"} <= on_disk(live)
    db = connect(live)
    db.execute("BEGIN IMMEDIATE")
    assert erasure.replay(db, erasure.read_ledger(ledger)) == 1
    db.execute("COMMIT")
    upkeep.truncate_log(db)
    assert found(db, NAME, BIRTH) == set()
    assert db.execute("SELECT reason FROM erasure").fetchall() == [("restore",)]
    db.close()
    assert on_disk(live) == set()


def test_ledger_holds_no_value_and_forgets_nobody(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "erasures.jsonl"
    first, second = Entry(SubjectKind.PERSON, 3, EVENING - timedelta(days=9)), introduced(desk)
    path.write_text(json.dumps({"kind": "person", "id": 3, "at": int(first.at.timestamp() * 1000)}) + "\n")
    erase(desk.db, second)
    for _ in range(2):
        erasure.write_ledger(desk.db, path)

    assert erasure.read_ledger(path) == [first, Entry(second.kind, second.id, EVENING)]
    assert re.fullmatch(r'(\{"kind": "(person|candidate)", "id": \d+, "at": \d+\}\n){2}', path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    assert erasure.read_ledger(tmp_path / "none.jsonl") == []


def test_who_got_the_number_of_an_erased_one_later_is_not_erased(desk: Desk) -> None:
    subject = introduced(desk)
    earlier = Entry(subject.kind, subject.id, datetime(2026, 1, 1, tzinfo=UTC))
    assert erasure.replay(desk.db, [earlier]) == 0
    assert "candidate.name" in found(desk.db, NAME)


def test_number_of_an_erased_user_is_not_given_again(desk: Desk) -> None:
    last = desk.number("SELECT max(id) FROM person")
    assert erasure.replay(desk.db, [Entry(SubjectKind.PERSON, last + 5, EVENING)]) == 0
    assert desk.query("SELECT name, is_erased FROM person WHERE id = ?", last + 5) == [("", 1)]


def test_last_administrator_is_erased_only_again(desk: Desk) -> None:
    """Whatever asks for it; but what was erased stays erased."""
    one = Subject(SubjectKind.PERSON, desk.number("SELECT person_id FROM lasting_admin"))
    with pytest.raises(sqlite3.IntegrityError, match="last administrator"):
        erase(desk.db, one)
    assert desk.query("SELECT name FROM person WHERE name = ''") == []
    erasure.replay(desk.db, [Entry(one.kind, one.id, EVENING)])
    assert desk.query("SELECT name FROM person WHERE id = ?", one.id) == [("",)]
