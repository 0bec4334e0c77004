"""The question "for which unit?", asked of whoever holds several posts (ux.md); shared by the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from domain.ids import UnitId
from domain.talk import Awaits, Values
from domain.units import Unit
from handlers.engine import TURNED
from handlers.form import Got, HasHere, Option, Problem, Step
from handlers.pages import PAGE
from language.reading import Misread
from language.say import units as say
from language.say import words
from language.say.words import voice_of
from language.unit_names import one_unit


class HasUnits(HasHere, Protocol):
    @property
    def own_units(self) -> Sequence[Unit]: ...
    @property
    def aliases(self) -> Sequence[tuple[str, UnitId]]: ...


PAGE_FROM = "from"
"""Begins the value of the choice that turns the page; the number of the first unit on it follows."""
U = TypeVar("U", bound=HasUnits)


def unit_of(values: Values, facts: HasUnits) -> Unit:
    """The unit that was chosen, or the only one there is. Raises IndexError when the actor has none: `may()` said no before."""
    chosen = values.get("unit")
    if chosen is None or len(facts.own_units) == 1:
        return facts.own_units[0]
    return next((unit for unit in facts.own_units if unit.id == chosen), facts.own_units[0])


def unit_problem(values: Values, facts: HasUnits) -> Problem | None:
    """A draft for a unit that the actor no longer acts for asks for the unit again: it is never sent for another one."""
    chosen = values.get("unit")
    is_own = chosen is None or any(unit.id == chosen for unit in facts.own_units)
    return None if is_own else Problem("unit", say.unknown())


def _read(text: str, _values: Values, facts: HasUnits) -> Got:
    found = one_unit(text, facts.own_units, facts.aliases)
    return found if isinstance(found, Misread) else {"unit": int(found.id)}


def _pick(value: str, _values: Values, facts: HasUnits) -> Got:
    if value.startswith(PAGE_FROM):
        return {TURNED: int(value.removeprefix(PAGE_FROM))}
    known = {str(unit.id): int(unit.id) for unit in facts.own_units}
    return {"unit": known[value]} if value in known else Misread(say.unknown(), facts.own_units[0].short_name)


def page_of_units(units: Sequence[Unit], first: int) -> tuple[Sequence[Unit], tuple[str, int] | None]:
    """The units of the page that begins with number `first`; the label of the button that turns it, and where that page begins."""
    first = first if 0 <= first < len(units) else 0
    shown = units[first : first + PAGE]
    if first + PAGE < len(units):
        return shown, (words.MORE, first + PAGE)
    return shown, (words.FROM_THE_START, 0) if first else None


def _options(values: Values, facts: HasUnits) -> Sequence[Sequence[Option]]:
    turned = values.get(TURNED)
    shown, turn = page_of_units(facts.own_units, turned if isinstance(turned, int) else 0)
    options = [[Option(unit.short_name, str(unit.id))] for unit in shown]
    return options if turn is None else [*options, [Option(turn[0], f"{PAGE_FROM}{turn[1]}")]]


def _which(facts: HasUnits) -> str:
    example = facts.own_units[0].short_name if len(facts.own_units) > PAGE else ""
    return say.which(voice_of(facts.here.actor.person), example)


def unit_step(question: Callable[[HasUnits], str] | None = None) -> Step[U]:
    """Asked only when there is more than one unit; shown in the summary always."""
    return Step(
        name="unit",
        ask=lambda _values, facts: question(facts) if question else _which(facts),
        read=_read,
        pick=_pick,
        options=_options,
        row=lambda values, facts: unit_of(values, facts).short_name if len(facts.own_units) > 1 else None,
        awaits=Awaits.CHOICE,
        is_needed=lambda _values, facts: len(facts.own_units) > 1,
        clears=(TURNED,),
    )
