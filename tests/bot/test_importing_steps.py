"""The class and the guide of a candidate by workbook: what is written, what a change leaves, where it is shown, and that it is erased."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.importing_command import workbook_of
from domain.channel import Attachment
from domain.ids import PersonId
from domain.imports import Subject
from domain.privacy import Subject as Whom
from domain.privacy import SubjectKind
from domain.records import EraseSubject
from domain.tables import Table
from storage import erasure
from tests.dialogs.workbooks import Cell, workbook
from tests.stage import Stage, looking, open_stage
from tests.storage.test_erasure import found

TODAY = date(2026, 11, 5)
WHO = ("Nguyễn Văn Ngọt", "12/3/1998", "Konya", "Công ty Konya", "1/3/2026")
HEAD = ("Họ và tên", "Ngày sinh", "Chi bộ", "Công ty", "Ngày đồng ý")
PREPARED = ("Lớp nhận thức", "Số chứng nhận", "Phân công giúp đỡ", "Đảng viên giúp đỡ")
LIVE = """
SELECT e.step, e.happened_on, e.document, e.guide FROM candidate_event e JOIN candidate c ON c.id = e.candidate_id
WHERE c.name = 'Nguyễn Văn Ngọt' AND e.is_live = 1 AND e.step IN ('awareness_class', 'guide_assigned') ORDER BY e.step
"""
CLASS, GUIDE = ("awareness_class", "2026-04-12", "45/GCN", None), ("guide_assigned", "2026-03-05", None, "Đặng Thị Lụa")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


async def bring(stage: Stage, *prepared: Cell, headings: tuple[str, ...] = PREPARED) -> str:
    said = await stage.send_file("office", "x.xlsx", workbook([(*HEAD, *headings), (*WHO, *prepared)]))
    return said + (await stage.press("office", "Ghi") if "[Ghi]" in said else "")


@pytest.mark.parametrize(
    ("prepared", "stands"),
    [
        (("12/4/2026", "45/GCN", "5/3/2026", "đ/c đặng thị lụa"), [CLASS, GUIDE]),
        (
            ("đã có, chưa rõ ngày", "", "", "Đặng Thị Lụa"),
            [("awareness_class", None, None, None), (*GUIDE[:1], None, None, GUIDE[3])],
        ),
        (("", "45/GCN", "", ""), [("awareness_class", None, "45/GCN", None)]),
        (("", "", "x", ""), [("guide_assigned", None, None, None)]),
        (("12/4/2020", "", "", ""), [("awareness_class", "2020-04-12", None, None)]),
        (("", "", "", "Nguye\u0302\u0303n Va\u0306n An"), [("guide_assigned", None, None, "Nguyễn Văn An")]),
        (("", "", "", ""), []),
    ],
)
async def test_class_and_guide_are_written_as_steps(
    stage: Stage, prepared: tuple[str, ...], stands: list[tuple[object, ...]]
) -> None:
    assert "✅ Đã ghi" in await bring(stage, *prepared)
    assert stage.query(LIVE) == stands
    assert "Không có gì mới để ghi" in await bring(stage, *prepared)
    with looking(stage.database) as db:
        again = workbook_of(db, Subject.CANDIDATES, TODAY)
    assert "Không có gì mới để ghi" in await stage.send_file("office", "x.xlsx", again)


@pytest.mark.parametrize(
    ("prepared", "said"),
    [
        (("12/4/2027", "", "", ""), "chưa tới"),
        (("31/2/2026", "", "", ""), "Lớp nhận thức: "),
        (("", "", "", "Lụa"), "Đảng viên giúp đỡ: Chưa đọc được họ tên “Lụa”"),
        (("", "", "Đặng Thị Lụa", ""), "Phân công giúp đỡ: "),
        (("", "", "", "Đặng Thị Lụa 079185001234"), "không nhận"),
    ],
)
async def test_cells_that_cannot_be_taken_are_told(stage: Stage, prepared: tuple[str, ...], said: str) -> None:
    assert said.lower() in (await bring(stage, *prepared)).lower()
    assert stage.query(LIVE) == []


@pytest.mark.parametrize(
    ("prepared", "headings", "stands"),
    [
        (("", "", "", ""), PREPARED, [CLASS, GUIDE]),
        (("đặng thị lụa",), PREPARED[3:], [CLASS, GUIDE]),
        (("Ngô Văn Khải",), PREPARED[3:], [CLASS, ("guide_assigned", None, None, "Ngô Văn Khải")]),
        (
            ("Ngô Văn Khải", "6/6/2026"),
            (PREPARED[3], PREPARED[2]),
            [CLASS, ("guide_assigned", "2026-06-06", None, "Ngô Văn Khải")],
        ),
        (("7/3/2026",), PREPARED[2:3], [CLASS, ("guide_assigned", "2026-03-07", None, "Đặng Thị Lụa")]),
        (("50/GCN",), PREPARED[1:2], [("awareness_class", "2026-04-12", "50/GCN", None), GUIDE]),
    ],
)
async def test_change_keeps_what_is_not_told_and_is_taken_back(
    stage: Stage, prepared: tuple[str, ...], headings: tuple[str, ...], stands: list[tuple[object, ...]]
) -> None:
    await bring(stage, "12/4/2026", "45/GCN", "5/3/2026", "Đặng Thị Lụa")
    said = await bring(stage, *prepared, headings=headings)
    assert stage.query(LIVE) == stands
    if "✅" in said:
        assert "✅ Đã thu hồi" in await stage.press("office", "Thu hồi")
    assert stage.query(LIVE) == [CLASS, GUIDE]


def tables(stage: Stage) -> list[Table]:
    packed = stage.query("SELECT attachment FROM outbox WHERE attachment IS NOT NULL ORDER BY id")
    made = [Attachment(*json.loads(str(one))) for (one,) in packed]
    return [Table.from_json(one.content) for one in made if one.kind in ("table", "document")]


async def test_trich_ngang_holds_class_and_guide_in_word_and_in_excel(stage: Stage) -> None:
    await bring(stage, "12/4/2026", "45/GCN", "5/3/2026", "Đặng Thị Lụa")
    for kind in ("word", "excel"):
        await stage.say("secretary", f"trich ngang {kind}")
    word, excel = tables(stage)
    for table in (word, excel):
        names = [column.name for column in table.columns]
        row = next(row for row in table.rows if "Nguyễn Văn Ngọt" in row)
        assert row[names.index("Ngày học lớp nhận thức")] == date(2026, 4, 12)
        assert row[names.index("Đảng viên giúp đỡ")] == "Đặng Thị Lụa"
        assert "Đã phân công giúp đỡ" in row
        other = next(row for row in table.rows if "Trần Thị Hà" in row)
        assert other[names.index("Ngày học lớp nhận thức")] is None
        assert other[names.index("Đảng viên giúp đỡ")] == ""


async def test_class_without_its_day_is_told_in_words(stage: Stage) -> None:
    await bring(stage, "x", "", "", "")
    await stage.say("secretary", "trich ngang excel")
    (table,) = tables(stage)
    assert "đã có, chưa rõ ngày" in next(row for row in table.rows if "Nguyễn Văn Ngọt" in row)


async def test_name_of_a_guide_who_is_erased_goes_and_the_step_stays(stage: Stage) -> None:
    ident, name = stage.query("SELECT id, name FROM person WHERE name = 'Vũ Thị Thắm'")[0]
    await bring(stage, "12/4/2026", "45/GCN", "5/3/2026", "Đặng Thị Lụa")
    await bring(stage, str(name), "6/3/2026", headings=(PREPARED[3], PREPARED[2]))
    assert "Họ tên ghi là đảng viên giúp đỡ của 1 quần chúng" in await own_data(stage, str(name))
    record = EraseSubject(Whom(SubjectKind.PERSON, int(PersonId(int(str(ident))))), stage.clock.now(), "request")
    await stage.program.writer.transact(lambda db: erasure.erase(db, record))

    with looking(stage.database) as db:
        assert found(db, str(name)) == set()
        content = workbook_of(db, Subject.CANDIDATES, TODAY)
    assert [row[:2] for row in stage.query(LIVE)] == [CLASS[:2], ("guide_assigned", "2026-03-06")]
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert not any(str(name) in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Không có gì mới để ghi" in await stage.send_file("office", "x.xlsx", content)


async def own_data(stage: Stage, name: str) -> str:
    chat = stage.query(
        "SELECT chat_id FROM account a JOIN person p ON p.id = a.person_id WHERE p.name = ? AND a.channel = 'web'", name
    )[0][0]
    return await stage.say(str(chat), "/dulieu")


async def test_guide_of_an_erased_candidate_goes(stage: Stage) -> None:
    await bring(stage, "12/4/2026", "45/GCN", "5/3/2026", "Đặng Thị Lựu")
    ident = stage.query("SELECT id FROM candidate WHERE name = 'Nguyễn Văn Ngọt'")[0][0]
    record = EraseSubject(Whom(SubjectKind.CANDIDATE, int(str(ident))), stage.clock.now(), "request")
    await stage.program.writer.transact(lambda db: erasure.erase(db, record))
    assert (
        stage.query("SELECT guide, document FROM candidate_event WHERE candidate_id = ?", ident) == [(None, None)] * 2
    )
