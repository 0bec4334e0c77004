"""Indicators, targets and figures: integers first, percentages last (domain.md §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import PersonId, UnitId


class Indicator(StrEnum):
    """The literal list of what can be asked for. A new one needs a word list, a count in storage and a line in the glossary."""

    ADMITTED = "admitted"
    ADMITTED_IN_FIRMS = "admitted_in_firms"
    FOUNDED = "founded"
    FOUNDED_BY_UNION_CELL = "founded_by_union_cell"
    INTRODUCED = "introduced"
    MEETINGS_ON_TIME = "meetings_on_time"


class TargetKind(StrEnum):
    TARGET = "target"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Target:
    """What a number is held against. `least` and `most` differ only for a range. Dates are inclusive local dates.

    `is_inferred`: worked back from a published percentage. `is_approximate`: published with "khoảng".
    `published` is the percentage as it was printed, with its own rounding.
    """

    indicator: Indicator
    unit_id: UnitId
    starts_on: date
    ends_on: date
    issuer: str
    document: str
    least: int
    most: int
    kind: TargetKind = TargetKind.TARGET
    is_inferred: bool = False
    is_approximate: bool = False
    term: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class SetTarget:
    """A target as it is stored: who set it and when (UTC; None: it was loaded), and the one that has replaced it."""

    id: int
    target: Target
    document_on: date | None = None
    set_by: PersonId | None = None
    set_at: datetime | None = None
    replaced_by: int | None = None
    setter: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Until when the records of an indicator are complete, and how sure the count is."""

    indicator: Indicator
    unit_id: UnitId
    starts_on: date
    ends_on: date
    source: str
    is_inferred: bool = False


def half_up_tenths(numerator: int, denominator: int) -> int:
    """The percentage in tenths of a per cent, rounded half up, in integers. Raises ZeroDivisionError for denominator 0."""
    return (2000 * numerator + denominator) // (2 * denominator)
