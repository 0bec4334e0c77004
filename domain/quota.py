"""What a bot may be used for in a month, and how much of it is gone (the free plan of Zalo; both directions are said to count)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))
TIGHT, LAST, CROWDED = 80, 95, 90
"""Per cent: from TIGHT on administrators are told and digests are one line; from LAST on the rest is for receipts; CROWDED of people."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What one bot may be used for: messages a calendar month in both directions, each part counted, and people in all."""

    per_month: int
    users: int


@dataclass(frozen=True, slots=True)
class Use:
    """One bot in one month ("2026-11"). `users` have written to it at any time."""

    quota: Quota
    channel: str
    bot_id: str
    month: str
    received: int
    sent: int
    users: int

    @property
    def messages(self) -> int:
        return self.received + self.sent

    @property
    def is_tight(self) -> bool:
        return self.messages * 100 >= self.quota.per_month * TIGHT

    @property
    def is_last(self) -> bool:
        """What is left is for receipts, and for the questions that lead to one."""
        return self.messages * 100 >= self.quota.per_month * LAST

    @property
    def is_crowded(self) -> bool:
        return self.users * 100 >= self.quota.users * CROWDED


def month_of(now: datetime) -> str:
    """The month whose messages count now: the vendor is in Viet Nam."""
    return f"{now.astimezone(VIET_NAM):%Y-%m}"
