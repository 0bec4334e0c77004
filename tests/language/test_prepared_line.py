"""One line about the class or the guide, as cadres type it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.prepared_line import read_class, read_guide
from language.reading import Misread

TODAY = date(2026, 11, 5)
APRIL = date(2026, 4, 12)


@pytest.mark.parametrize(
    ("text", "day", "paper"),
    [
        ("12/4/2026", APRIL, ""),
        ("12/4/26 số 45/GCN", APRIL, "45/GCN"),
        ("12.4.2026, số 45/GCN", APRIL, "45/GCN"),
        ("ngay 12/4/2026 so 45/GCN-TTCT", APRIL, "45/GCN-TTCT"),
        ("số 45/GCN ngày 12/4/2026", APRIL, "45/GCN"),
        ("giấy chứng nhận số 45 cấp ngày 12-4-2026", APRIL, "45"),
        ("2026-04-12", APRIL, ""),
        ("đã có", None, ""),
        ("da co", None, ""),
        ("đã có, chưa rõ ngày", None, ""),
        ("chua ro ngay", None, ""),
        ("đã học xong", None, ""),
        ("đã có số 45/GCN", None, "45/GCN"),
    ],
)
def test_class_with_its_certificate(text: str, day: date | None, paper: str) -> None:
    assert read_class(text, TODAY) == (day, paper)


@pytest.mark.parametrize("text", ["", "hôm nào ấy", "chưa", "31/2/2026", "12/4/2027", "số 45", f"12/4/2026 {'x' * 80}"])
def test_class_that_cannot_be_read_is_said_with_an_example(text: str) -> None:
    found = read_class(text, TODAY)
    assert isinstance(found, Misread)
    assert found.example


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("Nguyễn Văn An, 5/3/2026", "Nguyễn Văn An", date(2026, 3, 5)),
        ("đ/c nguyễn văn an từ ngày 5/3/26", "Nguyễn Văn An", date(2026, 3, 5)),
        ("5/3/2026 Nguyễn Văn An", "Nguyễn Văn An", date(2026, 3, 5)),
        ("Nguyễn Văn An (5.3.2026)", "Nguyễn Văn An", date(2026, 3, 5)),
        ("Nguyễn Văn An", "Nguyễn Văn An", None),
        ("đồng chí Nguyễn Văn An, chưa rõ ngày", "Nguyễn Văn An", None),
        ("Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An", None),
    ],
)
def test_guide_with_a_day_or_without(text: str, name: str, day: date | None) -> None:
    assert read_guide(text, TODAY) == (name, day)


@pytest.mark.parametrize("text", ["", "An", "5/3/2026", "Nguyễn Văn An 5/3/2027", "đang tìm người 123"])
def test_guide_that_cannot_be_read_is_said_with_an_example(text: str) -> None:
    found = read_guide(text, TODAY)
    assert isinstance(found, Misread)
    assert found.example


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    for found in (read_class(text, TODAY), read_guide(text, TODAY)):
        assert isinstance(found, Misread) or len(found) == 2
