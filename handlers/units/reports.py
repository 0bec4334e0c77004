"""Which reports besides the monthly one a unit and all below it owe: the steps of the form, its checks and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.meetings import MeetingKind
from domain.obligations import RULES, Span, is_asked_for, span_from
from domain.periods import Period
from domain.talk import Awaits, Values
from domain.unit_changes import OWING
from handlers.form import Got, Option, Problem, Step
from handlers.units.choices import is_needed
from handlers.units.facts import Facts, unit_of
from handlers.units.owing import asked, kind_of, span_of
from language.choices import none_of_these
from language.owed_line import kind_said, span_said
from language.reading import Misread
from language.say import unit_reports as say
from language.say.owed import span_name
from language.text import fold

OFFERED = 3
"""Spans that can be chosen by a button: the one that has not ended yet, and the next ones."""


def _read_report(text: str, _values: Values, _facts: Facts) -> Got:
    kind, _ = kind_said(fold(text))
    return none_of_these(text, say.kind_label(MeetingKind.THEMATIC, "")) if kind is None else {"report": str(kind)}


def _report_options(_values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(say.kind_of_report(kind, facts.here.today), str(kind))] for kind in RULES]


def _pick_report(value: str, _values: Values, _facts: Facts) -> Got:
    return {"report": value} if value in set(RULES) else Misread(say.ask_report(), say.EXAMPLE)


def _read_since(text: str, values: Values, facts: Facts) -> Got:
    kind = kind_of(values) or MeetingKind.THEMATIC
    span, _ = span_said(fold(text), kind, facts.here.today, is_ahead=True)
    return (
        Misread(say.ask_since("ask"), say.since_example(facts.here.today))
        if span is None
        else {"since": str(span.first)}
    )


def _offered(values: Values, facts: Facts) -> Iterator[Span]:
    kind, month = kind_of(values), Period.of(facts.here.today)
    for _ in range(OFFERED):
        span = None if kind is None else span_from(kind, month)
        if span is not None:
            yield span
            month = span.last.shift(1)


def _since_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(span_name(span), str(span.first))] for span in _offered(values, facts)]


def _row_report(values: Values, facts: Facts) -> str | None:
    kind = kind_of(values)
    return None if kind is None else say.row_report(kind, facts.here.today)


def _row_since(values: Values, _facts: Facts) -> str | None:
    span = span_of(values)
    return None if span is None else say.row_since(str(values.get("op")), span)


STEPS: tuple[Step[Facts], ...] = (
    Step(
        "report",
        lambda _v, _f: say.ask_report(),
        _read_report,
        _row_report,
        _report_options,
        _pick_report,
        Awaits.CHOICE,
        is_needed=lambda values, _f: is_needed("report", values),
        clears=("since",),
    ),
    Step(
        "since",
        lambda values, _f: say.ask_since(str(values.get("op"))),
        _read_since,
        _row_since,
        _since_options,
        awaits=Awaits.NUMBER,
        is_needed=lambda values, _f: is_needed("since", values),
    ),
)


def check(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, kind, span = unit_of(values, "unit", facts), kind_of(values), span_of(values)
    if unit is None:
        return
    if unit.kind not in OWING:
        yield Problem("unit", say.no_cells(unit.short_name))
    if kind is None or span is None:
        return
    if span.last < Period.of(facts.here.today):
        yield Problem("since", say.is_over(span))
    is_owed = is_asked_for(unit.obligations, kind, span)
    if is_owed is (values.get("op") == "ask"):
        yield Problem("report", say.already(unit.short_name, kind, span, is_owed=is_owed))


def preview(values: Values, facts: Facts) -> list[str]:
    kind, span, found = kind_of(values), span_of(values), asked(values, facts)
    if kind is None or span is None or found is None:
        return []
    days = (found.first_due_on, found.last_due_on)
    return [
        *say.preview(kind, span, (found.before, found.after, found.later), days),
        say.source_of(kind, facts.here.today),
    ]
