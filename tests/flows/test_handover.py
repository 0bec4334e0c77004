"""A post goes from one person to another: at once, with what hangs on it, and old buttons say so."""

from __future__ import annotations

import re

from domain.periods import Period
from storage import calendars, units
from storage.agenda import StoredAgenda
from tests.flows.desk import Desk
from tests.stage import EVENING, ZONE

PERSON = "SELECT person_id FROM account WHERE chat_id = ? AND channel = 'web'"
TO_TIEP = "phanquyen ban giao bi thu cb konya cho Hoang Van Tiep"
REPORTED = """
SELECT short_name FROM meeting m JOIN unit_version v USING (unit_id)
WHERE m.operation_id IS NOT NULL AND v.valid_to IS NULL AND m.held_on = '2026-11-05'
"""
HANDED = "Đồng chí đã bàn giao Bí thư Chi bộ Konya ngày 05/11/2026."


def handed_over(desk: Desk) -> str:
    desk.say("admin", TO_TIEP)
    return desk.press("admin", "Bàn giao")


def test_what_moves_is_counted_before_it_is_done(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    answer = desk.say("admin", TO_TIEP)
    assert re.search(r"Đi theo chức danh: \d+ quần chúng đang theo dõi, 1 người chờ tiếp nhận, 1 bản nháp\.", answer)
    assert "Trần Thị Mai thôi và Hoàng Văn Tiệp bắt đầu ngay hôm nay" in answer


def test_rights_of_the_predecessor_end_and_those_of_the_successor_begin_at_once(desk: Desk) -> None:
    desk.say("secretary", "menu")
    old = desk.token("secretary", "Báo cáo sinh hoạt")
    answer = handed_over(desk)
    assert "✅ Đã bàn giao Bí thư, Chi bộ Konya" in answer
    assert "bản nháp" not in answer
    for answer in (
        desk.say("secretary", "hop cb 5/11 18/20"),
        desk.press_token("secretary", old),
        desk.say("secretary", "?"),
    ):
        assert answer.startswith(HANDED)
    assert "Bí thư, Chi bộ Konya" in desk.say("secretary_maple", "menu")
    assert desk.query("SELECT since, until FROM post WHERE person_id = 1") == [("2023-08-01", "2026-11-05")]


def test_both_are_told(desk: Desk) -> None:
    handed_over(desk)
    assert "đã bàn giao Bí thư, Chi bộ Konya cho Hoàng Văn Tiệp" in desk.screen["secretary"][-1].text
    assert "nhận bàn giao Bí thư, Chi bộ Konya từ Trần Thị Mai" in desk.screen["secretary_maple"][-1].text


def test_draft_goes_with_the_post(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    assert "Thu hồi thì 1 bản nháp quay lại Trần Thị Mai, trừ bản mà Hoàng Văn Tiệp đã làm tiếp." in handed_over(desk)
    assert "1 bản nháp của đơn vị này đã chuyển đi" in desk.screen["secretary"][-1].text
    assert desk.draft("secretary") is None
    desk.press("secretary_maple", "Làm tiếp: Báo cáo")
    desk.say("secretary_maple", "18h-19h30")
    desk.say("secretary_maple", "2 có lý do")
    assert "Có mặt 18/20" in desk.say("secretary_maple", "không xét")
    desk.press("secretary_maple", "Nộp")
    assert desk.query(REPORTED) == [("Chi bộ Konya",)]


def test_draft_that_the_successor_has_is_not_written_over(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    desk.say("secretary_maple", "hop cb 4/11 9/9")
    handed_over(desk)
    draft = desk.conversation("secretary_maple").drafts
    assert ["2026-11-04" in repr(one.values) for one in draft.values()] == [True]


def test_draft_of_another_unit_stays(desk: Desk) -> None:
    desk.say("two_posts", "/gioithieu")
    desk.press("two_posts", "CĐCS Horn")
    desk.say("admin", "phanquyen ban giao bi thu cb horn cho Tran Thi Mai")
    desk.press("admin", "Bàn giao")
    assert desk.draft("two_posts") is not None


def test_old_button_of_whoever_keeps_another_post_says_it_too(desk: Desk) -> None:
    desk.say("two_posts", "menu")
    old = desk.token("two_posts", "Báo cáo sinh hoạt")
    desk.say("admin", "phanquyen ban giao bi thu cb horn cho Tran Thi Mai")
    desk.press("admin", "Bàn giao")
    answer = desk.press_token("two_posts", old)
    assert "đã bàn giao Bí thư, Chi bộ Horn ngày 05/11/2026" in answer
    assert "là việc của" in answer


def test_handover_is_taken_back(desk: Desk) -> None:
    before = desk.query("SELECT id, person_id, since, until FROM post ORDER BY id")
    handed_over(desk)
    desk.press("admin", "Thu hồi")
    after = desk.query("SELECT id, person_id, since, until FROM post WHERE until IS NULL OR until > since ORDER BY id")
    assert after == before
    assert "Bí thư, Chi bộ Konya" in desk.say("secretary", "menu")


def test_handover_is_not_taken_back_when_the_post_went_on_by_a_code(desk: Desk) -> None:
    handed_over(desk)
    operation = desk.number("SELECT max(id) FROM operation")
    desk.say("admin", "phanquyen ban giao bi thu cb konya cho Đặng Thị Sáu")
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Bàn giao"))
    assert found is not None
    desk.say("phone", found[1] + found[2])
    desk.press("phone", "Đúng, bắt đầu")
    desk.press("phone", "Tôi đồng ý")
    before = desk.query("SELECT id, person_id, since, until FROM post ORDER BY id")

    assert "✅" not in desk.press_token("admin", f"undo.do.0.{operation}")

    assert desk.query("SELECT id, person_id, since, until FROM post ORDER BY id") == before


def reminded(desk: Desk) -> int:
    """Who is reminded of Konya's report of November."""
    tree = units.tree(desk.db, EVENING.astimezone(ZONE).date())
    agenda = StoredAgenda(desk.db, tree, calendars.KeptCalendar().of(desk.db), ZONE)
    konya = desk.number("SELECT unit_id FROM post WHERE person_id = 1")
    (owed,) = [one for one in agenda.reports_owed(Period(2026, 11)) if one.unit_id == konya]
    return owed.reminded.person_id


def test_reminders_go_to_the_successor_not_to_the_deputy_however_often_the_post_went_on(desk: Desk) -> None:
    assert reminded(desk) == 1
    handed_over(desk)
    assert reminded(desk) == desk.number(PERSON, "secretary_maple")
    desk.say("admin", "phanquyen ban giao bi thu cb konya cho Dinh Cong Luc")
    desk.press("admin", "Bàn giao")
    assert reminded(desk) == desk.number(PERSON, "two_posts")
    desk.press_token("admin", f"codes.locknow.0.{desk.number(PERSON, 'two_posts')}")
    assert reminded(desk) == desk.number(PERSON, "deputy")


def test_successor_may_be_invited(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    answer = desk.say("admin", "phanquyen ban giao bi thu cb konya cho Đặng Thị Sáu")
    assert "Đặng Thị Sáu (người mới, cấp mã mời)" in answer
    assert "1 bản nháp đang làm dở không đi theo chức danh" in answer
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Bàn giao"))
    assert found is not None
    assert desk.say("secretary", "tiếp").startswith(HANDED)
    desk.say("phone", found[1] + found[2])
    desk.press("phone", "Đúng, bắt đầu")
    assert "Đặng Thị Sáu đã tham gia với vai trò Bí thư Chi bộ Konya" in desk.press("phone", "Tôi đồng ý")


def test_administrator_hands_over_to_somebody_who_is_there(desk: Desk) -> None:
    desk.say("admin", "phanquyen ban giao quan tri cho Pham Thi Nhan")
    assert "✅ Đã bàn giao Quản trị" in desk.press("admin", "Bàn giao")
    assert desk.say("admin", "/phanquyen").startswith("Đồng chí đã bàn giao Quản trị")
    assert "của ai, hay của đơn vị nào?" in desk.say("office", "/phanquyen")


def test_nobody_takes_their_own_post(desk: Desk) -> None:
    assert "đang giữ chính chức danh này" in desk.say("admin", "phanquyen ban giao bi thu cb konya cho Tran Thi Mai")


def test_post_is_handed_over_once_when_confirmed_twice(desk: Desk) -> None:
    desk.say("admin", TO_TIEP)
    token = desk.token("admin", "Bàn giao")
    desk.press_token("admin", token)
    desk.wait(minutes=1)
    desk.press_token("admin", token)
    assert desk.number("SELECT count(*) FROM handover") == 1


TO_NEW = "phanquyen ban giao bi thu cb konya cho Đặng Thị Sáu"
HELD = "SELECT id, person_id, since, until FROM post WHERE until IS NULL OR until > since ORDER BY id"
BACK = "Bản nháp “Báo cáo sinh hoạt chi bộ” đã quay lại Trần Thị Mai."


def invited(desk: Desk) -> str:
    """The digits of whoever follows."""
    desk.say("admin", TO_NEW)
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Bàn giao"))
    assert found is not None
    return found[1] + found[2]


def test_draft_that_nobody_went_on_with_comes_back_with_the_post(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    handed_over(desk)
    desk.wait(minutes=1)
    assert BACK in desk.press("admin", "Thu hồi")
    assert desk.conversation("secretary_maple").drafts == {}
    assert "Từ mấy giờ" in desk.say("secretary", "tiếp")
    for text in ("18h-19h30", "2 có lý do", "không xét", "nộp"):
        desk.say("secretary", text)
    assert desk.query(REPORTED) == [("Chi bộ Konya",)]


def test_draft_that_the_successor_went_on_with_stays(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    handed_over(desk)
    desk.wait(minutes=1)
    desk.press("secretary_maple", "Làm tiếp: Báo cáo")
    answer = desk.press("admin", "Thu hồi")
    assert "“Báo cáo sinh hoạt chi bộ” không quay lại: Hoàng Văn Tiệp đã làm tiếp" in answer
    assert [one.flow for one in desk.conversation("secretary_maple").drafts.values()] == ["meeting"]
    assert desk.conversation("secretary").drafts == {}


def test_draft_beside_one_of_the_successors_stays_where_it_was(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    desk.say("secretary_maple", "hop cb 4/11 9/9")
    handed_over(desk)
    desk.wait(minutes=1)
    desk.press("admin", "Thu hồi")
    assert "2026-11-05" in repr(desk.conversation("secretary").drafts)
    assert "2026-11-04" in repr(desk.conversation("secretary_maple").drafts)


def test_who_hands_over_a_post_of_their_own_keeps_no_copy_of_its_draft(desk: Desk) -> None:
    """Their conversation is written at the end of that very turn."""
    desk.db.execute("UPDATE post SET person_id = ? WHERE person_id = 1", (desk.number(PERSON, "admin"),))
    desk.say("admin", "hop cb 5/11 18/20")
    handed_over(desk)
    assert desk.conversation("admin").drafts == {}
    desk.wait(minutes=1)
    desk.press("admin", "Thu hồi")
    assert list(desk.conversation("admin").drafts) == ["meeting"]
    assert desk.conversation("secretary_maple").drafts == {}


def test_handover_by_a_code_is_taken_back_while_nobody_has_used_it(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    before = desk.query(HELD)
    digits = invited(desk)
    assert desk.query(HELD) != before
    desk.wait(minutes=1)
    assert "✅ Đã thu hồi" in desk.press("admin", "Thu hồi")

    assert desk.query(HELD) == before
    assert desk.say("phone", digits).startswith("Mã này không dùng được")
    assert "Đặng Thị Sáu" not in desk.say("admin", "phanquyen cb konya")
    assert "đã thu hồi" in desk.screen["secretary"][-1].text
    assert "Từ mấy giờ" in desk.say("secretary", "tiếp")


def test_code_that_was_sent_again_falls_with_the_handover(desk: Desk) -> None:
    invited(desk)
    undo = desk.token("admin", "Thu hồi")
    desk.press_token("admin", f"codes.again.0.{desk.number('SELECT max(id) FROM person')}")
    for token in [one.token for one in desk.screen["admin"][-1].buttons if "againnow" in one.token]:
        desk.press_token("admin", token)
    assert desk.number("SELECT count(*) FROM code") == 2
    desk.press_token("admin", undo)
    assert desk.query("SELECT 1 FROM code WHERE cancelled_at IS NULL") == []


def test_handover_by_a_code_that_was_used_is_not_taken_back(desk: Desk) -> None:
    digits = invited(desk)
    undo = desk.token("admin", "Thu hồi")
    desk.say("phone", digits)
    desk.press("phone", "Đúng, bắt đầu")
    desk.press("phone", "Tôi đồng ý")
    before = desk.query(HELD)
    assert "không thu hồi được" in desk.press_token("admin", undo)
    assert desk.query(HELD) == before


def test_handover_whose_successor_waits_to_be_confirmed_is_not_taken_back(desk: Desk) -> None:
    invited(desk)
    undo = desk.token("admin", "Thu hồi")
    desk.db.execute("UPDATE code SET used_at = 1")
    assert "không thu hồi được" in desk.press_token("admin", undo)


def test_what_hangs_on_the_cell_comes_back_with_the_post(desk: Desk) -> None:
    tasks = desk.say("secretary", "việc của tôi")
    handed_over(desk)
    desk.press("admin", "Thu hồi")
    assert desk.say("secretary", "việc của tôi") == tasks
    assert reminded(desk) == 1
