"""What the clock may ask about the program itself, before it tells the administrators (`domain.ports.Read` inherits it)."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from domain.upkeep import Machine, Troubles


class ReadUpkeep(Protocol):
    def machine(self) -> Machine | None:
        """Disk, backup files, halted channels; None where nobody looks after them: practice and tests."""
        ...

    def troubles(self, day: date) -> Troubles:
        """What has happened since the last such day before `day` that needs a human."""
        ...
