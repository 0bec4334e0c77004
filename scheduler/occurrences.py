"""What is due when: pure calculations. An occurrence is named by job and key once and for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

HOUSEKEEPING_HOUR = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A moment that is due: the inbox takes it once for its job and key."""

    job: str
    key: str


def due(now: datetime, zone: tzinfo) -> Sequence[Due]:
    """All occurrences that are due at `now`. Asking again, or after days of downtime, gives the same keys."""
    local = now.astimezone(zone)
    return [Due("housekeeping", local.date().isoformat())] if local.hour >= HOUSEKEEPING_HOUR else []
