"""Which changes of a unit are refused: each check gives the step to ask again, and why with an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.ids import UnitId
from domain.talk import Values
from domain.unit_changes import PARENTS
from domain.units import Unit, UnitTree
from handlers.form import Problem
from handlers.units import reports
from handlers.units.choices import closes_with_it
from handlers.units.facts import Facts, day_of, kind_of, period_of, unit_of
from language.say import unit_refusals as say
from language.text import fold


def check(values: Values, facts: Facts) -> Problem | None:
    """None when the change can be made."""
    op = str(values.get("op"))
    if op != "add" and unit_of(values, "unit", facts) is None:
        return None
    return next(CHECKS.get(op, _nothing)(values, facts), None)


def _nothing(_values: Values, _facts: Facts) -> Iterator[Problem]:
    return iter(())


def _stands(unit: Unit, facts: Facts) -> Iterator[Problem]:
    """The unit exists on the day of the change and ever after."""
    if facts.trees and facts.trees[0].on < unit.founded_on:
        yield Problem("day", say.not_yet(unit.short_name, unit.founded_on))
    for tree in facts.trees:
        if unit.id not in tree.units:
            yield Problem("day", say.closes(unit.short_name, tree.on))


def _add(values: Values, facts: Facts) -> Iterator[Problem]:
    parent = unit_of(values, "parent", facts)
    if parent is not None:
        yield from _fits(values, parent, None, facts)
        yield from _is_free(values, parent.id, None, facts)


def _fits(values: Values, parent: Unit, unit: Unit | None, facts: Facts) -> Iterator[Problem]:
    kind = kind_of(values, facts)
    if kind is not None and parent.kind not in PARENTS[kind]:
        yield Problem("parent", say.wrong_parent(kind, PARENTS[kind]))
    for tree in facts.trees:
        if parent.id not in tree.units:
            yield Problem("parent", say.no_parent(parent.short_name, tree.on))
        if unit is not None and parent.id in tree.subtree(unit.id):
            yield Problem("parent", say.cycle(unit.short_name, parent.short_name))


def _is_free(values: Values, parent_id: UnitId | None, unit: Unit | None, facts: Facts) -> Iterator[Problem]:
    """No other open unit beside it has the name, then or later."""
    names = [str(values.get(key) or "") or ("" if unit is None else getattr(unit, old)) for key, old in _NAMES]
    for tree in facts.trees:
        now = parent_id if parent_id is not None or unit is None else _parent(tree, unit)
        beside = () if now is None else tree.children_of(now)
        above = tree.get(now)
        for other in beside:
            same = _same(other, names) if unit is None or other.id != unit.id else None
            if same is not None and above is not None:
                yield Problem("short" if same == names[1] else "name", say.taken(same, above.short_name))


_NAMES = (("name", "name"), ("short", "short_name"))


def _parent(tree: UnitTree, unit: Unit) -> UnitId | None:
    found = tree.get(unit.id)
    return None if found is None else found.parent_id


def _same(other: Unit, names: list[str]) -> str | None:
    taken = {fold(other.name), fold(other.short_name)}
    return next((name for name in reversed(names) if fold(name) in taken), None)


def _rename(values: Values, facts: Facts) -> Iterator[Problem]:
    unit = _unit(values, facts)
    yield from _stands(unit, facts)
    stood = facts.trees[0].get(unit.id) if facts.trees else None
    if stood is not None and (stood.name, stood.short_name) == (values.get("name"), values.get("short")):
        yield Problem("name", say.same_name(stood.name))
    yield from _is_free(values, None, unit, facts)


def _move(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, parent = _unit(values, facts), unit_of(values, "parent", facts)
    if unit.parent_id is None:
        yield Problem("unit", say.root("move"))
    yield from _stands(unit, facts)
    if parent is not None:
        stood = facts.trees[0].get(unit.id) if facts.trees else None
        if stood is not None and stood.parent_id == parent.id:
            yield Problem("parent", say.same_parent(unit.short_name, parent.short_name))
        yield from _fits(values, parent, unit, facts)
        yield from _is_free(values, parent.id, unit, facts)


def _merge(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, into = _unit(values, facts), unit_of(values, "into", facts)
    if unit.parent_id is None:
        yield Problem("unit", say.root("merge"))
    yield from _stands(unit, facts)
    if into is None:
        return
    for tree in facts.trees:
        if into.id not in tree.units:
            yield Problem("into", say.no_parent(into.short_name, tree.on))
        if into.kind is not unit.kind or into.id in tree.subtree(unit.id):
            yield Problem("into", say.other_kind())
        theirs = {fold(one.short_name) for one in tree.children_of(into.id) if one.id != unit.id}
        for child in tree.children_of(unit.id):
            if fold(child.short_name) in theirs:
                yield Problem("into", say.same_children(child.short_name))


def _close(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, day = _unit(values, facts), day_of(values)
    if unit.parent_id is None:
        yield Problem("unit", say.root("close"))
    if day is not None and day == unit.founded_on:
        yield Problem("day", say.first_day(unit.short_name, unit.founded_on))
    yield from _stands(unit, facts)
    below = facts.below
    if below and not closes_with_it(facts):
        yield Problem("unit", say.has_children(unit.short_name, [one.short_name for one in below]))


def _cell(values: Values, facts: Facts) -> Iterator[Problem]:
    unit = _unit(values, facts)
    if not unit.owes_reports:
        yield Problem("unit", say.no_reports(unit.short_name))


def _golive(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, day = _unit(values, facts), day_of(values)
    yield from _cell(values, facts)
    if day is not None and day < unit.founded_on:
        yield Problem("day", say.not_yet(unit.short_name, unit.founded_on))


def _waiver(values: Values, facts: Facts) -> Iterator[Problem]:
    unit, period = _unit(values, facts), period_of(values)
    yield from _cell(values, facts)
    if period is None:
        return
    is_waived = any(one.period == period for one in unit.waivers)
    if values.get("op") == "owed":
        if not is_waived:
            yield Problem("period", say.not_waived(period))
        return
    if facts.is_reported:
        yield Problem("period", say.reported(period))
    if not unit.owes(period) and not is_waived:
        yield Problem("period", say.not_owed(period))
    until = values.get("until")
    if values.get("op") == "postpone" and isinstance(until, str) and until <= unit.due_on(period).isoformat():
        yield Problem("until", say.not_later(unit.due_on(period)))


def _alias(values: Values, facts: Facts) -> Iterator[Problem]:
    if (values.get("alias"), values.get("unit")) in facts.aliases:
        yield Problem("alias", say.has_alias())


def _unalias(values: Values, facts: Facts) -> Iterator[Problem]:
    if (values.get("alias"), values.get("unit")) not in facts.aliases:
        yield Problem("alias", say.no_alias())


def _unit(values: Values, facts: Facts) -> Unit:
    """Raises KeyError when it is not within reach: `check` has asked."""
    return next(unit for unit in facts.units if unit.id == values["unit"])


CHECKS: dict[str, Callable[[Values, Facts], Iterator[Problem]]] = {
    "add": _add,
    "rename": _rename,
    "move": _move,
    "merge": _merge,
    "close": _close,
    "alias": _alias,
    "unalias": _unalias,
    "golive": _golive,
    "due": _cell,
    "count": _cell,
    "exempt": _waiver,
    "postpone": _waiver,
    "owed": _waiver,
    "ask": reports.check,
    "unask": reports.check,
}
