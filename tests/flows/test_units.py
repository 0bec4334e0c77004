"""The tree of units is changed by chat: what is refused, what a change reaches at once, and what last year keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.turn import Kept, take
from domain.ids import UnitId
from domain.periods import Period
from domain.targets import Indicator
from domain.units import UnitTree
from storage import inbox, targets, units
from storage.agenda import StoredAgenda
from storage.reading import Trees
from tests.flows.desk import Desk
from tests.stage import ZONE

TODAY = date(2026, 11, 5)
LAST_YEAR = date(2025, 12, 31)


def unit(desk: Desk, short: str) -> UnitId:
    return UnitId(desk.number("SELECT unit_id FROM unit_version WHERE short_name = ? ORDER BY valid_from DESC", short))


def done(desk: Desk, line: str, *answers: str) -> str:
    """The receipt of a change that is confirmed with "nộp" after these answers."""
    desk.say("admin", line)
    for answer in answers:
        desk.say("admin", answer)
    return desk.say("admin", "nop")


def only_over_nomura(desk: Desk, who: str = "leader") -> None:
    """Makes that person an administrator of one committee, and of nothing else."""
    person = desk.number("SELECT person_id FROM account WHERE chat_id = ? AND channel = 'web'", who)
    desk.db.execute("DELETE FROM post WHERE person_id = ?", (person,))
    post = desk.number("SELECT max(id) + 1 FROM post")
    values = (post, person, unit(desk, "Đảng bộ KCN Nomura"))
    desk.db.execute("INSERT INTO post VALUES (?, ?, 'admin', ?, 'Quản trị', '2026-01-01', NULL)", values)


REFUSED = [
    ("chuyen kcn nomura sang kcn nomura tu hom nay", "không trực thuộc chính nó"),
    ("chuyen konya sang maple tu hom nay", "Chi bộ không trực thuộc loại đơn vị đó"),
    ("chuyen konya sang kcn nomura tu hom nay", "đang trực thuộc Đảng bộ KCN Nomura rồi"),
    ("chuyen konya sang kcn deep c tu 1/1/2015", "chưa có hoặc không còn Đảng bộ KCN Deep C"),
    ("giai the khu kinh te tu hom nay", "Đơn vị cao nhất thì không giải thể được"),
    ("giai the kcn nomura tu hom nay", "còn 5 đơn vị trực thuộc: Chi bộ Konya, Chi bộ Nichias"),
    ("chuyen konya xuong cong doan konya tu hom nay", "Chi bộ không trực thuộc loại đơn vị đó"),
    ("giai the cong doan konya tu 1/1/1990", "thành lập ngày"),
    ("mien bao cao kcn nomura thang 11 vi le", "không phải chi bộ"),
    ("mien bao cao konya thang 9/2026 vi le", "đã nộp rồi"),
    ("hoan bao cao konya thang 11 den 1/12 vi ban", "Hạn đang là 10/12/2026"),
    ("bo mien konya thang 11", "không được miễn hay lùi hạn"),
]


@pytest.mark.parametrize(("line", "why"), REFUSED)
def test_refusal_says_why_and_writes_nothing(desk: Desk, line: str, why: str) -> None:
    answer = desk.say("admin", f"don vi {line}")

    assert why in answer
    assert desk.number("SELECT count(*) FROM operation WHERE flow = 'units'") == 0


@pytest.mark.parametrize(
    ("name", "other"), [("nomura", "Đảng bộ KCN Nomura"), ("maple", "Chi bộ Maple"), ("chi bo horn", "Horn")]
)
def test_name_that_means_another_unit_is_asked_about_first(desk: Desk, name: str, other: str) -> None:
    answer = desk.say("admin", f"don vi ten goi konya la {name}")

    assert f"“{name}” đang là tên gọi của" in answer
    assert other in answer
    assert desk.number("SELECT count(*) FROM operation") == 0


def test_name_goes_away_and_what_is_none_says_so(desk: Desk) -> None:
    assert "không có tên gọi đó" in desk.say("admin", "don vi bo ten goi konya la bach hoa")
    desk.press("admin", "giay konya")
    desk.say("admin", "nop")

    assert desk.number("SELECT count(*) FROM unit_alias WHERE folded = 'giay konya'") == 0


def test_card_goes_on_with_a_form_about_another_unit_only_when_told(desk: Desk) -> None:
    desk.say("admin", "don vi konya")
    desk.press("admin", "Đổi tên")
    desk.say("admin", "Chi bộ Công ty Sao Mai")
    answer = desk.press_token("admin", f"units.do.0.rename-{unit(desk, 'Chi bộ Maple')}")

    assert "Làm tiếp" in answer
    assert "Bỏ, làm cho Chi bộ Maple" in answer


def test_merge_into_another_kind_of_unit_is_refused(desk: Desk) -> None:
    desk.say("admin", "don vi sap nhap konya vao kcn dinh vu tu hom nay")

    assert "Chỉ sáp nhập vào đơn vị cùng loại" in desk.press("admin", "Kết thúc")


def test_name_of_an_open_sibling_is_refused(desk: Desk) -> None:
    desk.say("admin", "don vi doi ten konya thanh Chi bộ Công ty Sao Mai tu hom nay")
    answer = desk.say("admin", "Chi bộ Maple")

    assert "đã có đơn vị tên “Chi bộ Maple”" in answer
    assert "Ví dụ" in answer or "ví dụ" in answer


def test_new_name_counts_from_the_next_turn_and_the_undo_brings_the_old_one(desk: Desk) -> None:
    done(desk, "don vi doi ten konya thanh Chi bộ Công ty Sao Mai tu hom nay", "Chi bộ Sao Mai")
    assert "Chi bộ Sao Mai" in desk.say("leader", "tien do ket nap sao mai") + desk.say("secretary", "menu")

    desk.say("admin", "thu hoi")

    assert "Chi bộ Konya" in desk.say("secretary", "menu")


def test_change_from_a_coming_day_waits_for_it(desk: Desk) -> None:
    done(desk, "don vi chuyen konya sang kcn dinh vu tu 1/12/2026")
    konya, dinhvu = unit(desk, "Chi bộ Konya"), unit(desk, "Đảng bộ KCN Đình Vũ")

    assert units.tree(desk.db, date(2026, 11, 30)).units[konya].parent_id != dinhvu
    assert units.tree(desk.db, date(2026, 12, 1)).units[konya].parent_id == dinhvu


def state(desk: Desk, on: date) -> tuple[UnitTree, list[Mapping[UnitId, tuple[int, int]]]]:
    first = date(on.year, 1, 1)
    return units.tree(desk.db, on), [targets.counts(desk.db, one, first, on) for one in Indicator]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("don vi chuyen konya sang kcn dinh vu tu hom nay", ()),
        ("don vi doi ten konya thanh Chi bộ Công ty Sao Mai tu hom nay", ("Chi bộ Sao Mai",)),
        ("don vi sap nhap maple vao konya tu hom nay", ("Chuyển sang đơn vị nhận",)),
        ("don vi giai the cong doan konya tu hom nay", ()),
    ],
)
def test_last_year_has_the_same_tree_and_counts_after_a_change_today(
    desk: Desk, line: str, answers: tuple[str, ...]
) -> None:
    def outline(tree: UnitTree) -> dict[UnitId, tuple[str, UnitId | None]]:
        return {one.id: (one.name, one.parent_id) for one in tree.units.values()}

    tree, counts = state(desk, LAST_YEAR)
    now = outline(units.tree(desk.db, TODAY))

    assert "✅" in done(desk, line, *answers)

    after, counts_after = state(desk, LAST_YEAR)
    assert outline(after) == outline(tree)
    assert counts_after == counts
    assert outline(units.tree(desk.db, TODAY)) != now


def test_merge_moves_who_is_followed_the_posts_and_the_names(desk: Desk) -> None:
    maple, konya = unit(desk, "Chi bộ Maple"), unit(desk, "Chi bộ Konya")
    followed = desk.number("SELECT count(*) FROM candidate WHERE unit_id IN (?, ?)", maple, konya)

    assert "✅" in done(desk, "don vi sap nhap maple vao konya tu hom nay", "Chuyển sang đơn vị nhận")

    still = "SELECT count(*) FROM candidate c WHERE unit_id = ? AND NOT EXISTS (SELECT 1 FROM candidate_event e"
    still += " WHERE e.candidate_id = c.id AND e.is_live = 1 AND e.step = 'ceremony')"
    assert desk.number(still, maple) == 0
    assert desk.number("SELECT count(*) FROM candidate WHERE unit_id IN (?, ?)", maple, konya) == followed
    assert "Chi bộ Konya" in desk.say("secretary_maple", "menu")
    assert "Chi bộ Công ty TNHH Giấy Konya" in desk.say("admin", "don vi maple")


def test_coming_merge_leaves_everybody_where_they_are_until_its_night(desk: Desk) -> None:
    done(desk, "don vi sap nhap maple vao konya tu 1/12/2026", "Chuyển sang đơn vị nhận")
    maple = unit(desk, "Chi bộ Maple")
    before = desk.number("SELECT count(*) FROM candidate WHERE unit_id = ?", maple)
    assert before > 0
    assert "Chi bộ Maple" in desk.say("secretary_maple", "menu")

    desk.now += timedelta(days=27)
    row = ("clock", "", "housekeeping:2026-12-02", "", 0, "occurrence", "housekeeping:2026-12-02", 0)
    desk.db.execute(
        "INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    desk.say("secretary_maple", "menu")

    assert desk.number("SELECT count(*) FROM candidate WHERE unit_id = ?", maple) < before
    assert "Chi bộ Konya" in desk.say("secretary_maple", "menu")


def test_exempt_month_is_not_owed_and_a_postponed_one_is_due_later(desk: Desk) -> None:
    maple, november = unit(desk, "Chi bộ Maple"), Period(2026, 11)

    def owed() -> dict[UnitId, date]:
        tree = desk.around.sources.trees.on(desk.db, TODAY)
        agenda = StoredAgenda(desk.db, tree, desk.around.sources.calendar.of(desk.db), ZONE)
        return {one.unit_id: one.due_on for one in agenda.reports_owed(november)}

    usual = owed()[maple]
    done(desk, "don vi hoan bao cao maple thang 11 den 20/12/2026 vi don hang gap")
    assert (usual, owed()[maple]) == (date(2026, 12, 10), date(2026, 12, 20))

    done(desk, "don vi mien bao cao maple thang 11 vi nghi ca thang")
    assert maple not in owed()

    desk.say("admin", "thu hoi")
    assert owed()[maple] == date(2026, 12, 20)


def test_exempt_month_is_neither_late_nor_counted(desk: Desk) -> None:
    maple = unit(desk, "Chi bộ Maple")
    desk.now += timedelta(days=40)
    before = desk.say("leader", "tien do bao cao dung han maple")
    done(desk, "don vi mien bao cao maple thang 11 vi nghi ca thang")

    after = desk.say("leader", "tien do bao cao dung han maple")

    assert before.splitlines()[0] != after.splitlines()[0]
    assert units.tree(desk.db, TODAY).units[maple].waivers[0].until is None
    assert "tháng 11" not in desk.say("secretary_maple", "viec")


def test_postponed_report_is_on_time_until_its_new_day(desk: Desk) -> None:
    done(desk, "don vi hoan bao cao maple thang 11 den 20/12/2026 vi don hang gap")
    desk.now += timedelta(days=42)

    desk.say("secretary_maple", "khong hop thang 11")
    desk.press("secretary_maple", "Ca kíp")
    answer = desk.say("secretary_maple", "nop")

    assert "đúng hạn (chậm nhất ngày 20/12" in answer


def test_appeal_is_granted_with_one_tap_and_only_once(desk: Desk) -> None:
    maple = unit(desk, "Chi bộ Maple")
    desk.press_token("secretary_maple", f"tasks.postpone.0.{maple}-2026-11")

    granted = desk.press("office", "Cho lùi 7 ngày")
    again = desk.press("office", "Cho lùi 7 ngày")

    assert "chậm nhất ngày 17/12/2026" in granted
    assert "đã được lùi" in again
    assert any("được lùi" in said.text for said in desk.screen["secretary_maple"])
    assert "✅" in desk.say("office", "thu hoi")
    assert desk.number("SELECT count(*) FROM report_waiver") == 0


@pytest.mark.parametrize("who", ["secretary", "leader", "union", "collaborator"])
def test_appeal_is_granted_by_nobody_else(desk: Desk, who: str) -> None:
    desk.press_token(who, f"tasks.grant.0.{unit(desk, 'Chi bộ Maple')}-2026-11")

    assert desk.number("SELECT count(*) FROM report_waiver") == 0


def test_trees_are_read_again_after_a_write_and_after_its_rollback(desk: Desk) -> None:
    trees, konya = Trees(), unit(desk, "Chi bộ Konya")
    kept = trees.on(desk.db, TODAY)
    assert trees.on(desk.db, TODAY) is kept

    desk.db.execute("SAVEPOINT one")
    desk.db.execute("UPDATE unit_version SET short_name = 'Khác' WHERE unit_id = ?", (konya,))
    assert trees.on(desk.db, TODAY).units[konya].short_name == "Khác"
    desk.db.execute("ROLLBACK TO one")

    assert trees.on(desk.db, TODAY).units[konya].short_name == "Chi bộ Konya"


def test_what_the_clock_keeps_is_forgotten_after_units_were_changed(desk: Desk) -> None:
    kept: Kept = {}

    def turn(text: str) -> None:
        nonlocal kept
        desk.receive(desk.channel.raw("admin", desk.now, None, text=text))
        for row in inbox.waiting(desk.db, desk.now, 10):
            kept = take(desk.db, [row], desk.now, desk.around, None, {**kept, "day": TODAY, "part": 1})

    turn("don vi han bao cao konya 15")
    kept = {"day": TODAY, "part": 1}
    turn("nop")

    assert "part" not in kept
    assert desk.number("SELECT report_due_day FROM unit WHERE id = ?", unit(desk, "Chi bộ Konya")) == 15


def test_administrator_of_another_subtree_learns_nothing_and_writes_nothing(desk: Desk) -> None:
    only_over_nomura(desk)
    horn, zone = unit(desk, "Chi bộ Horn"), 1
    unknown = desk.press_token("leader", "units.card.0.987654:0:")

    for target in (horn, zone):
        assert desk.press_token("leader", f"units.card.0.{target}:0:") == unknown
        assert desk.press_token("leader", f"units.at.0.{target}:0:") == unknown
        assert desk.press_token("leader", f"units.do.0.close-{target}") == unknown
    assert "Horn" not in desk.say("leader", "don vi giai the horn tu hom nay").replace("“horn”", "")
    desk.say("leader", "xoa nhap")
    assert "Chi bộ Konya" in desk.say("leader", "don vi konya")
    assert "Trực thuộc: Đảng bộ Ban Quản lý" not in desk.say("leader", "don vi kcn nomura")
    assert desk.number("SELECT count(*) FROM operation WHERE flow = 'units'") == 0


def test_unit_that_left_the_subtree_while_it_was_asked_about_is_not_changed(desk: Desk) -> None:
    only_over_nomura(desk)
    desk.say("leader", "don vi doi ten konya thanh Chi bộ Công ty Sao Mai tu hom nay")
    desk.say("leader", "Chi bộ Sao Mai")
    done(desk, "don vi chuyen konya sang kcn dinh vu tu hom nay")

    desk.say("leader", "nop")

    assert desk.number("SELECT count(*) FROM operation WHERE flow = 'units'") == 1


@pytest.mark.parametrize("who", ["secretary", "office", "leader", "union", "collaborator", "stranger"])
def test_forged_buttons_of_an_administrator_do_nothing(desk: Desk, who: str) -> None:
    konya = unit(desk, "Chi bộ Konya")
    for token in (
        f"units.card.0.{konya}:0:",
        f"units.at.0.{konya}:0:",
        f"units.do.0.close-{konya}",
        "units.do.0.add-0",
    ):
        answer = desk.press_token(who, token)
        assert "Chi bộ Công ty TNHH Giấy Konya" not in answer
        assert "Giải thể" not in answer

    assert desk.draft(who) is None if who != "stranger" else True
    assert desk.number("SELECT count(*) FROM operation") == 0


def test_rename_in_the_past_reaches_until_the_next_change_of_the_name(desk: Desk) -> None:
    done(desk, "don vi doi ten konya thanh Chi bộ Hai tu 1/1/2026", "Hai")
    done(desk, "don vi doi ten hai thanh Chi bộ Ba tu hom nay", "Ba")
    done(desk, "don vi doi ten ba thanh Chi bộ Một tu 1/1/2024", "Một")
    konya = unit(desk, "Ba")

    names = [
        (str(name), str(since))
        for name, since in desk.query(
            "SELECT short_name, valid_from FROM unit_version WHERE unit_id = ? ORDER BY valid_from", konya
        )
    ]

    assert names[-3:] == [("Một", "2024-01-01"), ("Hai", "2026-01-01"), ("Ba", "2026-11-05")]


def test_rename_in_the_past_goes_on_through_a_later_move(desk: Desk) -> None:
    done(desk, "don vi chuyen konya sang kcn dinh vu tu hom nay")
    done(desk, "don vi doi ten konya thanh Chi bộ Một tu 1/1/2025", "Một")
    konya = unit(desk, "Một")

    assert units.tree(desk.db, date(2024, 12, 31)).units[konya].short_name == "Chi bộ Konya"
    for day in (date(2025, 1, 1), TODAY, date(2027, 1, 1)):
        assert units.tree(desk.db, day).units[konya].short_name == "Một"
    assert units.tree(desk.db, TODAY).units[konya].parent_id == unit(desk, "Đảng bộ KCN Đình Vũ")


def test_new_unit_on_which_something_stands_cannot_be_taken_back(desk: Desk) -> None:
    done(desk, "don vi them Chi bộ Công ty Sao Mai thuoc kcn nomura tu hom nay", "Chi bộ Sao Mai")
    desk.db.execute(
        "INSERT INTO post VALUES (9000, 1, 'secretary', ?, 'Bí thư', '2026-11-05', NULL)",
        (unit(desk, "Chi bộ Sao Mai"),),
    )

    assert "✅" not in desk.say("admin", "thu hoi")


def test_second_change_of_a_row_is_refused_by_the_database(desk: Desk) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.db.execute(
            "INSERT INTO unit_version (unit_id, name, short_name, valid_from) SELECT unit_id, 'x', 'x', valid_from"
            " FROM unit_version LIMIT 1"
        )


def test_change_of_a_unit_is_taken_back_by_the_right_to_its_own_part_only(desk: Desk) -> None:
    """An administrator of two parts: the post in the part where it was made ends."""
    only_over_nomura(desk)
    leader = desk.number("SELECT person_id FROM account WHERE chat_id = 'leader' AND channel = 'web'")
    part = unit(desk, "Đảng bộ KCN Đình Vũ")
    desk.query(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'admin', ?, 'Quản trị', '2026-01-01')",
        *(leader, part),
    )
    desk.say("leader", "don vi han bao cao flat 15")
    desk.press("leader", "Ghi")
    assert desk.number("SELECT report_due_day FROM unit WHERE id = ?", unit(desk, "Chi bộ Flat")) == 15
    desk.query("UPDATE post SET until = '2026-11-05' WHERE person_id = ? AND unit_id = ?", leader, part)

    assert "✅" not in desk.say("leader", "thu hồi")
    assert desk.number("SELECT report_due_day FROM unit WHERE id = ?", unit(desk, "Chi bộ Flat")) == 15
