"""The votes on each candidate of a reported meeting: the arithmetic shown, each vote once, only whom the cell follows."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

LINE = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 2 quan chung"


@pytest.fixture
def reported(desk: Desk) -> Desk:
    desk.say("secretary", LINE)
    desk.press("secretary", "Nộp")
    return desk


def vote(desk: Desk, name: str, votes: str) -> str:
    desk.press("secretary", name)
    desk.say("secretary", votes)
    return desk.press("secretary", "Ghi")


@pytest.mark.parametrize(
    ("votes", "shown", "is_passed"),
    [("12/18", "12/18 phiếu (cần 12", 1), ("11", "11/18 phiếu (cần 12", 0), ("0", "0/18", 0), ("18/18", "18/18", 1)],
)
def test_vote_is_recorded_with_its_arithmetic(reported: Desk, votes: str, shown: str, is_passed: int) -> None:
    assert shown in vote(reported, "Trần Thị Hà", votes)
    assert reported.query("SELECT is_passed FROM vote") == [(is_passed,)]
    assert (
        reported.number("SELECT count(*) FROM candidate_event WHERE step = 'cell_resolution' AND operation_id > 0")
        == is_passed
    )


def test_more_votes_than_members_are_not_taken(reported: Desk) -> None:
    reported.press("secretary", "Trần Thị Hà")
    assert "nhiều hơn" in reported.say("secretary", "19")


def test_other_total_than_the_reports_asks_which_one_counts(reported: Desk) -> None:
    reported.press("secretary", "Trần Thị Hà")
    answer = reported.say("secretary", "11/16")
    assert "[Tính trên 16]" in answer
    assert "[Tính trên 18]" in answer
    reported.press("secretary", "Tính trên 16")
    assert "cần 11 = 2/3 của 16" in reported.press("secretary", "Ghi")


def test_candidate_is_voted_on_once_in_a_meeting(reported: Desk) -> None:
    token = reported.token("secretary", "Trần Thị Hà")
    vote(reported, "Trần Thị Hà", "5/18")
    assert "phiếu đồng ý" not in reported.press_token("secretary", token)
    assert reported.number("SELECT count(*) FROM vote") == 1


def test_second_officers_vote_on_the_same_candidate_writes_nothing(reported: Desk) -> None:
    reported.press_token("deputy", reported.token("secretary", "Trần Thị Hà"))
    reported.say("deputy", "14")
    vote(reported, "Trần Thị Hà", "5/18")
    reported.press("deputy", "Ghi")
    assert reported.query("SELECT votes_for FROM vote") == [(5,)]


def test_next_candidate_is_offered_only_while_some_are_left(reported: Desk) -> None:
    """Two were considered: after the first vote one is left, after the second none, passed or not."""
    assert "Còn 1 quần chúng" in vote(reported, "Trần Thị Hà", "15/18")
    assert "Còn 1 quần chúng" not in vote(reported, "Lê Văn", "14/18")


def test_candidate_of_another_cell_cannot_be_voted_on(reported: Desk) -> None:
    meeting = reported.number("SELECT max(id) FROM meeting")
    other = reported.number("SELECT id FROM candidate WHERE name = 'Tạ Đình Khương'")
    assert "không còn trong danh sách" in reported.press_token("secretary", f"consider.of.0.{meeting}:{other}")


def test_button_of_a_report_that_was_taken_back_says_so(reported: Desk) -> None:
    token = reported.token("secretary", "Trần Thị Hà")
    reported.press("secretary", "Thu hồi")
    assert "đã được thu hồi" in reported.press_token("secretary", token)
