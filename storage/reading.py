"""The facts that a flow may gather in its turn, limited to what the actor's posts reach today (`domain.ports.Read`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, TypeVar

from domain.admission import AdmissionStep, Candidate, StepEvent, Vote
from domain.calendar import Calendar
from domain.channel import Door
from domain.decision import Operation
from domain.digest import System
from domain.ids import CandidateId, CodeId, MeetingId, OperationId, PersonId, PostId, UnitId
from domain.legal import RuleBook
from domain.meetings import Gap, HeadCount, Meeting, MeetingKind
from domain.obligations import Span, span_ending
from domain.people import Account, Address, Person, Post, Role, Subscription
from domain.periods import BirthDate, Period
from domain.planning import Outcome, Tally
from domain.ports import Here, Read, StoredCode, Twin
from domain.quota import Quota, Use, month_of
from domain.rights import Action, reach
from domain.talk import Draft, FlowName
from domain.targets import Coverage, Indicator, Target
from domain.units import UnitTree
from domain.upkeep import Machine
from domain.weeks import Week
from storage import accounts, candidates, conversations, digests, meetings, operations, people, quota, targets, units
from storage.calendars import KeptCalendar
from storage.reading_exports import ExportsRead
from storage.reading_imports import ImportsRead
from storage.reading_office import OfficeRead
from storage.reading_posts import PostsRead
from storage.reading_privacy import PrivacyRead
from storage.reading_targets import TargetsRead
from storage.reading_units import UnitsRead
from storage.reading_upkeep import UpkeepRead

NEXT_ID = {
    table: f"SELECT coalesce(max(id), 0) + 1 FROM {table}"
    for table in (
        *(
            "person",
            "post",
            "code",
            "operation",
            "candidate",
            "meeting",
        ),
        *(
            "privacy_request",
            "own_code",
            "broadcast",
            "unit",
            "target",
        ),
    )
}


T = TypeVar("T")
MOST_TREES = 16


@dataclass(slots=True)
class Trees:
    """The trees of the days that were asked for most recently, as long as nothing that they are made of changes."""

    by_day: dict[date, UnitTree] = field(default_factory=dict)
    stamp: str | None = None

    def on(self, connection: sqlite3.Connection, day: date) -> UnitTree:
        stamp = units.stamp(connection)
        if stamp != self.stamp:
            self.by_day.clear()
            self.stamp = stamp
        found = self.by_day.get(day)
        if found is None:
            if len(self.by_day) >= MOST_TREES:
                self.by_day.pop(next(iter(self.by_day)))
            found = self.by_day[day] = units.tree(connection, day)
        return found


@dataclass(frozen=True, slots=True)
class Sources:
    """What reading needs besides the database: the rules, fresh codes, and how digits become the digest that is stored."""

    rules: RuleBook
    trees: Trees
    fresh_digits: Callable[[], str]
    digest: Callable[[str], str]
    raw_days: int = 7
    calendar: KeptCalendar = field(default_factory=KeptCalendar)
    quotas: Callable[[], Mapping[str, Quota]] = dict
    served: Callable[[], Container[str]] = dict
    old_digests: Callable[[str], Sequence[str]] = lambda _digits: ()
    machine: Callable[[], Machine | None] = lambda: None


class TurnRead(UpkeepRead, PrivacyRead, ExportsRead, PostsRead, OfficeRead, UnitsRead, TargetsRead, ImportsRead):
    """One turn's read. Every answer comes from the writer's connection, after the writes of earlier turns."""

    def __init__(
        self, connection: sqlite3.Connection, here: Here, sources: Sources, kept: dict[object, Any] | None = None
    ) -> None:
        """`kept` remembers what `once` was asked from one turn to the next: only for turns that write none of what is counted."""
        self._db = connection
        self._sources = sources
        self.here = here
        self.rules = sources.rules
        self.raw_days = sources.raw_days
        self._kept: dict[object, Any] = {} if kept is None else kept

    @cached_property
    def _seen(self) -> candidates.Reach:
        posts, action, tree = self.here.actor.posts, Action.SEE_CANDIDATES, self.here.tree
        own = reach((post for post in posts if post.role is not Role.UNION), action, tree)
        unions = reach((post for post in posts if post.role is Role.UNION), action, tree)
        return candidates.Reach(own, unions)

    def once(self, asked: object, count: Callable[[], T]) -> T:
        if asked not in self._kept:
            self._kept[asked] = count()
        found: T = self._kept[asked]
        return found

    def tree(self, on: date) -> UnitTree:
        return self._sources.trees.on(self._db, on)

    def calendar(self) -> Calendar:
        return self._sources.calendar.of(self._db)

    def aliases(self) -> Sequence[tuple[str, UnitId]]:
        return units.aliases(self._db)

    def reach(self, action: Action) -> frozenset[UnitId]:
        return reach(self.here.actor.posts, action, self.here.tree)

    def next_id(self, table: str) -> int:
        return int(self._db.execute(NEXT_ID[table]).fetchone()[0])

    def fresh_code(self) -> tuple[str, str]:
        """Digits that no other code has, and their digest. Only the digest may be stored."""
        while True:
            digits = self._sources.fresh_digits()
            digest = self._sources.digest(digits)
            if self.code(digits) is None and self.own_code(digits) is None:
                return digits, digest

    def code(self, digits: str) -> StoredCode | None:
        """Made under today's key, or under one that was replaced and whose codes are still open."""
        digests = (self._sources.digest(digits), *self._sources.old_digests(digits))
        return next((found for one in digests if (found := people.code(self._db, one)) is not None), None)

    def code_by_id(self, code_id: CodeId) -> StoredCode | None:
        return people.code_by_id(self._db, code_id)

    def code_used(self) -> StoredCode | None:
        """The code that this account used last, unless it was cancelled since."""
        return people.code_used(self._db, self.here.actor.account_id)

    def code_tries(self, since: datetime) -> tuple[int, int]:
        return people.code_tries(self._db, self.here.actor.account_id, since)

    def person(self, person_id: PersonId) -> Person | None:
        return people.person(self._db, person_id)

    def people_named(self, name: str) -> Sequence[Person]:
        return people.people_named(self._db, name)

    def holders(self, unit_id: UnitId | None, roles: Sequence[Role]) -> Sequence[Person]:
        found = [one for role in roles for one in people.holders(self._db, unit_id, role, self.here.today)]
        return list(dict.fromkeys(found))

    def posts_of(self, person_id: PersonId) -> Sequence[Post]:
        return people.posts_of(self._db, person_id, self.here.today)

    def phone_of(self, person_id: PersonId) -> str | None:
        return people.phone(self._db, person_id)

    def inviter_of(self, person_id: PersonId) -> PersonId | None:
        return people.inviter(self._db, person_id)

    def accounts_of(self, person_id: PersonId) -> Sequence[Account]:
        return accounts.linked(self._db, person_id)

    def use_for(self, person_id: PersonId) -> Use | None:
        """Of the bot by which the person would get a digest now; of one that is used up only where there is no other."""
        if not self._sources.quotas():
            return None
        places = [
            accounts.place_for_bulk(self._db, person_id, self._sources.served(), full)
            for full in (self._is_used_up, lambda _where: False)
        ]
        found = next((place for place in places if place is not None), None)
        return None if found is None else self._use(found.address)

    def _is_used_up(self, address: Address) -> bool:
        return quota.is_used_up(self._db, self._sources.quotas(), address, month_of(self.here.sent_at))

    def _use(self, address: Address) -> Use | None:
        return quota.of(self._db, self._sources.quotas(), address, month_of(self.here.sent_at))

    def roomiest(self, doors: Sequence[Door]) -> Door | None:
        """The bot with the fewest people and open invitations; None when all that count are full."""
        quotas = self._sources.quotas()
        found = [(quota.crowd(self._db, door, self.here.sent_at), door) for door in doors]
        limits = {door.channel: quotas[door.channel].users for door in doors if door.channel in quotas}
        free = [(count, door) for count, door in found if count < limits.get(door.channel, count + 1)]
        return min(free, default=(0, None), key=lambda one: one[0])[1]

    def post(self, post_id: PostId) -> Post | None:
        return people.post(self._db, post_id)

    def candidate(self, candidate_id: CandidateId) -> Candidate | None:
        return candidates.candidate(self._db, candidate_id, self._seen)

    def candidates(self, folded: str, most: int, skip: int = 0) -> Sequence[Candidate]:
        return candidates.candidates(self._db, folded, most, skip, self._seen)

    def followed(self, unit_id: UnitId) -> Sequence[Candidate]:
        return candidates.followed(self._db, unit_id) if unit_id in self.reach(Action.SEE_CANDIDATES) else ()

    def waiting_entries(self) -> Sequence[Candidate]:
        return candidates.waiting_entries(self._db, self._seen)

    def twins(self, folded: str, name: str, birth: BirthDate) -> Sequence[Twin]:
        """Candidates with that folded name who may be the same person, in every unit; details only of those within reach.

        `is_same`: spelling and birth month agree too, and the day where both are known.
        """
        return [
            Twin(seen is not None, seen, _is_same(one, name, birth))
            for one in candidates.named(self._db, folded, birth)
            if _may_be_same(one, birth)
            for seen in [self.candidate(one.id)]
        ]

    def events(self, candidate_id: CandidateId) -> Sequence[StepEvent]:
        return candidates.events(self._db, candidate_id)

    def votes(self, candidate_id: CandidateId) -> Sequence[tuple[MeetingId, Vote]]:
        return candidates.votes(self._db, candidate_id)

    def votes_at(self, meeting_id: MeetingId) -> int:
        return candidates.votes_at(self._db, meeting_id)

    def head_count(self, unit_id: UnitId) -> HeadCount | None:
        return units.head_count(self._db, unit_id)

    def meeting(self, unit_id: UnitId, period: Period, kind: MeetingKind) -> Meeting | None:
        return meetings.meeting(self._db, unit_id, period, kind) if unit_id in self._reports_for() else None

    def meeting_by_id(self, meeting_id: MeetingId) -> Meeting | None:
        found = meetings.meeting_by_id(self._db, meeting_id)
        return found if found is not None and found.unit_id in self._reports_for() else None

    def _reports_for(self) -> frozenset[UnitId]:
        """Cells whose reports the actor sends: as their own, or by their word."""
        return self.reach(Action.REPORT_MEETING) | self.reach(Action.REPORT_FOR)

    def months_reported(self, unit_id: UnitId, year: int) -> frozenset[int]:
        return meetings.months_reported(self._db, unit_id, year)

    def next_receipt(self, prefix: str) -> str:
        return meetings.next_receipt(self._db, prefix)

    def gaps(self, since: datetime) -> Sequence[Gap]:
        return meetings.gaps(self._db, since)

    def counts(self, indicator: Indicator, starts_on: date, ends_on: date) -> Mapping[UnitId, tuple[int, int]]:
        """Counts in every unit; whoever shows them limits them to units within reach. Counted once a turn: it writes nothing yet."""
        return self.once(
            (indicator, starts_on, ends_on), lambda: targets.counts(self._db, indicator, starts_on, ends_on)
        )

    def counted(
        self, indicator: Indicator, starts_on: date, ends_on: date, within: frozenset[UnitId]
    ) -> Sequence[tuple[str, date | None, UnitId]]:
        return targets.counted(self._db, indicator, starts_on, ends_on, within)

    def week_steps(self, week: Week) -> Mapping[AdmissionStep, Mapping[UnitId, int]]:
        """Steps recorded in that week, in every unit; whoever shows them limits them to units within reach."""
        since, until = self._stretch(week)
        return self.once(("steps", week), lambda: digests.steps(self._db, since, until))

    def week_reports(self, week: Week) -> Mapping[UnitId, int]:
        """Meeting reports first sent in that week, in every unit; whoever shows them limits them."""
        since, until = self._stretch(week)
        return self.once(("reports", week), lambda: digests.reports(self._db, since, until))

    def _stretch(self, week: Week) -> tuple[datetime, datetime]:
        zone = self.here.zone
        days = (week.first_on, week.shift(1).first_on)
        since, until = (datetime.combine(day, time(0), tzinfo=zone) for day in days)
        return since, until

    def reported(self, last: Period, kind: MeetingKind = MeetingKind.REGULAR) -> frozenset[UnitId]:
        """Who has sent the report of that kind whose span ends in that month, in every unit; whoever shows them limits them."""
        span = span_ending(kind, last) or Span(last, last)
        return self.once(("reported", kind, span), lambda: meetings.reported(self._db, kind, span))

    def signs(self, period: Period) -> Mapping[UnitId, datetime]:
        """When each cell last worked on the report of that month or asked about it (UTC), everywhere; whoever shows them limits them."""
        return self.once(("signs", period), lambda: meetings.signs(self._db, period))

    def entries(self) -> Mapping[tuple[UnitId, UnitId], int]:
        """Introductions without an answer, by (cell, who introduced), everywhere; whoever shows them limits them."""
        return self.once("entries", lambda: digests.entries(self._db))

    def follows(self, unit_ids: frozenset[UnitId]) -> int:
        """How many candidates these units follow, of those within reach. Counted once for all who read of the same units."""
        units = unit_ids & self.reach(Action.SEE_CANDIDATES)
        return self.once(("follows", units), lambda: digests.followed(self._db, units))

    def subscription(self, person_id: PersonId) -> Subscription:
        return digests.subscription(self._db, person_id)

    def digest_outcome(self, week: Week, person_id: PersonId) -> Outcome | None:
        return digests.outcome(self._db, week, person_id)

    def digest_tally(self, week: Week, since: datetime) -> Tally:
        return digests.tally(self._db, week, since)

    def system(self, week: Week, unit_ids: frozenset[UnitId]) -> System:
        """Who joined with a post in these units and which of their invitations are open; turns that failed only for the whole tree."""
        since, until = self._stretch(week)
        found = digests.system(self._db, since, until, unit_ids)
        return found if unit_ids >= self.here.tree.units.keys() else replace(found, failed=0)

    def seen_by(self, person: Person, posts: Sequence[Post]) -> Read:
        """The same moment as these posts of that person see it: only for counts, shown to who may send them."""
        here = replace(self.here, actor=replace(self.here.actor, person=person, posts=tuple(posts)))
        return TurnRead(self._db, here, self._sources, self._kept)

    def may_be_reached(self, person_id: PersonId) -> bool:
        return people.primary_address(self._db, person_id) is not None

    def targets(self, indicator: Indicator, unit_id: UnitId, on: date) -> Sequence[Target]:
        return targets.targets(self._db, indicator, unit_id, on)

    def coverage(self, indicator: Indicator, unit_id: UnitId, on: date) -> Coverage | None:
        return targets.coverage(self._db, indicator, unit_id, on)

    def draft_of(self, person_id: PersonId, flow: FlowName) -> Draft | None:
        return conversations.get(self._db, f"p{person_id}").drafts.get(flow)

    def operation(self, operation_id: OperationId) -> Operation | None:
        found = operations.operation(self._db, operation_id)
        is_own = found is not None and (found.person_id == self.here.actor.who or self._is_for_own(found))
        return found if is_own else None

    def last_operation(self) -> Operation | None:
        return operations.last_operation(self._db, self.here.actor.who)


def _may_be_same(one: Candidate, birth: BirthDate) -> bool:
    return (one.birth.year, one.birth.month) == (birth.year, birth.month) and (
        one.birth.day is None or birth.day is None or one.birth.day == birth.day
    )


def _is_same(one: Candidate, name: str, birth: BirthDate) -> bool:
    return one.name == name and _may_be_same(one, birth)
