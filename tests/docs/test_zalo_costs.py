"""docs/zalo.md counts what work costs in messages as the platform counts it."""

from __future__ import annotations

import pytest

from tests.docs.zalo_costs import PAGE, WORKS, cost, rewritten

TEXT = PAGE.read_text("utf-8")


@pytest.mark.slow
async def test_page_has_the_tables_as_they_are_counted() -> None:
    assert await rewritten(TEXT) == TEXT, "run `python -m tests.docs.zalo_costs`"


@pytest.mark.slow
async def test_every_work_costs_something() -> None:
    assert [work.title for work in WORKS if not (await cost(work)).sent] == []


async def test_page_without_its_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="two marks"):
        await rewritten(TEXT.replace("<!-- bảng -->", ""))
