"""Sentences about lists of people that are longer than a page."""

from __future__ import annotations


def pick(is_long: bool) -> str:
    """How to answer; where not everybody is shown, how to find the others."""
    return "Chọn một người, hoặc nhắn một phần của tên:" if is_long else "Chọn một người:"


def none_named(part: str) -> str:
    return f"Danh sách này không có ai tên “{part}”. Nhắn một phần khác của tên, hoặc nhắn “menu”."
