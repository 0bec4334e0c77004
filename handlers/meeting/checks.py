"""What must fit together before a meeting report is sent, and what is said under its summary."""

from __future__ import annotations

from collections.abc import Sequence

from domain.obligations import REVIEWS, span_reported
from domain.periods import Period
from domain.talk import Values
from handlers.form import Problem
from handlers.meeting.facts import (
    MeetingFacts,
    absent,
    due,
    held_on,
    is_held,
    kind_of,
    number,
    owed_span,
    period_of,
    times_of,
)
from handlers.unit_step import unit_of, unit_problem
from language.say import meeting as say
from language.say.owed import span_name

LONG_AGO_DAYS = 62


def check(values: Values, facts: MeetingFacts) -> Problem | None:
    """Numbers that must add up, whatever the order in which they were given."""
    wrong = unit_problem(values, facts) or _wrong_month(values, facts) or _other_report(values, facts)
    if wrong is not None or not is_held(values):
        return wrong
    if _is_not_over(values, facts):
        return Problem("times", say.not_over())
    present, expected = number(values, "present"), due(values)
    if present > expected:
        return Problem("present", say.too_many_present(present, expected).sentence)
    if "absent" in values and values["absent"] != absent(values):
        return Problem("absent" if absent(values) else "present", say.absent_changed(absent(values)))
    day = held_on(values)
    founded = unit_of(values, facts).founded_on
    return Problem("date", say.before_the_cell(day, founded).sentence) if day is not None and day < founded else None


def _other_report(values: Values, facts: MeetingFacts) -> Problem | None:
    """The yes to replacing a report holds for that report only: another month, or a newer amendment, is asked about again."""
    is_other = facts.stands is not None and "stands" in values and values["stands"] != int(facts.stands.id)
    return Problem("stands", say.other_report()) if is_other else None


def _wrong_month(values: Values, facts: MeetingFacts) -> Problem | None:
    """A month that has not begun, or one before the cell reports through the program."""
    month, live = period_of(values, facts), unit_of(values, facts).go_live_on
    span = span_reported(kind_of(values), month) if kind_of(values) in REVIEWS else None
    if (month if span is None else span.first) > Period.of(facts.here.today):
        return Problem("kind", say.month_not_over(month).sentence)
    is_before = live is not None and month < Period.of(live)
    return Problem("kind", say.before_go_live(Period.of(live))) if is_before and live is not None else None


def _is_not_over(values: Values, facts: MeetingFacts) -> bool:
    """Whether the meeting would end after the person sent the report."""
    times, now = times_of(values), facts.here.sent_at.astimezone(facts.here.zone)
    return held_on(values) == now.date() and times is not None and times.end is not None and times.end > f"{now:%H:%M}"


def notes(values: Values, facts: MeetingFacts) -> Sequence[str]:
    """Shown under the summary; never a verdict."""
    told = _other_time(values, facts)
    if not is_held(values):
        return told
    expected, day = due(values), held_on(values)
    if expected and 3 * number(values, "present") < 2 * expected:
        told.append(say.too_few_present(number(values, "present"), expected))
    if day is not None and (facts.here.today - day).days > LONG_AGO_DAYS:
        told.append(say.long_ago(day))
    return told


def _other_time(values: Values, facts: MeetingFacts) -> list[str]:
    """The button asked for the report of one time, and the day that was told lies in another."""
    asked, told = owed_span(values), span_reported(kind_of(values), period_of(values, facts))
    return [say.counts_elsewhere(span_name(told), span_name(asked))] if asked and told and asked != told else []
