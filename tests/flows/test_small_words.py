"""Words around the steps: courtesy behind a command, the look-up asked again, a code taken back by word."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk


@pytest.mark.parametrize("text", ["lùi lại nhé", "quay lai di", "lui a"])
def test_courtesy_behind_a_word_changes_nothing(desk: Desk, text: str) -> None:
    desk.say("secretary", "hop hom qua")
    desk.say("secretary", "90p")
    assert "Từ mấy giờ đến mấy giờ?" in desk.say("secretary", text)


def test_right_is_no_stop(desk: Desk) -> None:
    desk.say("secretary", "hop hom qua 20/20 90p khong xet")
    assert "✅ Đã nhận báo cáo" in desk.say("secretary", "dung roi")


@pytest.mark.parametrize("text", ["ok", "ok ạ", "vâng", "được rồi", "đã hiểu"])
def test_agreement_to_nothing_is_courtesy(desk: Desk, text: str) -> None:
    assert desk.say("secretary", text).startswith("Vâng.")


@pytest.mark.parametrize("text", ["tim t", "tìm a"])
def test_name_of_one_letter_is_told_why(desk: Desk, text: str) -> None:
    assert "Cần ít nhất hai chữ cái" in desk.say("secretary", text)


def test_lookup_is_asked_again_in_the_same_words(desk: Desk) -> None:
    desk.say("secretary", "tra cuu")
    assert "Nguyễn Thị Hiền Thảo" in desk.say("secretary", "tìm thảo")


def test_absent_total_tells_who_was_there(desk: Desk) -> None:
    desk.say("secretary", "hop hom qua 90p")
    desk.press("secretary", "Không đổi")
    assert "Có mặt 18/20" in desk.say("secretary", "vang 2")


def test_code_is_taken_back_by_word(desk: Desk) -> None:
    for text in ("cap ma", "Chi bộ Maple", "bi thu", "Phó Bí thư", "Bùi Văn Toản", "gửi"):
        desk.say("admin", text)
    assert "Đã thu hồi mã mời của Bùi Văn Toản" in desk.say("admin", "thu hoi")
