"""The lists of the administration as files: every row and not one page, numbers as numbers, within reach, for whom they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.tables import ColumnType, Table
from reports.registry import made
from tests.flows.desk import Desk
from tests.flows.test_exports import count, file, table
from tests.flows.test_targets import LINE, put
from tests.flows.test_units import done, only_over_nomura, unit

LISTS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "joined": ("admin", ("ai da vao",), "joined"),
    "missing": ("admin", ("ai chua vao",), "joined"),
    "posts of a unit": ("admin", ("phan quyen cb konya",), "posts"),
    "posts of a name": ("admin", ("phan quyen tran",), "posts"),
    "posts of a person": ("admin", ("phan quyen tran thi mai",), "posts"),
    "tree": ("admin", ("don vi",), "tree"),
    "card of a cell": ("admin", ("don vi konya",), "unit"),
    "card of a committee": ("admin", ("don vi kcn nomura",), "unit"),
    "tree of a day": ("admin", ("don vi 31/12/2025",), "tree"),
    "targets": ("office", ("danh sach chi tieu konya 2026",), "targets"),
    "trail": ("admin", ("nhat ky",), "trail"),
    "records": ("leader", ("tien do ket nap", "Bản ghi"), "records"),
}
"""Who asks how (a label is pressed where one begins so), and what the trail calls the file."""


def show(desk: Desk, name: str) -> str:
    """Opens the list; whoever asks for it is the one who may press [Excel] then."""
    who, (line, *labels), _ = LISTS[name]
    if name == "missing":
        desk.say("admin", "capma bi thu cb konya Nguyen Van An")
        desk.say("admin", "nop")
    if name == "targets":
        put(desk, LINE.format(3))
        put(desk, LINE.format(7))
    if name == "trail":
        desk.say("secretary", "tim thi")
    desk.say(who, line)
    for label in labels:
        desk.press(who, label)
    return who


def column(one: Table, name: str) -> list[object]:
    at = next(at for at, column in enumerate(one.columns) if column.name == name)
    return [row[at] for row in one.rows]


def opened(desk: Desk) -> Any:
    return load_workbook(BytesIO(made(file(desk)).body)).active


@pytest.mark.parametrize("name", LISTS)
def test_word_excel_after_the_list_brings_the_file_and_the_trail_has_the_count(desk: Desk, name: str) -> None:
    who = show(desk, name)
    told = desk.say(who, "excel")
    rows = len(table(desk).rows)
    (fields,) = desk.query(
        "SELECT fields FROM audit WHERE action = 'exported' AND subject = ? ORDER BY id LIMIT 1", LISTS[name][2]
    )[0]

    assert f"{rows} dòng" in told
    assert rows > 0
    assert f"rows:{rows}" in str(fields)
    assert desk.number("SELECT count(*) FROM audit WHERE action = 'exported' AND person_id IS NULL") == 0


@pytest.mark.parametrize("name", LISTS)
def test_every_cell_is_what_its_column_says(desk: Desk, name: str) -> None:
    who = show(desk, name)
    desk.press(who, "Excel")
    one, page = table(desk), opened(desk)
    kinds = {ColumnType.INT: int, ColumnType.DATE: date, ColumnType.DATETIME: datetime, ColumnType.TEXT: str}

    for row in one.rows:
        for column_, cell in zip(one.columns, row, strict=True):
            assert cell is None or type(cell) is kinds[column_.type]
    typed = [cell for row in page.iter_rows(min_row=4) for cell in row if cell.value is not None]
    dates = sum(isinstance(cell, date) for row in one.rows for cell in row)
    assert sum(cell.is_date for cell in typed) == dates
    totals = [column_ for column_ in one.columns if column_.has_total]
    assert sum(str(cell.value).startswith("=SUM(") for cell in typed) == len(totals)
    assert one.footer.startswith("Người xuất: ")


def test_joined_list_is_whole_with_the_days(desk: Desk) -> None:
    show(desk, "missing")
    desk.say("admin", "ai da vao")
    desk.press("admin", "Excel")
    one = table(desk)
    states = dict(zip(column(one, "Họ và tên"), column(one, "Tình trạng"), strict=True))
    codes = dict(zip(column(one, "Họ và tên"), column(one, "Mã dùng đến hết ngày"), strict=True))
    joined = dict(zip(column(one, "Họ và tên"), column(one, "Ngày vào"), strict=True))

    assert len(one.rows) == desk.number("SELECT count(*) FROM post WHERE until IS NULL OR until > '2026-11-05'") > 8
    assert states["Nguyen Van An"] == "chưa vào"
    assert isinstance(codes["Nguyen Van An"], date)
    assert joined["Nguyen Van An"] is None
    assert states["Trần Thị Mai"] == "đã vào"
    assert codes["Trần Thị Mai"] is None
    assert isinstance(joined["Trần Thị Mai"], date)
    people = desk.number("SELECT count(*) FROM audit WHERE action = 'exported' AND subject = 'person'")
    assert people == len(set(column(one, "Họ và tên")))


def test_only_those_who_are_missing_are_in_their_list(desk: Desk) -> None:
    show(desk, "missing")
    desk.press("admin", "Excel")
    assert set(column(table(desk), "Tình trạng")) == {"chưa vào"}
    assert "Nguyen Van An" in column(table(desk), "Họ và tên")
    assert table(desk).subtitle == "Chỉ người chưa vào, tính đến ngày 05/11/2026"


def test_posts_of_a_unit_are_those_there_and_of_a_person_all(desk: Desk) -> None:
    desk.say("admin", "phan quyen cb konya")
    desk.press("admin", "Excel")
    one = table(desk)
    assert set(column(one, "Đơn vị")) == {"Chi bộ Konya"}
    assert "Trần Thị Mai" in column(one, "Họ và tên")
    assert all(isinstance(day, date) for day in column(one, "Từ ngày"))
    desk.say("admin", "phan quyen tran thi mai")
    desk.press("admin", "Excel")
    assert set(column(table(desk), "Họ và tên")) == {"Trần Thị Mai"}


def test_tree_has_every_level_and_the_sum_of_the_members(desk: Desk) -> None:
    desk.say("admin", "don vi")
    desk.press("admin", "Excel")
    one = table(desk)
    whole = desk.number("SELECT count(*) FROM unit WHERE closed_on IS NULL OR closed_on > '2026-11-05'")
    members = [number for number in column(one, "Số đảng viên") if number is not None]
    cells = [row for row in one.rows if row[4] == "chi bộ"]

    assert len(one.rows) == whole > 40
    assert len(set(column(one, "Tên ngắn"))) == whole
    assert {1, 2, 3} <= set(column(one, "Cấp"))
    assert len(members) == len(cells) > 20
    assert column(one, "Số chi bộ")[0] == len(cells)
    assert column(one, "Trực thuộc")[0] == ""
    names, above = column(one, "Tên ngắn"), column(one, "Trực thuộc")
    assert all(name in names[:at] for at, name in enumerate(above) if at)


def test_tree_of_another_day_is_that_day_and_says_nothing_of_members(desk: Desk) -> None:
    done(desk, "don vi doi ten konya thanh Chi bộ Sao Mai tu 5/11/2026", "Chi bộ Sao Mai")
    desk.say("admin", "don vi 31/12/2025")
    desk.press("admin", "Excel")
    one = table(desk)
    assert "Chi bộ Konya" in column(one, "Tên ngắn")
    assert "Số đảng viên" not in [column_.name for column_ in one.columns]
    assert "31/12/2025" in one.subtitle


def test_card_has_the_counts_and_the_days(desk: Desk) -> None:
    desk.say("admin", "don vi konya")
    desk.press("admin", "Excel")
    rows = {row[1]: row[2:] for row in table(desk).rows}

    assert rows["Tên ngắn"] == (None, None, "Chi bộ Konya")
    assert rows["Trực thuộc"][2] == "Đảng bộ KCN Nomura"
    assert isinstance(rows["Thành lập"][1], date)
    assert rows["Hạn báo cáo (ngày của tháng sau)"][0] == 10
    assert isinstance(rows["Đảng viên chính thức"][0], int)
    assert isinstance(rows["Quần chúng đang theo dõi"][0], int)


def test_targets_have_what_they_replaced(desk: Desk) -> None:
    show(desk, "targets")
    desk.press("office", "Excel")
    one = table(desk)
    of_admitted = [row for row in one.rows if row[1] == "Kết nạp đảng viên" and row[6] == "Thành ủy giao"]

    assert [(row[4], row[9]) for row in of_admitted][:2] == [(7, "đang áp dụng"), (3, "đã được thay")]
    assert of_admitted[0][8] == date(2026, 1, 5)
    assert of_admitted[0][10] == "Phạm Thị Nhàn"
    assert of_admitted[0][11] == date(2026, 11, 5)


def test_trail_is_whole_in_the_bounds_that_were_asked_for(desk: Desk) -> None:
    for _ in range(12):
        desk.say("secretary", "tim thi")
    desk.say("admin", "nhat ky tran thi mai")
    assert "[Xem thêm]" in desk.say("admin", "nhat ky tran thi mai")
    desk.press("admin", "Xem thêm")
    desk.press("admin", "Excel")
    one = table(desk)

    assert set(column(one, "Người làm")) == {"Trần Thị Mai"}
    assert len(one.rows) == 12
    assert column(one, "Thời điểm")[0] == datetime.fromisoformat("2026-11-05T19:42")
    assert sum(int(str(number)) for number in column(one, "Số bản ghi")) == desk.number(
        "SELECT count(*) FROM audit WHERE person_id = (SELECT id FROM person WHERE name = 'Trần Thị Mai')"
    )
    assert "Của Trần Thị Mai" in one.subtitle
    assert "Nguyễn Thế Huân xuất ra tệp nhật ký (người, số dòng 12)." in desk.say("admin", "nhat ky")


def test_trail_that_is_too_long_for_a_file_has_the_newest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.trail.sheet.MOST", 3)
    for _ in range(5):
        desk.say("secretary", "tim thi")
    desk.say("admin", "nhat ky")
    desk.press("admin", "Excel")
    assert len(table(desk).rows) == 3
    assert "3 dòng mới nhất" in table(desk).subtitle


def test_long_trail_is_read_beyond_what_a_page_reads(desk: Desk) -> None:
    desk.query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)"
        " INSERT INTO audit (at, person_id, action, subject, subject_id, fields)"
        " SELECT 1793882520000 + i, 1, 'looked', 'candidate', i, '' FROM n"
    )
    desk.say("admin", "nhat ky")
    desk.press("admin", "Excel")
    assert len(table(desk).rows) >= 700


def test_records_add_up_to_the_number_that_was_counted(desk: Desk) -> None:
    desk.say("leader", "tien do ket nap")
    told = desk.press("leader", "Bản ghi")
    desk.press("leader", "Excel")
    one = table(desk)
    assert f"đếm từ {len(one.rows)} " in told
    assert all(isinstance(day, date) for day in column(one, "Ngày"))
    assert one.columns[-1].has_total
    desk.say("leader", "tien do bao cao dung han konya")
    desk.press("leader", "Bản ghi")
    desk.press("leader", "Excel")
    assert [str(name).startswith("báo cáo 26") for name in column(table(desk), "Bản ghi")] == [True] * 9


@pytest.mark.parametrize("line", ["ai da vao", "phan quyen tran", "don vi", "danh sach chi tieu", "nhat ky"])
def test_administrator_of_one_committee_gets_only_what_is_below_it(desk: Desk, line: str) -> None:
    only_over_nomura(desk)
    desk.say("admin", "ai da vao")
    desk.say("leader", line)
    desk.press("leader", "Excel")
    inside = set(desk.query("SELECT short_name FROM unit_version"))
    below = desk.around.sources.trees.on(desk.db, date(2026, 11, 5)).subtree(unit(desk, "Đảng bộ KCN Nomura"))
    outside = {name for (name,) in inside} - {
        name for (number, name) in desk.query("SELECT unit_id, short_name FROM unit_version") if number in below
    }
    found = {cell for row in table(desk).rows for cell in row if isinstance(cell, str)}
    assert outside
    assert not found & outside


OUT_OF_REACH = {
    "posts": "posts.excel.0.u{unit}::",
    "tree": "units.excel.0.{unit}:0:",
    "card": "units.cardexcel.0.{unit}:0:",
    "targets": "targets.excel.0.{unit}:2026",
    "records": "progress.excelrec.0.0-{unit}-2026",
}


@pytest.mark.parametrize("name", OUT_OF_REACH)
def test_unit_out_of_reach_is_answered_as_one_that_does_not_exist(desk: Desk, name: str) -> None:
    only_over_nomura(desk)
    zone = desk.number("SELECT id FROM unit ORDER BY id LIMIT 1")
    theirs = desk.press_token("leader", OUT_OF_REACH[name].format(unit=zone))
    nowhere = desk.press_token("leader", OUT_OF_REACH[name].format(unit=999_999))
    assert theirs == nowhere != ""
    assert count(desk) == 0


def test_person_out_of_reach_is_answered_as_one_who_does_not_exist(desk: Desk) -> None:
    only_over_nomura(desk)
    admin = desk.number("SELECT person_id FROM account WHERE chat_id = 'admin' AND channel = 'web'")
    theirs = desk.press_token("leader", f"posts.excel.0.p{admin}::")
    nobody = desk.press_token("leader", "posts.excel.0.p999999::")
    assert theirs == nobody != ""
    assert count(desk) == 0


TOKENS = (
    *("codes.excel.0.j::", "codes.excel.0.m::", "posts.excel.0.n::tran", "posts.excel.0.u1::", "posts.excel.0.p1::"),
    *("units.excel.0.0:0:", "units.excel.0.1:0:", "units.cardexcel.0.1:0:", "targets.excel.0.1:2026"),
    "trail.excel.0.::::0",
)


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("who", ["secretary", "union", "collaborator", "stranger"])
def test_button_that_was_made_up_tells_nothing_to_whoever_has_not_the_list(desk: Desk, who: str, token: str) -> None:
    nothing = desk.press_token(who, token.replace("excel", "nothing"))
    assert desk.press_token(who, token) == nothing
    assert count(desk) == 0
    assert desk.number("SELECT count(*) FROM audit WHERE action = 'exported'") == 0


def test_who_may_look_but_not_print_gets_no_records(desk: Desk) -> None:
    assert "[Excel]" not in desk.say("collaborator", "tien do ket nap konya")
    assert "[Excel]" not in desk.press("collaborator", "Bản ghi")
    own = desk.token("collaborator", "Quay lại").replace(".show.", ".excelrec.")
    desk.press_token("collaborator", own)
    assert count(desk) == 0


@pytest.mark.parametrize(
    "token",
    [
        *("codes.excel.0.", "codes.excel.0.²::", "posts.excel.0.", "posts.excel.0.u²::", "posts.excel.0.p::"),
        *("units.excel.0.²", "units.cardexcel.0.", "targets.excel.0.", "targets.excel.0.1:²", "targets.excel.0.²:2026"),
        *("trail.excel.0.", "trail.excel.0.a:b:c:d:e", "trail.excel.0.9999999999999999999::::0"),
        *("trail.excel.0.:x-99999999999999999999:::0", "trail.excel.0.:::99999999999999999999:0"),
        *("progress.excelrec.0.", "progress.excelrec.0.9-9-9"),
    ],
)
def test_odd_button_is_answered(desk: Desk, token: str) -> None:
    assert desk.press_token("admin", token)
