"""One line about a unit: what is to be done with which unit, from when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.units import UnitKind
from language.unit_line import UnitLine, kind_said, month_said, near_day, read_unit_line, short_of

TODAY = date(2026, 11, 5)
LINES = [
    ("", UnitLine()),
    ("31/12/2024", UnitLine(day=date(2024, 12, 31))),
    ("Konya", UnitLine(unit="Konya")),
    ("konya ngày 31/12/2024", UnitLine(unit="konya", day=date(2024, 12, 31))),
    ("chuyển Konya sang KCN Đình Vũ từ 1/12", UnitLine("move", "Konya", "KCN Đình Vũ", date(2026, 12, 1))),
    ("chuyen konya ve kcn nomura ke tu ngay 15/6/2025", UnitLine("move", "konya", "kcn nomura", date(2025, 6, 15))),
    ("sáp nhập Maple vào Konya từ hôm nay", UnitLine("merge", "Maple", "Konya", TODAY)),
    ("giải thể Konya", UnitLine("close", "Konya")),
    ("đổi tên Konya thành Chi bộ Sao Mai", UnitLine("rename", "Konya", "Chi bộ Sao Mai")),
    ("tên gọi Konya là giấy", UnitLine("alias", "Konya", "giấy")),
    ("bỏ tên gọi Konya là giấy", UnitLine("unalias", "Konya", "giấy")),
    ("hạn báo cáo Konya 15", UnitLine("due", "Konya", number=15)),
    ("bắt đầu Maple 1/1/2027", UnitLine("golive", "Maple", day=date(2027, 1, 1))),
    ("miễn báo cáo Konya tháng 11 vì nghỉ Tết", UnitLine("exempt", "Konya", month="11", reason="nghỉ Tết")),
    (
        "lùi hạn Konya tháng 11/2026 đến 20/12 do đơn hàng",
        UnitLine("postpone", "Konya", until=date(2026, 12, 20), month="11/2026", reason="đơn hàng"),
    ),
    ("số đảng viên Konya 17 chính thức, 3 dự bị", UnitLine("count", "Konya", counts="17 chính thức, 3 dự bị")),
    (
        "thêm chi bộ Công ty TNHH Sao Mai thuộc KCN Nomura từ 1/12/2026",
        UnitLine("add", "chi bộ Công ty TNHH Sao Mai", "KCN Nomura", date(2026, 12, 1)),
    ),
]


@pytest.mark.parametrize(("text", "meant"), LINES)
def test_line_is_read_with_its_marks(text: str, meant: UnitLine) -> None:
    assert read_unit_line(text, TODAY) == meant


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_unit_line(text, TODAY)


@pytest.mark.parametrize(
    ("text", "day"), [("1/12", date(2026, 12, 1)), ("1/10", date(2026, 10, 1)), ("1/12/2025", date(2025, 12, 1))]
)
def test_day_without_a_year_is_the_nearest_one(text: str, day: date) -> None:
    assert near_day(text, TODAY) == day


@pytest.mark.parametrize(("text", "month"), [("11", "2026-11"), ("1", "2027-01"), ("9", "2026-09"), ("13", None)])
def test_month_without_a_year_is_the_nearest_one(text: str, month: str | None) -> None:
    assert month_said(text, TODAY) == month


def test_short_name_leaves_out_the_form_of_the_company() -> None:
    assert short_of("Chi bộ Công ty TNHH Giấy Sao Mai Việt Nam") == "Chi bộ Giấy Sao Mai"
    assert kind_said("CĐCS Sao Mai") is UnitKind.UNION
