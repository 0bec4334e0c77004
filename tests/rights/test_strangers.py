"""Whoever nobody invited, and whose post has ended, learns nothing: whatever they write or press."""

from __future__ import annotations

import pytest

from domain.talk import FlowName
from language.vocabulary import COMMANDS, CONTROL_WORDS, words_of
from tests.flows.desk import Desk
from tests.rights.seen import leaked

WORDS = [
    *(f"/{name}" for words in COMMANDS for name in words.slash),
    *(f"{phrase} konya" for words in COMMANDS for phrase in words.phrases),
    *(word for words in CONTROL_WORDS.values() for word in words),
    *("menu", "trợ giúp", "/start", "Trần Thị Hà", "2611-001", "a", "sửa 3", "001098012345", "TÀI LIỆU MẬT"),
]
STEPS = [
    "open",
    "to",
    "card",
    "more",
    "name",
    "entry",
    "receive",
    "of",
    "do",
    "show",
    "kids",
    "cancel",
    "revoke",
    "right",
    "confirm",
    "agree",
    "hour",
    "twin",
    "votes",
    "unit",
    "list",
    "help",
]
VALUES = ("1", "0", "yes", "no", "submit", "0-1-2023", "1:1", "0645", "menu")


def test_stranger_gets_one_sentence_whatever_they_write(desk: Desk) -> None:
    answers = {desk.say("stranger", word) for word in WORDS}
    answers |= {desk.shown(desk.turn("stranger", media=kind), "stranger") for kind in ("photo", "voice", "file")}

    assert len(answers) == 1
    assert answers.pop().startswith("Xin chào. Đây là trợ lý tự động của Đảng ủy, chỉ phục vụ người được mời.")
    assert leaked(desk, "stranger") == set()


def test_stranger_gets_the_same_sentence_whatever_they_press(desk: Desk) -> None:
    first = desk.say("stranger", "menu")
    for flow in FlowName:
        for step in STEPS:
            for value in VALUES:
                assert desk.press_token("stranger", f"{flow}.{step}.0.{value}") == first, (flow, step, value)

    assert desk.query("SELECT 1 FROM operation") == []
    assert desk.query("SELECT 1 FROM conversation WHERE drafts <> '[]'") == []


def test_stranger_leaves_no_trace_but_the_account(desk: Desk) -> None:
    desk.say("stranger", "/tracuu Trần Thị Hà")

    assert desk.query("SELECT count(*) FROM audit WHERE person_id IS NULL AND action IN ('listed', 'looked')") == [(0,)]


@pytest.mark.parametrize("how", ["ended yesterday", "begins tomorrow"])
def test_post_counts_only_on_its_days(desk: Desk, how: str) -> None:
    day = "until = '2026-11-05'" if how == "ended yesterday" else "since = '2026-11-06'"
    desk.say("secretary", "tim ha")
    token = desk.token("secretary", "Trần Thị Hà")
    desk.db.execute(f"UPDATE post SET {day} WHERE person_id = 1")
    desk.screen.clear()

    own = {f"/{name}" for name in words_of(FlowName.PRIVACY).slash}
    own |= {f"{phrase} konya" for phrase in words_of(FlowName.PRIVACY).phrases}
    answers = {desk.say("secretary", word) for word in WORDS if not word[0].isdigit() and word not in own}
    answers |= {desk.press_token("secretary", token), desk.press_token("secretary", "meeting.open.0.1")}
    assert answers == {"Tài khoản này hiện chưa có vai trò nào. Hỏi Văn phòng Đảng ủy hoặc người đã mời."}


def test_whose_post_has_ended_still_has_a_right_to_their_own_data_and_to_nobody_elses(desk: Desk) -> None:
    desk.db.execute("UPDATE post SET until = '2026-11-05' WHERE person_id = 1")
    assert "Trợ lý đang lưu về đồng chí" in desk.say("secretary", "/dulieu")
    assert "Không tìm thấy" in desk.say("secretary", "dulieu tran thi ha")
    desk.say("secretary", "du lieu cua toi")
    desk.press("secretary", "Xin sửa")
    assert "Cần sửa" in desk.say("secretary", "họ đúng là Trần Thị Mái")
    assert "✅" in desk.press("secretary", "Gửi yêu cầu")


def test_draft_of_an_ended_post_cannot_be_sent(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 20/20, 90p, khong xet")
    desk.db.execute("UPDATE post SET until = '2026-11-05' WHERE person_id = 1")

    assert "chưa có vai trò" in desk.press("secretary", "Nộp")
    assert desk.query("SELECT 1 FROM operation") == []


def test_draft_for_a_cell_that_was_taken_away_is_not_sent_for_another(desk: Desk) -> None:
    """Secretary of two cells, asked for which; the post of that cell ends before the report is sent."""
    desk.db.execute(
        "INSERT INTO post SELECT max(id) + 1, 1, 'secretary', (SELECT unit_id FROM unit_version"
        " WHERE short_name = 'Chi bộ Maple' AND valid_to IS NULL), 'Bí thư', '2026-01-01', NULL FROM post"
    )
    desk.say("secretary", "/hop")
    desk.press("secretary", "Chi bộ Maple")
    for text in ("5/11", "90p", "không đổi", "đủ", "không"):
        desk.say("secretary", text)
    desk.db.execute("UPDATE post SET until = '2026-11-05' WHERE id = (SELECT max(id) FROM post)")
    desk.press("secretary", "Nộp")

    assert desk.query("SELECT unit_id FROM meeting WHERE operation_id IS NOT NULL AND held_on = '2026-11-05'") == []
