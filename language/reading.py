"""What a parser answers when it could not read something. A value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misread:
    """One clear sentence (Vietnamese) on what was not understood, and an example that works."""

    sentence: str
    example: str
