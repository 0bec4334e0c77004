"""The meeting report: numbers add up, a report stands once, on time is what was sent on the day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.meetings import Gap
from handlers.meeting.counts import ALL_OF_A_KIND
from storage.instants import to_ms
from tests.flows.desk import Desk
from tests.stage import ZONE

LINE = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung"
LIVE = "SELECT receipt, period, is_on_time FROM meeting WHERE operation_id IS NOT NULL AND state = 'live' ORDER BY id"
ROW = "SELECT present, absent_excused, absent_unexcused, full_count + probationary_count FROM meeting ORDER BY id DESC LIMIT 1"


def sent(desk: Desk, line: str = LINE, who: str = "secretary") -> str:
    desk.say(who, line)
    return desk.press(who, "Nộp")


def local(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        (LINE, (18, 2, 0, 20)),
        ("hop 5/11 20/20 90p khong xet", (20, 0, 0, 20)),
        ("hop 5/11 17/20 vang 3: 2 co ly do 1 khong, 90p, khong xet", (17, 2, 1, 20)),
        ("hop 5/11 du 90p khong xet", (20, 0, 0, 20)),
    ],
)
def test_one_line_is_stored_as_it_was_said(desk: Desk, line: str, stored: tuple[int, ...]) -> None:
    assert sent(desk, line).startswith("✅ Đã nhận báo cáo")
    assert desk.query(ROW) == [stored]


@pytest.mark.parametrize("text", ["3 có lý do", "1 có 2 không", "0 có, 1 không", "5 có 5 không"])
def test_absences_that_do_not_add_up_are_asked_again(desk: Desk, text: str) -> None:
    desk.say("secretary", "hop 5/11 18/20 90p khong xet")
    answer = desk.say("secretary", text)

    draft = desk.draft("secretary")
    assert draft is not None
    assert draft.step == "absent"
    assert "Ví dụ" in answer


def test_more_present_than_members_is_not_taken(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 90p")
    desk.press("secretary", "Không đổi")
    assert "nhiều hơn" in desk.say("secretary", "21")


def test_head_count_that_shrinks_afterwards_asks_for_the_present_again(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 19/20 vang 1 co ly do 90p khong xet")
    desk.press("secretary", "Sửa")
    desk.say("secretary", "sửa 4")
    desk.say("secretary", "lùi")
    draft = desk.draft("secretary")
    assert draft is not None
    desk.say("secretary", "làm lại")
    answers = [desk.say("secretary", text) for text in ("5/11", "90p", "17 chính thức, 1 dự bị")]
    assert "trên 18" in answers[-1]


def test_other_number_of_members_than_known_asks_for_the_head_count(desk: Desk) -> None:
    answer = desk.say("secretary", "hop 5/11 18/21 90p khong xet")
    assert "Tin ghi 21 đảng viên, còn lần trước chi bộ có 20 đảng viên" in answer
    desk.say("secretary", "19 chính thức, 2 dự bị")
    desk.say("secretary", "3 có lý do")
    desk.press("secretary", "Nộp")

    assert desk.query(ROW) == [(18, 3, 0, 21)]
    assert "Vẫn 21 đảng viên" in desk.say("deputy", "hop chuyên đề 4/11 90p")


@pytest.mark.parametrize("day", ["6/11/2026", "ngày mai", "1/12/2026"])
def test_meeting_in_the_future_is_not_reported(desk: Desk, day: str) -> None:
    desk.say("secretary", "/hop")
    desk.say("secretary", day)
    draft = desk.draft("secretary")
    assert draft is not None
    assert draft.step == "date"


def test_period_is_not_the_date(desk: Desk) -> None:
    desk.db.execute("DELETE FROM meeting WHERE period = '2026-10'")
    sent(desk, "hop thang 10 ngay 2/11 20/20 90p khong xet")
    assert [row[1] for row in desk.query(LIVE)] == ["2026-10"]


def test_same_unit_period_and_kind_is_reported_once(desk: Desk) -> None:
    sent(desk)
    answer = desk.say("deputy", LINE)

    assert "[Sửa báo cáo đã nộp]" in answer
    assert "[Nộp" not in answer


def test_another_kind_of_the_same_month_is_another_report(desk: Desk) -> None:
    sent(desk)
    desk.say("secretary", "hop chuyen de 4/11 20/20 90p khong xet")
    desk.say("secretary", "học tập")
    desk.press("secretary", "Nộp")
    assert len(desk.query(LIVE)) == 2


def test_amended_report_keeps_when_it_was_first_sent(desk: Desk) -> None:
    """Sent on time, amended after the deadline: still on time, and the first receipt is not given again."""
    first = sent(desk)
    desk.now = local(12, 9, month=12)
    desk.say("secretary", "hop thang 11 ngay 5/11 17/20 vang 3 co ly do, 90p, khong xet")
    desk.press("secretary", "Sửa báo cáo đã nộp")
    answer = desk.press("secretary", "Nộp")

    assert "2611-0001" in first
    assert "2612-" in answer
    assert [row[2] for row in desk.query(LIVE)] == [1]
    assert desk.query("SELECT count(DISTINCT first_sent_at), count(*) FROM meeting WHERE operation_id IS NOT NULL") == [
        (1, 2)
    ]


def test_last_second_of_the_due_day_is_on_time(desk: Desk) -> None:
    desk.say("secretary", LINE)
    desk.now = local(10, 23, 59, 59, month=12)
    assert "đúng hạn" in desk.press("secretary", "Nộp")
    assert [row[2] for row in desk.query(LIVE)] == [1]


def test_one_second_later_is_late_and_still_taken(desk: Desk) -> None:
    desk.say("secretary", LINE)
    desk.now = local(11, 0, month=12)
    answer = desk.press("secretary", "Nộp")

    assert answer.startswith("✅")
    assert "đúng hạn" not in answer
    assert [row[2] for row in desk.query(LIVE)] == [0]


def test_gap_in_receiving_over_the_deadline_moves_it(desk: Desk) -> None:
    gap = Gap(local(10, 22, month=12), local(11, 6, month=12))
    desk.db.execute("INSERT INTO gap VALUES (?, ?)", (to_ms(gap.since), to_ms(gap.until)))
    desk.say("secretary", LINE)
    desk.now = local(11, 20, month=12)
    answer = desk.press("secretary", "Nộp")

    assert "đúng hạn" in answer
    assert "6 giờ 00 ngày 12/12" in answer
    assert [row[2] for row in desk.query(LIVE)] == [1]


def test_gap_elsewhere_moves_nothing(desk: Desk) -> None:
    since, until = local(8, 9, month=12), local(8, 12, month=12)
    desk.db.execute("INSERT INTO gap VALUES (?, ?)", (to_ms(since), to_ms(until)))
    desk.say("secretary", LINE)
    desk.now = local(11, 20, month=12)
    desk.press("secretary", "Nộp")
    assert [row[2] for row in desk.query(LIVE)] == [0]


def test_other_officers_draft_closes_with_a_note(desk: Desk) -> None:
    desk.say("deputy", "hop 5/11 90p")
    sent(desk)
    assert desk.draft("deputy") is None
    assert "2611-0001" in desk.screen["deputy"][-1].text


@pytest.mark.parametrize("begun", ["hop thang 10", "hop chuyen de 5/11"])
def test_other_officers_draft_of_another_report_stays(desk: Desk, begun: str) -> None:
    desk.say("deputy", begun)

    desk.say("secretary", "hop cb 5/11 du, 18h-19h30, khong xet")
    desk.press("secretary", "Nộp")

    assert desk.number("SELECT count(*) FROM meeting WHERE state = 'live' AND period = '2026-11' AND unit_id = 9") == 1
    assert desk.draft("deputy") is not None


def test_months_count_up_to_the_last_one_that_is_over(desk: Desk) -> None:
    assert "đã báo cáo đủ 11/11 tháng" in sent(desk)


def test_back_passes_over_a_question_that_the_answers_have_made_needless(desk: Desk) -> None:
    """October was reported: "amend it?" was answered, then another month was named. Back never shows that question again."""
    for text in ("/hop thường kỳ tháng 10 ngày 20/10", "tháng 1/1900"):
        desk.say("deputy", text)
    assert "Sửa báo cáo đã nộp" not in desk.say("deputy", "lùi")


def test_long_row_of_digits_is_no_answer_and_takes_no_time() -> None:
    for text in ("1" * 200 + "x", " " * 200, "ca " * 100 + "!"):
        assert ALL_OF_A_KIND.fullmatch(text) is None
    assert ALL_OF_A_KIND.fullmatch("2 ca 2 deu co phep") is not None


@pytest.mark.parametrize("line", ["hop cb 5/11 18h-19h30 20/20 xet 999 quan chung", "hop cb 5/11 18h-19h30 20/20"])
def test_no_meeting_considers_a_thousand_people(desk: Desk, line: str) -> None:
    desk.say("secretary", line)
    said = desk.say("secretary", "999")

    assert "99" in said
    assert "xét đề nghị kết nạp 999" not in said
    assert desk.say("secretary", "1").startswith("📝 Xem lại")


SECOND_POST = """
INSERT INTO post (person_id, role, unit_id, title, since)
SELECT person_id, 'secretary', (SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Maple'), 'Phó bí thư', '2026-01-01'
FROM account WHERE chat_id = 'secretary' AND channel = 'web'
"""
OF_KONYA = "hop 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet"


def test_number_of_members_of_one_cell_never_becomes_anothers(desk: Desk) -> None:
    desk.db.execute(SECOND_POST)
    desk.say("secretary", OF_KONYA)

    asked = desk.press("secretary", "Chi bộ Maple")

    assert "Tin ghi 20 đảng viên, còn lần trước chi bộ có 9 đảng viên" in asked
    assert "9" in desk.press("secretary", "Không đổi")
    assert "[Nộp" not in desk.shown([desk.screen["secretary"][-1]], "secretary")


def test_cell_that_the_line_was_read_for_is_asked_nothing_more(desk: Desk) -> None:
    desk.db.execute(SECOND_POST)
    desk.say("secretary", OF_KONYA)

    summary = desk.press("secretary", "Chi bộ Konya")

    assert "Có mặt 18/20 (90%)" in summary
    assert "[Nộp báo cáo tháng 11]" in summary


def test_another_cell_in_the_summary_asks_for_its_own_number(desk: Desk) -> None:
    desk.db.execute(SECOND_POST)
    desk.say("secretary", OF_KONYA.replace("hop", "hop konya"))
    desk.press("secretary", "Sửa")
    desk.say("secretary", "1")

    assert "còn lần trước chi bộ có 9 đảng viên" in desk.press("secretary", "Chi bộ Maple")

    desk.press("secretary", "Không đổi")
    desk.say("secretary", "đủ")
    desk.press("secretary", "Nộp")
    assert desk.query("SELECT full_count + probationary_count FROM head_count ORDER BY id DESC LIMIT 1") == [(9,)]


NOT_HELD = "SELECT period FROM meeting WHERE is_held = 0 AND state = 'live' AND receipt <> '' ORDER BY id DESC LIMIT 1"


@pytest.mark.parametrize(
    ("who", "day", "begun", "expected"),
    [
        ("two_posts", "2026-11-08", "hop", "2026-10"),
        ("two_posts", "2026-11-08", "hop thang 9", "2026-09"),
        ("two_posts", "2026-11-08", "hop thang 11", "2026-11"),
        ("two_posts", "2026-11-11", "hop", "2026-11"),
        ("secretary", "2026-11-08", "hop", "2026-11"),
    ],
)
def test_no_meeting_is_of_the_month_that_was_said_or_is_due(
    desk: Desk, who: str, day: str, begun: str, expected: str
) -> None:
    """October's report of Horn is due on 10/11; Konya has sent its own."""
    desk.db.execute("DELETE FROM meeting WHERE period = '2026-09' AND unit_id <> 9")
    desk.now = datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=ZONE)
    desk.say(who, begun)
    desk.press(who, "Không họp")
    desk.press(who, "Ca kíp")
    desk.press(who, "Nộp")

    assert desk.query(NOT_HELD) == [(expected,)]


@pytest.mark.parametrize(("line", "expected"), [("khong hop", "2026-10"), ("khong hop thang 11", "2026-11")])
def test_line_that_says_no_meeting_is_of_the_month_that_is_due(desk: Desk, line: str, expected: str) -> None:
    desk.say("two_posts", line)
    desk.press("two_posts", "Ca kíp")
    desk.press("two_posts", "Nộp")

    assert desk.query(NOT_HELD) == [(expected,)]
