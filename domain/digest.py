"""What a week brought to one unit, as the digest tells it: counts only, never a name of a person (design.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.admission import AdmissionStep
from domain.meetings import MeetingKind
from domain.people import Role
from domain.periods import Period
from domain.targets import Indicator
from domain.units import Unit


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the year's count of an indicator stands against one target set. `least` and `most` differ for a range.

    `is_inferred` and `is_approximate` say of the target what `domain.targets.Target` says.
    """

    indicator: Indicator
    number: int
    least: int
    most: int
    issuer: str
    is_inferred: bool = False
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A report that has not been sent, by its kind and its last month, and the last day on which it is on time."""

    period: Period
    due_on: date
    kind: MeetingKind = MeetingKind.REGULAR


@dataclass(frozen=True, slots=True)
class Month:
    """The reports of one kind and last month of the cells below a unit: how many of those owed are in; `late` are short names of cells

    past their day.

    `busy`: how many more are past it but are at the report, or asked for time or help with it: they are not named.
    `first_due_on` to `last_due_on` are the days of those that are still to come in time; None when there are none.
    """

    period: Period
    sent: int
    owed: int
    late: tuple[str, ...]
    busy: int
    first_due_on: date | None
    last_due_on: date | None
    kind: MeetingKind = MeetingKind.REGULAR


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests about personal data that fall due within a week: how many, the first day, whether its rule is confirmed."""

    count: int
    first_on: date
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class System:
    """For administrators: people who joined in the week, invitations that are open, turns that failed for good."""

    joined: int
    invited: int
    failed: int


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of one post. `follows` is counted for a cell with new ones only. `entries` wait for an answer of a cell.

    `owed` is for a cell, `months` for a unit above cells, `asked` for an office.
    """

    role: Role
    unit: Unit
    steps: Mapping[AdmissionStep, int]
    follows: int
    reports: int
    entries: int
    owed: tuple[Owed, ...] = ()
    months: tuple[Month, ...] = ()
    goals: tuple[Goal, ...] = ()
    system: System | None = None
    asked: Asked | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the week changed nothing and nothing falls due."""
        is_busy = self.system is not None and (self.system.joined or self.system.failed)
        return not (self.steps or self.reports or self.entries or self.owed or self.months or self.asked or is_busy)
