"""Files that the page sent, in memory until they are fetched or an hour is over.

A restart forgets them: whoever sent one is asked to send it again. Nothing of them touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 8
"""Of all people together: the oldest goes first."""
KEPT = timedelta(hours=1)


class _Upload(NamedTuple):
    persona: str
    body: bytes
    until: datetime


class Uploads:
    """Each under a reference that nobody can guess."""

    def __init__(self, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._now, self._new_id = now, new_id
        self._kept: dict[str, _Upload] = {}

    def keep(self, persona: str, body: bytes) -> str:
        """Its reference."""
        self._forget()
        while len(self._kept) >= MOST_FILES:
            self._kept.pop(next(iter(self._kept)))
        reference = self._new_id()
        self._kept[reference] = _Upload(persona, body, self._now() + KEPT)
        return reference

    def is_of(self, persona: str, reference: str) -> bool:
        self._forget()
        return reference in self._kept and self._kept[reference].persona == persona

    def get(self, reference: str) -> bytes | None:
        """None once it is forgotten."""
        self._forget()
        found = self._kept.get(reference)
        return None if found is None else found.body

    def _forget(self) -> None:
        now = self._now()
        self._kept = {reference: one for reference, one in self._kept.items() if now < one.until}
