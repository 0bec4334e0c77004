"""What `chibot doctor` tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is ok, warn or error. docs/van-hanh.md says of each id what to do (a test compares)."""

    id: str
    level: str
    text: str
    hint: str = ""
