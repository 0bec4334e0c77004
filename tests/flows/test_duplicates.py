"""The duplicate guard: the same person is asked about in one's own unit, told to nobody in another, and never merged."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

REST = ("nữ", "bỏ qua", "bỏ qua", "bỏ qua", "không", "không", "bỏ qua", "công đoàn", "hôm nay")
NEW = "SELECT name, needs_matching FROM candidate WHERE operation_id IS NOT NULL"


def introduce(desk: Desk, line: str, who: str = "secretary") -> str:
    """Everything is answered and sent."""
    desk.say(who, f"/gioithieu {line}")
    for text in REST:
        found = desk.draft(who)
        assert found is not None
        if found.step == "twin":
            desk.press(who, "Người khác")
        desk.say(who, text)
    found = desk.draft(who)
    assert found is not None
    return desk.press_token(who, f"introduce.to.{found.version}.submit")


@pytest.mark.parametrize("typed", ["Trần Thị Hà", "tran thi ha", "TRẦN THỊ HÀ"])
def test_same_name_and_birth_in_own_unit_is_asked_about(desk: Desk, typed: str) -> None:
    answer = desk.say("secretary", f"/gioithieu {typed} 21/9/1995 cty Konya")
    assert "Trần Thị Hà" in answer
    assert "đã có trong danh sách Chi bộ Konya" in answer
    assert "[Người khác" in answer
    assert "Trần Thị Hà" in desk.press("secretary", "Xem phiếu")


def test_month_of_birth_alone_is_enough_to_ask(desk: Desk) -> None:
    assert "đã có trong danh sách" in desk.say("secretary", "/gioithieu Trần Thị Hà 9/1995 cty Konya")


def test_somebody_else_of_the_same_name_and_birth_waits_for_the_office(desk: Desk) -> None:
    receipt = introduce(desk, "Trần Thị Hà 21/9/1995 cty Konya")
    assert "✅" in receipt
    assert desk.query(NEW) == [("Trần Thị Hà", 1)]


def test_same_person_in_another_unit_tells_only_the_office(desk: Desk) -> None:
    receipt = introduce(desk, "Trần Thị Hà 21/9/1995 cty Maple", "secretary_maple")

    assert "đối chiếu" in receipt
    assert "Konya" not in receipt
    assert desk.query(NEW) == [("Trần Thị Hà", 1)]
    assert "Trần Thị Hà" in desk.screen["office"][-1].text
    assert "secretary" not in desk.screen


@pytest.mark.parametrize("birth", ["21/9/1996", "21/10/1995", "22/9/1995"])
def test_homonym_with_another_birth_date_is_another_person(desk: Desk, birth: str) -> None:
    assert "đã có trong danh sách" not in desk.say("secretary", f"/gioithieu Trần Thị Hà {birth} cty Konya")


def test_homonym_in_another_unit_is_not_matched(desk: Desk) -> None:
    introduce(desk, "Trần Thị Hà 1/1/1990 cty Maple", "secretary_maple")
    assert desk.query(NEW) == [("Trần Thị Hà", 0)]


def test_names_that_differ_by_a_mark_are_two_people(desk: Desk) -> None:
    introduce(desk, "Nguyễn Văn Hùng 1/1/1990 cty Konya")
    answer = desk.say("secretary", "/gioithieu Nguyễn Văn Hưng 1/1/1990 cty Konya")
    assert "đã có trong danh sách" not in answer


def test_name_without_marks_may_be_either(desk: Desk) -> None:
    introduce(desk, "Nguyễn Văn Hùng 1/1/1990 cty Konya")
    assert "đã có trong danh sách" in desk.say("secretary", "/gioithieu nguyen van hung 1/1/1990 cty Konya")


def test_list_leaves_out_who_stands_already(desk: Desk) -> None:
    desk.say("secretary", "/gioithieu\nTrần Thị Hà 21/9/1995 Konya\nNguyễn Văn Tốt 3/1998 Konya")
    summary = desk.say("secretary", "hôm nay")
    assert "Trần Thị Hà" in summary
    desk.press("secretary", "Gửi")
    assert desk.query(NEW) == [("Nguyễn Văn Tốt", 0)]


def test_same_person_twice_in_one_list_is_written_once(desk: Desk) -> None:
    desk.say("secretary", "/gioithieu\nNguyễn Văn Tốt 12/3/1998 Konya\nNguyễn Văn Tốt 12/3/1998 Konya")
    desk.say("secretary", "hôm nay")
    found = desk.draft("secretary")
    assert found is not None
    desk.press_token("secretary", f"introduce.to.{found.version}.submit")
    assert desk.query(NEW) == [("Nguyễn Văn Tốt", 0)]
