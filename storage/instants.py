"""Instants and dates as the database holds them: UTC epoch milliseconds and local ISO dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_ms(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def from_ms(value: int) -> datetime:
    return EPOCH + timedelta(milliseconds=value)


def to_ms_or_none(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)


def from_ms_or_none(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)


def to_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
