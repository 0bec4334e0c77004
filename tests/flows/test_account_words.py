"""What administrators say of somebody's account in one line; it leads to the question, and does nothing by itself."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

ASKED = "Sau khi khóa, Trần Thị Mai (Bí thư, Chi bộ Konya) không dùng được Trợ lý nữa"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("khoa tai khoan Tran Thi Mai", ASKED),
        ("Khóa điện thoại đồng chí Mai", ASKED),
        ("khóa ngay tài khoản của Mai Konya", ASKED),
        ("/capma khoa Tran Thi Mai", ASKED),
        ("khoa tai khoan Khong Co Ai", "Không thấy ai tên “khong co ai”"),
        ("khoa tai khoan Nguyen", "Tìm thấy"),
        ("mo khoa Mai Konya", "[Khóa tài khoản]"),
        ("gui lai ma cho Bùi Công Quý", "Cấp mã mới để Bùi Công Quý (Bí thư, Chi bộ Cơ quan Ban Quản lý) vào Trợ lý?"),
        ("cap lai ma Tran Thi Mai", "nối thêm một tài khoản?"),
        ("ai da vao konya", "Chi bộ Konya, tính theo chức danh: 4 đã vào"),
        ("ai chua vao nichias", "• Mai Đình Chinh (Bí thư): chưa vào, chưa có mã"),
        ("ai chưa vào Konya?", "Chi bộ Konya, tính theo chức danh: 4 đã vào"),
        ("ai bi khoa", "Không có ai đang bị khóa."),
        ("ai da chan bot", "Không có ai chặn hay xóa Trợ lý."),
        ("bo nhiem Bui Thi Huong lam chi uy vien cb maple", "Người nhận: Bùi Thị Hường"),
        ("bo nhiem Hoàng Văn Tiệp lam bi thu cb konya", "Người nhận: Hoàng Văn Tiệp"),
        ("them chi bo Hoa Sen thuoc KCN Nomura", "Hoa Sen"),
        ("giai the chi bo fuming", "Từ ngày nào?"),
    ],
)
def test_one_line_leads_there(desk: Desk, line: str, told: str) -> None:
    assert told in desk.say("admin", line)
    assert desk.query("SELECT 1 FROM person WHERE locked_at IS NOT NULL") == []
    assert desk.query("SELECT 1 FROM code") == []


@pytest.mark.parametrize("line", ["khoa tai khoan Tran Thi Mai", "gui lai ma cho Bùi Công Quý", "ai da vao konya"])
def test_nobody_else_learns_anything(desk: Desk, line: str) -> None:
    assert "là việc của quản trị" in desk.say("secretary", line)


def test_locked_are_listed_and_a_unit_is_found_in_the_list(desk: Desk) -> None:
    desk.say("admin", "khoa tai khoan Tran Thi Mai")
    receipt = desk.press("admin", "Khóa ngay")
    assert "Mất hẳn máy" in receipt
    assert "[Gỡ tài khoản cũ]" in receipt
    assert "• Trần Thị Mai (Bí thư): đang khóa" in desk.say("admin", "ai bi khoa")
    desk.say("admin", "ai chua vao")
    assert "Mai Đình Chinh" in desk.say("admin", "nichias")


def test_new_code_is_made_only_once_it_is_confirmed(desk: Desk) -> None:
    desk.say("admin", "gui lai ma cho Bùi Công Quý")
    assert "Bùi Công Quý" in desk.press("admin", "Không cấp")
    assert desk.query("SELECT 1 FROM code") == []
    desk.press("admin", "Cấp mã cho người này")
    assert "✅ Mã mời của Bùi Công Quý" in desk.press("admin", "Cấp mã mới")


@pytest.mark.parametrize("text", ["khoa hop thang 10 cua chi bo 5/11 18/20", "khóa sổ", "mo khoa", "khoa may cua toi"])
def test_other_sentences_are_not_about_accounts(desk: Desk, text: str) -> None:
    assert "Sau khi khóa" not in desk.say("admin", text)
