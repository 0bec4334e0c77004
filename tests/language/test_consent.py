"""Whether somebody has agreed, and when, in one answer."""

from __future__ import annotations

from datetime import date

import pytest

from language.consent import is_not_yet, read_consent_day
from language.reading import Misread

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm qua", date(2026, 11, 4)),
        ("rồi, hôm qua ạ", date(2026, 11, 4)),
        ("co, hom nay", date(2026, 11, 5)),
        ("đã đồng ý 3/11", date(2026, 11, 3)),
        ("dong y roi, ngay 3/11", date(2026, 11, 3)),
        ("rồi", None),
        ("có", None),
        ("đã đồng ý", None),
    ],
)
def test_day_is_found_behind_the_yes(text: str, day: date | None) -> None:
    assert read_consent_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["chưa", "chưa hỏi ạ", "không đồng ý", "để hỏi đã"])
def test_no_day_is_made_of_a_no(text: str) -> None:
    assert isinstance(read_consent_day(text, TODAY), Misread)


@pytest.mark.parametrize(("text", "is_so"), [("chưa", True), ("chua hoi a", True), ("hôm qua", False), ("rồi", False)])
def test_not_asked_yet(text: str, is_so: bool) -> None:
    assert is_not_yet(text) is is_so
