"""A desk for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.flows.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()
