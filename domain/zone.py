"""A whole zone as data: what `storage/loading.py` puts into an empty database, and what samples and imports build.

No row was acknowledged by the program: none of them belongs to an operation, so none can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.admission import Candidate, StepEvent
from domain.ids import CandidateId, PersonId, UnitId
from domain.meetings import HeadCount, Meeting
from domain.people import Address, Person, Post
from domain.targets import Coverage, Target
from domain.units import UnitKind


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """Name and place in the tree from `starts_on` (inclusive) to `ends_on` (exclusive), local dates; None = until further notice."""

    name: str
    short_name: str
    parent_id: UnitId | None
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ZoneUnit:
    """A unit with its whole history. `key` names it in files and tests; it is not stored. `aliases` are folded.

    `is_founding_counted`: its founding is one of those that the committee reports. `is_invented`: no such unit exists.
    """

    id: UnitId
    key: str
    kind: UnitKind
    founded_on: date
    versions: tuple[UnitVersion, ...]
    aliases: tuple[str, ...] = ()
    closed_on: date | None = None
    go_live_on: date | None = None
    report_due_day: int = 10
    is_in_enterprise: bool = False
    is_founding_counted: bool = False
    is_proposed_by_union_cell: bool = False
    is_invented: bool = False

    def exists_on(self, day: date) -> bool:
        return self.founded_on <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True)
class ConfirmedCount:
    """A cell's head count as it was confirmed on a day."""

    unit_id: UnitId
    as_of: date
    head_count: HeadCount


@dataclass(frozen=True, slots=True)
class ZoneAccount:
    """A channel account that is linked already. For samples the chat id of the address is the persona's key."""

    person_id: PersonId
    address: Address
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class ZoneCandidate:
    """A candidate with the two forms of the name that the storage searches and sorts by."""

    candidate: Candidate
    folded: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class ZoneConsent:
    """What somebody agreed to: exactly one of the two ids is set."""

    wording: str
    given_on: date
    person_id: PersonId | None = None
    candidate_id: CandidateId | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """Every table that a zone fills. Ids are unique within each table and start at 1."""

    units: tuple[ZoneUnit, ...]
    head_counts: tuple[ConfirmedCount, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
    accounts: tuple[ZoneAccount, ...] = ()
    candidates: tuple[ZoneCandidate, ...] = ()
    events: tuple[StepEvent, ...] = ()
    consents: tuple[ZoneConsent, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    targets: tuple[Target, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    def unit(self, key: str) -> ZoneUnit:
        """Raises KeyError when no unit has the key."""
        for unit in self.units:
            if unit.key == key:
                return unit
        raise KeyError(key)
