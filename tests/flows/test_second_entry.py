"""A form about one record is never replaced by another record without asking: the answers stay until the person gives them up."""

from __future__ import annotations

import pytest

from domain.talk import Draft, FlowName
from tests.flows.desk import Desk

FIRST, SECOND = "Nguyễn Văn Tốt", "Lê Thị Mới"


def draft_about(desk: Desk, flow: FlowName) -> Draft:
    found = desk.conversation("secretary").drafts.get(flow)
    assert found is not None
    return found


def sex(desk: Desk) -> object:
    return draft_about(desk, FlowName.INTAKE).values.get("sex")


@pytest.fixture
def completing(desk: Desk) -> Desk:
    """Two entries of the union; the first was received, and its completion has begun."""
    for name in (FIRST, SECOND):
        desk.say("union", f"/gioithieu {name} 3/1998 Konya")
        desk.say("union", "hôm nay")
        desk.press("union", "Gửi giới thiệu")
    receive(desk, FIRST)
    desk.press("secretary", "Bổ sung")
    desk.say("secretary", "nữ")
    return desk


def receive(desk: Desk, name: str) -> str:
    desk.say("secretary", "/tiepnhan")
    desk.press("secretary", name)
    return desk.press("secretary", "Tiếp nhận")


def second(desk: Desk) -> str:
    """The completion of the second entry is begun as well."""
    receive(desk, SECOND)
    return desk.press("secretary", "Bổ sung")


def test_receiving_another_entry_keeps_the_draft_and_shows_the_way_back(completing: Desk) -> None:
    assert f"[Làm tiếp: {FIRST}]" in receive(completing, SECOND)
    assert sex(completing) == "female"
    completing.press("secretary", f"Làm tiếp: {FIRST}")
    completing.say("secretary", "thợ hàn")
    assert draft_about(completing, FlowName.INTAKE).values["job"] == "thợ hàn"


def test_answer_meant_for_the_other_entry_does_not_get_into_the_draft(completing: Desk) -> None:
    receive(completing, SECOND)
    completing.say("secretary", "tổ trưởng")
    assert "job" not in draft_about(completing, FlowName.INTAKE).values


def test_second_completion_asks_what_to_do_with_the_first(completing: Desk) -> None:
    answer = second(completing)
    assert f"bước 2/8 của “Tiếp nhận quần chúng” cho {FIRST}" in answer
    assert f"[Làm tiếp: {FIRST}]" in answer
    assert f"[Bỏ, làm cho {SECOND}]" in answer
    assert sex(completing) == "female"


def test_first_completion_goes_on(completing: Desk) -> None:
    second(completing)
    assert "Làm công việc gì" in completing.press("secretary", f"Làm tiếp: {FIRST}")
    assert sex(completing) == "female"


@pytest.mark.parametrize("word", ["làm tiếp", "để sau", "menu"])
def test_words_keep_the_first(completing: Desk, word: str) -> None:
    second(completing)
    completing.say("secretary", word)
    assert sex(completing) == "female"


def test_second_completion_begins_once_the_first_is_given_up(completing: Desk) -> None:
    second(completing)
    assert "Bước 1/8. Nam hay nữ?" in completing.press("secretary", "Bỏ, làm cho")
    found = draft_about(completing, FlowName.INTAKE)
    assert found.values.get("sex") is None
    assert completing.query("SELECT name FROM candidate WHERE id = ?", found.values["candidate"]) == [(SECOND,)]


def test_old_button_that_gives_up_asks_again(completing: Desk) -> None:
    second(completing)
    old = completing.token("secretary", "Bỏ, làm cho")
    completing.press("secretary", f"Làm tiếp: {FIRST}")
    completing.say("secretary", "thợ hàn")
    assert f"[Làm tiếp: {FIRST}]" in completing.press_token("secretary", old)
    assert draft_about(completing, FlowName.INTAKE).values["job"] == "thợ hàn"


def test_passing_on_another_entry_asks_too(completing: Desk) -> None:
    completing.say("secretary", "/tiepnhan")
    completing.press("secretary", SECOND)
    assert f"[Làm tiếp: {FIRST}]" in completing.press("secretary", "Chuyển chi bộ khác")
    assert sex(completing) == "female"


def test_same_entry_again_offers_to_go_on(completing: Desk) -> None:
    ident = draft_about(completing, FlowName.INTAKE).values["candidate"]
    answer = completing.press_token("secretary", f"intake.complete.0.{ident}")
    assert "[Làm tiếp]" in answer
    assert "[Làm lại từ đầu]" in answer
    assert sex(completing) == "female"


def test_nothing_is_asked_where_nothing_would_be_lost(desk: Desk) -> None:
    desk.say("union", f"/gioithieu {FIRST} 3/1998 Konya")
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    receive(desk, FIRST)
    desk.press("secretary", "Bổ sung")
    receive(desk, "Phan Thị Ngoan")
    assert "Bước 1/8" in desk.press("secretary", "Bổ sung")


def test_entry_that_is_gone_holds_nobody_up(completing: Desk) -> None:
    completing.db.execute("UPDATE candidate SET is_undone = 1 WHERE name = ?", (FIRST,))
    assert "Bước 1/8. Nam hay nữ?" in second(completing)


@pytest.fixture
def voting(desk: Desk) -> Desk:
    """The votes on one candidate are typed, but not sent."""
    desk.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 2 quan chung")
    desk.press("secretary", "Nộp")
    desk.press("secretary", "Trần Thị Hà")
    desk.say("secretary", "13/18")
    return desk


def test_vote_on_another_candidate_asks_about_the_one_that_was_not_sent(voting: Desk) -> None:
    answer = voting.press("secretary", "Lê Văn")
    assert "đã điền đủ “Kết quả xét quần chúng” cho Trần Thị Hà nhưng chưa gửi" in answer
    voting.press("secretary", "Làm tiếp: Trần Thị Hà")
    voting.press("secretary", "Ghi")
    assert voting.query("SELECT votes_for FROM vote") == [(13,)]


def test_vote_on_another_candidate_begins_once_the_first_is_given_up(voting: Desk) -> None:
    voting.press("secretary", "Lê Văn")
    assert "Lê Văn" in voting.press("secretary", "Bỏ, làm cho Lê Văn")
    voting.say("secretary", "12/18")
    voting.press("secretary", "Ghi")
    assert voting.query("SELECT name, votes_for FROM candidate JOIN vote ON candidate_id = candidate.id") == [
        ("Lê Văn Bình", 12)
    ]


def test_vote_that_somebody_else_recorded_holds_nobody_up(voting: Desk) -> None:
    ident = draft_about(voting, FlowName.CONSIDER).values
    voting.press_token("deputy", f"consider.of.0.{ident['meeting']}:{ident['candidate']}")
    voting.say("deputy", "5/18")
    voting.press("deputy", "Ghi")
    assert "bao nhiêu phiếu" in voting.press("secretary", "Lê Văn")


def test_amending_a_report_asks_about_the_open_one(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 20/20, 90p, khong xet")
    desk.press("secretary", "Nộp")
    desk.say("secretary", "hop chuyên đề 4/11 20/20")
    amend = f"meeting.amend.0.{desk.number('SELECT max(id) FROM meeting')}"
    answer = desk.press_token("secretary", amend)
    assert "cho tháng 11/2026" in answer
    assert draft_about(desk, FlowName.MEETING).values["kind"] == "thematic"

    desk.press("secretary", "Bỏ, sửa báo cáo 2611-0001")
    assert draft_about(desk, FlowName.MEETING).values["kind"] == "regular"
    assert "Xem lại trước khi nộp" in desk.press_token("secretary", amend)
