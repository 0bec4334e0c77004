"""Which cells have not sent the report of a month, for whoever oversees several of them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.digest import Month, Part
from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.obligations import rule_of, span_ending
from domain.people import Role
from domain.periods import Period
from domain.ports import Here, Read
from domain.rights import Action, reach
from domain.talk import Command, FlowName, Press, Start
from domain.units import Unit, UnitKind
from handlers.tables import excel as button
from handlers.tables import may_print
from handlers.tasks.facts import Facts, Missing
from handlers.week.facts import month_of
from language.missing_line import MissingLine, asks_about_month, read_missing
from language.say import missing as say
from language.unit_names import find_units

SHOW, EXCEL = "missing", "excelm"


def overseen(here: Here) -> list[Unit]:
    """The highest committees within reach; none for whoever stands in a cell."""
    units = reach(here.actor.posts, Action.SEE_PROGRESS, here.tree)
    found = [here.tree.units[one] for one in sorted(units) if here.tree.units[one].kind is UnitKind.COMMITTEE]
    return [one for one in found if one.parent_id not in units]


def is_about_month(text: str, here: Here) -> bool:
    """Whether a question about progress is better answered here: by the reports of one month, cell by cell."""
    return asks_about_month(text, here.today) and bool(overseen(here))


def gather(command: Command, read: Read) -> Facts | None:
    """None when the command is about something else."""
    here, units = read.here, overseen(read.here)
    if not units:
        return None
    if isinstance(command, Press) and command.step in (SHOW, EXCEL):
        unit_text, _, rest = command.value.partition(":")
        period_text, _, kind_text = rest.partition(":")
        seen = reach(here.actor.posts, Action.SEE_PROGRESS, here.tree)
        unit = UnitId(int(unit_text)) if unit_text.isascii() and unit_text.isdigit() and len(unit_text) < 16 else None
        try:
            period, kind = Period.parse(period_text), MeetingKind(kind_text or MeetingKind.REGULAR)
        except ValueError:
            return None
        return _of([here.tree.units[unit]] if unit is not None and unit in seen else units, period, kind, read)
    line = read_missing(command.rest, here.today) if isinstance(command, Start) else None
    if line is None:
        return None
    if not line.unit_text:
        return _asked(units, line, read)
    within = [here.tree.units[one] for one in sorted(read.reach(Action.SEE_PROGRESS))]
    found = find_units(line.unit_text, within, read.aliases())
    if not found:
        return Facts(here, (), missing=Missing(line.period, unknown=line.unit_text))
    return _asked(found, line, read)


def _asked(units: Sequence[Unit], line: MissingLine, read: Read) -> Facts:
    """Of a report that was first asked for this year the year before says nothing: the one that is running is meant."""
    found = _of(units, line.period, line.kind, read)
    is_owed = line.running is None or any(part.months for part in found.parts)
    return found if is_owed or line.running is None else _of(units, line.running, line.kind, read)


def _of(units: Sequence[Unit], period: Period, kind: MeetingKind, read: Read) -> Facts:
    parts = tuple(Part(Role.OFFICE, one, {}, 0, 0, 0, (), _months(one, period, kind, read)) for one in units)
    return Facts(read.here, parts, missing=Missing(period, units[0].id if len(units) == 1 else None, kind=kind))


def _months(unit: Unit, period: Period, kind: MeetingKind, read: Read) -> tuple[Month, ...]:
    month = month_of(read, unit, period, kind)
    return (month,) if month.owed else ()


def show(facts: Facts, found: Missing) -> Decision:
    if found.unknown:
        return Decision((Reply(say.unknown_unit(found.unknown), kind=ReplyKind.VIEW),))
    back = _one_back(found)
    label = say.BEFORE if found.kind is MeetingKind.REGULAR else say.LAST_TIME
    before = () if back is None else (Choice(label, _press(found, back)),)
    value = _press(found, found.period).value
    has_rows = may_print(facts.here) and any(part.months for part in facts.parts)
    row = (button(FlowName.TASKS, value, EXCEL), *before) if has_rows else before
    return Decision((Reply(say.page(found.kind, found.period, facts.parts), (row,) if row else (), ReplyKind.VIEW),))


def _one_back(found: Missing) -> Period | None:
    """The last month of the report of that kind before this one; None when the rule that asks for it is younger."""
    rule = rule_of(found.kind, found.period)
    before = found.period.shift(-1 if rule is None else -(12 // len(rule.ends_in)))
    return None if span_ending(found.kind, before) is None else before


def _press(found: Missing, period: Period) -> Press:
    which = "" if found.kind is MeetingKind.REGULAR else f":{found.kind}"
    return Press(FlowName.TASKS, SHOW, 0, f"{found.unit_id or 0}:{period}{which}")
