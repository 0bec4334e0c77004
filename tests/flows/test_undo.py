"""Taking back: one's own, for ten minutes, once, and not what something else rests on."""

from __future__ import annotations

import re

import pytest

from domain.talk import FlowName
from handlers.registry import FLOWS
from handlers.undo import RIGHTS
from tests.architecture.tree import ROOT, python_files
from tests.flows.desk import Desk

LINE = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung"
LIVE = "SELECT receipt FROM meeting WHERE operation_id IS NOT NULL AND state = 'live'"


def reported(desk: Desk) -> str:
    desk.say("secretary", LINE)
    return desk.press("secretary", "Nộp")


@pytest.mark.parametrize("way", ["button", "word", "slash"])
def test_report_is_taken_back(desk: Desk, way: str) -> None:
    reported(desk)
    answer = (
        desk.press("secretary", "Thu hồi")
        if way == "button"
        else desk.say("secretary", {"word": "thu hồi"}.get(way, "/undo"))
    )
    assert "✅ Đã thu hồi" in answer
    assert desk.query(LIVE) == []


def test_ten_minutes_are_in_time_and_one_second_more_is_not(desk: Desk) -> None:
    reported(desk)
    with desk.aside():
        desk.wait(minutes=10)
        assert "✅" in desk.press("secretary", "Thu hồi")
    desk.wait(minutes=10, seconds=1)
    assert "quá 10 phút" in desk.press("secretary", "Thu hồi")
    assert len(desk.query(LIVE)) == 1


def test_twice_has_one_effect(desk: Desk) -> None:
    reported(desk)
    token = desk.token("secretary", "Thu hồi")
    desk.press_token("secretary", token)
    assert "đã được thu hồi rồi" in desk.press_token("secretary", token)
    assert desk.number("SELECT count(*) FROM audit WHERE action = 'undone'") == 1


def test_what_a_vote_rests_on_is_not_taken_back(desk: Desk) -> None:
    reported(desk)
    report = desk.token("secretary", "Thu hồi")
    desk.press("secretary", "Trần Thị Hà")
    desk.say("secretary", "15/18")
    desk.press("secretary", "Ghi")
    assert "việc khác ghi tiếp" in desk.press_token("secretary", report)

    desk.press("secretary", "Thu hồi")
    assert "✅" in desk.press_token("secretary", report)
    assert desk.query("SELECT count(*) FROM vote WHERE is_undone = 0") == [(0,)]
    assert "Trần Thị Hà" in reported(desk)


def test_receipt_number_is_not_used_again(desk: Desk) -> None:
    assert "2611-0001" in reported(desk)
    desk.press("secretary", "Thu hồi")
    assert "2611-0002" in reported(desk)


def test_undone_report_never_counts_as_sent(desk: Desk) -> None:
    before = desk.say("secretary", "/tiendo báo cáo đúng hạn")
    reported(desk)
    desk.press("secretary", "Thu hồi")
    assert desk.say("secretary", "/tiendo báo cáo đúng hạn") == before


def test_undone_amendment_brings_the_first_report_back(desk: Desk) -> None:
    reported(desk)
    desk.say("secretary", "hop cb 5/11 17/20 vang 3 co ly do, 90p, khong xet")
    desk.press("secretary", "Sửa báo cáo")
    desk.press("secretary", "Nộp")
    assert desk.query(LIVE) == [("2611-0002",)]
    desk.press("secretary", "Thu hồi")
    assert desk.query(LIVE) == [("2611-0001",)]


def test_undone_head_count_is_the_one_before(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 90p khong xet")
    desk.say("secretary", "19 chính thức, 2 dự bị")
    desk.say("secretary", "đủ")
    desk.press("secretary", "Nộp")
    desk.press("secretary", "Thu hồi")
    assert "Vẫn 20 đảng viên" in desk.say("secretary", "hop 5/11 90p")


def test_nothing_to_take_back_is_said(desk: Desk) -> None:
    assert "Không có việc nào" in desk.say("secretary", "thu hồi")


def test_introduction_that_was_received_is_not_taken_back(desk: Desk) -> None:
    desk.say("union", "/gioithieu Nguyễn Văn Tốt 3/1998 Konya")
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    desk.press("secretary", "Xem")
    desk.press("secretary", "Nguyễn Văn Tốt")
    desk.press("secretary", "Tiếp nhận")
    assert "việc khác ghi tiếp" in desk.press("union", "Thu hồi")


@pytest.mark.parametrize("is_parked", [True, False])
def test_votes_of_a_report_that_is_taken_back_are_not_gone_on_with(desk: Desk, is_parked: bool) -> None:
    reported(desk)
    desk.press("secretary", "Trần Thị Hà")
    if is_parked:
        desk.say("secretary", "để sau")
    answer = desk.say("secretary", "thu hồi")
    assert "✅ Đã thu hồi" in answer
    assert "Làm tiếp" not in answer
    assert desk.conversation("secretary").drafts == {}
    assert desk.conversation("secretary").open_flow is None


def test_votes_of_another_report_stay(desk: Desk) -> None:
    reported(desk)
    desk.press("secretary", "Trần Thị Hà")
    desk.say("secretary", "để sau")
    desk.say("secretary", "/gioithieu Nguyễn Văn Tốt 3/1998 Konya")
    desk.say("secretary", "xóa nháp")
    desk.say("secretary", "hop chuyen de 4/11 20/20 90p khong xet")
    desk.say("secretary", "học tập")
    desk.press("secretary", "Nộp")
    answer = desk.say("secretary", "thu hồi")
    assert "✅ Đã thu hồi" in answer
    assert "[Làm tiếp" in answer


def test_form_that_waits_is_still_offered(desk: Desk) -> None:
    desk.say("secretary", "/gioithieu Nguyễn Văn Tốt 3/1998")
    desk.say("secretary", "để sau")
    reported(desk)
    desk.press("secretary", "Trần Thị Hà")
    answer = desk.say("secretary", "thu hồi")
    assert "[Làm tiếp: Phiếu giới thiệu]" in answer


def test_right_that_ended_takes_the_way_back_with_it(desk: Desk) -> None:
    """Whoever keeps another post, and so still writes to the assistant."""
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since) SELECT id, 'admin', 1, 'Quản trị', '2026-01-01' FROM person"
        " WHERE name = 'Phạm Thị Nhàn'"
    )
    desk.say("office", "don vi han bao cao konya 25")
    desk.press("office", "Ghi")
    due = "SELECT report_due_day FROM unit WHERE report_due_day = 25"
    assert desk.query(due) == [(25,)]
    button = desk.token("office", "Thu hồi")
    with desk.aside():
        assert "✅" in desk.press_token("office", button)
    desk.db.execute("UPDATE post SET until = '2026-11-05' WHERE id = (SELECT max(id) FROM post)")
    assert "không còn giữ chức danh" in desk.press_token("office", button)
    assert desk.query(due) == [(25,)]


def test_what_was_written_is_taken_back_by_the_right_to_write_it() -> None:
    """Only where another action than the flow's is asked for: excusing a report, correcting whom one sees."""
    others = {FlowName.TASKS, FlowName.PRIVACY}
    assert {flow: RIGHTS[flow] for flow in RIGHTS if flow not in others} == {
        flow: FLOWS[flow].action for flow in RIGHTS if flow not in others
    }
    said = "\n".join(path.read_text("utf-8") for path in python_files(ROOT, ["handlers"]))
    written = set(re.findall(r"AddOperation\([^()]*?FlowName\.(\w+)", said))
    assert len(written) > 7
    assert written == {flow.name for flow in RIGHTS}
