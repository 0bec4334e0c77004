"""The engine that runs every form: back, skip, later, edit, restart, stale buttons, names that are also commands, misses."""

from __future__ import annotations

import pytest

from domain.talk import Draft
from tests.flows.desk import Desk

NAME, BIRTH = "Nguyễn Văn Tốt", "12/3/1998"


def draft(desk: Desk, who: str = "secretary") -> Draft:
    found = desk.draft(who)
    assert found is not None
    return found


def begun(desk: Desk, *texts: str) -> str:
    answer = desk.say("secretary", "/gioithieu")
    for text in texts:
        answer = desk.say("secretary", text)
    return answer


@pytest.mark.parametrize("word", ["quay lại", "quay lai", "lùi", "Lùi", "!Quay lại"])
def test_back_opens_the_step_before_and_keeps_its_answer(desk: Desk, word: str) -> None:
    begun(desk, NAME, BIRTH)
    desk.press("secretary", word[1:]) if word.startswith("!") else desk.say("secretary", word)

    assert draft(desk).step == "birth"
    assert draft(desk).values["birth"] == "1998-03-12"


def test_back_at_the_first_step_says_so(desk: Desk) -> None:
    begun(desk)
    assert "bước đầu tiên" in desk.say("secretary", "lùi")
    assert draft(desk).step == "name"


def test_only_optional_steps_are_skipped(desk: Desk) -> None:
    assert "chưa bỏ qua được" in (begun(desk) and desk.say("secretary", "bỏ qua"))
    begun(desk)
    desk.say("secretary", "làm lại")
    for text in (NAME, BIRTH, "Konya", "nữ", "bỏ qua"):
        desk.say("secretary", text)
    assert draft(desk).step == "manager"
    assert draft(desk).values["job"] is None


@pytest.mark.parametrize("word", ["để sau", "de sau", "thôi", "hủy", "!Để sau"])
def test_later_keeps_the_draft_and_continue_opens_it(desk: Desk, word: str) -> None:
    begun(desk, NAME, BIRTH)
    desk.press("secretary", word[1:]) if word.startswith("!") else desk.say("secretary", word)
    assert desk.conversation("secretary").open_flow is None

    assert "Làm ở công ty nào" in desk.say("secretary", "làm tiếp")
    assert draft(desk).values["name"] == NAME


def test_thrown_away_draft_is_gone(desk: Desk) -> None:
    begun(desk, NAME)
    assert "Đã xóa bản nháp" in desk.say("secretary", "xóa nháp")
    assert desk.draft("secretary") is None
    assert "Bước 1" in desk.say("secretary", "/gioithieu")


def test_row_is_edited_and_the_summary_returns(desk: Desk) -> None:
    desk.say("union", f"/gioithieu {NAME} {BIRTH} cty Konya")
    desk.say("union", "hôm nay")
    assert draft(desk, "union").step == "summary"
    desk.say("union", "sửa 2")
    assert draft(desk, "union").step == "birth"

    answer = desk.say("union", "4/1998")
    assert draft(desk, "union").step == "summary"
    assert "04/1998" in answer


def test_row_that_is_not_there_is_told_with_the_last_one(desk: Desk) -> None:
    desk.say("union", f"/gioithieu {NAME} {BIRTH} cty Konya")
    assert "Không có dòng 9" in desk.say("union", "sửa 9")


def test_back_from_an_edited_row_returns_to_the_summary(desk: Desk) -> None:
    desk.say("union", f"/gioithieu {NAME} {BIRTH} cty Konya")
    desk.say("union", "hôm nay")
    desk.say("union", "sửa 2")
    desk.say("union", "lùi")
    assert draft(desk, "union").step == "summary"


def test_stale_button_explains_itself_and_changes_nothing(desk: Desk) -> None:
    begun(desk, NAME, BIRTH)
    old = desk.token("secretary", "Công ty TNHH Giấy Konya")
    desk.say("secretary", "Nhà máy hai")
    before = draft(desk).values

    assert "thuộc bước đã qua" in desk.press_token("secretary", old)
    assert draft(desk).values == before
    assert draft(desk).step == "sex"


def test_button_of_a_finished_form_changes_nothing(desk: Desk) -> None:
    begun(desk, NAME)
    old = desk.token("secretary", "Để sau")
    desk.say("secretary", "xóa nháp")
    assert "không có gì thay đổi" in desk.press_token("secretary", old)


@pytest.mark.parametrize(("word", "control"), [("huy", "Hủy"), ("Thoi", "Thôi"), ("TIEP", "Làm tiếp")])
def test_name_that_is_also_a_command_is_asked_about(desk: Desk, word: str, control: str) -> None:
    desk.say("secretary", "/tracuu")
    answer = desk.say("secretary", word)
    assert f"[{control}]" in answer
    assert f"[Tên {word.capitalize()}]" in answer

    found = desk.press("secretary", "Tên ")
    assert "Huy" in found or "Thời" in found or "Không thấy ai" in found


def test_marked_word_is_the_command_and_no_name(desk: Desk) -> None:
    desk.say("secretary", "/tracuu")
    assert "Đã thôi “Tra cứu”" in desk.say("secretary", "hủy")


def test_misses_never_say_the_same_twice_and_offer_a_way_out(desk: Desk) -> None:
    begun(desk, NAME)
    answers = [desk.say("secretary", "xyz") for _ in range(3)]

    assert len(set(answers)) == 3
    assert "Ví dụ" in answers[0]
    assert "chọn bên dưới" not in answers[1], "nothing to choose stands below"
    assert "để sau" in answers[2]
    assert "Văn phòng" in answers[2]
    assert draft(desk).misses == 3


def test_second_miss_points_at_the_choices_that_there_are(desk: Desk) -> None:
    begun(desk, NAME, BIRTH, "Konya", "xyz")
    answer = desk.say("secretary", "xyz")
    assert "chọn bên dưới" in answer
    assert answer.count("Nam hay nữ?") == 1


def test_part_of_a_choice_is_that_choice(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    desk.say("admin", "Chi bộ Maple")
    assert "Vai trò: Bí thư, phó bí thư, chi ủy viên" in desk.say("admin", "pho bi thu")


def test_words_that_are_no_choice_are_quoted(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    desk.say("admin", "Chi bộ Maple")
    assert "“xyz” chưa khớp với một lựa chọn nào" in desk.say("admin", "xyz")


def test_number_after_which_row_is_the_row_and_no_answer(desk: Desk) -> None:
    desk.say("secretary", "hop")
    desk.say("secretary", "hom qua")
    desk.say("secretary", "sửa")
    answer = desk.say("secretary", "2")

    assert "Chi bộ họp ngày nào?" in answer
    assert draft(desk).values["date"] == "2026-11-04"


def test_row_is_named_by_its_words(desk: Desk) -> None:
    desk.say("secretary", "hop hom qua 18h-19h30")
    assert "Từ mấy giờ đến mấy giờ?" in desk.say("secretary", "sua thoi gian")


def test_back_from_a_row_leads_to_where_one_was(desk: Desk) -> None:
    for text in ("hop", "hom qua", "90p", "không đổi", "20/20"):
        desk.say("secretary", text)
    assert "Từ mấy giờ đến mấy giờ?" in desk.say("secretary", "sua gio")
    assert "Mấy người?" in desk.say("secretary", "quay lại")


def test_question_which_row_has_a_way_out(desk: Desk) -> None:
    desk.say("secretary", "hop hom qua")
    desk.say("secretary", "sửa")
    assert "Từ mấy giờ đến mấy giờ?" in desk.say("secretary", "quay lại")


def test_fourth_miss_differs_from_the_third(desk: Desk) -> None:
    begun(desk, NAME)
    answers = [desk.say("secretary", "xyz") for _ in range(5)]
    assert len(set(answers)) == 5


def test_misses_begin_anew_at_the_next_step(desk: Desk) -> None:
    begun(desk, NAME, "xyz", "xyz", BIRTH)
    assert draft(desk).misses == 0


def test_command_again_offers_to_go_on(desk: Desk) -> None:
    begun(desk, NAME, BIRTH)
    answer = desk.say("secretary", "/gioithieu")
    assert "[Làm tiếp]" in answer
    assert "[Làm lại từ đầu]" in answer
    assert "[Xóa nháp]" in answer

    assert "Làm ở công ty nào" in desk.press("secretary", "Làm tiếp")


@pytest.mark.parametrize(
    ("choice", "name"), [("Làm tiếp", NAME), ("Theo tin vừa nhắn", "Lê Thị Mới"), ("Xóa nháp", None)]
)
def test_line_that_came_while_a_draft_was_open_is_not_lost(desk: Desk, choice: str, name: str | None) -> None:
    begun(desk, NAME, BIRTH)
    desk.say("secretary", "/gioithieu Lê Thị Mới 5/1999 cty Konya")
    desk.press("secretary", choice)

    found = desk.draft("secretary")
    assert (None if found is None else found.values["name"]) == name


def test_other_question_leaves_the_form_open_with_a_way_back(desk: Desk) -> None:
    begun(desk, NAME, BIRTH)
    answer = desk.say("secretary", "/tiendo ket nap")

    assert "📊" in answer
    assert "[Làm tiếp: " in answer
    assert "Làm ở công ty nào" in desk.press("secretary", "Làm tiếp")


def test_form_goes_on_in_another_messenger(desk: Desk) -> None:
    begun(desk, NAME, BIRTH)
    desk.db.execute("UPDATE account SET chat_id = 'tablet' WHERE channel = 'console' AND chat_id = 'secretary'")
    desk.db.execute("UPDATE account SET channel = 'web' WHERE chat_id = 'tablet'")

    assert "Nam hay nữ" in desk.say("tablet", "Giấy Konya")


def test_double_submit_writes_once(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 20/20 90p khong xet")
    token = desk.token("secretary", "Nộp")
    desk.press_token("secretary", token)
    assert "không có gì thay đổi" in desk.press_token("secretary", token)
    assert desk.number("SELECT count(*) FROM meeting WHERE operation_id IS NOT NULL") == 1


@pytest.mark.parametrize("word", ["có", "đúng rồi", "ok", "nộp"])
def test_yes_at_the_summary_sends_like_the_button(desk: Desk, word: str) -> None:
    for name in (NAME, "Lê Văn Mới"):
        desk.say("union", f"/gioithieu {name} {BIRTH} cty Konya")
        desk.say("union", "hôm nay")
        assert "Đã ghi" in desk.say("union", word)

    assert desk.number("SELECT count(*) FROM operation WHERE id > 0") == 2
    assert desk.number("SELECT min(id) FROM candidate") > 0


def test_yes_at_the_summary_of_an_invitation_makes_a_real_code(desk: Desk) -> None:
    for text in ("/capma", "Chi bộ Maple", "!Bí thư", "Phó Bí thư", "Phạm Thị Mới"):
        desk.press("admin", text[1:]) if text.startswith("!") else desk.say("admin", text)
    assert "1000 0001" in desk.say("admin", "đúng")
    assert desk.query("SELECT digest FROM code") != [("",)]


def test_marked_yes_is_no_stop(desk: Desk) -> None:
    """Without marks "đúng" reads like "dừng"."""
    desk.say("union", "/gioithieu Nguyễn Văn Tốt 12/3/1998 cty Konya")
    desk.say("union", "hôm nay")
    assert "Đã cất bản nháp" in desk.say("union", "dung")
    desk.say("union", "làm tiếp")
    assert "Đã ghi" in desk.say("union", "đúng")
