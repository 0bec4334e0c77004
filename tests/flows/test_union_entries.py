"""What a union introduces waits for the cell: received, passed on, or not now; and the union is told."""

from __future__ import annotations

import pytest

from tests.fakes.channel import LETTERS_ONLY
from tests.flows.desk import Desk

STATE = """
SELECT c.intake, v.short_name FROM candidate c JOIN unit_version v ON v.unit_id = c.unit_id AND v.valid_to IS NULL
WHERE c.name = 'Nguyễn Văn Tốt'
"""


@pytest.fixture
def entered(desk: Desk) -> Desk:
    desk.say("union", "/gioithieu Nguyễn Văn Tốt 3/1998 Konya")
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    return desk


def opened(desk: Desk, who: str = "secretary") -> str:
    desk.say(who, "/tiepnhan")
    return desk.press(who, "Nguyễn Văn Tốt")


def test_entry_waits_and_every_officer_of_the_cell_is_told(entered: Desk) -> None:
    assert entered.query(STATE) == [("waiting", "Chi bộ Konya")]
    for who in ("secretary", "deputy"):
        assert "Nguyễn Văn Tốt" in entered.screen[who][-1].text
    assert "secretary_maple" not in entered.screen


def test_received_entry_is_followed_and_the_union_told(entered: Desk) -> None:
    opened(entered)
    answer = entered.press("secretary", "Tiếp nhận")
    assert entered.query(STATE) == [("received", "Chi bộ Konya")]
    assert "[Bổ sung" in answer
    assert "tiếp nhận" in entered.screen["union"][-1].text


def test_entry_not_now_stays_answered(entered: Desk) -> None:
    opened(entered)
    entered.press("secretary", "Chưa xét")
    assert entered.query(STATE) == [("not_now", "Chi bộ Konya")]
    assert "Nguyễn Văn Tốt" in entered.screen["union"][-1].text


def test_moved_entry_waits_in_the_other_cell_and_is_gone_from_the_first(entered: Desk) -> None:
    opened(entered)
    entered.press("secretary", "Chuyển chi bộ khác")
    entered.say("secretary", "Maple")
    found = entered.draft("secretary")
    assert found is not None
    entered.press_token("secretary", f"intake.to.{found.version}.submit")

    assert entered.query(STATE) == [("waiting", "Chi bộ Maple")]
    assert "Nguyễn Văn Tốt" in entered.screen["secretary_maple"][-1].text
    assert "Nguyễn Văn Tốt" not in entered.say("secretary", "/tracuu Nguyễn Văn Tốt").replace("nguyen van tot", "")
    entered.press("secretary_maple", "Tiếp nhận")
    assert entered.query(STATE) == [("received", "Chi bộ Maple")]


def test_second_answer_finds_it_answered(entered: Desk) -> None:
    opened(entered)
    opened(entered, "deputy")
    entered.press("secretary", "Tiếp nhận")
    assert "đã được trả lời" in entered.press("deputy", "Chưa xét")
    assert entered.query(STATE) == [("received", "Chi bộ Konya")]


def test_old_entry_button_does_not_cost_the_draft_of_another(entered: Desk) -> None:
    """While one entry is being completed, a button of one that was answered long ago is pressed."""
    opened(entered)
    old = entered.token("secretary", "Chưa xét")
    entered.press("secretary", "Tiếp nhận")
    entered.press("secretary", "Bổ sung")
    entered.say("secretary", "nữ")
    entered.press_token("secretary", old)

    found = entered.conversation("secretary").drafts
    assert [draft.values.get("sex") for draft in found.values()] == ["female"]


def test_completed_entry_keeps_what_the_union_said(entered: Desk) -> None:
    opened(entered)
    entered.press("secretary", "Tiếp nhận")
    entered.press("secretary", "Bổ sung")
    for text in ("nam", "thợ hàn", "không", "THPT", "có", "không", "bỏ qua", "công đoàn"):
        entered.say("secretary", text)
    found = entered.draft("secretary")
    assert found is not None
    entered.press_token("secretary", f"intake.to.{found.version}.submit")
    assert entered.query("SELECT sex, job, birth, introduced_by FROM candidate WHERE name = 'Nguyễn Văn Tốt'") == [
        ("male", "thợ hàn", "1998-03", "union")
    ]


def test_person_outside_the_party_is_not_addressed_as_comrade(entered: Desk) -> None:
    opened(entered)
    entered.press("secretary", "Tiếp nhận")
    entered.say("union", "menu")
    entered.say("union", "trợ giúp")
    entered.say("union", "bla bla")
    assert [one.text for one in entered.screen["union"] if "đồng chí" in one.text.lower()] == []


def test_answer_leads_on_to_whoever_still_waits(entered: Desk) -> None:
    entered.press("secretary", "Xem danh sách chờ")
    entered.press("secretary", "Nguyễn Văn Tốt")
    entered.press("secretary", "Chưa xét")

    listed = entered.press("secretary", "Còn 1 người chờ")
    assert "Đang chờ chi bộ trả lời: 1 người. Chưa xét: 1 người." in listed
    assert "[Nguyễn Văn Tốt (chưa xét)]" in listed


def test_letter_under_the_notice_to_oneself_answers_the_notice() -> None:
    """Who holds both posts introduces to their own cell; under the receipt, which stands above, "a" would take it back."""
    desk = Desk(capabilities=LETTERS_ONLY)
    for text in ("/gioithieu", "CĐCS Horn", "Nguyễn Văn Tốt", "3/1998", "a", "hôm nay", "gửi"):
        desk.say("two_posts", text)
    assert "a) Xem danh sách chờ" in desk.shown(desk.screen["two_posts"][-1:], "two_posts")

    assert "Đang chờ chi bộ trả lời: 1 người" in desk.say("two_posts", "a")
    desk.close()
