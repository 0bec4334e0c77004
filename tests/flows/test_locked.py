"""Who has joined, who has not; and a lost phone: everything of it stops at once, and can be opened again."""

from __future__ import annotations

import re

import pytest

from tests.flows.desk import Desk

PERSON = "SELECT person_id FROM account WHERE chat_id = ? AND channel = 'web'"
LOCKED = "Tài khoản đang bị khóa"


def carded(desk: Desk, who: str) -> str:
    return desk.press_token("admin", f"codes.card.0.{desk.number(PERSON, who)}")


def locked(desk: Desk, who: str = "secretary") -> str:
    carded(desk, who)
    desk.press("admin", "Khóa tài khoản")
    return desk.press("admin", "Khóa ngay")


def invited(desk: Desk, line: str) -> str:
    desk.say("admin", f"capma {line}")
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Cấp mã"))
    assert found is not None
    return found[1] + found[2]


@pytest.mark.parametrize("words", ["ai da vao", "Ai đã vào?", "danh sách mã", "/capma ai da vao", "/capma ai chưa vào"])
def test_list_is_asked_for_in_words(desk: Desk, words: str) -> None:
    assert "Tính theo chức danh trong phạm vi" in desk.say("admin", words)


def test_each_state_is_told(desk: Desk) -> None:
    invited(desk, "chi uy vien konya: Phan Thị Dịu")
    desk.db.execute("UPDATE account SET is_gone = 1 WHERE person_id = ?", (desk.number(PERSON, "deputy"),))
    locked(desk, "collaborator")
    told = desk.say("admin", "ai da vao")
    assert "Trần Thị Mai (Bí thư): đã vào 18/12/2025" in told
    assert "Bùi Thị Hường (Phó Bí thư): không gửi tới được" in told
    assert "Lưu Thị Hạnh (Cộng tác viên): đang khóa" in told
    assert "Phan Thị Dịu (Chi ủy viên): chưa vào, mã dùng đến hết 12/11/2026" in desk.press(
        "admin", "Chỉ người chưa vào"
    )
    desk.wait(days=8)
    desk.say("admin", "ai da vao")
    assert "Phan Thị Dịu (Chi ủy viên): chưa vào, mã hết hạn 12/11/2026" in desk.press("admin", "Chỉ người chưa vào")


def test_eight_a_page_and_a_name_finds_the_rest(desk: Desk) -> None:
    desk.say("admin", "ai da vao")
    assert desk.screen["admin"][-1].text.count("•") == 8
    assert desk.press("admin", "Xem thêm").count("•") == 8
    assert "Vũ Thị Thắm" in desk.say("admin", "Thắm")


def test_code_again_cancels_the_old_one(desk: Desk) -> None:
    old = invited(desk, "chi uy vien konya: Phan Thị Dịu")
    person = desk.number("SELECT person_id FROM code")
    asked = desk.press_token("admin", f"codes.again.0.{person}")
    assert "mã cũ không dùng được nữa" in asked
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Cấp mã mới"))
    assert found is not None
    assert "không dùng được" in desk.say("phone", old)
    assert "Chi ủy viên Chi bộ Konya" in desk.say("phone", found[1] + found[2])


def test_code_of_whoever_is_in_links_one_more_account_and_keeps_the_day_of_the_post(desk: Desk) -> None:
    carded(desk, "secretary")
    desk.press("admin", "Cấp lại mã")
    found = re.search(r"(\d{4}) (\d{4})", desk.press("admin", "Cấp mã mới"))
    assert found is not None
    desk.say("new phone", found[1] + found[2])
    assert "Đã nối" in desk.press("new phone", "Đúng, nối")
    assert desk.query("SELECT since FROM post WHERE person_id = 1") == [("2023-08-01",)]


def test_who_sees_many_units_gets_no_code_without_a_confirmation(desk: Desk) -> None:
    carded(desk, "office")
    assert "người mời xác nhận" in desk.press("admin", "Cấp lại mã")
    assert desk.query("SELECT 1 FROM code") == []


def test_unused_code_is_taken_back_from_the_card(desk: Desk) -> None:
    digits = invited(desk, "chi uy vien konya: Phan Thị Dịu")
    person = desk.number("SELECT person_id FROM code")
    desk.press_token("admin", f"codes.card.0.{person}")
    desk.press("admin", "Thu hồi mã")
    assert "không dùng được" in desk.say("phone", digits)
    desk.say("admin", "ai da vao")
    assert "Phan Thị Dịu" not in desk.press("admin", "Chỉ người chưa vào")


def test_lock_says_what_it_does_before_it_is_done(desk: Desk) -> None:
    carded(desk, "secretary")
    assert "trên cả 2 tài khoản" in desk.press("admin", "Khóa tài khoản")
    desk.press("admin", "Không khóa")
    assert "cần làm gì" in desk.say("secretary", "menu")


@pytest.mark.parametrize("text", ["menu", "hop cb 5/11 18/20", "tiếp", "48210937", "thu hoi", "/caidat", "tim Lan"])
def test_whatever_a_locked_account_writes_is_answered_so(desk: Desk, text: str) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    locked(desk)
    answer = desk.say("secretary", text)
    assert answer.startswith(LOCKED)
    assert "[" not in answer
    for token in ("settings.hour.0.0645", "accounts.link.0.new", "lookup.card.0.1", "join.right.0.1", "undo.do.0.1"):
        assert desk.press_token("secretary", token).startswith(LOCKED)


def test_nothing_more_is_sent_to_a_locked_person(desk: Desk) -> None:
    locked(desk)
    desk.say("admin", "phanquyen thoi bi thu cb konya cua Tran Thi Mai tu hom nay")
    assert "✅" in desk.press("admin", "Ghi thôi")
    assert "secretary" not in desk.screen


def test_what_waited_for_a_locked_person_is_not_sent(desk: Desk) -> None:
    desk.say("secretary", "menu")
    locked(desk)
    assert desk.query("SELECT DISTINCT state FROM outbox WHERE chat_id = 'secretary'") == [("failed",)]


def test_draft_is_there_again_once_it_is_opened(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20")
    locked(desk)
    desk.say("secretary", "90p")
    carded(desk, "secretary")
    desk.press("admin", "Mở khóa")
    assert "90 phút" in desk.say("secretary", "90 phut")


def test_codes_of_a_locked_person_let_nobody_in(desk: Desk) -> None:
    desk.say("secretary", "tai khoan")
    found = re.search(r"(\d{4}) (\d{4})", desk.press("secretary", "Nối thêm"))
    assert found is not None
    locked(desk)
    assert "không dùng được" in desk.say("thief", found[1] + found[2])


def test_accounts_of_a_lost_phone_stay_out_when_the_person_comes_back(desk: Desk) -> None:
    locked(desk)
    carded(desk, "secretary")
    desk.press("admin", "Gỡ tài khoản cũ")
    desk.press("admin", "Gỡ ngay")
    assert "chỉ phục vụ người được mời" in desk.say("secretary", "menu")
    assert desk.query("SELECT locked_at FROM person WHERE id = 1") == [(None,)]


def test_other_administrators_hear_of_it(desk: Desk) -> None:
    desk.say("admin", "phanquyen giao quan tri dang uy cho Pham Thi Nhan tu hom nay")
    desk.press("admin", "Giao chức danh")
    locked(desk)
    assert desk.screen["office"][-1].text == "Nguyễn Thế Huân đã khóa tài khoản của Trần Thị Mai."


@pytest.mark.parametrize("step", ["lock", "locknow", "offnow"])
def test_last_administrator_cannot_be_locked(desk: Desk, step: str) -> None:
    own = desk.number(PERSON, "admin")
    assert "quản trị cuối cùng" in desk.press_token("admin", f"codes.{step}.0.{own}") or step == "offnow"
    assert desk.query("SELECT 1 FROM person WHERE locked_at IS NOT NULL") == []
    assert "cần làm gì" in desk.say("admin", "menu")


def test_every_step_is_audited(desk: Desk) -> None:
    locked(desk)
    carded(desk, "secretary")
    desk.press("admin", "Mở khóa")
    found = [
        action
        for (action,) in desk.query("SELECT action FROM audit WHERE subject = 'person' AND subject_id = 1 ORDER BY id")
    ]
    assert found == ["looked", "locked", "looked", "unlocked"]
