from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.attendance import Absence, Attendance, read_absence, read_absent_total, read_attendance
from language.reading import Misread
from tests.language.texts import PATIENTLY


@pytest.mark.parametrize(
    ("text", "attendance"),
    [
        ("18/20", Attendance(18, 20)),
        ("18/20 đ/c", Attendance(18, 20)),
        ("18/20dv ạ", Attendance(18, 20)),
        ("18 trên 20", Attendance(18, 20)),
        ("18 tren tong so 20", Attendance(18, 20)),
        ("co mat 18/20", Attendance(18, 20)),
        ("dự 18/20", Attendance(18, 20)),
        ("mười tám trên hai mươi", Attendance(18, 20)),
        ("đủ 9/9", Attendance(9, 9, is_full=True)),
        ("9/9", Attendance(9, 9, is_full=True)),
        ("đủ", Attendance(None, None, is_full=True)),
        ("đầy đủ ạ", Attendance(None, None, is_full=True)),
        ("đủ 20", Attendance(20, 20, is_full=True)),
        ("18", Attendance(18, None)),
        ("du 18", Attendance(18, None)),
        ("0/9", Attendance(0, 9)),
    ],
)
def test_attendance_is_read(text: str, attendance: Attendance) -> None:
    assert read_attendance(text) == attendance
    assert read_attendance(unicodedata.normalize("NFD", text)) == attendance


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("22/20", "nhiều hơn"),
        ("đủ 18/20", "ghi đủ"),
        ("0/0", "không thể là 0"),
        ("9000/9000", "5.000"),
        ("18/20/2026", "số có mặt"),
        ("tổng số 20", "số có mặt"),
        ("abc", "số có mặt"),
    ],
)
def test_attendance_that_cannot_be_is_misread(text: str, reason: str) -> None:
    found = read_attendance(text)
    assert isinstance(found, Misread)
    assert reason in found.sentence


@PATIENTLY
@given(due=st.integers(1, 5_000), data=st.data())
def test_written_attendance_reads_as_itself(due: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, due))
    assert read_attendance(f"{present}/{due}") == Attendance(present, due, present == due)


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("2 có lý do", Absence(2, None, None)),
        ("vang 2 co ly do", Absence(2, None, None)),
        ("2 CLP", Absence(2, None, None)),
        ("2 cld 0 kld", Absence(2, 0, None)),
        ("CLD 2 KLD 0", Absence(2, 0, None)),
        ("có lý do: 2; không lý do: 0", Absence(2, 0, None)),
        ("1 phep 1 ko", Absence(1, 1, None)),
        ("1 ko 1 phep", Absence(1, 1, None)),
        ("1 phép, 1 không phép", Absence(1, 1, None)),
        ("một phép, một không phép", Absence(1, 1, None)),
        ("1 ko lý do", Absence(None, 1, None)),
        ("1 có, 1 không lý do", Absence(1, 1, None)),
        ("vang 2: 1 om, 1 mien sh", Absence(1, None, 1)),
        ("vắng 2 (1 ốm, 1 đi công tác)", Absence(2, None, None)),
        ("vắng 1: 1 ốm, 1 miễn sinh hoạt", Absence(1, None, 1)),
        ("0", Absence(0, 0, None)),
        ("không", Absence(0, 0, None)),
        ("không ai vắng", Absence(0, 0, None)),
        ("vắng 0", Absence(0, 0, None)),
        ("đủ", Absence(0, 0, None)),
    ],
)
def test_absence_is_read_by_kind(text: str, absence: Absence) -> None:
    assert read_absence(text) == absence
    assert read_absence(unicodedata.normalize("NFD", text)) == absence


@pytest.mark.parametrize(
    "text", ["vắng 2", "2", "vắng 3: 1 ốm, 1 phép", "vắng Lan, Hùng", "1 bị ung thư", "có lý do", "", "2,5 phép"]
)
def test_unclear_absence_is_misread_without_a_quotation(text: str) -> None:
    found = read_absence(text)
    assert isinstance(found, Misread)
    assert not any(word in found.sentence for word in ("Lan", "ung thư", "ốm", "“"))


@pytest.mark.parametrize(
    ("text", "count"),
    [("vắng 2", 2), ("nghỉ 3 đ/c ạ", 3), ("thieu 1", 1), ("vắng", None), ("18", None), ("2 có lý do", None)],
)
def test_absent_total_alone(text: str, count: int | None) -> None:
    assert read_absent_total(text) == count
