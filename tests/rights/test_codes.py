"""Codes: one use, five tries an account, a hundred an hour; a guess learns nothing; other people's are out of reach."""

from __future__ import annotations

import re

import pytest

from tests.flows.desk import Desk

BAD = "Mã này không dùng được."
WAITS = "Trợ lý đã nhận mã mời"


def invited(
    desk: Desk, name: str = "Phạm Văn Tốt", unit: str = "CĐCS Maple", role: str = "Cán bộ công đoàn", by: str = "admin"
) -> str:
    """The digits of a new code, made in words."""
    for text in ("/capma", unit):
        desk.say(by, text)
    desk.press(by, role)
    for text in ("Bí thư", name):
        desk.say(by, text)
    for button in desk.screen[by][-1].buttons:
        if button.label in ("Không", "Đúng, cùng một người"):
            desk.press_token(by, button.token)
    found = re.search(r"(\d{4}) (\d{4})", desk.press(by, "Cấp mã"))
    assert found is not None
    return found.group(1) + found.group(2)


def join(desk: Desk, chat: str, digits: str) -> str:
    desk.say(chat, digits)
    desk.press(chat, "Đúng, bắt đầu")
    return desk.press(chat, "Tôi đồng ý")


def test_code_is_used_once(desk: Desk) -> None:
    digits = invited(desk)
    assert "đã tham gia" in join(desk, "phone", digits)

    assert desk.say("other phone", digits).startswith(BAD)
    assert "chỉ phục vụ người được mời" in desk.say("other phone", "menu")


def test_code_that_two_confirm_is_used_by_the_first(desk: Desk) -> None:
    digits = invited(desk)
    for chat in ("phone", "thief"):
        desk.say(chat, digits)
        desk.press(chat, "Đúng, bắt đầu")
    desk.press("phone", "Tôi đồng ý")

    assert desk.press("thief", "Tôi đồng ý").startswith(BAD)
    assert desk.query("SELECT person_id FROM account WHERE chat_id = 'thief'") == [(None,)]


def test_expired_cancelled_and_wrong_codes_are_answered_alike(desk: Desk) -> None:
    expired, cancelled = invited(desk), invited(desk, "Phạm Văn Khá")
    desk.press("admin", "Thu hồi mã")
    desk.wait(days=7)

    answers = {desk.say(f"phone {digits}", digits) for digits in (expired, cancelled, "87654321")}
    assert len(answers) == 1
    assert answers.pop().startswith(BAD)


def test_code_works_until_it_expires_and_not_later(desk: Desk) -> None:
    digits = invited(desk)
    desk.wait(days=7, seconds=-1)
    assert "Có đúng là" in desk.say("phone", digits)
    desk.wait(seconds=1)
    assert desk.press("phone", "Đúng, bắt đầu").startswith(BAD)


def test_sixth_try_of_an_account_is_not_looked_at_for_an_hour(desk: Desk) -> None:
    digits = invited(desk)
    for guess in range(5):
        assert desk.say("phone", f"9999000{guess}").startswith(BAD)

    assert desk.say("phone", digits).startswith("Đã thử nhiều mã quá")
    desk.wait(hours=1, seconds=1)
    assert "Có đúng là" in desk.say("phone", digits)


def test_hundred_tries_of_many_accounts_stop_everybody_for_an_hour(desk: Desk) -> None:
    digits = invited(desk)
    for guess in range(100):
        desk.say(f"phone {guess // 4}", f"{90_000_000 + guess}")

    assert desk.say("the right phone", digits).startswith("Đã thử nhiều mã quá")
    desk.wait(hours=1, seconds=1)
    assert "Có đúng là" in desk.say("the right phone", digits)


def test_member_who_guesses_others_codes_is_stopped_like_anybody(desk: Desk) -> None:
    digits = invited(desk)
    for _ in range(5):
        assert "đã thuộc về một người khác" in desk.say("secretary", digits)

    assert desk.say("secretary", digits).startswith("Đã thử nhiều mã quá")
    assert desk.query("SELECT used_at FROM code") == [(None,)]


def test_not_me_cancels_and_tells_the_inviter(desk: Desk) -> None:
    digits = invited(desk)
    desk.say("phone", digits)
    assert "Đã hủy mã" in desk.press("phone", "Không phải tôi")

    assert "không phải tôi" in desk.screen["admin"][-1].text
    assert desk.say("phone", digits).startswith(BAD)


@pytest.mark.parametrize("step", ["revoke", "right"])
def test_others_invitations_cannot_be_confirmed_or_revoked(desk: Desk, step: str) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    code = desk.number("SELECT id FROM code")
    before = desk.query("SELECT since, until FROM post ORDER BY id")
    for who in ("office", "leader", "secretary", "phone", "stranger"):
        desk.press_token(who, f"join.{step}.0.{code}")

    assert desk.query("SELECT since, until FROM post ORDER BY id") == before
    assert desk.query("SELECT cancelled_at FROM code") == [(None,)]


def test_others_codes_cannot_be_cancelled(desk: Desk) -> None:
    digits = invited(desk)
    join(desk, "second admin", invited(desk, "Hà Văn Quản", "Đảng bộ Ban Quản lý Khu kinh tế", "Quản trị"))
    desk.press("admin", "Đúng người")
    for who in ("second admin", "office", "secretary"):
        desk.press_token(who, f"codes.cancel.0.{desk.number('SELECT min(id) FROM code')}")

    assert "Có đúng là" in desk.say("phone", digits)


def test_wide_post_starts_after_the_inviter_confirms(desk: Desk) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    answer = desk.say("phone", "/tiendo")
    assert answer.startswith(WAITS)
    assert "người mời ở Đảng bộ Ban Quản lý Khu kinh tế" in answer
    assert "Trợ lý nhắn ngay tại đây" in answer

    desk.press("admin", "Đúng người")
    assert "📊" in desk.say("phone", "/tiendo")


def test_revoked_person_is_a_stranger_again(desk: Desk) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    desk.press("admin", "Đúng người")
    assert "Tạ Đình Khương" in desk.say("phone", "tim khuong")
    token = desk.token("phone", "Tạ Đình Khương")
    desk.press("admin", "Thu hồi")

    for answer in (desk.say("phone", "tim khuong"), desk.say("phone", "menu"), desk.press_token("phone", token)):
        assert answer.startswith("Xin chào. Đây là trợ lý tự động")


def test_revoking_a_second_post_leaves_the_first(desk: Desk) -> None:
    """Also one that waits for its confirmation: the account goes on working for the post that the person has."""
    digits = invited(desk, "Trần Thị Mai", "Đảng bộ KCN Nomura", "Lãnh đạo")
    join(desk, "second phone of the secretary", digits)
    desk.press("admin", "Thu hồi")

    assert "Chi bộ Konya" in desk.say("secretary", "menu")


def test_code_of_a_leader_on_a_new_account_opens_nothing_before_the_inviter_confirms(desk: Desk) -> None:
    digits = invited(desk, "Đỗ Trọng Khiêm", "Chi bộ Maple", "Cộng tác viên")
    join(desk, "thief", digits)

    answers = {desk.say("thief", text) for text in ("tien do", "menu", "tim khuong", "Bí thư")}
    assert len(answers) == 1
    assert answers.pop().startswith(WAITS)
    assert "📊" in desk.say("leader", "tien do")


def test_who_waits_is_a_stranger_again_once_the_inviter_says_no(desk: Desk) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    assert desk.say("phone", "menu").startswith(WAITS)
    desk.press("admin", "Thu hồi")
    assert desk.say("phone", "menu").startswith("Xin chào. Đây là trợ lý tự động")


def test_where_nobody_can_confirm_any_more_no_office_is_named(desk: Desk) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    desk.db.execute("UPDATE post SET since = '2026-11-06' WHERE role = 'admin'")
    answer = desk.say("phone", "menu")
    assert answer.startswith(WAITS)
    assert "người mời xác nhận" in answer
    assert "hỏi Văn phòng Đảng ủy" in answer


def test_other_code_may_be_typed_while_one_waits(desk: Desk) -> None:
    join(desk, "phone", invited(desk, unit="Đảng bộ KCN Nomura", role="Lãnh đạo"))
    assert "Có đúng là" in desk.say("phone", invited(desk, "Phạm Văn Khá"))
    assert "Mã này cấp cho" in desk.say("phone", "?")


def test_revoking_shuts_the_account_that_the_code_opened_whatever_else_the_person_holds(desk: Desk) -> None:
    digits = invited(desk, "Đỗ Trọng Khiêm", "Chi bộ Maple", "Cộng tác viên")
    join(desk, "thief", digits)
    desk.press("admin", "Đúng người")
    assert "📊" in desk.say("thief", "tien do")
    desk.press("admin", "Thu hồi")

    assert desk.say("thief", "tien do").startswith("Xin chào. Đây là trợ lý tự động")
    assert "📊" in desk.say("leader", "tien do")
