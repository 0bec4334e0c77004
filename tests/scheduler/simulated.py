"""A program that ticks through weeks in a moment: what the clock sets off, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from domain.calendar import Calendar, Holiday, HolidayKind
from domain.ids import PersonId
from domain.periods import Period
from domain.planning import Addressee, DraftLeft, Job, ReportOwed
from domain.weeks import Week, WeeklyHour
from scheduler.occurrences import Timing, due
from tests.stage import ZONE

LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)
TICK = timedelta(minutes=15)
MONDAY_HALF_PAST_SEVEN = Timing(ZONE, WeeklyHour(0, time(7, 30)))


def local(text: str) -> datetime:
    """ "2026-11-09 07:30" in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def off(day: str, *, is_confirmed: bool = True) -> Holiday:
    return Holiday(date.fromisoformat(day), HolidayKind.OFF, "a holiday", is_confirmed, "a test")


def somebody(number: int = 1, hour: str = "", since: datetime = LONG_AGO) -> Addressee:
    return Addressee(PersonId(number), hour, since)


@dataclass(slots=True)
class FakeAgenda:
    """What the storage would answer; the test changes it as the weeks go by."""

    people: list[Addressee] = field(default_factory=lambda: [somebody()])
    holidays: list[Holiday] = field(default_factory=list)
    owed: list[ReportOwed] = field(default_factory=list)
    drafts: list[DraftLeft] = field(default_factory=list)
    pauses: list[tuple[PersonId, date]] = field(default_factory=list)
    began: datetime | None = LONG_AGO
    on_its_way: set[Week] = field(default_factory=set)
    had: set[tuple[Job, str]] = field(default_factory=set)
    through: list[tuple[int, PersonId]] = field(default_factory=list)

    def calendar(self) -> Calendar:
        return Calendar.of(self.holidays)

    def began_at(self) -> datetime | None:
        return self.began

    def without_digest(self, week: Week) -> Sequence[Addressee]:
        return [one for one in self.people if not self.has_had(Job.DIGEST, f"{week}:{one.person_id}")]

    def has_had(self, job: Job, key: str) -> bool:
        return (job, key) in self.had

    def is_on_its_way(self, week: Week) -> bool:
        return week in self.on_its_way

    def reports_owed(self, period: Period) -> Sequence[ReportOwed]:
        return [one for one in self.owed if one.period == period]

    def drafts_left(self, since: datetime, until: datetime) -> Sequence[DraftLeft]:
        return [one for one in self.drafts if since <= one.left_at < until]

    def pauses_over(self, today: date) -> Sequence[tuple[PersonId, date]]:
        return [one for one in self.pauses if one[1] <= today]

    def broadcasts_through(self) -> Sequence[tuple[int, PersonId]]:
        return self.through


def runs(
    agenda: FakeAgenda,
    *stretches: tuple[str, str],
    timing: Timing = MONDAY_HALF_PAST_SEVEN,
    job: Job = Job.DIGEST,
    meanwhile: Callable[[datetime, FakeAgenda], None] = lambda _now, _agenda: None,
) -> list[tuple[str, str]]:
    """Ticks through each stretch of time in which the program runs; (local time, key) of every occurrence of that job, once each."""
    told = []
    for first, last in stretches:
        now = local(first)
        while now <= local(last):
            meanwhile(now, agenda)
            for one in due(now.astimezone(UTC), timing, agenda):
                if not agenda.has_had(one.job, one.key):
                    agenda.had.add((one.job, one.key))
                    told += [(f"{now:%a %d/%m %H:%M}", one.key)] if one.job is job else []
            now += TICK
    return told
