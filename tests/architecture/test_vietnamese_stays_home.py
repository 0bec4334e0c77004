"""Every sentence that the bot says, and everything that it understands, is in language/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import vietnamese
from tests.architecture.tree import ROOT, plant


def test_no_vietnamese_outside_its_home() -> None:
    assert vietnamese.breaches(ROOT) == []


def test_every_exception_is_still_needed() -> None:
    assert vietnamese.stale_exceptions(ROOT) == []


@pytest.mark.parametrize(
    "source",
    [
        'TEXT = "Xin chào"\n',
        'TEXT = "Xin cha\\u0300o"\n',
        'TEXT = f"đã gửi {1}"\n',
        "họ_tên = 1\n",
        "def ghi(tên: str) -> None: ...\n",
        'NAMES = {"Hằng": 1}\n',
        "TEXT = b'\\xc4\\x91'\n",
    ],
)
@pytest.mark.parametrize("folder", vietnamese.ELSEWHERE)
def test_planted_vietnamese_is_caught(tmp_path: Path, folder: str, source: str) -> None:
    plant(tmp_path, f"{folder}/planted.py", source)

    assert len(vietnamese.breaches(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("language/planted.py", 'TEXT = "Xin chào"\n'),
        ("sample_data/planted.py", 'TEXT = "Trần Thị Hằng"\n'),
        ("bot/planted.py", '"""Chi bộ: the cell."""\n\n# đơn vị: a unit\nX = 1\n"""Đảng viên dự bị."""\n'),
        ("bot/planted.py", 'TEXT = "… → – 5 %"\n'),
    ],
)
def test_vietnamese_at_home_or_in_a_comment_is_fine(tmp_path: Path, name: str, source: str) -> None:
    plant(tmp_path, name, source)

    assert vietnamese.breaches(tmp_path) == []
