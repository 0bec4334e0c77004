from __future__ import annotations

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import BirthDate, Period
from language.dates import Leaning, read_birth, read_date, read_period
from language.formatting import (
    format_birth,
    format_clock,
    format_date,
    format_day_month,
    format_month,
    format_weekday,
)
from language.reading import Misread
from tests.language.texts import PATIENTLY

THURSDAY = date(2026, 10, 15)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm nay", date(2026, 10, 15)),
        ("sáng nay", date(2026, 10, 15)),
        ("hqua", date(2026, 10, 14)),
        ("tối hôm qua", date(2026, 10, 14)),
        ("hôm wa", date(2026, 10, 14)),
        ("hwa", date(2026, 10, 14)),
        ("hum nay", date(2026, 10, 15)),
        ("hôm kia", date(2026, 10, 13)),
        ("hôm kìa", date(2026, 10, 12)),
        ("ngày mai", date(2026, 10, 16)),
        ("thứ 5", date(2026, 10, 15)),
        ("thứ sáu", date(2026, 10, 9)),
        ("thứ 6 tuần này", date(2026, 10, 16)),
        ("thứ 6 tuần trước", date(2026, 10, 9)),
        ("thu 5 truoc", date(2026, 10, 8)),
        ("t5 tuần trước", date(2026, 10, 8)),
        ("thứ hai tuần tới", date(2026, 10, 19)),
        ("CN", date(2026, 10, 11)),
        ("chủ nhật tới", date(2026, 10, 18)),
        ("thứ 5, 8/10", date(2026, 10, 8)),
        ("5/10", date(2026, 10, 5)),
        ("15/10", date(2026, 10, 15)),
        ("5/11", date(2025, 11, 5)),
        ("5-10", date(2026, 10, 5)),
        ("6.10", date(2026, 10, 6)),
        ("05/11/26", date(2026, 11, 5)),
        ("5/11/2026", date(2026, 11, 5)),
        ("20/8/98", date(1998, 8, 20)),
        ("2026-10-05", date(2026, 10, 5)),
        ("05102026", date(2026, 10, 5)),
        ("ngày 5", date(2026, 10, 5)),
        ("5", date(2026, 10, 5)),
        ("15", date(2026, 10, 15)),
        ("20", date(2026, 9, 20)),
        ("mùng 5", date(2026, 10, 5)),
        ("ngày 5 tháng 10", date(2026, 10, 5)),
        ("ngày 5 tháng 10 năm 2025", date(2025, 10, 5)),
        ("ngày mười lăm tháng mười", date(2026, 10, 15)),
        ("ngày mười tháng mười năm 2026", date(2026, 10, 10)),
        ("ngày 5 tháng trước", date(2026, 9, 5)),
        ("14 giờ 30 ngày 5/10", date(2026, 10, 5)),
        ("họp ngày 5/10 ạ", date(2026, 10, 5)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_as_meant(text: str, day: date) -> None:
    assert read_date(text, THURSDAY) == day
    assert read_date(unicodedata.normalize("NFD", text), THURSDAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/11", date(2026, 11, 5)),
        ("5/10", date(2027, 10, 5)),
        ("15/10", date(2026, 10, 15)),
        ("20", date(2026, 10, 20)),
        ("5", date(2026, 11, 5)),
        ("thứ 4", date(2026, 10, 21)),
        ("thứ 5", date(2026, 10, 15)),
        ("thứ 5 tới", date(2026, 10, 22)),
    ],
)
def test_plans_lean_ahead(text: str, day: date) -> None:
    assert read_date(text, THURSDAY, Leaning.FUTURE) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/2", "tháng 2 không có ngày 31"),
        ("30/2", "tháng 2 không có ngày 30"),
        ("29/2", "tháng 2/2026 không có ngày 29"),
        ("31/4/2026", "tháng 4 không có ngày 31"),
        ("31", "tháng 9 không có ngày 31"),
        ("18/20", "không có tháng 20"),
        ("0/5", "không có ngày 0"),
        ("5/10/3000", "năm 3000"),
        ("cuối tháng", "ngày nào"),
        ("đầu tháng 11", "ngày nào"),
        ("giữa tuần", "ngày nào"),
        ("tháng trước", "ngày nào"),
        ("t10", "ngày nào"),
        ("t5", "thứ 5 hoặc tháng 5"),
        ("mùng 5 tết", "dương lịch"),
        ("5/10 âm lịch", "dương lịch"),
        ("thứ 5 ngày 9/10", "09/10/2026 là thứ Sáu"),
        ("18/20 đ/c", "cần ngày và tháng"),
        ("hôm nào đó", "cần ngày và tháng"),
    ],
)
def test_an_unclear_day_is_misread_with_its_reason(text: str, reason: str) -> None:
    found = read_date(text, THURSDAY)
    assert isinstance(found, Misread)
    assert reason in found.sentence
    assert text in found.sentence


@PATIENTLY
@given(day=DAYS, today=DAYS)
def test_a_written_day_reads_as_itself(day: date, today: date) -> None:
    assert read_date(format_date(day), today) == day


@PATIENTLY
@given(day=DAYS)
def test_a_day_and_month_reads_as_itself_on_that_day_and_the_next_months(day: date) -> None:
    assert read_date(format_day_month(day), day) == day
    assert read_date(format_day_month(day), day, Leaning.FUTURE) == day


@PATIENTLY
@given(day=DAYS)
def test_a_written_weekday_reads_as_the_same_day(day: date) -> None:
    assert read_date(format_weekday(day), day) == day


@PATIENTLY
@given(day=st.dates(date(2000, 1, 1), date(2090, 12, 31)), today=DAYS)
def test_a_day_without_a_year_is_never_ahead_of_a_report(day: date, today: date) -> None:
    found = read_date(f"{day.day}/{day.month}", today)
    assert isinstance(found, Misread) or found <= today
    planned = read_date(f"{day.day}/{day.month}", today, Leaning.FUTURE)
    assert isinstance(planned, Misread) or planned >= today


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10/2026", Period(2026, 10)),
        ("10/26", Period(2026, 10)),
        ("2026-10", Period(2026, 10)),
        ("t10", Period(2026, 10)),
        ("T10/2025", Period(2025, 10)),
        ("tháng 10", Period(2026, 10)),
        ("tháng 11", Period(2025, 11)),
        ("12", Period(2025, 12)),
        ("tháng này", Period(2026, 10)),
        ("tháng trước", Period(2026, 9)),
        ("tháng sau", Period(2026, 11)),
        ("tháng sáu", Period(2026, 6)),
        ("tháng mười", Period(2026, 10)),
        ("tháng 12 năm ngoái", Period(2025, 12)),
        ("tháng 9 năm 2025", Period(2025, 9)),
    ],
)
def test_months_are_read(text: str, period: Period) -> None:
    assert read_period(text, THURSDAY) == period


@pytest.mark.parametrize("text", ["t13", "tháng 0", "quý IV", "10/11", "1/2500", "", "mười"])
def test_what_is_no_month_is_misread(text: str) -> None:
    assert isinstance(read_period(text, THURSDAY), Misread)


@PATIENTLY
@given(day=DAYS, today=DAYS)
def test_a_written_month_reads_as_itself(day: date, today: date) -> None:
    assert read_period(format_month(Period.of(day)), today) == Period.of(day)


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("12/3/98", BirthDate(1998, 3, 12)),
        ("12-03-1998", BirthDate(1998, 3, 12)),
        ("12.3.1998", BirthDate(1998, 3, 12)),
        ("3/1998", BirthDate(1998, 3)),
        ("3/98", BirthDate(1998, 3)),
        ("tháng 3 năm 1998", BirthDate(1998, 3)),
        ("ngày 12 tháng 3 năm 1998", BirthDate(1998, 3, 12)),
        ("sinh 12/3/98", BirthDate(1998, 3, 12)),
        ("12031998", BirthDate(1998, 3, 12)),
        ("1/1/12", BirthDate(2012, 1, 1)),
        ("31/10/2012", BirthDate(2012, 10, 31)),
        ("10/2012", BirthDate(2012, 10)),
        ("1/1/27", BirthDate(1927, 1, 1)),
        ("1/10/1926", BirthDate(1926, 10, 1)),
        ("10/1926", BirthDate(1926, 10)),
    ],
)
def test_birth_dates_are_read(text: str, birth: BirthDate) -> None:
    assert read_birth(text, THURSDAY) == birth


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1998", "tháng sinh"),
        ("sn 1998", "tháng sinh"),
        ("12/3", "năm sinh"),
        ("31/2/1998", "không có ngày 31"),
        ("12/3/2027", "chưa tới"),
        ("11/2026", "chưa tới"),
        ("1/1/20", "bốn chữ số"),
        ("1/1/16", "chưa đủ 14 tuổi"),
        ("1/11/2012", "chưa đủ 14 tuổi"),
        ("11/2012", "chưa đủ 14 tuổi"),
        ("15/10/2026", "chưa đủ 14 tuổi"),
        ("30/9/1926", "hơn 100 tuổi"),
        ("9/1926", "hơn 100 tuổi"),
        ("1/1/1900", "hơn 100 tuổi"),
        ("sinh 01011900", "hơn 100 tuổi"),
        ("1/1/1899", "năm 1899"),
        ("abc", "tháng và năm sinh"),
    ],
)
def test_an_incomplete_birth_date_is_misread_with_what_it_lacks(text: str, reason: str) -> None:
    found = read_birth(text, THURSDAY)
    assert isinstance(found, Misread)
    assert reason in found.sentence


@PATIENTLY
@given(day=st.dates(date(1927, 1, 1), date(2012, 10, 31)), has_day=st.booleans())
def test_a_written_birth_date_reads_as_itself(day: date, has_day: bool) -> None:
    birth = BirthDate(day.year, day.month, day.day if has_day else None)
    assert read_birth(format_birth(birth), THURSDAY) == birth


def test_dates_are_written_day_first() -> None:
    day = date(2026, 11, 5)
    assert format_date(day) == "05/11/2026"
    assert format_day_month(date(2026, 12, 10)) == "10/12"
    assert format_weekday(day) == "thứ Năm"
    assert format_weekday(date(2026, 11, 8)) == "Chủ nhật"
    assert format_month(Period(2026, 11)) == "tháng 11/2026"
    assert format_birth(BirthDate(1998, 3)) == "03/1998"
    assert format_clock(datetime(2026, 11, 5, 19, 42)) == "19 giờ 42"  # noqa: DTZ001 - a local time, as promised
