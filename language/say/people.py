"""Sentences about lists of people that are longer than a page."""

from __future__ import annotations


def pick(is_long: bool) -> str:
    """How to answer; where not everybody is shown, how to find the others."""
    return "Chọn một người, hoặc nhắn một phần của tên:" if is_long else "Chọn một người:"


def named(count: int, has_more: bool) -> str:
    """The part itself is not repeated: it travels without its marks."""
    return f"Tìm thấy nhiều người, đây là {count} người đầu:" if has_more else f"Tìm thấy {count} người:"


def none_named() -> str:
    return "Trong danh sách này không có ai tên như vậy. Nhắn một phần khác của tên, hoặc nhắn “menu” để làm việc khác."
