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


def invited(desk: Desk, *texts: str) -> str:
    """The digits of a code for Maple's deputy, or for whom the texts say."""
    answer = desk.say("admin", "cap ma")
    for text in (*(texts or ("Chi bộ Maple", "bi thu", "Phó Bí thư", "Bùi Văn Toản")), "gửi"):
        answer = desk.say("admin", text)
    return answer.splitlines()[0].split(": ")[-1]


@pytest.mark.parametrize("text", ["dung roi", "dạ đúng", "uh", "đúng"])
def test_yes_to_the_first_question_is_a_yes(desk: Desk, text: str) -> None:
    desk.say("stranger", invited(desk))
    assert "có đồng ý không" in desk.say("stranger", text)


def test_what_is_no_answer_is_not_greeted_again(desk: Desk) -> None:
    first = desk.say("stranger", invited(desk))
    again = desk.say("stranger", "?")
    assert again.splitlines()[0] not in first
    assert "“không phải tôi”" in again


def test_whoever_stands_outside_the_party_reads_of_union_members(desk: Desk) -> None:
    digits = invited(desk, "CĐCS Maple", "can bo", "Phó Chủ tịch", "Trần Thị Na", "không")
    welcome = desk.say("stranger", digits)
    assert "đoàn viên công đoàn ưu tú" in welcome
    assert "quần chúng" not in welcome


def test_committee_above_all_is_meant_by_its_kind(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    assert "Đơn vị: Đảng bộ Ban Quản lý Khu kinh tế" in desk.say("admin", "đảng ủy")


def test_yes_is_no_unit(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    assert "Chưa tìm thấy đơn vị" in desk.say("admin", "đúng")


def test_whole_report_is_no_topic(desk: Desk) -> None:
    desk.say("secretary", "hop chuyen de 5/11 20/20 90p khong xet")
    assert "Theo tin vừa nhắn" in desk.say("secretary", "hop 4/11 18/20 vang 2 co ly do")
    assert "Chuyên đề: phòng cháy" in desk.say("secretary", "phòng cháy")


def test_yes_to_one_amendment_is_no_yes_to_another(desk: Desk) -> None:
    desk.say("secretary", "hop 2/11 thang 10 20/20 90p khong xet")
    desk.press("secretary", "Sửa báo cáo đã nộp")
    desk.say("secretary", "quay lại")
    assert "tháng 9/2026 đã có báo cáo" in desk.say("secretary", "thang 9")

    desk.press("secretary", "Sửa báo cáo đã nộp")
    desk.say("secretary", "sửa 3")
    assert "tháng 9/2026" in desk.say("secretary", "1/11"), "the month was said: another day does not change it"


def test_amendment_says_that_the_first_report_was_on_time(desk: Desk) -> None:
    desk.say("secretary", "hop 2/11 thang 10 20/20 90p khong xet")
    desk.press("secretary", "Sửa báo cáo đã nộp")
    receipt = desk.say("secretary", "nộp")
    assert "✅ Đã nhận bản sửa lúc 19 giờ 42. Mã tiếp nhận 2611-0001." in receipt
    assert "Báo cáo nộp lần đầu đúng hạn (chậm nhất ngày 10/11)" in receipt


@pytest.mark.parametrize(("text", "hour"), [("6h45", "6 giờ 45"), ("17h30", "17 giờ 30"), ("8h tối", "20 giờ")])
def test_hour_is_said_as_it_is_typed(desk: Desk, text: str, hour: str) -> None:
    desk.say("secretary", "cai dat")
    assert f"vào {hour}." in desk.say("secretary", text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("nhầm, 20", "Có mặt 20/20"),
        ("20/20", "Có mặt 20/20"),
        ("sửa giờ 17h-18h30", "17 giờ 00 – 18 giờ 30"),
        ("1 co ly do, 1 khong", "Vắng có lý do: 1; không lý do: 1"),
        ("ngày 4/11", "Ngày 04/11/2026"),
        ("xet 1 quan chung", "xét đề nghị kết nạp 1 quần chúng"),
    ],
)
def test_right_value_typed_at_the_summary_takes_the_place_of_the_wrong_one(desk: Desk, text: str, row: str) -> None:
    desk.say("secretary", "hop 5/11 18/20 vang 2 co ly do 90p khong xet")
    answer = desk.say("secretary", text)
    assert row in answer
    assert "[Nộp báo cáo tháng 11]" in answer


def test_correction_that_no_longer_adds_up_asks_for_the_rest(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 18/20 vang 2 co ly do 90p khong xet")
    assert "Vắng 1: mấy có lý do" in desk.say("secretary", "nhầm, 19")


def test_correction_to_a_month_that_is_reported_asks_before_it_replaces(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 20/20 90p khong xet")
    assert "tháng 10/2026 đã có báo cáo" in desk.say("secretary", "tháng 10")


@pytest.mark.parametrize("text", ["xyz", "mai họp tiếp", "20/20 abc"])
def test_what_is_no_correction_changes_nothing(desk: Desk, text: str) -> None:
    desk.say("secretary", "hop 5/11 18/20 vang 2 co ly do 90p khong xet")
    assert "Có mặt 18/20" in desk.say("secretary", text)


@pytest.mark.parametrize("text", ["thoi", "thôi", "huy", "hủy", "dung"])
def test_stop_with_nothing_open_takes_nothing_back(desk: Desk, text: str) -> None:
    assert "Thu hồi" not in desk.say("secretary", text)
