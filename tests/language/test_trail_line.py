"""What of the trail is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from domain.ids import PersonId, UnitId
from domain.people import Person
from domain.trail import Wanted
from language.reading import Misread
from language.trail_line import Sought, people_meant, read_sought

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("line", "sought"),
    [
        ("", Sought()),
        ("Nguyễn Văn An", Sought(text="nguyen van an")),
        ("của đồng chí Mai", Sought(text="dong chi mai")),
        ("2611-0042", Sought("2611-0042")),
        ("báo cáo 2611-0042", Sought("2611-0042")),
        ("quần chúng số 12", Sought(candidate=12)),
        ("qc 12 hôm qua", Sought(candidate=12, day=date(2026, 11, 4))),
        ("hom qua", Sought(day=date(2026, 11, 4))),
        ("ngày 5/11", Sought(day=TODAY)),
        ("5/11/2025", Sought(day=date(2025, 11, 5))),
        ("cb konya hom nay", Sought(day=TODAY, text="cb konya")),
        ("tuan nay", Sought(day=date(2026, 11, 2), until=date(2026, 11, 8))),
        ("konya tuan truoc", Sought(day=date(2026, 10, 26), text="konya", until=date(2026, 11, 1))),
        ("thang 10", Sought(day=date(2026, 10, 1), until=date(2026, 10, 31))),
        ("tu 1/11 den 5/11", Sought(day=date(2026, 11, 1), until=date(2026, 11, 5))),
        ("tu ngay 30/12 den ngay 2/1/2026", Sought(day=date(2025, 12, 30), until=date(2026, 1, 2))),
        ("tran thi mai 1/11", Sought(day=date(2026, 11, 1), text="tran thi mai")),
    ],
)
def test_person_record_day_and_unit_are_told_apart(line: str, sought: Sought) -> None:
    assert read_sought(line, TODAY) == sought


def test_day_that_is_none_is_said() -> None:
    assert isinstance(read_sought("31/2", TODAY), Misread)


def test_whole_name_comes_before_a_part_of_one() -> None:
    mai, mai_lan = Person(PersonId(1), "Trần Thị Mai"), Person(PersonId(2), "Trần Thị Mai Lan")
    assert people_meant("tran thi mai", [mai, mai_lan]) == [mai]
    assert people_meant("thi mai", [mai, mai_lan]) == [mai, mai_lan]
    assert people_meant("ai", [mai]) == []


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(person_id=PersonId(123456)),
        Wanted(record=("candidate", 100_000), before=99_999_999),
        Wanted(record=("meeting", 1), day=TODAY, unit_id=None),
        Wanted(PersonId(1), ("candidate", 100_000), TODAY, None, 99_999_999),
        Wanted(unit_id=UnitId(99_999), day=date(2026, 1, 1), until=date(2026, 12, 31), before=99_999_999),
    ],
)
def test_button_carries_it_whole(wanted: Wanted) -> None:
    assert Wanted.unpack(wanted.pack()) == wanted
    assert len(f"trail.page.0.{wanted.pack()}") <= 64
