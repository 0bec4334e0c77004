"""A post and its holder in one line, in the orders in which offices write them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.ids import UnitId
from domain.people import Role
from domain.units import Unit, UnitKind
from language.post_change import read_change
from language.post_line import PostLine, Units, read_post_line

DAY = date(2020, 1, 1)
ROOT, NOMURA, KONYA, UNION, FIRM, MAPLE = (UnitId(number) for number in range(1, 7))
UNITS = [
    Unit(ROOT, UnitKind.COMMITTEE, "Đảng bộ Khu kinh tế", "Đảng bộ Khu kinh tế", None, DAY),
    Unit(NOMURA, UnitKind.COMMITTEE, "Đảng bộ KCN Nomura", "Đảng bộ KCN Nomura", ROOT, DAY),
    Unit(KONYA, UnitKind.CELL, "Chi bộ Konya", "Chi bộ Konya", NOMURA, DAY),
    Unit(UNION, UnitKind.UNION, "CĐCS Konya", "CĐCS Konya", KONYA, DAY),
    Unit(FIRM, UnitKind.ENTERPRISE, "Công ty Giấy Konya Việt Nam", "Công ty Giấy Konya Việt Nam", KONYA, DAY),
    Unit(MAPLE, UnitKind.CELL, "Chi bộ Maple", "Chi bộ Maple", NOMURA, DAY),
]


def read(line: str) -> PostLine:
    return read_post_line(line, Units(UNITS, [("kkt", ROOT)]))


@pytest.mark.parametrize(
    ("line", "unit", "role", "title", "name"),
    [
        ("bi thu cb konya: Nguyen Van An", KONYA, Role.SECRETARY, "Bí thư", "Nguyen Van An"),
        ("Phó Bí thư; Maple; Lê Thị Bình", MAPLE, Role.SECRETARY, "Phó Bí thư", "Lê Thị Bình"),
        ("Lê Thị Bình, Phó Bí thư, Chi bộ Maple", MAPLE, Role.SECRETARY, "Phó Bí thư", "Lê Thị Bình"),
        ("nguyen van an - bi thu - cb maple", MAPLE, Role.SECRETARY, "Bí thư", "Nguyen Van An"),
        ("nguyen van an – bi thu – cb maple", MAPLE, Role.SECRETARY, "Bí thư", "Nguyen Van An"),
        ("Lê Văn Bảy\tChi ủy viên\tChi bộ Maple", MAPLE, Role.SECRETARY, "Chi ủy viên", "Lê Văn Bảy"),
        ("3. ctv konya đ/c Trần Văn Nam", KONYA, Role.COLLABORATOR, "Cộng tác viên", "Trần Văn Nam"),
        ("Chủ tịch CĐCS Konya Nguyễn Thị Hoa", UNION, Role.UNION, "Chủ tịch", "Nguyễn Thị Hoa"),
        ("pct cong doan konya: Do Thi Lan", UNION, Role.UNION, "Phó Chủ tịch", "Do Thi Lan"),
        ("chu tich konya Do Thi Lan", UNION, Role.UNION, "Chủ tịch", "Do Thi Lan"),
        ("Bí thư Công ty Giấy Konya Việt Nam: Đào Văn Hải", KONYA, Role.SECRETARY, "Bí thư", "Đào Văn Hải"),
        ("Bí thư KCN Nomura: Lê Văn Sáu", NOMURA, Role.LEADER, "Bí thư", "Lê Văn Sáu"),
        ("van phong kkt Tran Thi Ty", ROOT, Role.OFFICE, "Cán bộ Văn phòng", "Tran Thi Ty"),
        ("quản trị đảng ủy: Lê Văn Tám", ROOT, Role.ADMIN, "Quản trị", "Lê Văn Tám"),
    ],
)
def test_usual_orders_are_understood(line: str, unit: UnitId, role: Role, title: str, name: str) -> None:
    said = read(line)
    assert said.unit is not None
    assert (said.unit.id, said.role, said.title, said.name) == (unit, role, title, name)
    assert said.is_whole


def test_somebody_outside_the_party_is_told_so() -> None:
    assert read("Chủ tịch; CĐCS Konya; Nguyễn Thị Hoa; ngoài Đảng").is_party_member is False
    assert read("chu tich cdcs konya nguyen thi hoa (ngoai dang)").name == "Nguyen Thi Hoa"
    assert read("Chủ tịch; CĐCS Konya; Nguyễn Thị Hoa").is_party_member is None


@pytest.mark.parametrize(
    "line", ["", "hop dong so 5", "konya", "bi thu cb konya", "Nguyễn Văn An", "𝟙" * 500, "bi thu;;;;"]
)
def test_what_lacks_something_is_not_whole(line: str) -> None:
    assert not read(line).is_whole


def test_role_that_the_unit_does_not_have_is_none() -> None:
    assert read("quản trị; Konya; Nguyễn Văn An").role is None


def test_change_is_taken_apart() -> None:
    change = read_change("ban giao pho bi thu cb konya cho Nguyen Van An tu ngay 1/12")
    assert (change.do, change.text, change.day) == ("handover", "pho bi thu cb konya ; Nguyen Van An", "1/12")
    assert read_change("thôi bí thư konya từ hôm nay").day == "hôm nay"
    assert read_change("Nguyen Van An").do is None
    assert read_change("ban giao bi thu konya lai cho Tran Thi Mai").text == "bi thu konya ; Tran Thi Mai"
    assert read_change("giao bi thu konya cho Lại Thị Mai").text == "bi thu konya ; Lại Thị Mai"
