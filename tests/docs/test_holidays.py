"""docs/lich-nghi.md shows the days that ship, each with its source."""

from __future__ import annotations

import pytest

from tests.docs.holidays import PAGE, rewritten

TEXT = PAGE.read_text("utf-8")


def test_page_has_the_days_that_ship() -> None:
    assert rewritten(TEXT) == TEXT, "run `python -m tests.docs.holidays`"


def test_planted_difference_is_caught() -> None:
    planted = TEXT.replace("| 17/02/2026 | thứ Ba |", "| 18/02/2026 | thứ Ba |")
    assert planted != TEXT
    assert rewritten(planted) == TEXT


def test_page_without_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="two marks"):
        rewritten(TEXT.replace("<!-- bảng -->", ""))
