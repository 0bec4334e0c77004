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


def introduced(desk: Desk, *texts: str) -> str:
    desk.say("secretary", "/gioithieu")
    answers = [desk.say("secretary", text) for text in ("Nguyễn Văn Tốt", "3/1998", *texts)]
    return answers[-1]


@pytest.mark.parametrize(
    "text",
    ["nham 4/1998", "nhầm, 4/1998", "à nhầm rồi, 4/1998", "nhầm,4/1998", "nham phai la 4/1998", "go nham 4/1998"],
)
def test_wrong_answer_is_mended_at_the_next_question(desk: Desk, text: str) -> None:
    answer = introduced(desk, text)
    assert "✓ Sinh: 04/1998" in answer
    assert "Bước 3/12. Làm ở công ty nào?" in answer


@pytest.mark.parametrize(
    ("text", "texts"),
    [("nhầm, nữ", ("Konya", "nam")), ("nham nu", ("Konya", "nam")), ("nham Nguyễn Văn Tối", ()), ("nhầm, 17", ())],
)
def test_second_thought_is_the_answer_before(desk: Desk, text: str, texts: tuple[str, ...]) -> None:
    if text == "nhầm, 17":
        for said in ("hop 5/11", "90p", "không đổi", "18/20"):
            desk.say("secretary", said)
        assert "✓ Có mặt 17/20" in desk.say("secretary", text)
    elif texts:
        assert "✓ Giới tính: nữ" in introduced(desk, *texts, text)
    else:
        desk.say("secretary", "/gioithieu")
        desk.say("secretary", "Nguyễn Văn Tốt")
        assert "✓ Họ tên: Nguyễn Văn Tối" in desk.say("secretary", text)


def test_what_the_line_said_is_mended_too(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11")
    answer = desk.say("secretary", "nhầm, 4/11")
    assert "✓ Ngày 04/11/2026" in answer
    assert "Từ mấy giờ đến mấy giờ?" in answer


@pytest.mark.parametrize("text", ["nhầm rồi", "nhầm, 5", "nham 18h-19h30", "nham cty Horn", "Nhầm cái trước"])
def test_second_thought_about_something_else_is_never_an_answer_here(desk: Desk, text: str) -> None:
    answer = introduced(desk, "Konya", "nam", text)
    assert "chưa rõ sửa cho câu nào" in answer
    assert "quay lại" in answer
    found = desk.draft("secretary")
    assert found is not None
    assert found.step == "job"
    assert "job" not in found.values


@pytest.mark.parametrize("text", ["Nhằm nâng cao nhận thức", "nham nang cao nhan thuc"])
def test_sentence_that_only_begins_alike_is_the_topic(desk: Desk, text: str) -> None:
    desk.say("secretary", "hop chuyen de 5/11 20/20 90p khong xet")
    assert f"Chuyên đề: {text}" in desk.say("secretary", text)


@pytest.mark.parametrize("text", ["Nhâm Thị Lan", "Nham Thi Lan"])
def test_nham_is_a_person_too(desk: Desk, text: str) -> None:
    desk.say("secretary", "/gioithieu")
    assert f"✓ Họ tên: {text}" in desk.say("secretary", text)


@pytest.mark.parametrize("text", ["nhầm", "nham roi"])
def test_wrong_alone_is_a_no_to_a_yes_or_no_question(desk: Desk, text: str) -> None:
    assert "✓ Chức vụ quản lý: không" in introduced(desk, "Konya", "nam", "bỏ qua", text)


def test_date_is_no_firm(desk: Desk) -> None:
    answer = introduced(desk, "Konya", "nham 4/1998")
    assert "chưa rõ sửa cho câu nào" in answer
    assert "[Nữ]" in answer


def test_attendance_mended_later_is_repeated(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 18/20 vang 2 co ly do")
    assert "✓ Có mặt 19/20" in desk.say("secretary", "nham 19/20")


def test_row_that_was_reopened_is_what_the_second_thought_is_about(desk: Desk) -> None:
    desk.say("union", "/gioithieu Nguyễn Văn Tốt 12/3/1998 cty Konya")
    desk.say("union", "hôm nay")
    desk.say("union", "sửa 2")
    assert "Sinh: 04/1998" in desk.say("union", "nhầm, 4/1998")
    desk.say("union", "sửa 3")
    assert "Cơ sở 2" in desk.say("union", "nhầm, Cơ sở 2")
    desk.say("union", "sửa 3")
    assert "chưa rõ" in desk.say("union", "nhầm, 4/1998")


def test_second_thought_after_a_miss_is_about_what_was_missed(desk: Desk) -> None:
    for said in ("hop 5/11", "90p", "không đổi", "21"):
        desk.say("secretary", said)
    assert "✓ Có mặt 19/20" in desk.say("secretary", "nhầm, 19")


@pytest.mark.parametrize("text", ["nham, 8/9 vang 1 co ly do", "8/9 vắng 1 có lý do"])
def test_fraction_with_the_missing_is_attendance_and_no_day(desk: Desk, text: str) -> None:
    """Nine are due: "8/9" beside somebody who is missing is not the eighth of September."""
    desk.say("secretary_maple", "hop cb 5/11 9/9 90p khong xet")
    shown = desk.say("secretary_maple", text)
    assert "Có mặt 8/9" in shown
    assert "05/11/2026" in shown
    assert "08/09" not in shown


def test_day_is_still_a_day(desk: Desk) -> None:
    desk.say("secretary_maple", "hop cb 5/11 9/9 90p khong xet")
    assert "04/11/2026" in desk.say("secretary_maple", "nham, 4/11")
