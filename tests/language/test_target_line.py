"""One line that sets a target, its parts by themselves, and the shares of units below."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import UnitId
from domain.targets import Indicator
from domain.units import Unit, UnitKind
from language.reading import Misread
from language.target_line import (
    Amount,
    Document,
    Span,
    read_amount,
    read_shares,
    read_span,
    read_target_line,
    sets_target,
)

TODAY = date(2026, 11, 5)
YEAR = Span(date(2027, 1, 1), date(2027, 12, 31))
CELLS = [
    Unit(UnitId(n), UnitKind.CELL, name, name, UnitId(9), TODAY)
    for n, name in ((1, "Konya"), (2, "Maple"), (3, "Horn"))
]


def test_line_is_read_with_the_marks_of_its_document() -> None:
    line = read_target_line("kết nạp 2027 Konya 8-10 theo Nghị quyết 12-NQ/ĐU ngày 5/1/2027", TODAY)

    assert (line.indicator, line.unit, line.span, line.amount) == (Indicator.ADMITTED, "konya", YEAR, Amount(8, 10))
    assert line.document == Document("Nghị quyết 12-NQ/ĐU", date(2027, 1, 5))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3", Amount(3, 3)),
        ("8-10", Amount(8, 10)),
        ("khoảng 20", Amount(20, 20, True)),
        ("8 đến 10 người", Amount(8, 10)),
    ],
)
def test_value_is_a_number_or_a_range(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["0", "10-8", "ba", ""])
def test_value_that_is_none_gets_an_example(text: str) -> None:
    assert isinstance(read_amount(text), Misread)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("năm 2027", YEAR),
        ("quý 1/2027", Span(date(2027, 1, 1), date(2027, 3, 31))),
        ("6 tháng cuối năm 2027", Span(date(2027, 7, 1), date(2027, 12, 31))),
        ("nhiệm kỳ 2025-2030", Span(date(2025, 1, 1), date(2030, 12, 31), "nhiệm kỳ 2025–2030")),
        ("từ 1/4/2027 đến 30/9/2027", Span(date(2027, 4, 1), date(2027, 9, 30))),
    ],
)
def test_period_is_a_year_a_part_of_it_or_a_term(text: str, span: Span) -> None:
    assert read_span(text, TODAY) == span


def test_rest_of_the_units_gets_what_is_said_for_each() -> None:
    assert read_shares("konya 3, con lai 1", CELLS, ()) == {1: 3, 2: 1, 3: 1}
    assert read_shares("konya 3; con lai 0", CELLS, ()) == {1: 3}


def test_only_a_line_with_a_document_sets_something_where_progress_is_asked_for() -> None:
    assert sets_target("kết nạp 2027 konya 3 theo NQ 12")
    assert not sets_target("kết nạp 2027 konya theo quý")


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_target_line(text, TODAY)
    read_shares(text, CELLS, ())
    read_span(text, TODAY)
