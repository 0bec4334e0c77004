"""Ask for progress (/tiendo): indicator × unit × year, every target set that binds it, with its fraction (domain.md §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from domain.targets import Indicator, TargetKind
from domain.units import Unit
from handlers.flow import Flow
from handlers.pages import PAGE
from handlers.progress.excel import BY_UNIT, EXPORTS, OVERVIEW, RECORDS, excel
from handlers.progress.facts import Facts, gather
from handlers.progress.records import by_month
from handlers.progress.view import View, has_units_below, indicators_for
from handlers.tables import excel as button
from handlers.tables import may_print
from handlers.unit_step import page_of_units
from language.formatting import format_month
from language.say import progress as say
from language.say.words import Voice, voice_of

WHICH = "which"
"""The step of the button that turns the page of units to choose from."""


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    view, unit = facts.view, facts.unit
    if view is None or unit is None:
        return _which(command, facts)
    step = command.step if isinstance(command, Press) else "show"
    if step in EXPORTS:
        return excel(step, view, unit, facts, now)
    if facts.overview and step in ("show", "all"):
        return _overview(view, unit, facts)
    if not facts.is_known:
        return _view(_text(view, unit, facts), *_rows(view, facts))
    match step:
        case "kids" | "more":
            return _kids(view, unit, facts, is_all=step == "more")
        case "text":
            return _view(_paragraph(view, unit, facts), (_one(say.BACK_TO, "show", view),))
        case "records":
            months = by_month(facts.records, facts.as_of)
            shown = [(format_month(month), count, first, last) for month, count, first, last in months]
            text = say.records(view.indicator, _voice(facts), unit.short_name, shown, len(facts.records))
            export = _excel(view, facts, RECORDS) if facts.records else ()
            return _view(text, (*export, _one(say.BACK_TO, "show", view)))
        case _:
            return _view(_text(view, unit, facts), *_rows(view, facts))


def _voice(facts: Facts) -> Voice:
    return voice_of(facts.here.actor.person)


def _view(text: str, *rows: tuple[Choice, ...]) -> Decision:
    return Decision((Reply(text, tuple(rows), ReplyKind.VIEW),))


def _one(label: str, step: str, view: View) -> Choice:
    return Choice(label, Press(FlowName.PROGRESS, step, 0, view.pack()))


def _which(command: Command, facts: Facts) -> Decision:
    """Several units to choose from, or a unit that is not there for this person."""
    voice, view = _voice(facts), facts.view
    if view is not None and view.year > facts.here.today.year:
        return _view(say.in_the_future(view.year))
    year = facts.here.today.year
    number = command.value if isinstance(command, Press) and command.step == WHICH else ""
    first = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    shown, turn = page_of_units(facts.units, first)
    rows = [(_one(unit.short_name, "all", View(Indicator.ADMITTED, unit.id, year)),) for unit in shown]
    if turn is not None:
        rows.append((Choice(turn[0], Press(FlowName.PROGRESS, WHICH, 0, str(turn[1]))),))
    names = [unit.short_name for unit in facts.units[:5]]
    text = say.unknown_unit(facts.unknown, names) if facts.unknown else say.which_unit(voice)
    return _view(text, *rows)


def _text(view: View, unit: Unit, facts: Facts) -> str:
    number, of = facts.count.number, facts.count.of
    if not facts.is_known:
        return "\n".join(
            [say.unknown(view.indicator, _voice(facts), unit.name, view.year), *map(say.plain_target, facts.targets)]
        )
    if view.indicator is Indicator.MEETINGS_ON_TIME and of == 0:
        lines = [say.nothing_owed(view.indicator, _voice(facts), unit.name, facts.as_of)]
    else:
        lines = [say.heading(view.indicator, _voice(facts), unit.name, facts.as_of, number, of)]
    lines += [say.target_line(target, number) for target in facts.targets]
    if not any(target.kind is TargetKind.TARGET for target in facts.targets) and not of:
        lines.append(say.no_target())
    if facts.is_previous_known:
        lines.append(
            say.previous_line(view.year - 1, facts.previous.number, facts.previous.of, facts.previous_coverage)
        )
    else:
        lines.append(say.previous_unknown(view.year - 1))
    if facts.coverage is not None:
        lines.append(say.source_line(facts.coverage))
    return "\n".join(lines)


def _rows(view: View, facts: Facts) -> tuple[tuple[Choice, ...], ...]:
    first = [_one(say.PARAGRAPH, "text", view), _one(say.RECORDS, "records", view)]
    if has_units_below(facts.here.tree, view.unit_id):
        first = [_one(say.BY_UNIT, "kids", view), *_excel(view, facts, BY_UNIT), *first]
    before = replace(view, year=view.year - 1, until=None)
    others = (_one(say.PREVIOUS, "show", before), _one(say.OTHER, "all", view))
    return (tuple(first), others) if facts.is_known else (others,)


def _kids(view: View, unit: Unit, facts: Facts, *, is_all: bool) -> Decision:
    """Units with something to show first; the rest behind "Xem thêm"."""
    rows = [row for row in facts.rows if is_all or row.count.number or row.count.of or row.goal]
    shown = rows if is_all else rows[:PAGE]
    lines = [
        say.unit_line(
            say.itself(row.unit.short_name) if row.is_itself else row.unit.short_name,
            row.count.number,
            row.count.of,
            row.goal,
        )
        for row in shown
    ]
    number, of = facts.count.number, facts.count.of
    left = len(facts.rows) - len(shown)
    text = say.by_unit(
        view.indicator, _voice(facts), unit.name, facts.as_of, lines, say.ratio(number, of) if of else str(number), left
    )
    choices = [*_excel(view, facts, BY_UNIT), _one(say.BACK_TO, "show", view)]
    if left:
        choices.insert(0, _one(say.more_units(left), "more", view))
    return _view(text, tuple(choices))


def _paragraph(view: View, unit: Unit, facts: Facts) -> str:
    number, of, coverage = facts.count.number, facts.count.of, facts.coverage
    counts = (facts.in_month, number, of)
    ends = [say.in_paragraph(target, number) for target in facts.targets]
    if coverage is not None and coverage.is_inferred:
        ends.append(say.INFERRED_NUMBER)
    year, previous = view.year - 1, facts.previous.number
    before = say.previous_in_paragraph(year, previous, facts.previous_coverage) if facts.is_previous_known else ""
    return say.paragraph(view.indicator, _voice(facts), unit.name, facts.as_of, counts, ends, before)


def _overview(view: View, unit: Unit, facts: Facts) -> Decision:
    lines = [
        say.overview_unknown(one, _voice(facts))
        if count is None
        else say.overview_line(one, _voice(facts), count.number, count.of, goal)
        for one, count, goal in facts.overview
    ]
    text = say.overview(unit.name, facts.as_of, lines, _voice(facts))
    shown = indicators_for(unit, facts.here.tree)
    choices = [_one(say.name_of(one, _voice(facts)), "show", replace(view, indicator=one)) for one in shown]
    export = _excel(view, facts, OVERVIEW)
    return _view(text, *((choice,) for choice in choices), *([export] if export else []))


def _excel(view: View, facts: Facts, step: str) -> tuple[Choice, ...]:
    """The table as a file, for whoever may print."""
    return (button(FlowName.PROGRESS, view.pack(), step),) if may_print(facts.here) else ()


FLOW = Flow(FlowName.PROGRESS, Action.SEE_PROGRESS, gather, decide)
