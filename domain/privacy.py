"""Rights of the person: consents, requests with legal clocks, who looked at a record, and what is to be erased (domain.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from domain.calendar import Calendar
from domain.ids import AccountId, CandidateId, PersonId, UnitId
from domain.legal import RuleBook
from domain.on_behalf import Way
from domain.people import Role

SOON = timedelta(days=7)
"""A request whose day comes within this is told in the office's digest."""


class RequestKind(StrEnum):
    """What a person may ask about their own data."""

    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ERASE = "erase"


class Via(StrEnum):
    """How something was told: by the person, through a cadre, by a candidate's own code, or it came with the first data."""

    SELF = "self"
    CADRE = "cadre"
    CODE = "code"
    LOADED = "loaded"


class SubjectKind(StrEnum):
    CANDIDATE = "candidate"
    PERSON = "person"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whose data it is: a candidate or a user."""

    kind: SubjectKind
    id: int

    @property
    def candidate_id(self) -> CandidateId | None:
        return CandidateId(self.id) if self.kind is SubjectKind.CANDIDATE else None

    @property
    def person_id(self) -> PersonId | None:
        return PersonId(self.id) if self.kind is SubjectKind.PERSON else None


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the history of consent: given or withdrawn, on which day, with which version of the wording, noted by whom and how."""

    wording: str
    version: str
    on: date
    is_withdrawal: bool
    how: Via
    noted_by: PersonId | None


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when a request is to be answered and done, both inclusive; `is_confirmed`: the office has checked both rules."""

    answer_on: date
    due_on: date
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Came:
    """How a request came that was not made in the assistant: the local day on which the office received it, and its number, if any."""

    on: date
    way: Way
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked about the data of `subject`. `detail` is what they wrote; None where nothing was needed.

    `asked_from` is the account of whoever asked by a code: they are no user. `came`: the office entered it; then `asked_by` is the
    user whom it is about, or the office. `shared_with` names who got the data outside the assistant; `extended_why` and `closed_why`
    are the office's words; `answered_on` is the day of an answer that was given outside.
    """

    id: int
    kind: RequestKind
    subject: Subject
    unit_id: UnitId | None
    how: Via
    asked_by: PersonId | None
    asked_from: AccountId | None
    asked_at: datetime
    clock: Clock
    detail: str | None = None
    is_extended: bool = False
    is_answered: bool = False
    is_over: bool = False
    came: Came | None = None
    shared_with: str | None = None
    extended_why: str | None = None
    answered_on: date | None = None
    closed_why: str | None = None

    def asked_on(self, zone: tzinfo) -> date:
        """The local day from which its clock runs."""
        return self.asked_at.astimezone(zone).date() if self.came is None else self.came.on

    @property
    def next_on(self) -> date:
        """The day of what is to be done next: the answer, then the thing itself."""
        return self.clock.due_on if self.is_answered else min(self.clock.answer_on, self.clock.due_on)

    def is_soon(self, today: date) -> bool:
        """Whether that day comes within a week, or is past."""
        return self.next_on <= today + SOON


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked at a record or changed it. `role` and `unit_id` are of the post held on that day, None where none was;

    `name` is for the office only; `is_own`: the person themselves, by their code; `is_operator`: at the server's command line.
    """

    at: datetime
    action: str
    name: str
    role: Role | None
    unit_id: UnitId | None
    is_own: bool
    is_operator: bool = False


@dataclass(frozen=True, slots=True)
class Expiring:
    """What the rules of retention would have erased today: of candidates (id, name, unit), of users (id, name), of audits how many."""

    candidates: Sequence[tuple[CandidateId, str, UnitId]]
    people: Sequence[tuple[PersonId, str]]
    audit_values: int

    @property
    def is_empty(self) -> bool:
        return not (self.candidates or self.people or self.audit_values)


@dataclass(frozen=True, slots=True)
class Ended:
    """What may be erased: records that ended before these days."""

    candidates: date
    people: date
    audit_values: date


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code by which a candidate looks at their own record, found by its digits, whatever its state."""

    id: int
    candidate_id: CandidateId
    made_by: PersonId
    expires_at: datetime
    is_used: bool


def clock(kind: RequestKind, asked_on: date, rules: RuleBook, calendar: Calendar, *, is_shared: bool = False) -> Clock:
    """The days of a request that was made on that local day: the day after it is day 1.

    Working days by the calendar's earlier reading. A term in days that ends on a day off ends on the working day before it, which is
    right under either reading of the law. `is_shared`: others got the data too. Raises KeyError before the rules are in force.
    """
    shared = "_third_parties" if kind is RequestKind.WITHDRAW and is_shared else ""
    answer, term = rules.at("privacy_answer", asked_on), rules.at(f"privacy_{kind}{shared}", asked_on)
    answer_on, _ = calendar.add_working_days(asked_on, answer.number)
    due_on = calendar.previous_working(asked_on + timedelta(days=term.number))
    return Clock(answer_on, max(answer_on, due_on), bool(answer.confirmed_by and term.confirmed_by))


def extended(before: Clock, asked_on: date, rules: RuleBook, calendar: Calendar) -> Clock:
    """The same clock with the one extension that the rules allow; the answer's day stays."""
    rule = rules.at("privacy_extension", asked_on)
    due_on = calendar.previous_working(before.due_on + timedelta(days=rule.number))
    return Clock(before.answer_on, max(before.due_on, due_on), before.is_confirmed and bool(rule.confirmed_by))


def shared(one: Request, zone: tzinfo, rules: RuleBook, calendar: Calendar) -> Clock:
    """The clock of a withdrawal whose data others got, too: the longer term from the same day, and the extension if there was one."""
    asked_on = one.asked_on(zone)
    found = clock(one.kind, asked_on, rules, calendar, is_shared=True)
    return extended(found, asked_on, rules, calendar) if one.is_extended else found


def first_day(rules: RuleBook) -> date:
    """The first day on which every clock of a request has a rule."""
    keys = ["privacy_answer", "privacy_extension", *(f"privacy_{kind}" for kind in RequestKind)]
    return max(min(rule.starts_on for rule in rules if rule.key == key) for key in keys)


def ended_before(today: date, rules: RuleBook) -> Ended:
    """Whatever ended before these days is kept no longer. Raises KeyError before the rules are in force."""
    return Ended(
        *(
            _months_back(today, rules.at(key, today).number)
            for key in ("retention_candidate", "retention_person", "retention_audit_values")
        )
    )


def _months_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
