"""Invitations for a whole list: read, corrected row by row, made at once; the digits are kept nowhere."""

from __future__ import annotations

import json
import re

import pytest

from tests.flows.desk import Desk

LIST = "Bí thư; Maple; Nguyễn Văn An\nctv cb horn: Phan Thị Dịu\nkhông rõ gì cả\nChủ tịch; CĐCS Maple; Đỗ Văn Chiến; ngoài Đảng"
CODES = """
SELECT p.name, o.role, o.title, o.since FROM code c JOIN person p ON p.id = c.person_id JOIN post o ON o.id = c.post_id ORDER BY c.id
"""


@pytest.mark.parametrize("way", ["button", "line", "at the question"])
def test_list_may_be_pasted_wherever_one_looks_for_it(desk: Desk, way: str) -> None:
    if way == "line":
        answer = desk.say("admin", f"/capma\n{LIST}")
    else:
        desk.say("admin", "cap ma")
        if way == "button":
            desk.press("admin", "Nhiều người")
        answer = desk.say("admin", LIST)
    assert "1. Nguyễn Văn An: Bí thư, Chi bộ Maple" in answer
    assert "3. ⚠ Chưa hiểu “không rõ gì cả”: chưa thấy đơn vị" in answer
    assert "[Cấp 3 mã]" in answer


def test_one_confirmation_makes_all_codes_and_tells_what_was_left(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    answer = desk.press("admin", "Cấp 3 mã")
    assert desk.query(CODES) == [
        ("Nguyễn Văn An", "secretary", "Bí thư", "9999-01-01"),
        ("Phan Thị Dịu", "collaborator", "Cộng tác viên", "9999-01-01"),
        ("Đỗ Văn Chiến", "union", "Chủ tịch", "9999-01-01"),
    ]
    assert len(set(re.findall(r"\d{4} \d{4}", answer))) == 3
    assert "“không rõ gì cả”" in answer
    assert desk.query("SELECT is_party_member FROM person WHERE name = 'Đỗ Văn Chiến'") == [(0,)]
    assert desk.draft("admin") is None


def test_codes_of_a_list_let_people_in(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    digits = re.findall(r"\d{4} \d{4}", desk.press("admin", "Cấp 3 mã"))
    desk.say("phone", digits[1])
    desk.press("phone", "Đúng, bắt đầu")
    assert "Phan Thị Dịu đã tham gia" in desk.press("phone", "Tôi đồng ý")
    assert "Phan Thị Dịu" in desk.screen["admin"][-1].text


def test_wide_post_of_a_list_waits_for_the_inviter(desk: Desk) -> None:
    desk.say("admin", "/capma\nLãnh đạo; KCN Nomura; Nguyễn Văn An\nBí thư; Maple; Lê Thị Bình")
    digits = re.findall(r"\d{4} \d{4}", desk.press("admin", "Cấp 2 mã"))
    desk.say("phone", digits[0])
    desk.press("phone", "Đúng, bắt đầu")
    assert "bắt đầu sau khi người mời xác nhận" in desk.press("phone", "Tôi đồng ý")
    assert "Đã xác nhận" in desk.press("admin", "Đúng người")


def test_line_is_corrected_left_out_or_said_to_be_another_person(desk: Desk) -> None:
    desk.say("admin", "/capma\nBí thư; Maple; Trần Thị Mai\nkhông rõ gì cả\nBí thư; Horn; Lê Văn Bảy")
    assert "Trần Thị Mai: Bí thư, Chi bộ Maple (đã có tên, thêm chức danh)" in desk.screen["admin"][-1].text
    desk.say("admin", "sửa 2")
    assert "không rõ gì cả" not in desk.press("admin", "Bỏ dòng này")
    desk.say("admin", "sửa 1")
    assert "người mới, trùng tên" in desk.press("admin", "Người khác, trùng tên")
    desk.say("admin", "sửa 2")
    assert "2. Lê Văn Tám: Bí thư, Chi bộ Horn" in desk.say("admin", "Bí thư; Horn; Lê Văn Tám")
    desk.press("admin", "Cấp 2 mã")
    assert desk.number("SELECT count(*) FROM person WHERE name = 'Trần Thị Mai'") == 2


def test_who_is_there_gets_one_more_post_and_whoever_holds_it_no_code(desk: Desk) -> None:
    desk.say(
        "admin",
        "/capma\nctv; Maple; Trần Thị Mai\nBí thư; Konya; Trần Thị Mai\nBí thư; Maple; Lê Văn Bảy\nBí thư; Maple; Lê Văn Bảy",
    )
    assert "giữ chức danh ấy" in desk.screen["admin"][-1].text
    assert "trùng một dòng ở trên" in desk.screen["admin"][-1].text
    desk.press("admin", "Cấp 2 mã")
    assert desk.number("SELECT count(*) FROM person WHERE name = 'Trần Thị Mai'") == 1


def test_same_list_again_makes_nothing_twice(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    desk.press("admin", "Cấp 3 mã")
    answer = desk.say("admin", f"/capma\n{LIST}")
    assert answer.count("đã có mã còn hạn") == 3
    assert "Chưa dòng nào" in answer
    assert "Dòng 1 đang là" in answer


def test_list_that_is_too_long_says_how_long_one_may_be(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    answer = desk.say("admin", "\n".join(f"ctv; Maple; Nguyễn Văn {'A' * (one + 1)}" for one in range(31)))
    assert "có 31 dòng" in answer


def test_one_line_fills_the_whole_invitation(desk: Desk) -> None:
    answer = desk.say("admin", "capma phó bí thư cb maple: Nguyễn Văn An")
    for row in ("Đơn vị: Chi bộ Maple", "Chức danh: Phó Bí thư", "Người được mời: Nguyễn Văn An", "[Cấp mã]"):
        assert row in answer
    desk.say("admin", "xóa nháp")
    assert "Chưa hiểu: “xyz”" in desk.say("admin", "capma xyz")


def test_sheet_holds_each_code_until_it_is_sent(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    desk.press("admin", "Cấp 3 mã")
    ((packed, is_secret),) = desk.query("SELECT attachment, is_secret FROM outbox WHERE attachment IS NOT NULL")
    name, _, content, _, _, kind, is_once = json.loads(str(packed))
    assert (name, kind, is_once, is_secret) == ("phieu-ma-moi.docx", "slips", True, 1)
    assert [one["name"] for one in json.loads(content)["slips"]] == ["Nguyễn Văn An", "Phan Thị Dịu", "Đỗ Văn Chiến"]


@pytest.mark.parametrize("name", ["Trần Thị Mai", "Tran Thi Mai"])
def test_nobody_is_invited_to_what_they_hold(desk: Desk, name: str) -> None:
    assert "Đã có Trần Thị Mai (Bí thư, Chi bộ Konya)" in desk.say("admin", f"capma bi thu cb konya {name}")
    answer = desk.press("admin", "Đúng, cùng một người")
    assert "Chưa cấp mã cho Trần Thị Mai: người này đã giữ chức danh ấy" in answer
    assert "[Cấp mã]" not in answer
    desk.say("admin", "xóa nháp")
    assert "đã giữ chức danh ấy" in desk.say("admin", f"/capma\nBí thư; Konya; {name}\nctv; Maple; Lê Văn Bảy")


def test_second_code_for_the_same_post_is_no_new_person(desk: Desk) -> None:
    desk.say("admin", "capma pho bi thu cb maple: Nguyễn Văn An")
    desk.press("admin", "Cấp mã")
    asked = desk.say("admin", "capma pho bi thu cb maple: nguyen van an")
    assert "Đã có Nguyễn Văn An (đã có mã còn hạn: Phó Bí thư, Chi bộ Maple)" in asked
    assert "đã có mã còn hạn cho chức danh ấy" in desk.press("admin", "Đúng, cùng một người")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("capma bi thu cb maple Lê Văn Bảy", "⚠ Chi bộ Maple đang có Bí thư Hoàng Văn Tiệp."),
        (
            "/capma\nBí thư; Maple; Lê Văn Bảy\nctv; Horn; Lê Văn Tám",
            "⚠ Dòng 1: Chi bộ Maple đang có Bí thư Hoàng Văn Tiệp.",
        ),
        (
            "phanquyen giao bi thu cb maple cho Bui Thi Huong tu hom nay",
            "⚠ Chi bộ Maple đang có Bí thư Hoàng Văn Tiệp.",
        ),
    ],
)
def test_that_a_post_is_taken_is_said_before_it_is_given_again(desk: Desk, line: str, told: str) -> None:
    assert told in desk.say("admin", line)


def test_deputies_may_be_several(desk: Desk) -> None:
    assert "đang có" not in desk.say("admin", "capma pho bi thu cb konya Lê Văn Bảy")


@pytest.mark.parametrize("way", ["button", "words"])
def test_codes_of_a_list_are_revoked_together(desk: Desk, way: str) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    digits = re.findall(r"\d{4} \d{4}", desk.press("admin", "Cấp 3 mã"))
    answer = desk.press("admin", "Thu hồi 3 mã này") if way == "button" else desk.say("admin", "thu hoi")
    assert answer.startswith("✅ Đã thu hồi 3 mã mời")
    assert "không dùng được" in desk.say("phone", digits[1])


def test_codes_of_a_list_that_were_used_stay(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    shown = desk.press("admin", "Cấp 3 mã")
    token = desk.token("admin", "Thu hồi 3 mã này")
    desk.say("phone", re.findall(r"\d{4} \d{4}", shown)[1])
    desk.press("phone", "Đúng, bắt đầu")
    desk.press("phone", "Tôi đồng ý")
    assert "Đã thu hồi 2 mã" in desk.press_token("admin", token)
    assert "đã dùng hoặc đã thu hồi" in desk.press_token("admin", token)
    assert "đã dùng hoặc đã thu hồi" in desk.press_token("admin", "codes.cancels.0.1-31")


def test_what_can_still_be_done_is_named_where_nothing_is_to_be_taken_back(desk: Desk) -> None:
    assert "Thu hồi mã" in desk.say("admin", "thu hoi")
    assert "Thu hồi mã" not in desk.say("secretary", "thu hoi")


@pytest.mark.parametrize("said", ["bỏ dòng 3", "bo dong 3", "xóa 3", "bo 3"])
def test_line_is_dropped_in_words(desk: Desk, said: str) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    answer = desk.say("admin", said)
    assert "không rõ gì cả" not in answer
    assert "3. Đỗ Văn Chiến" in answer
    assert "[Cấp 3 mã]" in answer


def test_several_lines_are_dropped_at_once(desk: Desk) -> None:
    desk.say("admin", f"/capma\n{LIST}")
    assert "[Cấp 2 mã]" in desk.say("admin", "bỏ dòng 1 và 3")


def test_list_of_which_every_line_was_left_out_is_asked_for_again(desk: Desk) -> None:
    desk.say("admin", "cap ma")
    desk.press("admin", "Nhiều người")
    desk.say("admin", "ctv cb horn: Phan Thị Dịu")

    assert "dán lại danh sách" in desk.say("admin", "bỏ dòng 1")

    assert "[Cấp 3 mã]" in desk.say("admin", LIST)
    assert len(re.findall(r"\d{4} \d{4}", desk.press("admin", "Cấp 3 mã"))) == 3
