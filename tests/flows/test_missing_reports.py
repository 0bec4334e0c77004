"""Who has not reported: the office, the leader and the administrator ask, and read no name before the day is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.flows.desk import Desk

OVERDUE = datetime(2026, 11, 20, 2, tzinfo=UTC)
QUESTIONS = [
    "ai chua bao cao thang 10",
    "các chi bộ chưa báo cáo",
    "chi bo nao chua nop bao cao thang 10/2026?",
    "tien do sinh hoat thang 10",
    "tien do bao cao thang 10",
]


@pytest.mark.parametrize("who", ["office", "leader", "admin"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_question_names_the_cells_once_they_are_late(desk: Desk, who: str, question: str) -> None:
    desk.now = OVERDUE

    answer = desk.say(who, question)

    assert "Báo cáo sinh hoạt tháng 10/2026" in answer
    assert "25/29 chi bộ đã gửi, 4 chi bộ chưa gửi" in answer
    assert "Đã qua hạn (4): Chi bộ " in answer
    assert "[Excel]" in answer


def test_cell_that_still_has_time_is_counted_and_not_named(desk: Desk) -> None:
    answer = desk.say("office", "ai chua bao cao thang 10")

    assert "4 chi bộ còn hạn đến 10/11/2026" in answer
    assert "Chi bộ Horn" not in answer


def test_cell_at_its_report_is_not_named(desk: Desk) -> None:
    desk.now = OVERDUE
    desk.say("collaborator", "/menu")
    before = desk.say("office", "ai chua bao cao thang 10")
    name = before.partition("Đã qua hạn (4): ")[2].partition(",")[0]
    unit = desk.number("SELECT unit_id FROM unit_version WHERE short_name = ?", name)
    desk.db.execute("INSERT INTO appeal VALUES (?, '2026-10', 'help', 1, ?)", (unit, int(OVERDUE.timestamp() * 1000)))

    answer = desk.say("office", "ai chua bao cao thang 10")

    assert name not in answer
    assert "1 chi bộ đã qua hạn nhưng đang làm" in answer


def test_month_before_and_one_committee_are_asked_for(desk: Desk) -> None:
    desk.say("office", "ai chua bao cao thang 10")

    assert "tháng 9/2026" in desk.press("office", "Tháng trước")
    assert "Đảng bộ KCN Nomura: " in desk.say("office", "ai chua bao cao thang 10 kcn nomura")
    assert "Không thấy đơn vị “bach hoa”" in desk.say("office", "ai chua bao cao thang 10 bach hoa")


def test_secretary_reads_the_own_tasks_and_nothing_of_others(desk: Desk) -> None:
    desk.now = OVERDUE
    root = desk.number("SELECT unit_id FROM unit_version WHERE parent_id IS NULL")
    forged = desk.press_token("secretary", f"tasks.missing.0.{root}:2026-10")

    for answer in (desk.say("secretary", "ai chua bao cao thang 10"), forged):
        assert "Đã qua hạn" not in answer
        assert "đã gửi" not in answer


def test_figure_of_a_year_is_still_the_progress(desk: Desk) -> None:
    assert "257/261" in desk.say("office", "tien do sinh hoat dung han")
    assert "đúng hạn" in desk.say("secretary", "tien do bao cao thang 10")
