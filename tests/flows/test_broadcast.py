"""Messages of the office to many: preview, keys, stopping, the result, and what others learn of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.ids import OutboxId
from domain.people import Address
from storage import outbox
from tests.fakes.channel import LETTERS_ONLY
from tests.flows.desk import Desk
from tests.stage import ZONE

LINE = "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban tại phòng họp A"
NIGHT = datetime(2026, 11, 5, 21, 30, tzinfo=ZONE)
ROWS = "SELECT once_key, is_bulk, state FROM outbox WHERE once_key LIKE 'broadcast:%' ORDER BY id"


def sent(desk: Desk, line: str = LINE) -> str:
    desk.say("office", line)
    return desk.press("office", "Gửi cho")


def leave(desk: Desk, count: int, state: str = "sent") -> None:
    """So many of its messages have left."""
    desk.query(
        "UPDATE outbox SET state = ? WHERE id IN"
        " (SELECT id FROM outbox WHERE once_key LIKE 'broadcast:%' AND state = 'waiting' ORDER BY id LIMIT ?)",
        *(state, count),
    )


def test_preview_counts_who_is_reached_who_is_not_and_shows_the_message(desk: Desk) -> None:
    desk.query("UPDATE account SET is_gone = 1 WHERE chat_id = 'deputy'")

    shown = desk.say("office", LINE)

    assert "Gửi được cho 3/30 người (Trang trên máy 3); 26 chưa vào, 1 đã chặn Trợ lý." in shown
    assert "không ghi tên quần chúng" in shown
    assert "Thông báo của Phạm Thị Nhàn (Cán bộ Văn phòng, Đảng bộ Ban Quản lý Khu kinh tế):\n14h thứ Sáu" in shown
    assert "[Gửi cho 3 người]" in shown
    assert desk.query(ROWS) == []


def test_everybody_gets_one_bulk_message_with_a_key_of_their_own_and_nothing_to_answer(desk: Desk) -> None:
    desk.say("office", LINE)
    said = desk.turn("office", press=desk.token("office", "Gửi cho"))

    rows = desk.query(ROWS)
    assert len(rows) == len({key for key, _, _ in rows}) == 4
    assert {(bulk, state) for _, bulk, state in rows} == {(1, "waiting")}
    assert all(one.buttons == () for one in said if one.chat != "office")
    assert not any(one.chat == "office" and one.text.startswith("Thông báo của") for one in said)


def test_pressing_send_again_sends_nothing_again(desk: Desk) -> None:
    desk.say("office", LINE)
    token = desk.token("office", "Gửi cho")
    desk.press_token("office", token)

    desk.press_token("office", token)

    assert len(desk.query(ROWS)) == 4
    assert desk.number("SELECT count(*) FROM broadcast") == 1


def test_at_night_the_preview_and_the_receipt_say_when_it_leaves() -> None:
    desk = Desk(NIGHT)

    assert "thông báo đi lúc 6 giờ 30 ngày 06/11/2026" in desk.say("office", LINE)
    assert "đi lúc 6 giờ 30 ngày 06/11/2026" in desk.press("office", "Gửi cho")
    desk.close()


def test_before_the_first_message_left_it_is_withdrawn_whole(desk: Desk) -> None:
    sent(desk)

    assert "4 người sẽ không nhận" in desk.press("office", "Thu hồi")

    assert {row[2] for row in desk.query(ROWS)} == {"failed"}
    assert desk.query("SELECT ended, told_at IS NULL FROM broadcast") == [("withdrawn", 0)]
    assert desk.press("office", "Thu hồi") == "Không còn tin nào chờ gửi."


@pytest.mark.parametrize("state", ["sent", "sending", "uncertain"])
def test_once_a_message_left_only_the_rest_can_be_stopped(desk: Desk, state: str) -> None:
    sent(desk)
    leave(desk, 1, state)

    assert "Đã gửi 1/4, nên không thu hồi được nữa. Còn 3 tin chưa đi" in desk.press("office", "Thu hồi")
    assert "Đã gửi 1/4; 3 tin còn lại không gửi nữa" in desk.press("office", "Dừng gửi")

    assert sorted(str(row[2]) for row in desk.query(ROWS)) == sorted([state, "failed", "failed", "failed"])
    assert desk.query("SELECT ended, told_at IS NULL FROM broadcast") == [("stopped", 1)]


def test_progress_tells_what_is_sent_waiting_uncertain_and_failed(desk: Desk) -> None:
    sent(desk)
    leave(desk, 1)
    leave(desk, 1, "uncertain")
    desk.query(
        "UPDATE outbox SET state = 'failed', failure = 'recipient_gone' WHERE id = (SELECT max(id) - 1 FROM outbox)"
    )

    shown = desk.press("office", "Xem tiến độ gửi")

    assert "đã gửi 1/4 người" in shown
    assert "• 1 tin chưa rõ có tới không" in shown
    assert "• 1 người đã chặn Trợ lý" in shown
    assert "• 1 tin đang chờ" in shown
    assert "[Cập nhật]\n[Dừng gửi]" in shown
    assert desk.say("office", "thông báo tiến độ") == shown


def test_message_that_went_to_another_account_counts_once(desk: Desk) -> None:
    sent(desk)
    leave(desk, 4)
    desk.query(
        "INSERT INTO outbox (channel, bot_id, chat_id, action, text, once_key, created_at, due_at, state)"
        " SELECT channel, bot_id, 'x', action, '', once_key || ':elsewhere', created_at, 0, 'sent' FROM outbox"
        " WHERE once_key LIKE 'broadcast:%' LIMIT 1"
    )

    assert "đã gửi 4/4 người" in desk.press("office", "Xem tiến độ gửi")


@pytest.mark.parametrize("who", ["secretary", "leader", "union", "collaborator", "stranger"])
def test_forged_button_teaches_nobody_anything(desk: Desk, who: str) -> None:
    sent(desk)

    for token in ("broadcast.progress.0.1", "broadcast.recall.0.1", "broadcast.stop.0.1", "broadcast.progress.0.77"):
        answer = desk.press_token(who, token)
        assert "giao ban" not in answer
        assert "/4" not in answer
    assert {row[2] for row in desk.query(ROWS)} == {"waiting"}


def test_office_of_a_part_neither_writes_beyond_it_nor_sees_what_went_to_the_whole(desk: Desk) -> None:
    sent(desk)
    nomura = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Đảng bộ KCN Nomura'")
    desk.query("UPDATE post SET unit_id = ? WHERE role = 'office'", nomura)

    assert desk.press_token("office", "broadcast.progress.0.1").startswith("Không tìm thấy thông báo")
    assert "Chưa tìm thấy đơn vị" in desk.say("office", "thông báo") + desk.say("office", "bí thư Đảng bộ KCN VSIP")
    assert "Phạm vi: Đảng bộ KCN Nomura" in desk.say("office", "bí thư các chi bộ") + desk.say(
        "office", "Họp lúc 14h thứ Sáu"
    )


def test_open_question_of_a_recipient_keeps_its_letters() -> None:
    desk = Desk(capabilities=LETTERS_ONLY)
    desk.say("secretary", "hop cb 5/11 18/20")
    desk.say("office", LINE)
    desk.say("office", "gửi")

    assert "Thời gian: 90 phút" in desk.say("secretary", "a")
    desk.close()


def test_text_that_is_too_long_or_secret_is_not_taken(desk: Desk) -> None:
    desk.say("office", "thông báo công đoàn")
    desk.say("office", "Konya")

    assert "nhiều nhất 1.500" in desk.say("office", "Họp giao ban. " * 200)
    assert "bí mật" in desk.say("office", "TUYỆT MẬT\nHọp giao ban về nhân sự")
    assert "giao ban về nhân sự" not in desk.everything()


def test_nobody_to_reach_is_said_instead_of_sending(desk: Desk) -> None:
    shown = desk.say("office", "thông báo lãnh đạo konya: Họp giao ban thứ Sáu")

    assert "Không có ai nhận được" in shown
    assert "Trong phạm vi nào?" in shown
    assert "[Gửi cho" not in shown
    assert "[Gửi cho" in desk.say("office", "toàn đảng bộ")


def test_it_waits_through_the_longest_holiday_while_a_digest_is_dropped(desk: Desk) -> None:
    sent(desk)

    assert outbox.drop_late(desk.db, desk.now + timedelta(days=10)) == 0
    assert outbox.drop_late(desk.db, desk.now + timedelta(days=12)) == 4


def test_message_that_fails_after_the_end_goes_to_no_other_account(desk: Desk) -> None:
    sent(desk)
    leave(desk, 1, "sending")
    ident = OutboxId(desk.number("SELECT id FROM outbox WHERE state = 'sending'"))
    with desk.aside():
        assert outbox.move(desk.db, ident, Address("web", "b", "x"), "", desk.now, is_lettered=False) is not None

    desk.press_token("office", "broadcast.stop.0.1")

    assert outbox.move(desk.db, ident, Address("web", "b", "x"), "", desk.now, is_lettered=False) is None


def test_role_is_no_unit(desk: Desk) -> None:
    desk.say("office", "thông báo công đoàn")

    assert "Chưa rõ đơn vị nào." in desk.say("office", "bí thư")
    assert "nhắn nội dung" in desk.say("office", "toàn đảng bộ")


def test_typed_undo_after_a_broadcast_takes_back_nothing_older(desk: Desk) -> None:
    desk.say("office", "hop cb konya 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet, theo loi dc Mai bang giay")
    desk.press("office", "Nộp")
    desk.wait(minutes=1)
    sent(desk)
    desk.say("office", "menu")

    assert "Việc vừa làm là gửi thông báo." in desk.say("office", "thu hồi")
    assert desk.number("SELECT count(*) FROM meeting WHERE receipt = '2611-0001' AND state = 'live'") == 1
    assert "4 người sẽ không nhận" in desk.press("office", "Thu hồi thông báo")
    desk.say("office", "menu")
    assert "Đã thu hồi: 2611-0001" in desk.say("office", "thu hồi")
