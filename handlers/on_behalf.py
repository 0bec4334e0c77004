"""Entering something for a cell by its word: two questions that the forms share, and what follows from the answers (design.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.ids import OperationId, UnitId
from domain.on_behalf import Way
from domain.people import Person, Role
from domain.ports import Read
from domain.records import AddBehalf
from domain.rights import BY_WORD, Action
from domain.talk import Awaits, Value, Values
from domain.units import Unit
from handlers.form import Got, Option, Step
from handlers.unit_step import HasUnits, unit_of
from language.by_word import ByWord, meant_by, read_by_word
from language.reading import Misread
from language.say import on_behalf as say


@dataclass(frozen=True, slots=True)
class Cells:
    """`own` are the units for which the actor acts in their own name; `officers` those of the draft's cell when it is another one.

    `told` are the officers who can be written to.
    """

    own: frozenset[UnitId]
    officers: tuple[Person, ...] = ()
    told: tuple[Person, ...] = ()

    def of(self, unit: Unit, read: Read) -> Cells:
        if unit.id in self.own:
            return self
        officers = tuple(read.holders(unit.id, (Role.SECRETARY,)))
        return Cells(self.own, officers, tuple(one for one in officers if read.may_be_reached(one.id)))


class HasCells(HasUnits, Protocol):
    @property
    def cells(self) -> Cells: ...


C = TypeVar("C", bound=HasCells)


def units_for(read: Read, action: Action) -> tuple[list[Unit], Cells]:
    """For which units the actor may do it, in their own name or by another's word, the own ones first."""
    own, others = read.reach(action), read.reach(BY_WORD[action])
    units = read.here.tree.units
    return [units[one] for one in (*sorted(own), *sorted(others - own))], Cells(own)


def is_by_word(values: Values, facts: HasCells) -> bool:
    """Not before it is known for which unit."""
    if "unit" not in values and len(facts.own_units) > 1:
        return False
    return unit_of(values, facts).id not in facts.cells.own


def word_of(values: Values) -> ByWord | None:
    word, way = values.get("word"), values.get("way")
    return ByWord(word, Way(way) if isinstance(way, str) else None) if isinstance(word, str) else None


def packed(said: ByWord, facts: HasCells) -> dict[str, Value]:
    got: dict[str, Value] = {"word": meant_by(said.who, facts.cells.officers)}
    return got if said.way is None else {**got, "way": str(said.way)}


def told_as(values: Values) -> str:
    """ "theo lời đồng chí …, qua điện thoại"; "" for what is one's own."""
    said = word_of(values)
    return "" if said is None else say.by_word(said.who, said.way)


def record(values: Values, unit: Unit, operation_id: OperationId, facts: HasCells) -> tuple[AddBehalf, ...]:
    """Raises ValueError when the form let somebody through without the word."""
    if not is_by_word(values, facts):
        return ()
    said = word_of(values)
    if said is None or said.way is None:
        raise ValueError("entered for a cell by nobody's word")
    return (AddBehalf(operation_id, unit.id, said.who, said.way),)


def author_of(facts: HasCells) -> str:
    """Name and post of whoever enters it, as the cell reads it."""
    person = facts.here.actor.person
    post = next((one for one in facts.here.actor.posts if one.unit_id not in facts.cells.own), None)
    name = "" if person is None else person.name
    return name if post is None else f"{name} ({post.title})"


def _read_word(text: str, _values: Values, facts: HasCells) -> Got:
    said = read_by_word(text)
    return said if isinstance(said, Misread) else packed(said, facts)


def _pick_word(value: str, values: Values, facts: HasCells) -> Got:
    """An officer by number; words, where a control word was meant as a name."""
    found = next((one.name for one in facts.cells.officers if value == f"p{one.id}"), None)
    return {"word": found} if found is not None else _read_word(value, values, facts)


def _word_options(_values: Values, facts: HasCells) -> Sequence[Sequence[Option]]:
    return [[Option(one.name, f"p{one.id}")] for one in facts.cells.officers[:4]]


def _row(values: Values, _facts: HasCells) -> str | None:
    said = word_of(values)
    return None if said is None else say.row(said.who, said.way)


def _read_way(text: str, _values: Values, _facts: HasCells) -> Got:
    said = read_by_word(f"a b {text}")
    return say.type_way() if isinstance(said, Misread) or said.way is None else {"way": str(said.way)}


def word_steps() -> tuple[Step[C], ...]:
    """Asked only for a cell that is not one's own."""
    return (
        Step(
            "word",
            lambda values, facts: say.ask_word(unit_of(values, facts).short_name),
            _read_word,
            _row,
            _word_options,
            _pick_word,
            Awaits.NAME,
            is_needed=is_by_word,
        ),
        Step(
            "way",
            lambda values, _facts: say.ask_way(str(values.get("word") or "")),
            _read_way,
            lambda _values, _facts: None,
            lambda _values, _facts: [[Option(label, str(way))] for way, label in say.WAYS.items()],
            awaits=Awaits.CHOICE,
            is_needed=is_by_word,
        ),
    )
