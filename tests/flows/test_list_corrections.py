"""One person of a pasted list is corrected without typing the others again, and never at their cost."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

LIST = "gioi thieu\nNguyen Thi Lan 4/1999 Konya\nTran Thi Hue 12/3/1995 Konya\nLe Van Cuc 6/2001 Konya"


@pytest.fixture
def listed(desk: Desk) -> Desk:
    desk.say("union", LIST)
    desk.say("union", "hôm nay")
    assert "Sửa người nào?" in desk.say("union", "sửa 1")
    return desk


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Trần Thị Huệ", "2) Trần Thị Huệ, 12/03/1995, Công ty TNHH Giấy Konya Việt Nam"),
        ("2. Trần Thị Huế", "2) Trần Thị Huế, 12/03/1995, Công ty TNHH Giấy Konya Việt Nam"),
        ("3) Phạm Văn Cúc, 7/2001", "3) Phạm Văn Cúc, 07/2001, Công ty TNHH Giấy Konya Việt Nam"),
        ("Lê Văn Cúc\nNguyễn Thị Lan", "3) Lê Văn Cúc, 06/2001, Công ty TNHH Giấy Konya Việt Nam"),
    ],
)
def test_one_line_changes_and_the_others_stay(listed: Desk, text: str, line: str) -> None:
    answer = listed.say("union", text)
    assert line in answer
    assert "Danh sách 3 người" in answer


@pytest.mark.parametrize("text", ["Phạm Thị Na", "9. Phạm Thị Na", "1", "?"])
def test_nobody_is_lost_to_a_name_that_fits_none(listed: Desk, text: str) -> None:
    assert "Chưa rõ sửa người nào" in listed.say("union", text)
    assert "Danh sách 3 người" in listed.say("union", "quay lại")


def test_new_list_takes_the_place_of_the_old_one(listed: Desk) -> None:
    answer = listed.say("union", "Phạm Thị Na 3/1999 Konya\nTrần Văn Bốn 4/1998 Konya")
    assert "Danh sách 2 người" in answer
    assert "Cuc" not in answer


def test_job_that_the_union_told_is_kept_and_not_asked_again(desk: Desk) -> None:
    desk.say("union", "gioi thieu Phạm Thị Hoa, 5/1990, công nhân chuyền 2, Konya")
    assert "4. Công việc: công nhân chuyền 2" in desk.say("union", "rồi, hôm qua")
    desk.say("union", "gửi")

    desk.say("secretary", "tiep nhan hoa")
    assert "công nhân chuyền 2" in desk.press("secretary", "Phạm Thị Hoa")
    desk.press("secretary", "Tiếp nhận")
    desk.press("secretary", "Bổ sung")
    assert "quản lý" in desk.say("secretary", "nữ")


def test_firm_right_behind_the_job_is_the_firm(desk: Desk) -> None:
    desk.say("union", "gioi thieu\nHoàng Thị Lan 4/1999 Konya\nVũ Văn Nam 5/2000 tổ trưởng Konya")
    answer = desk.say("union", "hôm nay")
    assert "2) Vũ Văn Nam, 05/2000, Công ty TNHH Giấy Konya Việt Nam, tổ trưởng\n" in answer


def test_consent_is_no_firm(desk: Desk) -> None:
    desk.say("union", "gioi thieu Hoàng Thị Lan 4/1999")
    assert "Nhắn tên công ty" in desk.say("union", "rồi, hôm qua")


@pytest.mark.parametrize("firm", ["=x", "=1+1", "@x", "-k"])
def test_formula_behind_a_name_is_no_firm(desk: Desk, firm: str) -> None:
    desk.say("secretary", "/gioithieu")
    desk.say("secretary", f"Lê Văn Anh 1/1990 {firm}")
    draft = desk.draft("secretary")
    assert draft is not None
    assert str(draft.values.get("firm", "")) in ("", "1+1")
