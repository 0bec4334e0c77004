"""Words about drafts say what there is, also when there is none."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

NONE = "Không có bản nháp nào chưa gửi; việc nào có tin ✅ là đã nhận."


@pytest.mark.parametrize(
    "text",
    [
        "xóa nháp",
        "xoa nhap",
        "bỏ nháp",
        "Bo nhap",
        "hủy nháp",
        "nháp",
        "bản nháp",
        "làm tiếp",
        "gửi",
        "nộp ạ",
        "gui roi",
    ],
)
def test_without_a_draft_it_is_said_in_one_sentence(desk: Desk, text: str) -> None:
    assert desk.say("secretary", text) == NONE


@pytest.mark.parametrize("text", ["bỏ nháp", "bo nhap", "hủy bản nháp", "xóa nháp"])
def test_open_draft_is_thrown_away(desk: Desk, text: str) -> None:
    desk.say("secretary", "/hop")
    assert "Đã xóa bản nháp “Báo cáo sinh hoạt chi bộ”" in desk.say("secretary", text)
    assert desk.say("secretary", text) == NONE


@pytest.mark.parametrize("text", ["nháp", "nhap", "Bản nháp", "xem nháp"])
def test_drafts_are_shown_with_the_way_to_each(desk: Desk, text: str) -> None:
    desk.say("secretary", "/gioithieu Nguyễn Văn Tốt")
    desk.say("secretary", "/hop")
    answer = desk.say("secretary", text)

    assert "có 2 bản nháp" in answer
    assert answer.count("[Làm tiếp: Phiếu giới thiệu]") == 1
    assert answer.count("[Làm tiếp: Báo cáo sinh hoạt chi bộ]") == 1
    desk.press("secretary", "Làm tiếp: Phiếu giới thiệu")
    found = desk.draft("secretary")
    assert found is not None
    assert found.values["name"] == "Nguyễn Văn Tốt"


def test_stranger_learns_nothing(desk: Desk) -> None:
    assert NONE not in desk.say("stranger", "xóa nháp")


@pytest.mark.parametrize("yes", ["ok", "có", "nộp"])
def test_form_that_was_put_aside_is_shown_before_it_is_sent(desk: Desk, yes: str) -> None:
    desk.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet")
    desk.say("secretary", "để sau")
    assert "đã điền đủ" in desk.say("secretary", "hop")

    assert "4. Có mặt 18/20 (90%)" in desk.say("secretary", yes)
    assert desk.number("SELECT count(*) FROM meeting WHERE operation_id IS NOT NULL") == 0

    assert "✅ Đã nhận báo cáo" in desk.say("secretary", yes)


def test_yes_to_a_form_that_was_left_in_the_middle_is_no_answer_to_its_question(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11")
    desk.say("secretary", "để sau")
    assert "đang ở bước" in desk.say("secretary", "hop")

    assert "Từ mấy giờ" in desk.say("secretary", "ok")
