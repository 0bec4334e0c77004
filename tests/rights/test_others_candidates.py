"""Somebody of another unit sees nothing: by name, by number, by an old button."""

from __future__ import annotations

import pytest

from language.text import fold
from tests.flows.desk import Desk
from tests.rights.seen import CELLS, all_names, known_to, leaked

INSIDERS = [who for who in CELLS if who != "stranger"]
WAYS = ("lookup.card", "intake.entry", "intake.receive", "intake.move", "intake.notnow", "intake.complete")
WRITTEN = "SELECT (SELECT count(*) FROM operation), (SELECT max(id) FROM candidate_event), (SELECT count(*) FROM vote)"


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_beyond_reach_is_found_by_name(desk: Desk, who: str) -> None:
    for name in sorted(all_names(desk) - known_to(desk, who))[::4]:
        for text in (f"/tracuu {name}", f"tim {fold(name)}", f"tra cứu {name.split()[-1]}"):
            desk.say(who, text)

    assert leaked(desk, who) == set()


@pytest.mark.parametrize("who", INSIDERS)
def test_nobody_beyond_reach_is_seen_or_changed_by_number(desk: Desk, who: str) -> None:
    own = known_to(desk, who)
    others = [row[0] for row in desk.query("SELECT id, name FROM candidate ORDER BY id") if row[1] not in own]
    before = desk.query(WRITTEN)
    for ident in others:
        for way in WAYS if int(str(ident)) % 9 == 0 else WAYS[:2]:
            desk.press_token(who, f"{way}.0.{ident}")

    assert leaked(desk, who) == set()
    assert desk.query(WRITTEN) == before


def test_waiting_entry_of_another_cell_cannot_be_answered_by_number(desk: Desk) -> None:
    ident = desk.number("SELECT id FROM candidate WHERE name = 'Phan Thị Ngoan'")
    for who in ("secretary_maple", "two_posts", "union", "collaborator", "leader", "admin"):
        for way in ("receive", "notnow", "move", "complete"):
            desk.press_token(who, f"intake.{way}.0.{ident}")
            desk.say(who, "Maple")
            desk.say(who, "nộp")

    assert desk.query("SELECT intake, unit_id FROM candidate WHERE id = ?", ident) == desk.query(
        "SELECT 'waiting', unit_id FROM unit_version WHERE short_name = 'Chi bộ Konya' AND valid_to IS NULL"
    )


def test_stolen_button_shows_and_changes_nothing(desk: Desk) -> None:
    """Every button that the secretary of Konya ever saw, pressed by the one of Maple, with its version and with others."""
    mine = (
        "tim ha",
        "/tiepnhan",
        "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung",
        "!Nộp",
        "!Trần Thị Hà",
        "15/18",
        "!Ghi",
    )
    for step in mine:
        desk.press("secretary", step[1:]) if step.startswith("!") else desk.say("secretary", step)
    tokens = {button.token for said in desk.screen["secretary"] for button in said.buttons}
    before = desk.query(WRITTEN)
    for token in sorted(tokens):
        flow, step, version, value = token.split(".", 3)
        for number in {version, "0", str(int(version) + 1)}:
            desk.press_token("secretary_maple", f"{flow}.{step}.{number}.{value}")

    assert leaked(desk, "secretary_maple") == set()
    assert desk.query(WRITTEN) == before


def test_members_of_other_unit_in_duplicate_guard_stay_unseen(desk: Desk) -> None:
    desk.say("secretary_maple", "gioi thieu Trần Thị Hà sinh 21/9/1995 cty Maple")
    for text in ("nữ", "bỏ qua", "bỏ qua", "bỏ qua", "không", "không", "bỏ qua", "công đoàn", "hôm nay"):
        desk.say("secretary_maple", text)
    receipt = desk.press("secretary_maple", "Gửi" if "Gửi" in str(desk.screen["secretary_maple"][-1]) else "Giới thiệu")

    shown = "\n".join(one.text for one in desk.screen["secretary_maple"])
    assert "Konya" not in shown
    assert "đối chiếu" in receipt
    assert any("Trần Thị Hà" in one.text for one in desk.screen["office"])


def test_other_units_progress_is_not_found_by_button(desk: Desk) -> None:
    own = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Maple' AND valid_to IS NULL")
    below = {
        own,
        *(int(str(row[0])) for row in desk.query("SELECT unit_id FROM unit_version WHERE parent_id = ?", own)),
    }
    units = [int(str(row[0])) for row in desk.query("SELECT id FROM unit")]
    for unit in set(units) - below:
        for step in ("show", "kids", "text", "records", "all"):
            answer = desk.press_token("secretary_maple", f"progress.{step}.0.0-{unit}-2026")
            assert answer.splitlines() == ["Đồng chí xem tiến độ của đơn vị nào?", "[Chi bộ Maple]"], (unit, step)


def test_others_operations_are_not_undone(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 20/20, 90p, khong xet")
    desk.press("secretary", "Nộp")
    ident = desk.number("SELECT max(id) FROM operation")
    for who in ("deputy", "secretary_maple", "office", "leader", "admin", "union", "stranger"):
        desk.press_token(who, f"undo.do.0.{ident}")
        desk.say(who, "thu hồi")

    assert desk.query("SELECT undone_at FROM operation WHERE id = ?", ident) == [(None,)]


def test_others_meeting_is_out_of_reach(desk: Desk) -> None:
    konya = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Konya' AND valid_to IS NULL")
    meeting = desk.number("SELECT id FROM meeting WHERE unit_id = ? AND is_held = 1 LIMIT 1", konya)
    receipt = str(desk.query("SELECT receipt FROM meeting WHERE id = ?", meeting)[0][0])
    ident = desk.number("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")
    for who in INSIDERS:
        if "Chi bộ Konya" in CELLS[who]:
            continue
        answers = [desk.press_token(who, f"consider.of.0.{meeting}:{ident}"), desk.say(who, receipt)]
        assert not any("phiếu đồng ý" in answer for answer in answers), who

    assert desk.query("SELECT 1 FROM vote") == []
