"""A unit that stands does not come in a second time by a workbook, whatever it is called there; what went out comes in as it is."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.importing_command import workbook_of
from domain.imports import CheckedRow, FileRefused, Subject, Verdict
from domain.records import PublishUpload
from handlers.imports.check import check
from handlers.imports.context import unit_names
from language.sheets.columns import matched
from language.sheets.find import all_headings
from language.sheets.subjects import UNITS
from reports.workbooks import read_workbook
from storage import known, publishing, units, uploads
from storage.connection import Database
from tests.dialogs.workbooks import Cell, workbook
from tests.stage import Stage, looking, open_stage, template

TODAY = date(2026, 11, 5)
HEAD = ("Tên đơn vị", "Tên ngắn", "Loại", "Trực thuộc", "Ngày thành lập", "Tên gọi khác", "Ngày giải thể")
ROOT = "Đảng bộ Ban Quản lý Khu kinh tế Hải Phòng"
KONYA = "Chi bộ Công ty TNHH Giấy Konya Việt Nam"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as one:
        yield one


def row(
    name: str, short: str = "", kind: str = "Chi bộ", *, aliases: str = "", since: str = "2020", until: str = ""
) -> tuple[Cell, ...]:
    return (name, short, kind, ROOT, since, aliases, until)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (row("Chi bộ Konya"), "đã có đơn vị tên “Chi bộ Konya”. Thêm một từ để phân biệt, ví dụ: Chi bộ Konya 2; đúng"),
        (row("Chi bộ Konya"), f"đúng đơn vị đó thì ghi tên “{KONYA}”."),
        (row("CHI BO CTY TNHH GIAY KONYA VIET NAM"), "đã có đơn vị tên “CHI BO CTY TNHH GIAY KONYA VIET NAM”"),
        (row("Chi bộ Cty Giấy Konya Việt Nam"), "đã có đơn vị tên"),
        (row("Chi bộ Giấy Mới", "Konya"), "đã có đơn vị tên “Konya”"),
        (row("Chi bộ Giấy Mới", aliases="giấy khác; konya"), "đã có đơn vị tên “konya”"),
        (row("Công đoàn Konya", kind="Công đoàn"), "đã có đơn vị tên"),
        (row("Chi bộ Giấy Mới"), ""),
        (row("Công ty TNHH Konya Hai", kind="Doanh nghiệp"), ""),
        (row("Chi bộ Konya", since="2001", until="2002"), ""),
    ],
)
async def test_unit_that_stands_under_another_name_is_not_added(
    stage: Stage, told: tuple[Cell, ...], said: str
) -> None:
    shown = await stage.send_file("admin", "x.xlsx", workbook([HEAD, told]))
    assert said in shown
    assert ("1 dòng chưa nhận" in shown) is bool(said)
    assert ("1 dòng thêm mới" in shown) is not bool(said)


async def test_closed_unit_leaves_its_name(stage: Stage) -> None:
    with sqlite3.connect(stage.database) as db:
        db.execute("UPDATE unit SET closed_on = '2026-10-01' WHERE id = 9")
    new = workbook([HEAD, row("Chi bộ Konya", since="1/11/2026")])
    assert "1 dòng thêm mới" in await stage.send_file("admin", "x.xlsx", new)


async def test_unit_beside_it_may_not_have_the_very_name_whatever_its_kind(stage: Stage) -> None:
    beside = stage.query("SELECT parent_id FROM unit_version WHERE unit_id = 9")[0][0]
    parent = stage.query("SELECT name FROM unit_version WHERE unit_id = ?", beside)[0][0]
    told = ("Chi bộ Konya", "", "Công đoàn", str(parent), "2020", "", "")
    said = await stage.send_file("admin", "x.xlsx", workbook([HEAD, told]))
    assert "đã có đơn vị tên “Chi bộ Konya”" in said
    assert "đúng đơn vị đó" not in said


async def test_unit_told_twice_in_one_file_is_taken_once(stage: Stage) -> None:
    rows = [HEAD, row("Chi bộ Công ty TNHH Sao Mai"), row("Chi bộ Cty Sao Mai"), row("Chi bộ Sao Khác", "Sao Mai")]
    said = await stage.send_file("admin", "x.xlsx", workbook(rows))
    assert "1 dòng thêm mới" in said
    assert "dòng 3: Trùng với dòng 2." in said
    assert "dòng 4: Trùng với dòng 2." in said


async def test_unit_out_of_reach_is_not_told_of(stage: Stage) -> None:
    with sqlite3.connect(stage.database) as db:
        db.execute("INSERT INTO person (id, name) VALUES (9001, 'Phạm Văn Phụ')")
        db.execute(
            "INSERT INTO post (id, person_id, role, unit_id, title, since) VALUES (9001, 9001, 'admin', 2, 'Quản trị', '2026-01-01')"
        )
        db.execute(
            "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at)"
            " SELECT channel, bot_id, 'sub', 9001, 0, 0 FROM account WHERE chat_id = 'admin' AND channel = 'web'"
        )
    above = stage.query("SELECT name FROM unit_version WHERE unit_id = 2")[0][0]
    outside = stage.query(
        "SELECT short_name FROM unit_version v JOIN unit u ON u.id = v.unit_id"
        " WHERE u.kind = 'cell' AND v.parent_id <> 2 AND v.valid_to IS NULL ORDER BY u.id DESC LIMIT 1"
    )[0][0]
    told = (str(outside), "", "Chi bộ", str(above), "2020", "", "")
    said = await stage.send_file("sub", "x.xlsx", workbook([HEAD, told]))
    assert "Đơn vị ngoài phạm vi của tài khoản." in said
    assert "Dưới" not in said


WORDS = st.sampled_from(("Sao", "Mai", "Konya", "Giấy", "Maple", "Hai"))
FIRST = st.sampled_from(("", "Chi bộ", "CB", "Chi bộ Công ty TNHH", "chi bo cty", "Chi bộ Cty TNHH"))
NAMES = st.tuples(FIRST, WORDS, st.one_of(st.just(""), WORDS)).map(lambda parts: " ".join(filter(None, parts)))
ROWS = st.lists(
    st.tuples(NAMES, st.one_of(st.just(""), NAMES), st.one_of(st.just(""), NAMES), st.sampled_from(("", "1/1/2024"))),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def house() -> Iterator[Database]:
    one = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with looking(template()) as source:
        source.backup(one)
    yield one
    one.close()


def checked(db: Database, content: bytes) -> list[CheckedRow]:
    sheet = read_workbook(content, all_headings())
    assert not isinstance(sheet, FileRefused)
    stands = known.known(db, Subject.UNITS, frozenset(units.tree(db, TODAY).units), TODAY)
    return check(UNITS, matched(sheet.headings, UNITS), sheet.rows, stands)


def publish(db: Database, rows: list[CheckedRow]) -> None:
    within = frozenset(units.tree(db, TODAY).units)
    db.execute(
        "INSERT INTO upload (id, name, size, reference, channel, bot_id, at, state) VALUES (1, '', 0, '', '', '', 0, 'checked')"
    )
    uploads.keep_checked(db, 1, rows, Subject.UNITS)
    stamp = known.stamp(db, Subject.UNITS, within)
    publishing.publish(
        db, PublishUpload(1, Subject.UNITS, None, None, datetime(2026, 11, 5, tzinfo=UTC), TODAY, within, stamp, "")
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_whatever_was_taken_goes_out_and_comes_in_as_it_is(
    house: Database, told: list[tuple[str, str, str, str]]
) -> None:
    rows = [row(name, short, aliases=alias, until=until) for name, short, alias, until in told]
    house.execute("SAVEPOINT example")
    try:
        publish(house, checked(house, workbook([HEAD, *rows])))
        again = checked(house, workbook_of(house, Subject.UNITS, TODAY))
        assert {one.verdict for one in again} == {Verdict.SAME}, [one.why for one in again if one.why]
        stands = [one.fields for one in known.rows_of(house, Subject.UNITS, TODAY) if not one.fields["closed_on"]]
        often = Counter(name for one in stands for name in {name for name, _ in unit_names(one)})
        assert max(often.values()) == 1, often.most_common(2)
    finally:
        house.execute("ROLLBACK TO example")
        house.execute("RELEASE example")
