"""Whoever does not manage posts learns nothing and changes nothing, whatever they send; and the last administrator stays."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from bot.receive import to_row
from bot.turn import take
from storage import inbox
from storage.writer import in_savepoint
from tests.fakes.channel import BOT
from tests.flows.desk import Desk

PERSON = "SELECT person_id FROM account WHERE chat_id = ? AND channel = 'web'"
CHANGES = """
SELECT (SELECT count(*) FROM code), (SELECT count(*) FROM handover),
 (SELECT group_concat(since || coalesce(until, '')) FROM post)
"""
ALL = ("secretary", "deputy", "two_posts", "union", "collaborator", "office", "leader", "secretary_maple", "stranger")
TOKENS = (
    *(
        f"codes.{step}.0.9"
        for step in ("card", "again", "revoke", "lock", "locknow", "unlock", "off", "offnow", "cancel")
    ),
    *(
        "codes.page.0.j::",
        "codes.page.0.m::",
        "codes.page.0.j::mai",
        "posts.page.0.u1::",
        "posts.page.0.n::mai",
        "posts.of.0.9",
    ),
    *(
        "posts.end.0.9",
        "posts.handover.0.9",
        "posts.grant.0.p9",
        "posts.grant.0.u1",
        "posts.to.0.submit",
        "codes.to.0.submit",
    ),
)
LINES = (
    *(
        "/capma",
        "/capma ai da vao",
        "ai da vao",
        "capma bi thu cb konya: Nguyen Van An",
        "/capma\nBí thư; Konya; A B\nBí thư; Maple; C D",
    ),
    *(
        "/phanquyen",
        "/phanquyen cb konya",
        "phanquyen Nguyen The Huan",
        "phanquyen thoi quan tri cua Nguyen The Huan tu hom nay",
    ),
    "phanquyen ban giao bi thu cb maple cho Tran Thi Mai",
)


@pytest.mark.parametrize("who", ALL)
def test_forged_buttons_and_commands_tell_nothing_and_change_nothing(desk: Desk, who: str) -> None:
    before = desk.query(CHANGES)
    names = [
        str(name)
        for (name,) in desk.query(
            "SELECT name FROM person WHERE id NOT IN (SELECT person_id FROM account WHERE chat_id = ? AND person_id IS NOT NULL)",
            who,
        )
    ]
    for said in LINES:
        answer = desk.say(who, said)
        assert not [name for name in names if name in answer], said
    for token in TOKENS:
        answer = desk.press_token(who, token)
        assert not [name for name in names if name in answer], token
    assert desk.query(CHANGES) == before
    assert desk.query("SELECT 1 FROM person WHERE locked_at IS NOT NULL") == []
    assert (
        desk.query(
            "SELECT 1 FROM audit WHERE subject IN ('person', 'code') AND action IN ('looked', 'listed', 'invited')"
        )
        == []
    )


def below(desk: Desk) -> None:
    """The office's post becomes an administrator's over the committee of Nomura only."""
    nomura = desk.number(
        "SELECT unit_id FROM unit_version WHERE short_name = 'Đảng bộ KCN Nomura' AND valid_to IS NULL"
    )
    desk.db.execute(
        "UPDATE post SET role = 'admin', unit_id = ? WHERE person_id = ?", (nomura, desk.number(PERSON, "office"))
    )


BELOW = """
WITH RECURSIVE below (id) AS (SELECT unit_id FROM post WHERE person_id = :who UNION
 SELECT v.unit_id FROM unit_version v JOIN below ON v.parent_id = below.id WHERE v.valid_to IS NULL)
SELECT name FROM person WHERE id NOT IN (SELECT person_id FROM post WHERE unit_id IN below)
"""


def test_administrator_of_a_committee_sees_and_changes_only_what_is_below_it(desk: Desk) -> None:
    below(desk)
    outside = [str(name) for (name,) in desk.query(BELOW, desk.number(PERSON, "office"))]
    assert "Trần Thị Mai" not in outside
    assert len(outside) > 10
    told = "".join(
        desk.say("office", line) for line in ("ai da vao", "phanquyen Nguyen", "phanquyen Bui", "phanquyen cb konya")
    )
    assert [name for name in outside if name in told] == []
    admin = desk.number(PERSON, "admin")
    post = desk.number("SELECT id FROM post WHERE person_id = ?", admin)
    for token in (f"codes.card.0.{admin}", f"codes.locknow.0.{admin}", f"posts.of.0.{admin}", f"posts.end.0.{post}"):
        assert "Nguyễn Thế Huân" not in desk.press_token("office", token)
    assert desk.query("SELECT 1 FROM person WHERE locked_at IS NOT NULL") == []


def test_who_holds_a_post_elsewhere_is_locked_by_a_higher_administrator_only(desk: Desk) -> None:
    below(desk)
    nomura = desk.number("SELECT unit_id FROM post WHERE person_id = ?", desk.number(PERSON, "office"))
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'leader', ?, 'Ủy viên', '2026-01-01')",
        (desk.number(PERSON, "leader"), nomura),
    )
    leader = desk.number(PERSON, "leader")
    assert "ngoài phạm vi" in desk.press_token("office", f"codes.locknow.0.{leader}")
    assert desk.query("SELECT 1 FROM person WHERE locked_at IS NOT NULL") == []


def second_admin(desk: Desk) -> None:
    desk.say("admin", "phanquyen giao quan tri dang uy cho Pham Thi Nhan tu hom nay")
    desk.press("admin", "Giao chức danh")


USED = """
INSERT INTO code (digest, person_id, post_id, made_by, made_at, expires_at, used_at)
SELECT 'x', person_id, id, ?, 1, 2, 1 FROM post WHERE id = ?
"""
LASTING = "SELECT count(*) FROM lasting_admin"


@pytest.mark.parametrize("day", ["hom nay", "1/12"])
def test_of_two_administrators_who_end_each_other_in_one_batch_one_is_refused(desk: Desk, day: str) -> None:
    second_admin(desk)
    for who, other in (("admin", "Pham Thi Nhan"), ("office", "Nguyen The Huan")):
        desk.say(who, f"phanquyen thoi quan tri cua {other} tu {day}")
    tokens = {who: desk.token(who, "Ghi thôi") for who in ("admin", "office")}
    for who, token in tokens.items():
        raw = desk.channel.raw(who, desk.now, None, press=token, message_id="b")
        row = to_row(desk.channel, BOT, raw, desk.now)
        assert row is not None
        inbox.add(desk.db, [row])
    rows = inbox.waiting(desk.db, desk.now, 10)
    assert len(rows) == 2
    in_savepoint(desk.db, lambda db: take(db, rows, desk.now, desk.around) and None)
    assert desk.number(LASTING) == 1
    assert desk.number("SELECT count(*) FROM operation WHERE flow = 'posts'") == 2


@pytest.mark.parametrize(
    "line",
    [
        "phanquyen thoi quan tri cua Nguyen The Huan tu hom nay",
        "phanquyen thoi quan tri cua Nguyen The Huan tu 1/12",
        "phanquyen ban giao quan tri cho Đặng Thị Sáu",
        "phanquyen ban giao quan tri cho Bui Cong Quy",
    ],
)
def test_last_administrator_is_neither_ended_nor_handed_over_to_nobody(desk: Desk, line: str) -> None:
    answer = desk.say("admin", line)
    if "cuối cùng" not in answer:
        answer = desk.press("admin", "Bàn giao")
    assert "quản trị cuối cùng" in answer
    assert desk.number(LASTING) == 1
    assert "của ai, hay của đơn vị nào?" in desk.say("admin", "/phanquyen")


def test_second_one_who_cannot_be_reached_does_not_count(desk: Desk) -> None:
    second_admin(desk)
    desk.db.execute("UPDATE account SET is_gone = 1 WHERE person_id = ?", (desk.number(PERSON, "office"),))
    assert "quản trị cuối cùng" in desk.say("admin", "phanquyen thoi quan tri cua Nguyen The Huan tu hom nay")


def test_grant_under_which_another_left_is_not_taken_back(desk: Desk) -> None:
    second_admin(desk)
    desk.say("office", "phanquyen thoi quan tri cua Nguyen The Huan tu 1/12")
    desk.press("office", "Ghi thôi")
    assert "không thu hồi được" in desk.say("admin", "thu hồi")
    assert desk.number(LASTING) == 1


def test_database_itself_keeps_the_last_administrator(desk: Desk) -> None:
    own = desk.number(PERSON, "admin")
    for sql in (
        "UPDATE post SET until = '2026-12-01' WHERE person_id = ? AND role = 'admin'",
        "DELETE FROM post WHERE person_id = ? AND role = 'admin'",
        "UPDATE person SET locked_at = 1 WHERE id = ?",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="last administrator"):
            desk.db.execute(sql, (own,))
    second_admin(desk)
    desk.db.execute("UPDATE person SET locked_at = 1 WHERE id = ?", (own,))


def test_inviter_cannot_revoke_the_last_administrator(desk: Desk) -> None:
    second_admin(desk)
    post = desk.number("SELECT max(id) FROM post")
    desk.db.execute(USED, (desk.number(PERSON, "admin"), post))
    code = desk.number("SELECT max(id) FROM code")
    desk.say("office", "phanquyen thoi quan tri cua Nguyen The Huan tu 1/12")
    desk.press("office", "Ghi thôi")
    assert "quản trị cuối cùng" in desk.press_token("admin", f"join.revoke.0.{code}")
    desk.now += timedelta(days=30)
    assert desk.number(LASTING) == 1


def sub_admin(desk: Desk) -> None:
    """ "sub": an administrator of the committee of Nomura only."""
    nomura = desk.number(
        "SELECT unit_id FROM unit_version WHERE short_name = 'Đảng bộ KCN Nomura' AND valid_to IS NULL"
    )
    desk.db.execute("INSERT INTO person (id, name) VALUES (9001, 'Phạm Văn Phụ')")
    desk.db.execute(
        "INSERT INTO post (id, person_id, role, unit_id, title, since) VALUES (9001, 9001, 'admin', ?, 'Quản trị', '2026-01-01')",
        (nomura,),
    )
    desk.db.execute(
        "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at)"
        " SELECT channel, bot_id, 'sub', 9001, 0, 0 FROM account WHERE chat_id = 'admin' AND channel = 'web'"
    )


def invited_by(desk: Desk, who: str, line: str) -> str:
    """The digits of a code for that post, for whoever has the name already where the assistant asks."""
    if "cùng một người" in desk.say(who, f"capma {line}"):
        desk.press(who, "Đúng, cùng một người")
    desk.press(who, "Cấp mã")
    return str(desk.digits)


def used(desk: Desk, who: str, digits: str) -> str:
    if not desk.say(who, digits).startswith("Mã này không dùng được"):
        desk.press(who, "Đúng")
        return desk.press(who, "Tôi đồng ý")
    return ""


LINKED = "SELECT count(*) FROM account WHERE chat_id = ? AND person_id IS NOT NULL"


def test_no_code_is_made_again_for_somebody_with_a_post_beyond_reach(desk: Desk) -> None:
    sub_admin(desk)
    invited_by(desk, "admin", "cong tac vien cb konya Đỗ Trọng Khiêm")
    leader, codes = desk.number(PERSON, "leader"), desk.number("SELECT count(*) FROM code")
    assert "Cấp lại mã" not in desk.press_token("sub", f"codes.card.0.{leader}")
    assert "ngoài phạm vi" in desk.press_token("sub", f"codes.again.0.{leader}")
    assert desk.number("SELECT count(*) FROM code") == codes


@pytest.mark.parametrize(
    ("since", "until"), [("9999-01-01", None), ("2026-12-01", None), ("2026-01-01", "2026-03-01"), ("2026-01-01", None)]
)
def test_somebody_of_elsewhere_is_not_taken_for_the_same_person(desk: Desk, since: str, until: str | None) -> None:
    """Whether they have a post there, will have one, or had one."""
    sub_admin(desk)
    desk.db.execute("INSERT INTO person (id, name) VALUES (9002, 'Đỗ Thị Quyên')")
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since, until) VALUES (9002, 'office', 1, 'Chuyên viên', ?, ?)",
        (since, until),
    )
    invited_by(desk, "sub", "bi thu cb konya Đỗ Thị Quyên")
    assert desk.query("SELECT 1 FROM code WHERE person_id = 9002") == []


def test_who_left_is_known_again_to_whoever_looks_after_all(desk: Desk) -> None:
    desk.db.execute("INSERT INTO person (id, name) VALUES (9002, 'Đỗ Thị Quyên')")
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since, until)"
        " VALUES (9002, 'office', 1, 'Chuyên viên', '2026-01-01', '2026-03-01')"
    )
    invited_by(desk, "admin", "bi thu cb konya Đỗ Thị Quyên")
    assert desk.query("SELECT 1 FROM code WHERE person_id = 9002") == [(1,)]


def test_inviter_does_not_open_an_account_of_somebody_who_has_got_more_than_they_may_give(desk: Desk) -> None:
    sub_admin(desk)
    mine = invited_by(desk, "sub", "bi thu cb konya Đỗ Thị Quyên")
    person = desk.number("SELECT max(id) FROM person WHERE id < 9001 OR id > 9001")
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'office', 1, 'Chuyên viên', '9999-01-01')",
        (person,),
    )
    assert "xác nhận" in used(desk, "thief", mine)
    assert "ngoài phạm vi" in desk.press("sub", "Đúng người")
    assert desk.number(LINKED, "thief") == 0


def test_account_code_dies_when_its_person_rises_beyond_its_maker(desk: Desk) -> None:
    sub_admin(desk)
    secretary = desk.number(PERSON, "secretary")
    desk.press_token("sub", f"codes.again.0.{secretary}")
    digits = str(desk.digits)
    desk.db.execute(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'leader', 1, 'Ủy viên', '2026-01-01')",
        (secretary,),
    )
    assert used(desk, "thief", digits) == ""
    assert desk.number(LINKED, "thief") == 0


def test_other_accounts_hear_of_a_new_one_once_it_is_confirmed(desk: Desk) -> None:
    digits = invited_by(desk, "admin", "cong tac vien cb maple Đỗ Trọng Khiêm")
    used(desk, "thief", digits)
    assert "Gỡ ra" not in [button.label for said in desk.screen.get("leader", []) for button in said.buttons]
    desk.press("admin", "Đúng người")
    assert desk.number(LINKED, "thief") == 1
    assert desk.screen["leader"][-1].text.startswith("Thêm một tài khoản vừa được nối")


def test_other_accounts_hear_of_a_new_one_that_needs_no_confirming(desk: Desk) -> None:
    digits = invited_by(desk, "admin", "pho bi thu cb maple Trần Thị Mai")
    used(desk, "second phone", digits)
    assert desk.number(LINKED, "second phone") == 1
    assert "vừa được nối" in desk.screen["secretary"][-1].text
