"""Corrections that leave something open: nothing is shown that does not add up, and sending says why it cannot be done yet."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

LINE = "hop 5/11 18/20 vang 2 co ly do 90p khong xet"


def test_absences_of_another_attendance_are_no_row(desk: Desk) -> None:
    desk.say("secretary", LINE)
    desk.say("secretary", "nham, 19")
    rows = desk.say("secretary", "sửa")
    assert "Có mặt 19/20" in rows
    assert "không lý do" not in rows


@pytest.mark.parametrize("word", ["gui", "nộp"])
def test_sending_what_does_not_add_up_says_that_nothing_was_sent(desk: Desk, word: str) -> None:
    desk.say("secretary", LINE)
    asked = desk.say("secretary", "nham, 19")
    answer = desk.say("secretary", word)
    assert "Chưa gửi được" not in asked
    assert "Chưa gửi được. Số vắng nay là 1, khác lúc trước." in answer
    assert "Vắng 1: mấy có lý do" in answer


@pytest.mark.parametrize(("present", "absent"), [(2, 18), (18, 2), (19, 1)])
def test_example_of_absences_adds_up_and_is_understood(desk: Desk, present: int, absent: int) -> None:
    desk.say("secretary", f"hop 5/11 {present}/20 90p khong xet")
    answer = desk.say("secretary", "xyz")
    example = answer.split("Ví dụ: ")[1].splitlines()[0]
    taken = desk.say("secretary", example)
    excused = 1 if absent == 1 else absent - 1
    assert f"Vắng có lý do: {excused}; không lý do: {absent - excused}" in taken
