"""What a preview of a unit's change shows beside the old value, and who hears of it when it is made and when it is taken back."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk
from tests.flows.test_units import done, unit


def heard(desk: Desk, who: str) -> list[str]:
    return [said.text for said in desk.screen.get(who, [])]


def close_konya(desk: Desk) -> str:
    desk.say("admin", "don vi giai the konya tu 31/12")
    return desk.press("admin", "Giải thể cả")


def test_cell_is_closed_together_with_its_union_and_firm(desk: Desk) -> None:
    asked = desk.say("admin", "don vi giai the konya tu 31/12")
    assert "CĐCS Konya" in asked
    assert "[Giải thể cả]" in asked
    preview = desk.press("admin", "Giải thể cả")
    assert "Giải thể cả: " in preview

    desk.say("admin", "nop")

    closed = "SELECT closed_on FROM unit WHERE id = ?"
    assert desk.query(closed, unit(desk, "Chi bộ Konya")) == [("2026-12-31",)]
    assert desk.query(closed, unit(desk, "CĐCS Konya")) == [("2026-12-31",)]
    assert "✅" in desk.say("admin", "thu hoi")
    assert desk.query(closed, unit(desk, "CĐCS Konya")) == [(None,)]


@pytest.mark.parametrize("who", ["secretary", "union"])
def test_whose_post_ends_with_the_unit_hears_of_it_and_of_the_undo(desk: Desk, who: str) -> None:
    close_konya(desk)
    desk.say("admin", "nop")
    assert any("giải thể từ ngày 31/12/2026; chức danh" in text for text in heard(desk, who))

    desk.say("admin", "thu hoi")

    assert "đã thu hồi việc vừa báo (giải thể, Chi bộ Konya)" in heard(desk, who)[-1]


@pytest.mark.parametrize(("answer", "posts"), [("chuyen", "chuyển sang Chi bộ Maple"), ("ket thuc", "kết thúc")])
def test_whose_post_goes_over_with_a_merge_hears_of_it(desk: Desk, answer: str, posts: str) -> None:
    done(desk, "don vi sap nhap konya vao maple tu 1/12", answer)

    assert f"sáp nhập vào Chi bộ Maple từ ngày 01/12/2026; chức danh Bí thư của đồng chí {posts}" in heard(
        desk, "secretary"
    )[-1].replace("Bí thư Chi bộ", "Bí thư")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("don vi mien bao cao konya thang 11 vi nghi le", "miễn báo cáo tháng 11/2026, Chi bộ Konya"),
        ("don vi hoan bao cao konya thang 11 den 20/12 vi ban", "lùi hạn báo cáo tháng 11/2026, Chi bộ Konya"),
    ],
)
def test_cell_hears_that_what_it_was_told_does_not_hold_any_more(desk: Desk, line: str, label: str) -> None:
    done(desk, line)
    desk.say("admin", "thu hoi")

    assert f"đã thu hồi việc vừa báo ({label})" in heard(desk, "secretary")[-1]


def test_preview_shows_the_old_value(desk: Desk) -> None:
    assert "18 chính thức, 2 dự bị → 21 chính thức, 0 dự bị" in desk.say(
        "admin", "don vi so dang vien konya 21 chinh thuc"
    )
    desk.say("admin", "xoa nhap")
    assert "Chậm nhất ngày 10 → 15 của tháng sau" in desk.say("admin", "don vi han bao cao konya ngay 15")


def test_day_that_there_is_not_is_said(desk: Desk) -> None:
    assert "Không có ngày 32" in desk.say("admin", "don vi han bao cao konya ngay 32")


def test_effect_leaves_out_what_is_none(desk: Desk) -> None:
    answer = desk.say("admin", "don vi chuyen cong doan konya sang nichias tu hom nay")

    assert "Từ ngày 05/11/2026" in answer
    assert " 0 " not in answer


@pytest.mark.parametrize("line", ["don vi nam ngoai", "cay don vi nam 2025", "don vi cay 31/12/2025"])
def test_tree_of_another_year(desk: Desk, line: str) -> None:
    assert "31/12/2025" in desk.say("admin", line)


def test_unit_on_the_nearest_such_day_and_in_another_year(desk: Desk) -> None:
    assert "10/11/2026" in desk.say("admin", "don vi kcn dinh vu 10/11")
    assert "31/12/2020" in desk.say("admin", "don vi nomura nam 2020")
