"""The files of the sample zone, checked as they are read: an unknown or missing field names itself."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from domain.admission import Education
from domain.people import Role
from domain.targets import Indicator, TargetKind


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RootRow(Row):
    founded_on: date
    name: str
    short: str
    renamed_on: date
    new_name: str
    new_short: str
    aliases: tuple[str, ...]


class CommitteeRow(Row):
    key: str
    name: str
    short: str
    founded_on: date
    aliases: tuple[str, ...]
    target: int
    is_invented: bool = False


class CellRow(Row):
    """What the fields mean stands at the head of units.toml. A cell has a `firm`, or a `name` and a `workplace`."""

    key: str
    short: str
    founded_on: date
    aliases: tuple[str, ...]
    members: tuple[int, int, int, int, int]
    targets: tuple[int, int]
    name: str | None = None
    workplace: str | None = None
    firm: str | None = None
    union: str | None = None
    under: str = "root"
    moves_to: str | None = None
    admitted: int = 0
    ceremonies: tuple[str, ...] = ()
    followed: int = 0
    due_day: int = 10
    late_months: tuple[int, ...] = ()
    not_held_months: tuple[int, ...] = ()
    is_unreported_last_month: bool = False
    is_founding_counted: bool = False
    is_proposed_by_union_cell: bool = False
    is_invented: bool = False


class Units(Row):
    root: RootRow
    committee: tuple[CommitteeRow, ...]
    cell: tuple[CellRow, ...]


class PostRow(Row):
    role: Role
    unit: str
    title: str


class PersonaRow(Row):
    key: str
    name: str
    post: str
    posts: tuple[PostRow, ...] = ()
    is_party_member: bool = True
    is_known: bool = True


class People(Row):
    persona: tuple[PersonaRow, ...]


class JobRow(Row):
    job: str
    education: Education
    is_manager: bool = False


class NameParts(Row):
    middles: tuple[str, ...]
    givens: tuple[str, ...]


class Names(Row):
    families: tuple[str, ...]
    male: NameParts
    female: NameParts
    jobs: tuple[JobRow, ...]
    office_job: JobRow


class CandidateRow(Row):
    """What the fields mean stands at the head of candidates.toml."""

    name: str
    unit: str
    sex: str | None = None
    birth: str | None = None
    full_years_in: tuple[int, int] | None = None
    added: str | None = None
    added_days_ago: int | None = None
    job: str | None = None
    education: Education | None = None
    is_manager: bool = False
    achievements: tuple[str, ...] = ()
    by_union: bool = False
    is_waiting: bool = False
    guide: str = ""
    certificate: str = ""


class PastRow(Row):
    """Ceremonies of a stretch of days, both inclusive."""

    starts_on: date
    ends_on: date
    admitted: int
    in_office: int


class Candidates(Row):
    candidate: tuple[CandidateRow, ...]
    past: tuple[PastRow, ...]


class PublishedRow(Row):
    indicator: Indicator
    starts_on: date
    ends_on: date
    issuer: str
    document: str
    least: int
    most: int | None = None
    kind: TargetKind = TargetKind.TARGET
    is_inferred: bool = False
    is_approximate: bool = False
    term: str | None = None
    published: str | None = None


class YearlyRow(Row):
    indicator: Indicator
    issuer: str
    document: str
    least: int
    most: int | None = None
    term: str | None = None


class IssuerRow(Row):
    issuer: str
    document: str
    least: int = 0


class CoverageRow(Row):
    indicator: Indicator
    starts_on: date
    ends_on: date
    source: str
    is_inferred: bool = False


class Targets(Row):
    published: tuple[PublishedRow, ...]
    yearly: tuple[YearlyRow, ...]
    unit_targets: IssuerRow
    union_quota: IssuerRow
    coverage: tuple[CoverageRow, ...]


def _file(name: str) -> dict[str, object]:
    return tomllib.loads(resources.files("sample_data").joinpath(name).read_text("utf-8"))


@cache
def units() -> Units:
    """Each of these reads its file once. Raises pydantic.ValidationError when it is malformed."""
    return Units.model_validate(_file("units.toml"))


@cache
def people() -> People:
    return People.model_validate(_file("people.toml"))


@cache
def names() -> Names:
    return Names.model_validate(_file("names.toml"))


@cache
def candidates() -> Candidates:
    return Candidates.model_validate(_file("candidates.toml"))


@cache
def targets() -> Targets:
    return Targets.model_validate(_file("targets.toml"))
