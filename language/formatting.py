"""Dates, months and times of day as we write them. All arguments are local calendar values."""

from __future__ import annotations

from datetime import date, datetime

from domain.periods import BirthDate, Period

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""By `date.weekday()`: Monday is 0."""


def format_date(day: date) -> str:
    """ "05/11/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_day_month(day: date) -> str:
    """ "10/12"."""
    return f"{day.day:02d}/{day.month:02d}"


def format_weekday(day: date) -> str:
    """ "thứ Năm", "Chủ nhật"."""
    return WEEKDAYS[day.weekday()]


def format_month(period: Period) -> str:
    """ "tháng 11/2026"."""
    return f"tháng {period.month}/{period.year}"


def format_birth(birth: BirthDate) -> str:
    """ "12/03/1998", or "03/1998" when the day is not known."""
    month = f"{birth.month:02d}/{birth.year:04d}"
    return month if birth.day is None else f"{birth.day:02d}/{month}"


def format_clock(local: datetime) -> str:
    """ "19 giờ 42" of a local time; the caller has converted it from UTC."""
    return f"{local.hour} giờ {local.minute:02d}"


def capital(text: str) -> str:
    """Its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]
