"""What the rules of a subject are made of, and what they look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.imports import Fields, Known, KnownRow, Subject
from domain.units import Unit, UnitKind
from language.sheets.columns import Layout
from language.sheets.units import UnitNames
from language.text import fold
from language.unit_names import bare

COUNTS = ("full", "probationary", "temporary", "away", "exempt")


def key_of(layout: Layout, fields: Fields) -> tuple[str, ...]:
    """What a row is about. Names of units and of documents are compared folded."""
    names = ("document",) if layout.subject is Subject.TARGETS else ("name",) if layout.subject is Subject.UNITS else ()
    return tuple(fold(fields.get(name, "")) if name in names else fields.get(name, "") for name in layout.key)


def unit_names(fields: Fields) -> Iterator[tuple[tuple[str, str], str]]:
    """What no other unit may be called at the same time, each with the words as written: below the same one its very name, as in

    /donvi; among those of its kind whatever else is heard as the same, by name, short name or alias.
    """
    for text in (fields["name"], fields["short_name"]):
        yield (f"below {fields['parent']}", fold(text)), text
    for text in (fields["name"], fields["short_name"], *filter(None, fields["aliases"].split(";"))):
        yield (fields["kind"], bare(text) or fold(text)), text


@dataclass
class Context:
    """What the rules look into; it grows as rows are added."""

    known: Known
    units: UnitNames
    subject: Subject
    people: dict[str, int] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    figures: set[tuple[str, int, str]] = field(default_factory=set)
    goals: dict[tuple[str, ...], KnownRow] = field(default_factory=dict)
    subtrees: dict[int, frozenset[int]] = field(default_factory=dict)
    units_added: dict[tuple[str, str], list[tuple[int, Fields]]] = field(default_factory=dict)

    @cached_property
    def unit_of(self) -> Mapping[int, Unit]:
        return {unit.id: unit for unit in self.known.units}

    @cached_property
    def units_named(self) -> Mapping[tuple[str, str], Sequence[KnownRow]]:
        found: dict[tuple[str, str], list[KnownRow]] = {}
        for row in self.known.rows:
            for name, _ in unit_names(row.fields):
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def twins(self) -> dict[tuple[str, str], list[KnownRow]]:
        found: dict[tuple[str, str], list[KnownRow]] = {}
        for row in self.known.rows:
            found.setdefault((row.fields["folded"], row.fields["birth"][:7]), []).append(row)
        return found

    @cached_property
    def figures_known(self) -> frozenset[tuple[str, int, str]]:
        return frozenset(
            (one.fields["indicator"], int(one.fields["unit"]), one.fields["year"]) for one in self.known.rows
        )

    def kind(self, fields: Fields) -> UnitKind | None:
        unit = self.unit_of.get(int(fields["unit"] or 0))
        return None if unit is None else unit.kind

    def below(self, unit_id: int) -> frozenset[int]:
        """With the unit itself; closed ones too."""
        if unit_id not in self.subtrees:
            found = {one for one in self.unit_of if unit_id in self.above(one)}
            self.subtrees[unit_id] = frozenset(found | {unit_id})
        return self.subtrees[unit_id]

    def above(self, unit_id: int) -> set[int]:
        found: set[int] = set()
        unit = self.unit_of.get(unit_id)
        while unit is not None and unit.parent_id is not None and unit.parent_id not in found:
            found.add(unit.parent_id)
            unit = self.unit_of.get(unit.parent_id)
        return found


def _nothing(_told: dict[str, str]) -> None:
    return None


def _no_fault(_fields: dict[str, str], _context: Context) -> str:
    return ""


def _may_change(_changed: Sequence[str], _fields: dict[str, str], _one: KnownRow, _context: Context) -> str:
    return ""


def _may_add(_fields: dict[str, str], _number: int, _context: Context) -> str:
    return ""


def _as_told(told: Fields, _stands: Fields) -> Fields:
    return told


def _nobody(_fields: Fields, _context: Context) -> KnownRow | None:
    return None


def _by_key(_fields: Fields) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`complete` fills what follows from other cells; `fault`, `change` and `add` answer with a sentence, "" where nothing is wrong.

    `beside` fills what follows from what stands. `amended`: what a row changes although its key is new. `identity`: of what only one row
    of a file is written, () where the key says it. `same`: a field's values that mean the same have the same form under it.
    """

    complete: Callable[[dict[str, str]], None] = _nothing
    fault: Callable[[dict[str, str], Context], str] = _no_fault
    change: Callable[[Sequence[str], dict[str, str], KnownRow, Context], str] = _may_change
    add: Callable[[dict[str, str], int, Context], str] = _may_add
    has_sets: bool = False
    beside: Callable[[Fields, Fields], Fields] = _as_told
    amended: Callable[[Fields, Context], KnownRow | None] = _nobody
    identity: Callable[[Fields], tuple[str, ...]] = _by_key
    same: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def is_same(self, name: str, told: str, stands: str) -> bool:
        if name == "aliases":
            return set(told.split(";")) <= set(stands.split(";"))
        if name in self.same and self.same[name](told) == self.same[name](stands):
            return True
        return told == stands or (name == "name" and fold(told) == fold(stands) and self.has_sets)

    def merged(self, name: str, told: str, stands: str) -> str:
        return ";".join(sorted({*told.split(";"), *filter(None, stands.split(";"))})) if name == "aliases" else told
