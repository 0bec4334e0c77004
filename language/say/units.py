"""Sentences about choosing a unit."""

from __future__ import annotations

from language.say.words import Voice


def which(voice: Voice, example: str = "") -> str:
    """`example`: a name to type, where there are more units than buttons."""
    question = f"{voice.You} làm việc này cho đơn vị nào?"
    return f"{question} (ví dụ: {example})" if example else question


def unknown() -> str:
    return "Đơn vị này không có trong danh sách của tài khoản."
