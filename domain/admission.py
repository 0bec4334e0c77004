"""Candidates: steps of the admission procedure as events, age by month, and the vote (domain.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import CandidateId, PersonId, UnitId
from domain.periods import BirthDate, Period


class AdmissionStep(StrEnum):
    """The steps of domain.md §2.2 that are recorded so far, in their order; others join with their flows."""

    IDENTIFIED = "identified"
    AWARENESS_CLASS = "awareness_class"
    GUIDE_ASSIGNED = "guide_assigned"
    CELL_RESOLUTION = "cell_resolution"
    DECISION = "decision"
    CEREMONY = "ceremony"


class Intake(StrEnum):
    """What a cell has said to an introduction by a union."""

    WAITING = "waiting"
    RECEIVED = "received"
    NOT_NOW = "not_now"


class Education(StrEnum):
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    COLLEGE = "college"
    UNIVERSITY = "university"
    POSTGRADUATE = "postgraduate"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person outside the Party who is being prepared. Only fields of the allow-list of domain.md §6; None = not told yet.

    `unit_id` is the cell that follows the candidate; `introduced_unit_id` the cell or union that introduced them.
    """

    id: CandidateId
    name: str
    birth: BirthDate
    unit_id: UnitId
    introduced_unit_id: UnitId
    firm: str
    intake: Intake
    consent_on: date
    introduced_by: str | None = None
    sex: str | None = None
    job: str | None = None
    is_manager: bool | None = None
    education: str | None = None
    is_union_member: bool | None = None
    is_union_officer: bool | None = None
    is_youth_union_member: bool | None = None
    achievements: tuple[str, ...] = ()
    needs_matching: bool = False
    added_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A step that happened. `happened_on` None means "đã có, chưa rõ ngày".

    The day of a class is that of its certificate, `document` its number. `guide`: of GUIDE_ASSIGNED, the name of the member who helps.
    """

    candidate_id: CandidateId
    step: AdmissionStep
    unit_id: UnitId
    happened_on: date | None
    document: str | None = None
    recorded_by: PersonId | None = None
    recorded_at: datetime | None = None
    guide: str | None = None


def valid_until(taught_on: date, months: int) -> date:
    """The last day on which a certificate of the awareness class counts; at the end of a shorter month its last day (domain.md §2.4)."""
    last = Period.of(taught_on).shift(months).last_on
    return last if last.day < taught_on.day else last.replace(day=taught_on.day)


NEARLY_MONTHS = 12


class AgeCase(StrEnum):
    FITS = "fits"
    TOO_YOUNG = "too_young"
    NEARLY_TOO_OLD = "nearly_too_old"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class AgeReading:
    """How the age rule reads for one birth date: the first and the last month in which the cell may consider, both inclusive."""

    case: AgeCase
    first: Period
    last: Period


def read_age(birth: BirthDate, on: date, least: int, most: int) -> AgeReading:
    """Age counts by month on the day of the cell's vote: full `least` to full `most` years (domain.md §2.2 step 9).

    The month of the sixtieth birthday still counts. Never a refusal: the caller explains and records.
    """
    first, last = birth.month_of_age(least), birth.month_of_age(most)
    month = Period.of(on)
    if month < first:
        case = AgeCase.TOO_YOUNG
    elif month > last:
        case = AgeCase.TOO_OLD
    elif month.shift(NEARLY_MONTHS) > last:
        case = AgeCase.NEARLY_TOO_OLD
    else:
        case = AgeCase.FITS
    return AgeReading(case, first, last)


@dataclass(frozen=True, slots=True)
class Vote:
    """Votes for, of all full members who count (absent ones too); the cell's resolution needs two thirds (domain.md §2.3)."""

    votes_for: int
    eligible: int

    @property
    def needed(self) -> int:
        """⌈2n/3⌉ in integers."""
        return -(-2 * self.eligible // 3)

    @property
    def is_passed(self) -> bool:
        return self.eligible > 0 and self.votes_for >= self.needed
