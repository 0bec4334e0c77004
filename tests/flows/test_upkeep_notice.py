"""What of the program needs a human, as the administrators read it: each point with its command, and nothing when all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.ids import PersonId
from domain.people import Person
from domain.upkeep import BACKUP_TOO_OLD, LEAST_FREE_BYTES, Machine, Troubles
from handlers.clock.upkeep import Facts, decide

NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
TUESDAY, MONDAY = date(2026, 11, 10), date(2026, 11, 9)
WELL = Machine(LEAST_FREE_BYTES, NOW - timedelta(hours=6))
ADMINS = (Person(PersonId(1), "Trần Văn Một"), Person(PersonId(2), "Lê Thị Hai"))
SOON = (date(2026, 12, 1),)
WITHOUT = Troubles()


def told(machine: Machine | None = WELL, troubles: Troubles = WITHOUT, day: date = TUESDAY) -> list[str]:
    """The points of the message; [] when there is none."""
    decision = decide(Facts(day, machine, troubles, ADMINS), NOW)
    assert (decision.replies, decision.records) == ((), ())
    texts = {one.reply.text for one in decision.notices}
    assert len(texts) <= 1
    return [line for text in texts for line in text.splitlines() if line.startswith("• ")]


def test_when_all_is_well_nothing_is_said() -> None:
    assert told() == []


def test_where_nobody_keeps_the_machine_nothing_is_said() -> None:
    assert told(None, Troubles(dead_turns=3)) == []


@pytest.mark.parametrize(
    ("machine", "troubles", "words"),
    [
        (WELL, Troubles(dead_turns=2), "2 lượt nhắn không xử lý được"),
        (WELL, Troubles(uncertain_messages=1100), "1.100 tin không rõ"),
        (WELL, Troubles(backup_failed_at=NOW), "sao lưu gần nhất không xong"),
        (WELL, Troubles(schema_behind=True), "không cùng phiên bản"),
        (replace(WELL, free_bytes=LEAST_FREE_BYTES - 1), WITHOUT, "Đĩa chỉ còn 499 MB"),
        (replace(WELL, newest_backup_at=None), WITHOUT, "Chưa có bản sao lưu nào"),
        (replace(WELL, newest_backup_at=NOW - timedelta(days=3)), WITHOUT, "đã 3 ngày"),
        (replace(WELL, halted=("telegram",)), WITHOUT, "Kênh Telegram đã dừng gửi"),
        (replace(WELL, halted=("zalo_bot",)), WITHOUT, "Kênh Zalo đã dừng gửi"),
    ],
)
def test_each_point_is_told_with_its_command(machine: Machine, troubles: Troubles, words: str) -> None:
    (point,) = told(machine, troubles)
    assert words in point
    assert "Lệnh: chibot " in point


def test_all_points_are_one_message_to_each_administrator_once_a_day() -> None:
    facts = Facts(TUESDAY, replace(WELL, halted=("telegram",)), Troubles(1, 2, NOW, SOON, True), ADMINS)
    notices = decide(facts, NOW).notices
    assert [(one.person_id, one.key) for one in notices] == [(1, "upkeep:2026-11-10:1"), (2, "upkeep:2026-11-10:2")]
    assert notices[0].reply.text.splitlines()[0] == "⚠ Trợ lý cần người vận hành xem, ngày 10/11/2026:"
    assert notices[0].reply.text.count("• ") == 6


def test_copy_of_two_days_is_not_old() -> None:
    assert told(replace(WELL, newest_backup_at=NOW - BACKUP_TOO_OLD)) == []


def test_holidays_can_wait_for_a_monday_or_for_company() -> None:
    assert told(troubles=Troubles(unconfirmed_days=SOON)) == []
    assert told(troubles=Troubles(unconfirmed_days=SOON), day=MONDAY) == [
        "• Ngày nghỉ sắp tới chưa xác nhận: 01/12/2026. Lệnh: chibot holidays"
    ]
    assert len(told(troubles=Troubles(1, unconfirmed_days=SOON))) == 2


def test_many_holidays_are_shortened() -> None:
    days = tuple(date(2026, 12, day) for day in range(1, 6))
    assert "01/12/2026, 02/12/2026, 03/12/2026 …" in told(troubles=Troubles(unconfirmed_days=days), day=MONDAY)[0]
