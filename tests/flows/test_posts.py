"""Giving, ending and listing posts: each with its effect shown first, and taken back for ten minutes."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

PERSON = "SELECT person_id FROM account WHERE chat_id = ? AND channel = 'web'"
HELD = """
SELECT o.title, o.role, v.short_name, o.since, o.until FROM post o JOIN unit_version v ON v.unit_id = o.unit_id AND v.valid_to IS NULL
WHERE o.person_id = ? AND (o.until IS NULL OR o.until > o.since) ORDER BY o.id
"""
GRANT = "phanquyen giao chi uy vien cb maple cho Bui Thi Huong"


def held(desk: Desk, who: str) -> list[tuple[object, ...]]:
    return desk.query(HELD, desk.number(PERSON, who))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("phanquyen cb konya", "• Bùi Thị Hường: Phó Bí thư, từ 01/08/2023"),
        ("/phanquyen Konya", "• Lưu Thị Hạnh: Cộng tác viên"),
        ("phân quyền Nguyễn Thế Huân", "• Quản trị, Đảng bộ Ban Quản lý Khu kinh tế, từ 01/08/2023"),
        ("phan quyen huong", "• Phó Bí thư, Chi bộ Konya"),
        ("phanquyen Nguyen", "người. Chọn một người:"),
        ("phanquyen dang uy", "Đảng bộ Ban Quản lý Khu kinh tế:"),
        ("phanquyen Không Có Ai", "Chưa thấy người hay đơn vị nào là “Không Có Ai”"),
    ],
)
def test_posts_are_listed_by_person_and_by_unit(desk: Desk, line: str, told: str) -> None:
    assert told in desk.say("admin", line)


def test_name_or_unit_may_be_said_at_the_question(desk: Desk) -> None:
    assert "của ai, hay của đơn vị nào?" in desk.say("admin", "/phanquyen")
    assert "Chưa thấy" in desk.say("admin", "Không Có Ai")
    assert "Bùi Thị Hường" in desk.say("admin", "konya")
    assert desk.draft("admin") is None


def test_one_line_gives_a_post_once_its_effect_was_seen(desk: Desk) -> None:
    answer = desk.say("admin", f"{GRANT} từ hôm nay")
    assert "Sau khi ghi: từ ngày 05/11/2026, Bùi Thị Hường được báo cáo sinh hoạt" in answer
    assert len(held(desk, "deputy")) == 1
    desk.press("admin", "Giao chức danh")
    assert held(desk, "deputy")[1] == ("Chi ủy viên", "secretary", "Chi bộ Maple", "2026-11-05", None)
    assert "được giao Chi ủy viên, Chi bộ Maple" in desk.screen["deputy"][-1].text
    assert "[Chi bộ Maple]" in desk.say("deputy", "/hop")


def test_post_begins_on_its_day(desk: Desk) -> None:
    desk.say("admin", f"{GRANT} từ 1/12")
    desk.press("admin", "Giao chức danh")
    assert "Chi bộ Maple" not in desk.say("deputy", "menu")
    desk.wait(days=26)
    assert "Chi bộ Maple" in desk.say("deputy", "menu")


def test_post_that_was_given_is_taken_back(desk: Desk) -> None:
    desk.say("admin", f"{GRANT} từ hôm nay")
    desk.press("admin", "Giao chức danh")
    assert "✅ Đã thu hồi" in desk.press("admin", "Thu hồi")
    assert len(held(desk, "deputy")) == 1
    assert "Chi bộ Maple" not in desk.say("deputy", "menu")


def test_post_that_was_taken_back_before_it_began_is_not_listed(desk: Desk) -> None:
    desk.say("admin", f"{GRANT} từ 1/12")
    desk.press("admin", "Giao chức danh")
    desk.press("admin", "Thu hồi")
    assert "Maple" not in desk.say("admin", "phanquyen Bui Thi Huong")


def test_post_that_was_used_by_a_code_meanwhile_is_taken_back_all_the_same(desk: Desk) -> None:
    desk.db.execute("UPDATE post SET until = '2026-11-01' WHERE person_id = ?", (desk.number(PERSON, "deputy"),))
    desk.db.execute(
        "UPDATE post SET until = NULL WHERE id = (SELECT min(id) FROM post WHERE person_id = ?)",
        (desk.number(PERSON, "deputy"),),
    )
    desk.say("admin", f"{GRANT} từ hôm nay")
    desk.press("admin", "Giao chức danh")
    desk.db.execute("UPDATE code SET post_id = (SELECT max(id) FROM post)")
    desk.say("deputy", "tai khoan")
    desk.press("deputy", "Nối thêm")
    desk.db.execute("UPDATE code SET post_id = (SELECT max(id) FROM post)")
    assert "✅ Đã thu hồi" in desk.press("admin", "Thu hồi")


def test_post_that_somebody_holds_is_not_given_twice(desk: Desk) -> None:
    answer = desk.say("admin", "phanquyen giao bi thu cb konya cho Bui Thi Huong tu hom nay")
    assert "đã giữ vai trò ấy" in answer


def test_post_ends_from_a_day(desk: Desk) -> None:
    answer = desk.say("admin", "phanquyen thoi pho bi thu cb konya tu 1/12")
    assert "Sau khi ghi: từ ngày 01/12/2026, Bùi Thị Hường thôi báo cáo sinh hoạt" in answer
    assert "không còn chức danh nào khác" in answer
    desk.press("admin", "Ghi thôi")
    assert held(desk, "deputy")[0][4] == "2026-12-01"
    assert "Phó Bí thư" in desk.say("deputy", "menu")
    desk.wait(days=26)
    assert "chưa có vai trò nào" in desk.say("deputy", "menu")


def test_ended_post_is_given_back_as_it_was(desk: Desk) -> None:
    before = desk.query("SELECT * FROM post ORDER BY id")
    desk.say("admin", "phanquyen thoi pho bi thu cb konya tu hom nay")
    desk.press("admin", "Ghi thôi")
    assert "chưa có vai trò nào" in desk.say("deputy", "menu")
    desk.press("admin", "Thu hồi")
    assert desk.query("SELECT * FROM post ORDER BY id") == before
    assert "Phó Bí thư" in desk.say("deputy", "menu")


def test_day_before_the_post_began_is_refused(desk: Desk) -> None:
    desk.say("admin", f"{GRANT} tu 1/12")
    desk.press("admin", "Giao chức danh")
    desk.press_token("admin", f"posts.end.0.{desk.number('SELECT max(id) FROM post')}")
    assert "trước ngày bắt đầu" in desk.say("admin", "20/11")


def test_change_that_was_begun_is_not_lost_to_another(desk: Desk) -> None:
    desk.say("admin", "phanquyen thoi pho bi thu cb konya")
    desk.press("admin", "Hôm nay")
    desk.say("admin", "phanquyen Tran Thi Mai")
    answer = desk.press("admin", "Thôi: Bí thư, Chi bộ Konya")
    assert "Làm tiếp, hay bỏ" in answer


def test_post_given_step_by_step(desk: Desk) -> None:
    desk.say("admin", "phanquyen cb maple")
    desk.press("admin", "Giao chức danh ở đây")
    desk.press("admin", "Cộng tác viên")
    desk.say("admin", "Cộng tác viên")
    assert "Chưa có Lê Văn Lạ trong danh sách" in desk.say("admin", "Lê Văn Lạ")
    desk.say("admin", "Bùi Thị Hường")
    desk.press("admin", "Hôm nay")
    assert "✅ Đã giao" in desk.press("admin", "Giao chức danh")


def test_every_write_and_look_is_audited(desk: Desk) -> None:
    desk.say("admin", "phanquyen Bui Thi Huong")
    desk.say("admin", f"{GRANT} từ hôm nay")
    desk.press("admin", "Giao chức danh")
    who = desk.number(PERSON, "deputy")
    found = [
        one
        for (one,) in desk.query(
            "SELECT action FROM audit WHERE subject = 'person' AND subject_id = ? ORDER BY id", who
        )
    ]
    assert found == ["looked", "granted"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("phanquyen giao ctv nichias cho Huong", "Người nhận: Bùi Thị Hường"),
        ("phanquyen giao ctv nichias cho đồng chí Hường", "Người nhận: Bùi Thị Hường"),
        ("phanquyen giao ctv nichias cho Le Van Bay", "Chưa có Le Van Bay trong danh sách"),
        ("phanquyen thoi bi thu cb maple", "Hoàng Văn Tiệp thôi Bí thư, Chi bộ Maple từ ngày nào?"),
        ("phanquyen thoi bi thu cb maple cua Tiep", "Hoàng Văn Tiệp thôi Bí thư, Chi bộ Maple từ ngày nào?"),
    ],
)
def test_part_of_a_name_is_enough_and_never_dropped(desk: Desk, line: str, told: str) -> None:
    assert told in desk.say("admin", line)


def test_order_may_be_said_at_the_first_question(desk: Desk) -> None:
    desk.say("admin", "phanquyen")
    answer = desk.say("admin", "giao chi uy vien cb Maple cho Huong tu 31/11")
    for part in ("Đơn vị: Chi bộ Maple", "Chức danh: Chi ủy viên", "Người nhận: Bùi Thị Hường", "31/11"):
        assert part in answer


def test_name_and_day_typed_at_the_summary_are_taken(desk: Desk) -> None:
    desk.say("admin", f"{GRANT} từ hôm nay")
    assert "Người nhận: Trần Thị Mai" in desk.say("admin", "Trần Thị Mai")
    assert "Người nhận: Bùi Thị Hường" in desk.say("admin", "cho Hường")
    assert "Từ ngày: 01/12/2026" in desk.say("admin", "1/12")


@pytest.mark.parametrize(
    ("line", "button", "who"),
    [
        (f"{GRANT} từ hôm nay", "Giao chức danh", ("deputy",)),
        ("phanquyen thoi pho bi thu cb konya tu hom nay", "Ghi thôi", ("deputy",)),
        ("phanquyen ban giao bi thu cb konya cho Hoang Van Tiep", "Bàn giao", ("secretary", "secretary_maple")),
    ],
)
def test_whoever_was_told_hears_that_it_was_taken_back(
    desk: Desk, line: str, button: str, who: tuple[str, ...]
) -> None:
    desk.say("admin", line)
    desk.press("admin", button)
    assert "✅ Đã thu hồi" in desk.press("admin", "Thu hồi")
    for one in who:
        assert "Nguyễn Thế Huân đã thu hồi việc vừa báo" in desk.screen[one][-1].text
