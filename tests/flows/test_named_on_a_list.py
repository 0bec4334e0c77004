"""Part of a name, typed where a few people are shown to choose from, chooses the one who has it."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

REPORT = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 2 quan chung"


def found(desk: Desk, text: str) -> str:
    assert "3 người. Chọn một người" in desk.say("secretary", "tim ha")
    return desk.say("secretary", text)


@pytest.mark.parametrize("text", ["hau", "Hậu", "chị Hậu", "Bùi Thị Hồng Hậu", "hong hau"])
def test_part_of_a_name_opens_the_card(desk: Desk, text: str) -> None:
    assert "Bùi Thị Hồng Hậu, sinh 06/09/1994" in found(desk, text)


@pytest.mark.parametrize("text", ["thi", "xyz", "1994", "au"])
def test_what_several_have_or_nobody_has_chooses_nobody(desk: Desk, text: str) -> None:
    assert "chưa hiểu" in found(desk, text)


def test_whom_the_union_introduced(desk: Desk) -> None:
    desk.say("secretary", "cho tiep nhan")
    assert "[Tiếp nhận]" in desk.say("secretary", "ngoan")


def test_whom_the_meeting_considered(desk: Desk) -> None:
    desk.say("secretary", REPORT)
    receipt = desk.press("secretary", "Nộp")
    assert "[Trần Thị Hà]" in receipt
    assert "Trần Thị Hà: bao nhiêu phiếu đồng ý" in desk.say("secretary", "hà")


def test_part_of_a_button_takes_nothing_back(desk: Desk) -> None:
    desk.say("union", "/gioithieu Nguyễn Thu Hồi 3/1998 Konya")
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    desk.say("union", "hồi")
    assert desk.number("SELECT count(*) FROM operation WHERE undone_at IS NOT NULL") == 0
