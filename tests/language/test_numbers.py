from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.numbers import format_count, percent, read_count
from language.reading import Misread
from tests.language.texts import PATIENTLY


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("20", 20),
        ("1.100", 1_100),
        ("1100", 1_100),
        ("12dv", 12),
        ("12 đ/c", 12),
        ("12 đồng chí ạ", 12),
        ("18.", 18),
        ("１８", 18),
        ("không", 0),
        ("ko", 0),
        ("k", 0),
        ("hok", 0),
        ("0", 0),
        ("hai mươi", 20),
        ("hai muoi mot", 21),
        ("hai mươi lăm", 25),
        ("hai lăm", 25),
        ("mười", 10),
        ("mười lăm", 15),
        ("muoi hai", 12),
        ("tám", 8),
        ("chín mươi chín", 99),
        ("mười tám đảng viên", 18),
    ],
)
def test_whole_numbers_are_read(text: str, count: int) -> None:
    assert read_count(text) == count
    assert read_count(unicodedata.normalize("NFD", text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "12,5",
        "-3",
        "−3",
        "12.5",
        "1.10",
        "0.500",
        "1,100",
        "18/20",
        "",
        "abc",
        "hơn 300",
        "٣",
        "9" * 5_000,
        "mươi mươi",
        "5 x",
    ],
)
def test_what_is_no_whole_number_is_misread(text: str) -> None:
    assert isinstance(read_count(text), Misread)


def test_a_count_over_the_most_is_misread_with_the_most() -> None:
    found = read_count("120.000")
    assert isinstance(found, Misread)
    assert "100.000" in found.sentence
    assert isinstance(read_count("21", most=20), Misread)


@PATIENTLY
@given(st.integers(0, 100_000))
def test_a_written_count_reads_as_itself(number: int) -> None:
    assert read_count(format_count(number)) == number
    assert read_count(str(number)) == number


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (88, 43, "204,7%"),
        (88, 47, "187,2%"),
        (105, 122, "86,1%"),
        (105, 121, "86,8%"),
        (105, 59, "178,0%"),
        (98, 105, "93,3%"),
        (88, 300, "29,3%"),
        (7, 8, "87,5%"),
        (7, 10, "70,0%"),
        (6, 7, "85,7%"),
        (213, 333, "64,0%"),
        (43_752, 88_029, "49,7%"),
        (1, 2_000, "0,1%"),
        (0, 5, "0,0%"),
        (12_345, 100, "12.345,0%"),
        (1, 0, "–"),
        (0, 0, "–"),
    ],
)
def test_percentages_are_exact_and_rounded_half_up(numerator: int, denominator: int, written: str) -> None:
    assert percent(numerator, denominator) == written


@PATIENTLY
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_within_half_a_tenth(numerator: int, denominator: int) -> None:
    tenths = int(percent(numerator, denominator).rstrip("%").replace(".", "").replace(",", ""))
    assert -denominator < 2 * (1_000 * numerator - tenths * denominator) < denominator or (
        2 * (1_000 * numerator - tenths * denominator) == -denominator
    )
