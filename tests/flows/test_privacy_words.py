"""The rights of the person in the words that people type and read: yes and no before what stays, and who is spoken to."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

HA = "Trần Thị Hà"
REQUESTS = "SELECT kind, how, outcome FROM privacy_request ORDER BY id"


@pytest.mark.parametrize(
    ("asked", "said", "shown"),
    [
        ("xin xóa dữ liệu", "có", "Đã gửi Văn phòng yêu cầu"),
        ("xin xóa dữ liệu", "co", "Đã gửi Văn phòng yêu cầu"),
        ("xin xóa dữ liệu", "đúng rồi", "Đã gửi Văn phòng yêu cầu"),
        ("xin xóa dữ liệu", "khong", "Trợ lý đang lưu về"),
        ("xin xóa dữ liệu", "thoi", "Trợ lý đang lưu về"),
        ("rut lai dong y", "có", "Đã ghi rút lại đồng ý"),
        ("rut lai dong y", "khong", "Trợ lý đang lưu về"),
        ("rut lai dong y", "huy", "Trợ lý đang lưu về"),
    ],
)
def test_questions_before_what_stays_are_answered_with_words(desk: Desk, asked: str, said: str, shown: str) -> None:
    desk.say("union", asked)
    assert shown in desk.say("union", said)


def test_dung_without_marks_never_withdraws(desk: Desk) -> None:
    desk.say("union", "rut lai dong y")
    for said in ("dừng", "dung"):
        desk.say("union", said)
        assert desk.query(REQUESTS) == []


def test_office_is_not_told_to_send_to_itself(desk: Desk) -> None:
    desk.say("office", f"dulieu {HA}")
    assert desk.press("office", "Xin xóa").startswith("Ghi yêu cầu xóa dữ liệu")
    shown = desk.press("office", "Đúng")
    assert "Gửi Văn phòng" not in shown
    assert shown.count("[Xem yêu cầu]") == 1


def test_own_looks_are_told_in_the_second_person(desk: Desk) -> None:
    desk.say("secretary", "/dulieu")
    assert ": đồng chí, xem dữ liệu cá nhân" in desk.press("secretary", "Ai đã xem")
