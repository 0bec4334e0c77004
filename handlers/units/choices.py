"""Which questions a change asks, and which answers they offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.meetings import HeadCount
from domain.periods import Period
from domain.talk import Value, Values
from domain.unit_changes import PARENTS
from domain.units import Unit, UnitKind
from handlers.form import Got, Option
from handlers.units.facts import Facts, kind_of, period_of, unit_of
from language.say import unit_admin as say
from language.say import words
from language.text import has_no_marks
from language.unit_line import short_of
from language.unit_names import bare, bare_name

NEEDS: dict[str, tuple[str, ...]] = {
    "add": ("name", "short", "kind", "parent", "day"),
    "rename": ("unit", "name", "short", "day"),
    "move": ("unit", "parent", "day"),
    "merge": ("unit", "into", "day", "posts"),
    "close": ("unit", "day", "below"),
    "alias": ("unit", "alias", "shared"),
    "unalias": ("unit", "alias"),
    "golive": ("unit", "day"),
    "due": ("unit", "due"),
    "count": ("unit", "count"),
    "exempt": ("unit", "period", "reason"),
    "postpone": ("unit", "period", "until", "reason"),
    "owed": ("unit", "period"),
    "ask": ("unit", "report", "since"),
    "unask": ("unit", "report", "since"),
}
"""The questions of each change; `op` itself comes first."""


LEAVES = (UnitKind.UNION, UnitKind.ENTERPRISE)


def op_of(values: Values) -> str:
    return str(values.get("op") or "add")


def is_needed(name: str, values: Values) -> bool:
    return "op" in values and name in NEEDS.get(op_of(values), ())


def parents(values: Values, facts: Facts) -> Sequence[Unit]:
    """Under which units it may stand, of those within reach."""
    kind = kind_of(values, facts)
    return [unit for unit in facts.units if kind is None or unit.kind in PARENTS[kind]]


def peers(values: Values, facts: Facts) -> Sequence[Unit]:
    unit = unit_of(values, "unit", facts)
    return [one for one in facts.units if unit is None or (one.kind is unit.kind and one.id != unit.id)]


def head_count_of(values: Values) -> HeadCount:
    return HeadCount(*(int(part) for part in str(values["count"]).split()))


def others_called(values: Values, facts: Facts) -> list[str]:
    """Other units within reach that the alias means already, by another alias or by their own name."""
    said = bare(text_of("alias", values))
    called = {unit for folded, unit in facts.aliases if bare_name(folded) == said}
    called |= {unit.id for unit in facts.units if bare_name(unit.short_name) == said}
    return [unit.short_name for unit in facts.units if unit.id in called and unit.id != values.get("unit")][:3]


def name_of(name: str, values: Values, facts: Facts) -> str:
    unit = unit_of(values, name, facts)
    return "" if unit is None else unit.short_name


def text_of(name: str, values: Values) -> str:
    return str(values.get(name) or "")


def alias_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    if op_of(values) != "unalias":
        return ()
    own = [folded for folded, unit in facts.aliases if unit == values.get("unit")]
    return [[Option(folded, str(nth))] for nth, folded in enumerate(own[:8])]


def pick_alias(value: str, values: Values, facts: Facts) -> Got:
    own = [folded for folded, unit in facts.aliases if unit == values.get("unit")]
    return {"alias": own[int(value)]}


def short_options(values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    """No guess from a name that was typed without marks: whoever types it with them would be taken for choosing it."""
    short = short_of(text_of("name", values))
    return () if has_no_marks(short) else [[Option(short, "guess")]]


def day_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(words.TODAY, facts.here.today.isoformat())]]


def period_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    this = Period.of(facts.here.today)
    unit = unit_of(values, "unit", facts)
    waived = [] if unit is None else [one.period for one in unit.waivers]
    offered = waived[-6:] if op_of(values) == "owed" else [this.shift(-1), this, this.shift(1)]
    return [[Option(say.row_period(one), str(one))] for one in offered]


def closes_with_it(facts: Facts) -> bool:
    """Whether all that stands below is there on the day, and nothing stands under it: then it can be closed together."""
    there = facts.trees[0].units if facts.trees else {}
    return bool(facts.below) and all(one.kind in LEAVES and one.id in there for one in facts.below)


def names_below(facts: Facts) -> list[str]:
    return [one.short_name for one in facts.below]


def due_before(values: Values, facts: Facts) -> int | None:
    unit = unit_of(values, "unit", facts)
    return None if unit is None else unit.report_due_day


def ask_until(values: Values, facts: Facts) -> str:
    unit, period = unit_of(values, "unit", facts), period_of(values)
    return say.ask_until(None if unit is None or period is None else unit.due_on(period))


def flag(name: str, value: str) -> dict[str, Value]:
    return {name: value == "yes"}


def needed_for(name: str) -> Callable[[Values, Facts], bool]:
    return lambda values, _facts: is_needed(name, values)
