from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from domain.periods import BirthDate
from language.pasted_list import ListedPerson, read_people
from tests.language.texts import Form

TODAY = date(2026, 10, 15)
LAN = ListedPerson("Nguyễn Thị Lan", BirthDate(1998, 3, 12), "Cty Konya", 1)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Thị Lan, 12/3/1998, Cty Konya",
        "1. nguyễn thị lan - 12/3/98 - Cty Konya",
        "1) Nguyễn Thị Lan 12-03-1998 Cty Konya",
        "- Nguyễn Thị Lan\t12/03/1998\tCty Konya",
        "• đ/c Nguyễn Thị Lan (12.3.1998) Cty Konya",
        "+ Nguyễn Thị Lan Cty Konya sinh ngày 12/3/1998",
        "1 Nguyễn Thị Lan, sn 12/3/1998, Cty Konya",
        "1\tNguyễn Thị Lan\t12/3/1998\tCty Konya",
    ],
)
def test_the_usual_layouts_read_alike(line: str, form: Form) -> None:
    people = read_people(unicodedata.normalize(form, line), TODAY)
    assert people.people == (LAN,)
    assert people.unread == ()
    assert not people.is_list


@pytest.mark.parametrize(
    ("line", "sex", "name"),
    [
        ("Nguyễn Thị Lan, nữ, 12/3/1998, Cty Konya", "female", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan (nữ) 12/3/1998 Cty Konya", "female", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan nữ 12/3/1998 Cty Konya", "female", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan 12/3/1998 Cty Konya nữ", "female", "Nguyễn Thị Lan"),
        ("Trần Bình\tNam\t12/3/1998\tCty Konya", "male", "Trần Bình"),
        ("Trần Văn Nam, 12/3/1998", None, "Trần Văn Nam"),
        ("Đỗ Thị Nữ 12/3/1998", None, "Đỗ Thị Nữ"),
        ("Trần Bình 12/3/1998 Cty Horn Việt Nam", None, "Trần Bình"),
    ],
)
def test_sex_is_read_and_a_name_stays_a_name(line: str, sex: str | None, name: str) -> None:
    (person,) = read_people(line, TODAY).people
    assert (person.sex, person.name) == (sex, name)
    assert person.birth == BirthDate(1998, 3, 12)


@pytest.mark.parametrize(
    ("line", "job", "firm"),
    [
        ("Nguyễn Thị Lan, sinh 3/1998, công nhân chuyền 2", "công nhân chuyền 2", ""),
        ("Nguyễn Thị Lan sn 3/1998 tổ trưởng chuyền 2 cty Konya", "tổ trưởng chuyền 2", "cty Konya"),
        ("1. Nguyễn Thị Lan - 3/1998 - to truong - Konya", "to truong", "Konya"),
        ("Nguyễn Thị Lan\t3/1998\tCty Konya\tkế toán", "kế toán", "Cty Konya"),
        ("Nguyễn Thị Lan, 3/1998, Cty Konya", "", "Cty Konya"),
    ],
)
def test_job_is_no_firm(line: str, job: str, firm: str) -> None:
    (person,) = read_people(line, TODAY).people
    assert (person.name, person.job, person.firm_text) == ("Nguyễn Thị Lan", job, firm)


def test_lines_are_counted_and_what_is_unclear_is_kept() -> None:
    text = "DS quần chúng:\n1. Lê Văn An cty Maple\n\nxx\n2. Trần Bình, sn 1998; Phạm Hoà 31/2/1998"
    found = read_people(text, TODAY)
    assert [(person.name, person.line) for person in found.people] == [
        ("Lê Văn An", 2),
        ("Trần Bình", 5),
        ("Phạm Hòa", 6),
    ]
    assert found.unread == ("DS quần chúng:", "xx")
    assert found.is_list


@pytest.mark.parametrize(
    ("line", "reason"), [("Lê An, sn 1998", "tháng sinh"), ("Lê An 31/2/1998", "không có ngày 31")]
)
def test_a_birth_date_that_lacks_something_is_noted(line: str, reason: str) -> None:
    (person,) = read_people(line, TODAY).people
    assert person.birth is None
    assert person.note is not None
    assert reason in person.note.sentence


def test_month_and_year_are_enough() -> None:
    (person,) = read_people("Lê An 3/1998", TODAY).people
    assert (person.birth, person.note) == (BirthDate(1998, 3), None)


@pytest.mark.parametrize(
    "line", ["Họ và tên\tNgày sinh\tCông ty", "STT, Họ tên", "Kính gửi Đảng ủy", "=1+1", "Lan", "x" * 400]
)
def test_headings_and_noise_are_no_people(line: str) -> None:
    found = read_people(line, TODAY)
    assert found.people == ()
    assert len(found.unread) == 1
    assert len(found.unread[0]) <= 80


def test_no_line_of_a_long_list_is_lost() -> None:
    found = read_people("\n".join(["Lê Văn An"] * 400), TODAY)
    assert len(found.people) + len(found.unread) == 400
