"""What is due when: pure calculations. An occurrence is named by job and key once and for all.

Nothing is pushed between 21:00 and 06:30 or on a public holiday (ux.md); what falls due then waits for the next open hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from domain.calendar import QUIET_FROM, Calendar, is_open
from domain.meetings import MeetingKind
from domain.periods import Period
from domain.planning import CATCH_UP, Agenda, DraftLeft, Due, Job, ReportOwed, Stage
from domain.weeks import Week, WeeklyHour

HOUSEKEEPING_HOUR = 3
BACKUP_AT = time(2, 30)
REPORT_HOUR = "08:00"
WEEKS_BACK = 3
"""A long holiday moves the digests of two weeks; no more than these are looked at."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The zone of all local times, and when the digest goes to those who chose no hour of their own."""

    zone: tzinfo
    digest_at: WeeklyHour


def due(now: datetime, timing: Timing, agenda: Agenda) -> Sequence[Due]:
    """All occurrences that are due at `now`. Asking again, or after days of downtime, gives the same keys."""
    local = now.astimezone(timing.zone)
    found = list(_nightly(local))
    calendar = agenda.calendar()
    if not is_open(local, calendar):
        return found
    return [
        *found,
        *_upkeep(local),
        *_pauses(local, agenda),
        *_retention(local, timing, agenda, calendar),
        *(Due(Job.BROADCAST_DONE, str(ident), author) for ident, author in agenda.broadcasts_through()),
        *_reports_due(local, timing, agenda, calendar),
        *_drafts(local, timing, agenda, calendar),
        *(_weekly(local, timing, agenda, calendar, began) if (began := agenda.began_at()) is not None else ()),
    ]


def _nightly(local: datetime) -> Iterator[Due]:
    """Nobody is written to. What a night missed is caught up as soon as the program runs; of several nights only the last one."""
    day = local.date().isoformat()
    if local.time() >= BACKUP_AT:
        yield Due(Job.BACKUP, day)
    if local.hour >= HOUSEKEEPING_HOUR:
        yield Due(Job.HOUSEKEEPING, day)


def _upkeep(local: datetime) -> Iterator[Due]:
    """What needs a human, once a day: from eight on, and never on a day on which nobody is written to."""
    if local.time() >= time.fromisoformat(REPORT_HOUR):
        yield Due(Job.UPKEEP, local.date().isoformat())


def digest_day(week: Week, digest_at: WeeklyHour, calendar: Calendar) -> date:
    """The day on which the digest about that week goes out: in the week after it, on the next working day if that is a holiday."""
    day = digest_at.day_in(week.shift(1))
    return calendar.next_working(day) if calendar.is_holiday(day) else day


def planned_at(day: date, hour: str, timing: Timing) -> datetime:
    """The moment of that day at which a person is written to: at the hour that they chose, else at everybody's."""
    return datetime.combine(day, time.fromisoformat(hour) if hour else timing.digest_at.at, tzinfo=timing.zone)


def _recent_weeks(local: datetime) -> Iterator[Week]:
    this = Week.of(local.date())
    yield from (this.shift(-back) for back in range(WEEKS_BACK, 0, -1))


def _weekly(local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar, began: datetime) -> Iterator[Due]:
    """The digests, and afterwards the administrators' report; what was planned before the program `began` is nobody's loss."""
    found = list(_digests(local, timing, agenda, calendar, began))
    yield from found
    if not found:
        yield from _digest_reports(local, timing, agenda, calendar, began)


def _digests(local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar, began: datetime) -> Iterator[Due]:
    for week in _recent_weeks(local):
        day = digest_day(week, timing.digest_at, calendar)
        if not day <= local.date() <= day + CATCH_UP:
            continue
        for one in agenda.without_digest(week):
            planned = planned_at(day, one.hour, timing)
            if max(one.since, began) <= planned <= local < planned + CATCH_UP:
                yield Due(Job.DIGEST, f"{week}:{one.person_id}", one.person_id)


def _digest_reports(
    local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar, began: datetime
) -> Iterator[Due]:
    """On the working day after the digest, at eight: by then everybody's hour has passed. What is still on its way is waited for."""
    for week in _recent_weeks(local):
        sent_on = digest_day(week, timing.digest_at, calendar)
        day = calendar.next_working(sent_on + timedelta(days=1))
        is_time = began <= planned_at(sent_on, "", timing) and planned_at(day, REPORT_HOUR, timing) <= local
        is_told = local.date() >= day + timedelta(weeks=1) or agenda.has_had(Job.DIGEST_REPORT, str(week))
        if is_time and not is_told and not agenda.is_on_its_way(week):
            yield Due(Job.DIGEST_REPORT, str(week))


def _reports_due(local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar) -> Iterator[Due]:
    this = Period.of(local.date())
    for period in (this.shift(-2), this.shift(-1), this):
        for owed in agenda.reports_owed(period):
            stage = stage_at(local, owed, timing, calendar)
            if stage is not None:
                which = "" if owed.kind is MeetingKind.REGULAR else f":{owed.kind}"
                yield Due(Job.REPORT_DUE, f"{owed.unit_id}:{period}:{stage}{which}", owed.reminded.person_id)


def stage_at(local: datetime, owed: ReportOwed, timing: Timing, calendar: Calendar) -> Stage | None:
    """Which reminder is due: one that was missed gives way to the next. On a holiday the first two come earlier, the last later.

    A sign of life puts off the last one.
    """
    hour = _reminder_hour(owed.reminded.hour, timing)
    before = planned_at(_or_earlier(owed.due_on - timedelta(days=3), calendar), hour, timing)
    on_day = planned_at(_or_earlier(owed.due_on, calendar), hour, timing)
    last = max(owed.due_on + timedelta(days=2), owed.paused_until or owed.due_on)
    after = planned_at(_or_later(last, calendar), hour, timing)
    over = datetime.combine(owed.due_on + timedelta(days=1), time(0), tzinfo=timing.zone)
    stages = ((Stage.BEFORE, before, on_day), (Stage.DAY, on_day, over), (Stage.AFTER, after, after + CATCH_UP))
    found = [stage for stage, starts, ends in stages if owed.reminded.since <= starts <= local < ends]
    return found[-1] if found else None


def _reminder_hour(hour: str, timing: Timing) -> str:
    """A digest that everybody gets at night waits for the morning; a reminder on the last day cannot."""
    return hour or (REPORT_HOUR if timing.digest_at.at >= QUIET_FROM else "")


def _or_earlier(day: date, calendar: Calendar) -> date:
    return calendar.previous_working(day) if calendar.is_holiday(day) else day


def _or_later(day: date, calendar: Calendar) -> date:
    return calendar.next_working(day) if calendar.is_holiday(day) else day


def _drafts(local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar) -> Iterator[Due]:
    """One nudge on the day after the form was left."""
    midnight = datetime.combine(local.date(), time(0), tzinfo=timing.zone)
    for draft in agenda.drafts_left(midnight - timedelta(days=14), midnight):
        planned = _nudge_at(draft, timing, calendar)
        if planned <= local < planned + CATCH_UP:
            yield Due(Job.DRAFT_LEFT, f"{draft.owner.person_id}:{draft.flow}:{draft.began}", draft.owner.person_id)


def _nudge_at(draft: DraftLeft, timing: Timing, calendar: Calendar) -> datetime:
    left_on = draft.left_at.astimezone(timing.zone).date()
    return planned_at(
        _or_later(left_on + timedelta(days=1), calendar), _reminder_hour(draft.owner.hour, timing), timing
    )


def _retention(local: datetime, timing: Timing, agenda: Agenda, calendar: Calendar) -> Iterator[Due]:
    """On the first working day of the month at eight; a month in which the program was down for some days is told of later."""
    month = Period.of(local.date())
    is_time = planned_at(calendar.next_working(month.first_on), REPORT_HOUR, timing) <= local
    if is_time and not agenda.has_had(Job.RETENTION, str(month)):
        yield Due(Job.RETENTION, str(month))


def _pauses(local: datetime, agenda: Agenda) -> Iterator[Due]:
    for person_id, until in agenda.pauses_over(local.date()):
        yield Due(Job.PAUSE_OVER, f"{person_id}:{until.isoformat()}", person_id)
