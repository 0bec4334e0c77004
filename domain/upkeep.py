"""What keeps the program well, and what of it needs a human."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LEAST_FREE_BYTES = 500 * 1024 * 1024
BACKUP_TOO_OLD = timedelta(days=2)
CONFIRMED_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Machine:
    """What only the process knows. `newest_backup_at` None: there is no copy; `halted` are channels that a human has to see to."""

    free_bytes: int
    newest_backup_at: datetime | None
    halted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Troubles:
    """What the database knows, since the day on which the administrators were told last."""

    dead_turns: int = 0
    uncertain_messages: int = 0
    backup_failed_at: datetime | None = None
    unconfirmed_days: tuple[date, ...] = ()
    schema_behind: bool = False

    @property
    def is_none(self) -> bool:
        return self == Troubles()
