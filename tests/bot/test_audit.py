"""Every look and every write leaves a row that names who, what and which record; never a name, a date or a number of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.flows.desk import Desk
from tests.rights.test_codes import invited, join

NEW = """
SELECT action, subject, subject_id, unit_id, person_id, turn_id, account_id FROM audit WHERE id > ? ORDER BY id
"""
WHO = "SELECT person_id, id FROM account WHERE channel = 'web' AND chat_id = ?"
CANDIDATE = "SELECT id FROM candidate WHERE is_undone = 0 AND name = ?"
ACCOUNT = "SELECT id FROM account WHERE channel = 'web' AND chat_id = ?"
PERSON = "SELECT person_id FROM account WHERE channel = 'web' AND chat_id = ?"
LINE = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung"


def found(sql: str, *values: str) -> Callable[[Desk], int]:
    return lambda desk: desk.number(sql, *values)


def candidate(name: str) -> Callable[[Desk], int]:
    return found(CANDIDATE, name)


def reported(desk: Desk) -> None:
    desk.say("secretary", LINE)
    desk.press("secretary", "Nộp")


def voted(desk: Desk) -> None:
    desk.press("secretary", "Trần Thị Hà")
    desk.say("secretary", "15/18")
    desk.press("secretary", "Ghi")


def introduced(desk: Desk) -> None:
    desk.say("union", "gioi thieu Hoàng Thị Lan sinh 4/1999 cty konya")
    desk.press("union", "Hôm nay")
    desk.press("union", "Gửi giới thiệu")


def entry(desk: Desk) -> None:
    desk.say("secretary", "cho tiep nhan")
    desk.press("secretary", "Phan Thị Ngoan")


def hour(desk: Desk) -> None:
    desk.say("secretary", "cai dat")
    desk.press("secretary", "17 giờ 30")


@dataclass(frozen=True, slots=True)
class Deed:
    """`action` on `subject`; `record` gives the record's id, looked up after the deed."""

    who: str
    action: str
    subject: str
    record: Callable[[Desk], int]
    do: Callable[[Desk], object]
    before: tuple[Callable[[Desk], object], ...] = ()


KONYA = candidate("Nguyễn Thị Hiền Thảo")
DEEDS = {
    "list of a look-up": Deed(
        "secretary", "listed", "candidate", KONYA, lambda desk: desk.say("secretary", "tim thao")
    ),
    "card": Deed(
        *("secretary", "looked", "candidate", KONYA),
        lambda desk: desk.press("secretary", "Nguyễn Thị Hiền Thảo"),
        (lambda desk: desk.say("secretary", "tim thao"),),
    ),
    "list of entries": Deed(
        *("secretary", "listed", "candidate", candidate("Phan Thị Ngoan")),
        lambda desk: desk.say("secretary", "cho tiep nhan"),
    ),
    "entry": Deed("secretary", "looked", "candidate", candidate("Phan Thị Ngoan"), entry),
    "entry received": Deed(
        *("secretary", "answered", "candidate", candidate("Phan Thị Ngoan")),
        lambda desk: desk.press("secretary", "Tiếp nhận"),
        (entry,),
    ),
    "hour": Deed("secretary", "set", "person", found(PERSON, "secretary"), hour),
    "invitation": Deed("admin", "invited", "person", found("SELECT person_id FROM code"), invited),
    "introduction": Deed("union", "introduced", "candidate", candidate("Hoàng Thị Lan"), introduced),
    "meeting": Deed("secretary", "reported", "meeting", found("SELECT max(id) FROM meeting"), reported),
    "vote": Deed("secretary", "considered", "candidate", candidate("Trần Thị Hà"), voted, (reported,)),
    "undo": Deed(
        *("secretary", "undone", "operation", found("SELECT max(id) FROM operation")),
        lambda desk: desk.say("secretary", "thu hoi"),
        (reported,),
    ),
    "sensitive text": Deed(
        *("secretary", "refused", "account", found(ACCOUNT, "secretary")),
        lambda desk: desk.say("secretary", "so cua anh ay 031098765432"),
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_names_who_did_what_to_which_record(desk: Desk, deed: str) -> None:
    done = DEEDS[deed]
    for step in done.before:
        step(desk)
    before = desk.number("SELECT coalesce(max(id), 0) FROM audit")
    done.do(desk)

    rows = desk.query(NEW, before)
    ((person, account),) = desk.query(WHO, done.who)
    assert (done.action, done.subject, done.record(desk)) in [row[:3] for row in rows]
    assert {row[4] for row in rows} == {person}
    assert {row[6] for row in rows} == {account}
    turns = {desk.query("SELECT chat_id FROM inbox WHERE id = ?", row[5])[0] for row in rows}
    assert turns == {(done.who,)}


@pytest.mark.parametrize("deed", DEEDS)
def test_row_holds_words_of_ours_and_no_value_of_anybody(desk: Desk, deed: str) -> None:
    for step in (*DEEDS[deed].before, DEEDS[deed].do):
        step(desk)
    told = desk.query("SELECT action, subject, fields FROM audit")
    assert told
    for row in told:
        for text in row:
            assert re.fullmatch(r"[a-z_,]*", str(text)), text


def test_joining_names_the_person_and_the_account(desk: Desk) -> None:
    join(desk, "phone", invited(desk))
    ((person, account),) = desk.query(WHO, "phone")
    rows = "SELECT subject_id, account_id, fields FROM audit WHERE action = 'joined' AND subject = 'person'"
    assert desk.query(rows) == [(person, account, "account,consent")]


def test_every_candidate_on_a_page_is_named_and_none_other(desk: Desk) -> None:
    shown = desk.say("office", "tim nguyen")
    named = desk.query("SELECT name FROM candidate WHERE id IN (SELECT subject_id FROM audit WHERE action = 'listed')")
    assert len(named) >= 5
    for (name,) in named:
        assert f"[{name}," in shown
    assert desk.number("SELECT count(*) FROM audit WHERE action = 'listed'") == sum(
        button.token.startswith("lookup.card") for button in desk.screen["office"][-1].buttons
    )


def test_look_that_was_refused_is_no_look(desk: Desk) -> None:
    other = desk.number(CANDIDATE, "Tạ Đình Khương")
    desk.press_token("secretary", f"lookup.card.0.{other}")
    for text in ("tim khuong", "menu", "tien do", "cai dat"):
        desk.say("secretary", text)
    assert desk.query("SELECT subject_id FROM audit WHERE subject = 'candidate'") == []
