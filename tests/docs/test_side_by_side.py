"""docs/mot-cuoc-trao-doi.md shows one conversation as it really goes on three messengers."""

from __future__ import annotations

import pytest

from tests.dialogs.drivers.served import Shown
from tests.docs.side_by_side import PAGE, cell, rewritten

TEXT = PAGE.read_text("utf-8")


@pytest.mark.slow
async def test_page_shows_what_is_said() -> None:
    assert await rewritten(TEXT) == TEXT, "run `python -m tests.docs.side_by_side`"


@pytest.mark.slow
async def test_planted_difference_is_caught() -> None:
    planted = TEXT.replace("Mã tiếp nhận 2611-0001", "Mã tiếp nhận 2611-0009", 1)
    assert planted != TEXT
    assert await rewritten(planted) == TEXT


async def test_page_without_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="two marks"):
        await rewritten(TEXT.replace("<!-- bảng -->", ""))


def test_a_cell_shows_what_was_done_and_what_came() -> None:
    assert cell("[Gửi]", [Shown("Xong | <1>", (("Thu hồi", "Sửa"),))]) == (
        "▸ bấm <kbd>Gửi</kbd><br><br>Xong \\| &lt;1&gt;<br><kbd>Thu hồi</kbd> <kbd>Sửa</kbd>"
    )
    assert cell("a", []) == "▸ <b>a</b>"
