"""What /xuattep is asked for: which kind of file, of which unit or person, and whoever is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.exports import Printed
from domain.ids import CandidateId, UnitId
from domain.people import Role
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Command, Press, Start
from domain.units import Unit, UnitKind
from language.export_line import read_export
from language.unit_names import find_units

WORD, SHEET = "w", "x"


@dataclass(frozen=True, slots=True)
class Facts:
    """`units` can be printed, each with all below it, from the top; `chosen` is one of them. `found` only where a list is asked for.

    `kind` is WORD or SHEET; "" when it was not said. `unknown` is a unit that was not found.
    """

    here: Here
    units: tuple[Unit, ...]
    chosen: Unit | None
    kind: str
    found: Sequence[Printed] = ()
    is_one: bool = False
    unknown: str = ""
    first: int = 0


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    reach = read.reach(Action.PRINT) & read.reach(Action.SEE_CANDIDATES)
    units = _units(here, reach)
    match command:
        case Start(rest=rest) if rest:
            return _asked(rest, units, read)
        case Press(step="list", value=value):
            kind, _, number = value.partition(":")
            unit = next((one for one in units if str(one.id) == number), None)
            return _listed(Facts(here, units, unit, kind), read) if unit is not None else Facts(here, (), None, "")
        case Press(step="one", value=value):
            return _one(value, units, read)
        case Press(step="unit", value=value):
            kind, _, number = value.partition(":")
            first = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
            return Facts(here, units, None, kind if kind in (WORD, SHEET) else WORD, first=first)
        case _:
            return Facts(here, units, None, "")


def _units(here: Here, reach: frozenset[UnitId]) -> tuple[Unit, ...]:
    """Whoever can have people below: the highest first. Firms have none of their own, unions only for their officers."""
    unions = {post.unit_id for post in here.actor.posts if post.role is Role.UNION}
    kinds = (UnitKind.COMMITTEE, UnitKind.CELL)
    found = [
        unit for unit in map(here.tree.units.__getitem__, sorted(reach)) if unit.kind in kinds or unit.id in unions
    ]
    return tuple(sorted(found, key=lambda unit: (unit.parent_id in reach, unit.id)))


def _asked(rest: str, units: tuple[Unit, ...], read: Read) -> Facts:
    """ "trích ngang Konya word": with the unit it is made at once."""
    asked = read_export(rest)
    kind = WORD if asked.is_word else SHEET if asked.is_excel else ""
    if not asked.unit_text:
        chosen = units[0] if kind and is_alone(units, read.here) else None
    else:
        named = find_units(asked.unit_text, units, read.aliases())
        if len(named) != 1:
            return Facts(read.here, named or units, None, kind, unknown="" if named else asked.unit_text)
        chosen = named[0]
    facts = Facts(read.here, units, chosen, kind)
    return _listed(facts, read) if chosen is not None and kind else facts


def is_alone(units: tuple[Unit, ...], here: Here) -> bool:
    """Whether everything within reach stands below the first."""
    return bool(units) and {unit.id for unit in units} <= here.tree.subtree(units[0].id)


def _listed(facts: Facts, read: Read) -> Facts:
    assert facts.chosen is not None
    below = facts.here.tree.subtree(facts.chosen.id)
    found = read.to_print(below, is_open=True)
    return Facts(facts.here, facts.units, facts.chosen, facts.kind, found)


def _one(value: str, units: tuple[Unit, ...], read: Read) -> Facts:
    kind, _, number = value.partition(":")
    ident = CandidateId(int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None
    found = () if ident is None else read.to_print(only=[ident])
    unit = read.here.tree.get(found[0].candidate.unit_id) if found else None
    if unit is not None and unit.id not in {one.id for one in units}:
        unit = units[0] if units else None
    return Facts(read.here, units, unit, kind, found, is_one=True)
