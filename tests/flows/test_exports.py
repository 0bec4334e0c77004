"""What leaves as a file: for whom, with whom in it, and what of it is written down."""

from __future__ import annotations

import json

import pytest

from domain.channel import Attachment
from domain.tables import ColumnType, Table
from reports.sheets import tab
from tests.flows.desk import Desk

KONYA, MAPLE, WAITING = "Trần Thị Hà", "Tạ Đình Khương", "Phan Thị Ngoan"
FORBIDDEN = ("consent", "needs_matching", "Đồng ý")


def file(desk: Desk) -> Attachment:
    """The newest attachment."""
    (packed,) = desk.query("SELECT attachment FROM outbox WHERE attachment IS NOT NULL ORDER BY id DESC LIMIT 1")[0]
    return Attachment(*json.loads(str(packed)))


def table(desk: Desk) -> Table:
    return Table.from_json(file(desk).content)


def count(desk: Desk) -> int:
    return desk.number("SELECT count(*) FROM outbox WHERE attachment IS NOT NULL")


def ident(desk: Desk, name: str) -> int:
    return desk.number("SELECT id FROM candidate WHERE name = ?", name)


def unit(desk: Desk, name: str) -> int:
    return desk.number("SELECT unit_id FROM unit_version WHERE short_name = ?", name)


def test_secretary_prints_her_own_cell_and_nobody_else(desk: Desk) -> None:
    desk.say("secretary", "trích ngang word")
    one = table(desk)

    assert file(desk).kind == "document"
    assert KONYA in file(desk).content
    assert MAPLE not in file(desk).content
    assert {cell for row in one.rows for cell in row if cell in (KONYA, MAPLE, WAITING)} == {KONYA}
    assert one.letterhead is not None
    assert one.letterhead.unit == "Chi bộ Công ty TNHH Giấy Konya Việt Nam"
    assert one.footer == "Người xuất: Trần Thị Mai, lúc 19 giờ 42 ngày 05/11/2026"
    assert not any(word in file(desk).content for word in FORBIDDEN)


@pytest.mark.parametrize("kind", ["w", "x"])
def test_forged_button_learns_nothing(desk: Desk, kind: str) -> None:
    before = count(desk)
    theirs = desk.press_token("secretary", f"export.one.0.{kind}:{ident(desk, MAPLE)}")
    nobody = desk.press_token("secretary", f"export.one.0.{kind}:999999")
    other = desk.press_token("secretary", f"export.list.0.{kind}:{unit(desk, 'Chi bộ Maple')}")
    none = desk.press_token("secretary", f"export.list.0.{kind}:999999")
    odd = [
        desk.press_token("secretary", f"export.{token}") for token in ("one.0.", "list.0.z:²", "unit.0.q:x", "x.0.y")
    ]

    assert theirs == nobody
    assert other == none
    assert MAPLE not in theirs
    assert all(odd)
    assert count(desk) == before


@pytest.mark.parametrize(
    "token",
    ["lookup.excel.0.ha", "intake.excel.0.0", "tasks.excel.0.0", "progress.excelall.0.0-1-2026", "bulletin.excel.0.x"],
)
@pytest.mark.parametrize("who", ["collaborator", "stranger"])
def test_whoever_may_not_print_gets_no_file_by_a_button_that_was_made_up(desk: Desk, who: str, token: str) -> None:
    desk.press_token(who, token)
    assert count(desk) == 0


@pytest.mark.parametrize("line", ["tra cứu ha", "viec", "tien do konya"])
def test_whoever_may_not_print_is_shown_no_button(desk: Desk, line: str) -> None:
    assert "[Excel]" not in desk.say("collaborator", line)
    assert "[Excel]" not in desk.say("collaborator", "menu")


def test_progress_of_another_cell_cannot_be_exported(desk: Desk) -> None:
    maple = unit(desk, "Chi bộ Maple")
    for step in ("excel", "excelall"):
        desk.press_token("secretary", f"progress.{step}.0.0-{maple}-2026")
    assert count(desk) == 0


def test_post_that_only_looks_adds_nobody_to_what_another_post_prints(desk: Desk) -> None:
    person = desk.number("SELECT person_id FROM account WHERE chat_id = 'secretary'")
    desk.query(
        "INSERT INTO post VALUES (9001, ?, 'collaborator', ?, 'Cộng tác viên', '2020-01-01', NULL)",
        person,
        unit(desk, "Chi bộ Maple"),
    )
    assert MAPLE in desk.say("secretary", f"tra cứu {MAPLE}")
    desk.say("secretary", "tra cứu ta")
    desk.say("secretary", "trích ngang word")
    assert KONYA in file(desk).content
    assert MAPLE not in file(desk).content
    before = count(desk)
    desk.press_token("secretary", f"export.one.0.w:{ident(desk, MAPLE)}")
    desk.press_token("secretary", "lookup.excel.0.khuong")
    assert count(desk) == before


def test_union_prints_its_own_list_without_the_party_on_it(desk: Desk) -> None:
    desk.say("union", "trích ngang word")
    one = table(desk)
    assert WAITING in file(desk).content
    assert KONYA not in file(desk).content
    assert one.letterhead is not None
    assert one.letterhead.body == ""
    assert "đoàn viên công đoàn ưu tú" in one.title


def test_whole_list_is_in_the_file_and_each_was_looked_at(desk: Desk) -> None:
    desk.say("office", "tra cứu ng")
    before = desk.number("SELECT count(*) FROM audit WHERE action = 'exported' AND subject = 'candidate'")
    desk.press("office", "Excel")
    rows = len(table(desk).rows)
    whole = desk.number("SELECT count(*) FROM candidate WHERE ' ' || folded LIKE '% ng%' AND is_undone = 0")
    after = desk.number("SELECT count(*) FROM audit WHERE action = 'exported' AND subject = 'candidate'")

    assert rows == whole > 8
    assert after - before == rows
    (fields,) = desk.query("SELECT fields FROM audit WHERE action = 'exported' AND subject = 'lookup'")[0]
    assert f"rows:{rows}" in str(fields)


def test_typed_excel_means_the_list_that_was_shown_last(desk: Desk) -> None:
    desk.say("office", "tien do bao cao dung han")
    desk.press("office", "Theo đơn vị")
    desk.say("office", "xuat excel")
    one = table(desk)
    share = next(column for column in one.columns if column.type is ColumnType.PERCENT)

    assert share.of == (2, 3)
    assert share.has_total
    assert one.rows[0][1:] == ("Đảng bộ KCN Nomura", 44, 45, None)


def test_overview_says_of_each_number_what_it_is_of(desk: Desk) -> None:
    desk.say("secretary", "tien do")
    desk.say("secretary", "excel")
    assert [row[1:5] for row in table(desk).rows] == [
        ("Kết nạp đảng viên", 2, 3, "chỉ tiêu"),
        ("Giới thiệu quần chúng ưu tú", 6, 12, "chỉ tiêu"),
        ("Báo cáo sinh hoạt đúng hạn", 9, 9, "báo cáo phải có"),
    ]


def test_waiting_list_is_exported_by_the_cell_that_receives(desk: Desk) -> None:
    desk.say("secretary", "chờ tiếp nhận")
    desk.press("secretary", "Excel")
    one = table(desk)
    assert [row[1] for row in one.rows] == [WAITING]
    assert "Chờ chi bộ tiếp nhận" in one.rows[0]


def test_tasks_name_the_cells_that_have_not_reported(desk: Desk) -> None:
    desk.wait(days=10)
    text = desk.say("office", "viec")
    desk.press("office", "Excel")
    late = [row[1] for row in table(desk).rows if row[4] == "chưa gửi, đã qua hạn"]
    assert late
    assert all(str(name) in text or "chi bộ khác" in text for name in late)


def test_list_that_is_too_long_for_a_file_is_asked_for_by_unit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.tables.MOST_EXPORTED", 5)
    monkeypatch.setattr("handlers.export.flow.MOST_EXPORTED", 5)
    assert "hơn 5 người" in desk.say("secretary", "trích ngang excel")
    assert count(desk) == 0


def test_list_of_those_to_be_printed_is_not_protected_but_names_nobody_in_the_message(desk: Desk) -> None:
    text = desk.press_token("secretary", f"export.one.0.w:{ident(desk, KONYA)}")
    assert KONYA not in text
    assert KONYA not in file(desk).name
    assert desk.number("SELECT is_personal FROM outbox WHERE attachment IS NOT NULL") == 0


@pytest.mark.parametrize("line", ["xuất tệp", "trich ngang", "in danh sach", "xuat danh sach", "/xuattep", "excel"])
def test_without_a_unit_the_ways_are_offered(desk: Desk, line: str) -> None:
    assert "[Word, Chi bộ Konya]" in desk.say("secretary", line)


@pytest.mark.parametrize(
    "line", ["trich ngang cb konya ra excel", "xuat danh sach quan chung cua chi bo konya excel nhe"]
)
def test_one_line_is_enough(desk: Desk, line: str) -> None:
    desk.say("office", line)
    assert file(desk).kind == "table"
    assert {row[4] for row in table(desk).rows} == {"Chi bộ Konya"}


def test_administrator_is_told_that_the_list_is_not_theirs(desk: Desk) -> None:
    for line in ("trich ngang konya", "trich ngang khong co"):
        assert desk.say("admin", line).startswith("Danh sách quần chúng không thuộc vai trò này")
    assert "[Excel, Chi bộ Konya]" in desk.say("office", "danh sach quan chung konya")


def test_tab_of_a_sheet_ends_with_a_whole_word() -> None:
    assert tab("Trích ngang quần chúng ưu tú Chi bộ Konya") == "Trích ngang quần chúng ưu tú"
    assert tab("Tiến độ: chỉ tiêu") == "Tiến độ chỉ tiêu"
    assert len(tab("x" * 40)) == 31
