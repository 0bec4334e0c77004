"""A consent row stands for everybody whose data is kept: whoever joins, with the wording; each candidate, with the date."""

from __future__ import annotations

import pytest

from language.say.join import CONSENT_WORDING
from storage.instants import to_ms
from tests.flows.desk import Desk
from tests.rights.test_codes import invited, join
from tests.stage import EVENING

NEW = "SELECT person_id, candidate_id, wording, given_on, at FROM consent WHERE id > ? ORDER BY id"
LAST = "SELECT max(id) FROM consent"


def test_joining_writes_what_the_person_agreed_to(desk: Desk) -> None:
    before = desk.number(LAST)
    digits = invited(desk)
    desk.say("phone", digits)
    asked = desk.press("phone", "Đúng, bắt đầu")
    assert desk.query(NEW, before) == []
    desk.press("phone", "Tôi đồng ý")

    who = desk.number("SELECT person_id FROM account WHERE chat_id = 'phone'")
    assert desk.query(NEW, before) == [(who, None, CONSENT_WORDING, "2026-11-05", to_ms(EVENING))]
    assert CONSENT_WORDING in asked


def test_who_does_not_agree_leaves_no_consent_and_no_account(desk: Desk) -> None:
    before = desk.number(LAST)
    desk.say("phone", invited(desk))
    desk.press("phone", "Đúng, bắt đầu")
    desk.press("phone", "Không đồng ý")
    assert desk.query(NEW, before) == []
    assert desk.query("SELECT person_id FROM account WHERE chat_id = 'phone'") == [(None,)]


def test_joining_again_with_a_second_post_asks_for_no_second_consent_row(desk: Desk) -> None:
    before = desk.number(LAST)
    for unit in ("CĐCS Maple", "CĐCS Horn"):
        join(desk, "phone", invited(desk, unit=unit))
    assert len(desk.query(NEW, before)) == 1


@pytest.mark.parametrize(
    ("answer", "day"), [("hôm nay", "2026-11-05"), ("hôm qua", "2026-11-04"), ("1/11", "2026-11-01")]
)
def test_introducing_writes_the_candidates_consent_with_its_date(desk: Desk, answer: str, day: str) -> None:
    before = desk.number(LAST)
    desk.say("union", "gioi thieu Hoàng Thị Lan sinh 4/1999 cty konya")
    shown = desk.say("union", answer)
    assert "Đã đồng ý" in shown
    desk.press("union", "Gửi giới thiệu")

    candidate = desk.number("SELECT id FROM candidate WHERE name = 'Hoàng Thị Lan'")
    ((person, of, wording, given_on, at),) = desk.query(NEW, before)
    assert (person, of, given_on, at) == (None, candidate, day, to_ms(EVENING))
    assert "đồng ý" in str(wording)
    assert desk.query("SELECT consent_on FROM candidate WHERE id = ?", candidate) == [(day,)]


@pytest.mark.parametrize("day", ["1/11/1998", "1/11/2012", "31/3/2013"])
def test_nobody_has_agreed_before_they_were_fourteen(desk: Desk, day: str) -> None:
    desk.say("union", "gioi thieu Hoàng Thị Lan sinh 4/1999 cty konya")
    assert "Hoàng Thị Lan chưa đủ 14 tuổi" in desk.say("union", day)
    assert "Đã đồng ý" in desk.say("union", "1/4/2013")


def test_one_of_a_list_who_was_too_young_on_that_day_is_named(desk: Desk) -> None:
    desk.say("union", "/gioithieu")
    desk.say("union", "Hoàng Thị Lan, 4/1990, Konya\nVũ Văn Nam, 5/2000, Konya")
    shown = desk.say("union", "1/5/2010")
    assert "Vũ Văn Nam chưa đủ 14 tuổi" in shown
    assert "Hoàng Thị Lan" not in shown
    assert "Đã đồng ý" in desk.say("union", "hôm nay")


def test_birth_date_that_is_changed_afterwards_asks_for_the_consent_again(desk: Desk) -> None:
    desk.say("union", "gioi thieu Hoàng Thị Lan sinh 4/1990 cty konya")
    assert "Đã đồng ý" in desk.say("union", "1/5/2010")
    desk.say("union", "sửa 2")
    asked = desk.say("union", "4/2000")
    assert "Hoàng Thị Lan chưa đủ 14 tuổi" in asked
    assert "đã đồng ý cho lưu thông tin chưa" in asked
    assert "Đã đồng ý" in desk.say("union", "hôm qua")


@pytest.mark.parametrize(("birth", "reason"), [("1/1/1900", "hơn 100 tuổi"), ("3/2015", "chưa đủ 14 tuổi")])
def test_birth_date_that_cannot_be_is_told_and_not_taken(desk: Desk, birth: str, reason: str) -> None:
    shown = desk.say("union", f"gioi thieu Hoàng Thị Lan sinh {birth} cty konya")
    assert reason in shown
    assert "1. Họ tên: Hoàng Thị Lan" in shown
    assert "Sinh:" not in shown
    shown = desk.say("union", birth)
    assert reason in shown
    assert "ví dụ: 12/3/1998" in shown.lower()


def test_each_of_a_list_has_a_consent_of_their_own(desk: Desk) -> None:
    before = desk.number(LAST)
    desk.say("union", "/gioithieu")
    desk.say("union", "Hoàng Thị Lan, 4/1999, Konya\nVũ Văn Nam, 5/2000, Konya\nLê Thị Tám, 6/2001, Konya")
    desk.press("union", "Hôm nay")
    desk.press("union", "Gửi giới thiệu 3 người")
    names = desk.query("SELECT name FROM candidate WHERE id IN (SELECT candidate_id FROM consent WHERE id > ?)", before)
    assert sorted(names) == [("Hoàng Thị Lan",), ("Lê Thị Tám",), ("Vũ Văn Nam",)]
    assert {given for *_, given, _ in desk.query(NEW, before)} == {"2026-11-05"}
