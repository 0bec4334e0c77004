"""Targets are set, amended and split by chat; the value in force is the one that is asked for, the former ones stay readable."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk
from tests.flows.test_units import only_over_nomura, unit

LINE = "giao chi tieu ket nap 2026 konya {} thanh uy giao theo NQ 12-NQ/DU ngay 5/1/2026"


def put(desk: Desk, line: str, who: str = "office") -> str:
    desk.say(who, line)
    return desk.press(who, "Ghi")


def test_one_line_fills_everything_that_it_says(desk: Desk) -> None:
    answer = desk.say("office", "chi tieu ket nap 2027 konya 8-10 thanh uy giao theo Nghị quyết 12-NQ/ĐU ngày 5/1/2027")

    for part in (
        "Kết nạp đảng viên",
        "Chi bộ Konya",
        "năm 2027",
        "8–10",
        "Nghị quyết 12-NQ/ĐU ngày 05/01/2027",
        "Thành ủy giao",
    ):
        assert part in answer
    assert "[Ghi chỉ tiêu]" in answer


def test_progress_is_held_against_the_value_in_force(desk: Desk) -> None:
    put(desk, LINE.format(3))
    assert "/3 (" in desk.say("secretary", "tien do ket nap 2026")

    put(desk, LINE.format(7))
    answer = desk.say("secretary", "tien do ket nap 2026")

    assert "Thành ủy giao: 2/7" in answer
    assert "Thành ủy giao: 2/3" not in answer


def test_former_value_stays_with_who_changed_it_when_and_by_which_document(desk: Desk) -> None:
    put(desk, LINE.format(3))
    put(desk, "giao chi tieu ket nap 2026 konya 7 thanh uy giao theo QD 30-QD/DU ngay 2/11/2026", "admin")

    answer = desk.say("office", "danh sach chi tieu konya 2026")

    assert "QD 30-QD/DU ngày 02/11/2026" in answer
    assert "Trước đó 3, NQ 12-NQ/DU ngày 05/01/2026; Nguyễn Thế Huân sửa ngày 05/11/2026" in answer


def test_amended_target_that_is_taken_back_is_the_former_one_again(desk: Desk) -> None:
    put(desk, LINE.format(3))
    put(desk, LINE.format(7))

    assert "✅" in desk.say("office", "thu hoi")

    assert "Thành ủy giao: 2/3" in desk.say("secretary", "tien do ket nap 2026")


def test_first_value_cannot_be_taken_back_below_the_second(desk: Desk) -> None:
    put(desk, LINE.format(3))
    first = desk.number("SELECT max(id) FROM operation")
    put(desk, LINE.format(7))

    assert "✅" not in desk.press_token("office", f"undo.do.0.{first}")


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ("konya 6, maple 4, con lai 2", "Tổng sau khi ghi 16/18: còn thiếu 2"),
        ("konya 8, maple 4, con lai 2", "Tổng sau khi ghi 18/18: khớp"),
        ("konya 9, maple 5, con lai 2", "Tổng sau khi ghi 20/18: vượt 2"),
        ("konya 18", "Các đơn vị khác đã có 15, giữ nguyên."),
        ("konya 18", "Tổng sau khi ghi 33/18: vượt 15"),
        ("konya 18", "Chi bộ Konya 3 → 18"),
        ("konya 18", "kết nạp đảng viên, năm 2026, Đảng bộ KCN Nomura: 18"),
    ],
)
def test_shares_stand_beside_the_whole_and_are_never_corrected(desk: Desk, shares: str, told: str) -> None:
    desk.say("office", "danh sach chi tieu kcn nomura 2026")
    desk.press("office", "Chia xuống 1")

    assert told in desk.say("office", shares)


@pytest.mark.parametrize("shares", ["konya", "bach hoa 3", "konya 3, konya 4", "horn 3", "konya 2027 thanh 4"])
def test_share_that_cannot_be_read_says_what_works(desk: Desk, shares: str) -> None:
    desk.say("office", "danh sach chi tieu kcn nomura 2026")
    desk.press("office", "Chia xuống 1")

    answer = desk.say("office", shares)

    assert "Ví dụ:" in answer
    assert "Horn" not in answer


def test_confirmed_shares_bind_the_units_below(desk: Desk) -> None:
    desk.say("office", "danh sach chi tieu kcn nomura 2026")
    desk.press("office", "Chia xuống 1")
    desk.say("office", "konya 6, con lai 3")
    desk.press("office", "Ghi các chỉ tiêu")

    assert "2/6" in desk.say("secretary", "tien do ket nap 2026")
    assert "Đã chia 18/18 cho 5 đơn vị" in desk.say("office", "danh sach chi tieu kcn nomura 2026")


def test_target_of_a_coming_year_does_not_bind_this_one(desk: Desk) -> None:
    put(desk, "giao chi tieu ket nap 2027 konya 9 thanh uy giao theo NQ 1")

    assert "/9" not in desk.say("secretary", "tien do ket nap 2026")


@pytest.mark.parametrize("who", ["secretary", "leader", "union", "collaborator", "stranger"])
def test_forged_buttons_of_the_office_do_nothing(desk: Desk, who: str) -> None:
    target = desk.number("SELECT min(id) FROM target WHERE unit_id = 1 AND kind = 'target'")
    for token in ("targets.list.0.1:2026", f"targets.amend.0.{target}", f"targets.split.0.{target}", "targets.new.0.0"):
        answer = desk.press_token(who, token)
        assert "Thành ủy giao" not in answer
        assert "Chia " not in answer

    assert desk.number("SELECT count(*) FROM operation") == 0


def test_line_that_names_a_document_is_a_question_for_whoever_sets_no_targets(desk: Desk) -> None:
    answer = desk.say("secretary", "chi tieu ket nap 2026 konya 3 theo NQ 12-NQ/DU")

    assert "Ghi chỉ tiêu" not in answer
    assert desk.draft("secretary") is None


def test_administrator_of_another_subtree_neither_sees_nor_sets_the_others_targets(desk: Desk) -> None:
    only_over_nomura(desk)
    horn, whole = (
        unit(desk, "Chi bộ Horn"),
        desk.number("SELECT min(id) FROM target WHERE unit_id = 1 AND kind = 'target'"),
    )
    unknown = desk.press_token("leader", "targets.amend.0.987654")

    assert desk.press_token("leader", f"targets.amend.0.{whole}") == unknown
    assert desk.press_token("leader", f"targets.split.0.{whole}") == unknown
    assert "Horn" not in desk.press_token("leader", f"targets.list.0.{horn}:2026")
    assert "Chi bộ Horn" not in desk.say("leader", "giao chi tieu ket nap 2027 horn 9 thanh uy giao theo NQ 1")
    assert desk.number("SELECT count(*) FROM operation") == 0


def test_example_of_a_split_names_units_that_are_there(desk: Desk) -> None:
    desk.say("office", "danh sach chi tieu")
    answer = desk.press("office", "Chia xuống 1")
    example = answer.partition("ví dụ: ")[2].partition("\n")[0]

    assert "Konya" not in example
    assert "Tổng sau khi ghi" in desk.say("office", example)


@pytest.mark.parametrize("issuer", ["dang uy giao", "đảng ủy", "[Đảng bộ Ban", "[Thay 3"])
def test_target_by_the_same_issuer_is_amended_however_the_issuer_is_written(desk: Desk, issuer: str) -> None:
    before = desk.number("SELECT count(*) FROM target WHERE replaced_by IS NULL")
    answer = desk.say("office", "dat chi tieu ket nap 2026 konya 4 theo NQ 13")
    assert "Chi bộ Konya đã có chỉ tiêu này: 3 (Đảng ủy giao)" in answer

    answer = desk.press("office", issuer[1:]) if issuer.startswith("[") else desk.say("office", issuer)

    assert "Đang là 3" in answer
    desk.press("office", "Ghi")
    assert desk.number("SELECT count(*) FROM target WHERE replaced_by IS NULL") == before
    assert "/3" not in desk.say("secretary", "tien do ket nap 2026")


def test_target_by_another_issuer_says_which_one_is_there(desk: Desk) -> None:
    answer = desk.say("office", LINE.format(4))

    assert "⚠ Chi bộ Konya đã có chỉ tiêu này: 3 (Đảng ủy giao). Ghi thì có thêm một chỉ tiêu nữa." in answer


def test_line_that_may_ask_or_change_says_what_stands_and_offers_both(desk: Desk) -> None:
    answer = desk.say("office", "chi tieu ket nap 2026 konya 4")
    assert "Kết nạp đảng viên, năm 2026, Chi bộ Konya: đang là 3 (Đảng ủy giao). Chưa sửa gì." in answer

    assert "2/3" in desk.press("office", "Chỉ xem")
    desk.press("office", "Sửa 3 thành 4")
    preview = desk.say("office", "NQ 13")

    assert "Chỉ tiêu: 4" in preview
    assert "Đang là 3" in preview


@pytest.mark.parametrize(
    "question", ["tien do ket nap quy 3/2026", "tien do ket nap 2026 konya", "tien do ket nap thang 10"]
)
def test_question_about_progress_stays_one(desk: Desk, question: str) -> None:
    assert "📊" in desk.say("office", question)


def test_secretary_who_names_a_number_only_asks(desk: Desk) -> None:
    assert "Sửa" not in desk.say("secretary", "chi tieu ket nap 2026 konya 4")


def test_target_is_taken_back_by_the_right_to_its_own_unit_only(desk: Desk) -> None:
    """An office of two parts: the post in the part where it was set ends."""
    parts = [unit(desk, name) for name in ("Đảng bộ KCN Nomura", "Đảng bộ KCN Đình Vũ")]
    office = desk.number("SELECT person_id FROM account WHERE chat_id = 'office' AND channel = 'web'")
    desk.query("UPDATE post SET unit_id = ? WHERE person_id = ?", parts[0], office)
    desk.query(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'office', ?, 'Cán bộ', '2026-01-01')",
        *(office, parts[1]),
    )
    put(desk, "giao chi tieu ket nap 2027 flat 3 thanh uy giao theo NQ 1", "office")
    desk.query("UPDATE post SET until = '2026-11-05' WHERE person_id = ? AND unit_id = ?", office, parts[1])

    assert "✅" not in desk.say("office", "thu hồi")
    assert desk.number("SELECT count(*) FROM target WHERE document = 'NQ 1'") == 1
