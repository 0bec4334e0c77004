"""The audit trail as it is read: filters, pages, what is never in it, and that every stored word has a Vietnamese one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from domain.privacy import RequestKind, SubjectKind
from language.say import trail_words as say
from language.say.unit_admin import OPS
from tests.architecture.tree import ROOT, python_files
from tests.flows.desk import Desk


def looks() -> set[str]:
    """What is said with `looked(…)`, through which all entries of one's own data go."""
    sources = [path.read_text("utf-8") for path in (ROOT / "handlers" / "privacy").glob("*.py")]
    computed = {f"{verb}_{kind}" for verb in ("asked", "did") for kind in RequestKind}
    return computed | {word for source in sources for word in re.findall(r'looked\(\s*"(\w+)"', source)}


SPELLED = {
    ("handlers/tasks/appeals.py", "action"): ("asked_postpone", "asked_help"),
    ("handlers/units/flow.py", "action"): tuple(f"unit_{op}" for op in OPS),
    ("handlers/codes/account.py", "action"): ("locked", "unlocked", "taken_off"),
    ("handlers/privacy/page.py", "action"): tuple(sorted(looks())),
    ("handlers/privacy/page.py", "subject"): tuple(SubjectKind),
    ("handlers/privacy/retention.py", "subject"): tuple(SubjectKind),
    ("handlers/privacy/visit.py", "subject"): (SubjectKind.CANDIDATE,),
    ("handlers/join/inviter.py", "action"): ("right", "revoke"),
    ("handlers/broadcast/flow.py", "action"): ("stopped", "withdrawn"),
}
"""What stands where the code computes the word."""


def entries() -> Iterator[tuple[str, ast.Call]]:
    """Every `Audit(…)` of the product, with its file."""
    for path in python_files(ROOT, ["bot", "handlers", "storage"]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Audit":
                yield str(path.relative_to(ROOT)), node


def words_at(place: str, node: ast.expr, what: str) -> tuple[str, ...]:
    if isinstance(node, ast.Constant):
        return (str(node.value),)
    return SPELLED[place, what]


def test_every_action_and_subject_of_the_code_has_a_word() -> None:
    found = list(entries())
    actions = {word for place, call in found for word in words_at(place, call.args[0], "action")}
    subjects = {word for place, call in found for word in words_at(place, call.args[1], "subject")}

    assert len(found) > 25
    assert actions - say.ACTIONS.keys() == set()
    assert subjects - say.SUBJECTS.keys() == set()


def test_every_field_of_the_code_has_a_word() -> None:
    named = {
        part.value
        for _, call in entries()
        for one in [*call.args[3:4], *(key.value for key in call.keywords if key.arg == "fields")]
        if isinstance(one, ast.Tuple)
        for part in one.elts
        if isinstance(part, ast.Constant)
    }

    assert len(named) > 10
    assert named - say.FIELDS.keys() == set()


def report(desk: Desk) -> None:
    desk.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet")
    desk.press("secretary", "Nộp")


def test_by_person_by_record_by_day_by_unit(desk: Desk) -> None:
    report(desk)
    desk.say("secretary_maple", "hop cb 5/11 9/9, 18h-19h, khong xet")
    desk.press("secretary_maple", "Nộp")

    konya = "Trần Thị Mai nộp báo cáo 2611-0001 (mã tiếp nhận, kỳ, loại), Chi bộ Konya."
    for line in ("nhat ky Trần Thị Mai", "nhat ky tran thi mai", "nhat ky 2611-0001", "nhat ky cb konya"):
        shown = desk.say("admin", line)
        assert konya in shown
        assert "Maple" not in shown
    shown = desk.say("admin", "nhat ky hom nay")
    assert konya in shown
    assert "2611-0002" in shown
    desk.wait(days=1)
    assert konya in desk.say("admin", "nhat ky hom qua")
    assert konya in desk.say("admin", "nhat ky 5/11")
    assert konya not in desk.say("admin", "nhat ky hom nay")
    assert "31/2" in desk.say("admin", "nhat ky 31/2")


def test_looks_at_records_are_in_it_without_names_for_administrators(desk: Desk) -> None:
    number = desk.number("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")
    desk.press_token("secretary", f"lookup.card.0.{number}")

    line = f"Trần Thị Mai xem quần chúng số {number}, Chi bộ Konya."
    for asked in ("nhat ky", f"nhat ky quan chung {number}"):
        shown = desk.say("admin", asked)
        assert line in shown
        assert "Trần Thị Hà" not in shown
    shown = desk.say("office", f"nhat ky quan chung {number}")
    assert line in shown
    assert f"về quần chúng số {number} (Trần Thị Hà)" in shown
    assert "[Trần Thị Hà, " in desk.say("office", "nhat ky tran thi ha")
    assert desk.number("SELECT count(*) FROM audit WHERE action = 'listed' AND person_id = 7") > 1
    assert "Không thấy người" in desk.say("admin", "nhat ky tran thi ha")


def test_reading_it_is_on_it_and_naming_a_candidate_is_a_look(desk: Desk) -> None:
    number = desk.number("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")
    desk.press_token("secretary", f"lookup.card.0.{number}")
    desk.say("office", f"nhat ky quan chung {number}")

    assert desk.query("SELECT subject, fields FROM audit WHERE action = 'looked' ORDER BY id DESC LIMIT 2") == [
        ("candidate", ""),
        ("trail", "record"),
    ]
    assert "Phạm Thị Nhàn xem nhật ký (bản ghi)." in desk.say("admin", "nhat ky")


def test_eight_a_page_and_what_one_turn_did_is_one_line(desk: Desk) -> None:
    desk.say("secretary", "tim thi")
    listed = desk.number("SELECT count(*) FROM audit WHERE action = 'listed'")
    assert listed > 1
    for _ in range(8):
        desk.say("admin", "nhat ky")
    newest = desk.say("admin", "nhat ky")
    assert newest.count("\n19:42") == 8

    older = desk.press("admin", "Xem thêm")

    assert f"Trần Thị Mai mở danh sách có {listed} quần chúng, Chi bộ Konya." in older
    assert "[Về đầu danh sách]" in older


def test_values_are_never_shown(desk: Desk) -> None:
    desk.query(
        "INSERT INTO audit (at, person_id, action, subject, subject_id, fields) VALUES (1793882520000, 1, 'set', 'person', 1, 'phone')"
    )
    desk.query("INSERT INTO audit_value (audit_id, field, value) SELECT max(id), 'phone', '0912345678' FROM audit")

    shown = desk.say("admin", "nhat ky")

    assert "(số điện thoại)" in shown
    assert "0912345678" not in shown


def test_office_of_a_part_sees_what_happened_there(desk: Desk) -> None:
    report(desk)
    desk.say("secretary_maple", "cai dat")
    vsip = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Đảng bộ KCN VSIP'")
    desk.query("UPDATE post SET unit_id = ? WHERE role = 'office'", vsip)

    for line in ("nhat ky", "nhat ky 2611-0001", "nhat ky tran thi mai", "nhat ky cb konya"):
        assert "Mai" not in desk.say("office", line).replace("tran thi mai", "")
    person = desk.number("SELECT id FROM person WHERE name = 'Trần Thị Mai'")
    assert "Mai" not in desk.press_token("office", f"trail.page.0.{person}::::0")


def test_several_days_are_asked_for_in_words(desk: Desk) -> None:
    report(desk)
    for line in ("tuan nay", "thang 11", "thang nay", "tu 1/11 den 5/11", "5/11 den 6/11", "konya tuan nay"):
        assert "Trần Thị Mai nộp báo cáo 2611-0001" in desk.say("admin", f"nhat ky {line}"), line
    assert desk.say("admin", "nhat ky hom qua") == "Ngày 04/11/2026 không có ghi chép nào."
    assert desk.say("admin", "nhat ky thang 10") == "Từ 01/10/2026 đến 31/10/2026 không có ghi chép nào."


def test_no_word_of_the_program_is_read(desk: Desk) -> None:
    desk.say("union", "xoa du lieu cua toi")
    desk.press("union", "Đúng")
    desk.say("office", "tep mau chi tieu")
    report(desk)
    desk.say("secretary", "thu hoi")

    shown = desk.say("admin", "nhat ky")

    assert "gửi yêu cầu xóa dữ liệu của Vũ Thị Thắm, CĐCS Konya." in shown
    assert "lấy tệp mẫu (chỉ tiêu)." in shown
    assert "Trần Thị Mai thu hồi một việc đã ghi ở mục “Báo cáo sinh hoạt”." in shown
    assert not re.search(r"_|request|số 0|việc số", shown)


@pytest.mark.parametrize("who", ["secretary", "leader", "union", "collaborator", "stranger"])
@pytest.mark.parametrize("token", ["trail.page.0.::::0", "trail.page.0.1::::0", "trail.open.0.x"])
def test_forged_button_teaches_nobody_anything(desk: Desk, who: str, token: str) -> None:
    report(desk)

    assert "2611-0001" not in desk.press_token(who, token)


@pytest.mark.parametrize("value", ["", "x", ":::", "1:2:3:4:5:6", "a:b:c:d:e", "::99999999::0", "::::9" * 3])
def test_button_that_nobody_wrote_shows_nothing(desk: Desk, value: str) -> None:
    assert desk.press_token("admin", f"trail.page.0.{value}").startswith("Không thấy ghi chép")


def test_who_left_a_part_is_no_longer_in_its_trail(desk: Desk) -> None:
    """What has no unit is seen where its writer held a post at that moment, by the clock of the place."""
    vsip = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Đảng bộ KCN VSIP'")
    desk.query("UPDATE post SET unit_id = ? WHERE role = 'office'", vsip)
    leader = desk.number("SELECT person_id FROM post WHERE role = 'leader'")
    desk.query(
        "INSERT INTO post (person_id, role, unit_id, title, since, until) VALUES (?, 'collaborator', ?, 'CTV', '2026-01-01', '2026-11-01')",
        leader,
        vsip,
    )
    add = "INSERT INTO audit (at, person_id, action, subject, subject_id, fields) VALUES (?, ?, 'set', 'person', ?, 'phone')"
    before, after = 1793465940000, 1793466060000  # 31/10/2026 23:59 and 01/11/2026 00:01 in Vietnam
    desk.query(add, before, leader, leader)
    desk.query(add, after, leader, leader)

    shown = desk.say("office", "nhat ky")

    assert shown.count("Đỗ Trọng Khiêm đặt lại") == 1
    assert "23:59" in shown


def test_code_that_is_taken_back_is_told_where_it_was_for(desk: Desk) -> None:
    desk.say("admin", "capma bi thu cb konya Nguyễn Văn An")
    desk.press("admin", "Cấp mã")
    desk.press("admin", "Thu hồi")
    konya = desk.number("SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Konya'")
    assert desk.query("SELECT unit_id FROM audit WHERE action = 'cancelled'") == [(konya,)]
