"""Sentences about choosing a unit."""

from __future__ import annotations

from language.say.words import Voice


def which(voice: Voice) -> str:
    return f"{voice.You} làm việc này cho đơn vị nào?"


def unknown() -> str:
    return "Đơn vị này không có trong danh sách của tài khoản."
